"""Keeping the stored documents true: in the transaction that changes what they show, or in bounded steps."""

from collections.abc import Iterable

from django.db import transaction

from claims.documents import definition
from claims.documents.statements import keys, rows

#: How many documents one step of the newsroom refreshes itself; more are left to the worker.
AT_ONCE = 1_000

_NOTED = "SELECT current_setting('counterclaim.stale', true)"
_FORGET = "SELECT set_config('counterclaim.stale', '', true)"

_LOCK = """
    WITH {showing}, locked AS (
        SELECT claim_id FROM claims_claimdocument
        WHERE claim_id IN (SELECT id FROM showing) ORDER BY claim_id FOR UPDATE
    )
    SELECT ARRAY(SELECT id FROM showing), ARRAY(SELECT claim_id FROM locked)
"""

# A claim that exists for others already but has no document: whoever makes its row first goes first.
_PLACE = """
    INSERT INTO claims_claimdocument
        (claim_id, dossier_id, version, changed_at, document, contest, standing, has_rival, is_unanswered)
    SELECT id, dossier_id, 0, now(), '', '', '', false, false FROM claims_claim
    WHERE id = ANY(%(claims)s::bigint[]) ORDER BY id
    ON CONFLICT DO NOTHING RETURNING claim_id
"""

_WRITE = """
    WITH fresh AS MATERIALIZED ({documents}),
    working AS (
        INSERT INTO claims_claimdocument AS stored
            (claim_id, dossier_id, version, changed_at, document, contest, standing, has_rival, is_unanswered)
        SELECT claim_id, dossier_id, nextval('claims_version'), clock_timestamp(), document,
            contest, standing, has_rival, is_unanswered
        FROM fresh ORDER BY claim_id
        ON CONFLICT (claim_id) DO UPDATE SET version = excluded.version, changed_at = excluded.changed_at,
            document = excluded.document, contest = excluded.contest, standing = excluded.standing,
            has_rival = excluded.has_rival, is_unanswered = excluded.is_unanswered
        WHERE stored.document <> excluded.document
        RETURNING claim_id
    ),
    public AS (
        INSERT INTO claims_publicdocument AS stored (claim_id, dossier_id, version, changed_at, document)
        SELECT claim_id, dossier_id, nextval('claims_version'), clock_timestamp(), public_document
        FROM fresh
        WHERE public_document <> ''
            OR EXISTS (SELECT FROM claims_publicdocument known WHERE known.claim_id = fresh.claim_id)
        ORDER BY claim_id
        ON CONFLICT (claim_id) DO UPDATE SET version = excluded.version, changed_at = excluded.changed_at,
            document = excluded.document
        WHERE stored.document <> excluded.document
        RETURNING claim_id
    )
"""


def settle() -> bool:
    """Refresh every document that shows what this transaction changed. False when that is too many for one step.

    What is noted stays noted then, and becomes a debt as the transaction ends.
    """
    noted = _noted()
    if not noted:
        return True
    kinds = definition.in_order(noted)
    values = {kind: keys(noted.get(kind, ())) for kind in kinds}
    limited = definition.showing(kinds, limit=AT_ONCE + 1)
    claims, held = rows(_LOCK.format(showing=limited), values)[0]
    if len(claims) > AT_ONCE:
        return False
    created = noted.get("new", set())
    done: set[int] = set()
    while claims:
        if missing := set(claims) - set(held) - created:
            rows(_PLACE, {"claims": keys(sorted(missing))})
        done.update(claims)
        # The locks are held, so what this reads is what stands when they are given back. Claims that
        # were linked while we waited for them are told as well.
        claims = _write(claims, done, kinds, values)
        if claims:
            _, held = rows(_LOCK.format(showing=definition.showing(("part",))), {"part": keys(claims)})[0]
    rows(_FORGET, {})
    return True


def _write(claims: Iterable[int], done: Iterable[int], kinds: tuple[str, ...], values: dict[str, str]) -> list[int]:
    """Store the documents of these claims as they are now. What else shows what was noted, by now."""
    statement = f"""
        {_WRITE.format(documents=definition.documents())}, {definition.showing(kinds)}
        SELECT ARRAY(SELECT id FROM showing EXCEPT SELECT unnest(%(done)s::bigint[]))
    """  # noqa: S608 - ours
    return rows(statement, {**values, "claims": keys(claims), "done": keys(done)})[0][0]


def _noted() -> dict[str, set[int]]:
    noted: dict[str, set[int]] = {}
    for mark in (rows(_NOTED, {})[0][0] or "").split():
        kind, _, key = mark.partition(":")
        noted.setdefault(kind, set()).add(int(key))
    return noted


@transaction.atomic
def refresh(claims: Iterable[int]) -> int:
    """Bring the documents of these claims up to date. How many were not."""
    wanted = sorted(set(claims))
    values = {"part": keys(wanted)}
    _, held = rows(_LOCK.format(showing=definition.showing(("part",))), values)[0]
    if missing := set(wanted) - set(held):
        rows(_PLACE, {"claims": keys(sorted(missing))})
    statement = f"""
        {_WRITE.format(documents=definition.documents())}
        SELECT count(*) FROM (SELECT claim_id FROM working UNION SELECT claim_id FROM public) changed
    """  # noqa: S608 - ours
    return rows(statement, {"claims": keys(wanted)})[0][0]
