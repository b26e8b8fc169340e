"""Keeping the stored documents true: in the transaction that changes what they show, or in bounded steps."""

# ruff: noqa: S608 - the SQL is put together from names that stand in this package

from collections.abc import Collection, Iterable
from contextlib import nullcontext
from typing import Any

from django.db import transaction

from claims.documents import definition
from claims.documents.statements import keys, rows
from config.jobs import defer

#: How many documents one step of the newsroom refreshes itself; more are left to the worker.
AT_ONCE = 1_000
#: How long the list of what is stale may grow (`0004_documents`); what comes after is owed at once.
FULL = 32_000
#: The job of the worker that pays what is owed.
SETTLE_DEBTS = "settle_debts"

# To plan these statements takes longer than to run them, so one plan serves for any number of keys; and as some
# are made while the tables are small, they must go by the keys all the same.
_PLAIN = "set_config('enable_seqscan', 'on', true), set_config('plan_cache_mode', 'auto', true)"
_BY_KEYS = "set_config('enable_seqscan', 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true)"
_NOTED = f"""
    SELECT noted, CASE WHEN noted <> '' THEN ROW({_BY_KEYS}) END
    FROM current_setting('counterclaim.stale', true) noted
"""
_OWE = f"SELECT owe_stale(), {_PLAIN}"
_FORGET = f", set_config('counterclaim.stale', '', true), {_PLAIN}"

_LOCK = """
    WITH {showing}, wanted AS MATERIALIZED (SELECT id FROM showing UNION SELECT unnest(%(more)s::bigint[])),
    locked AS (
        SELECT claim_id FROM claims_claimdocument
        WHERE claim_id = ANY(ARRAY(SELECT id FROM wanted)) ORDER BY claim_id FOR UPDATE
    )
    SELECT ARRAY(SELECT id FROM wanted), ARRAY(SELECT claim_id FROM locked)
"""

# A claim that exists for others already but has no document: whoever makes its row first goes first.
_PLACE = """
    INSERT INTO claims_claimdocument
        (claim_id, dossier_id, version, changed_at, document, contest, standing, has_rival, is_unanswered)
    SELECT id, dossier_id, 0, now(), '', '', '', false, false FROM claims_claim
    WHERE id = ANY(%(claims)s::bigint[]) ORDER BY id ON CONFLICT DO NOTHING
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
        WHERE (stored.document, stored.contest, stored.standing, stored.has_rival, stored.is_unanswered)
            IS DISTINCT FROM
            (excluded.document, excluded.contest, excluded.standing, excluded.has_rival, excluded.is_unanswered)
    ),
    public AS (
        INSERT INTO claims_publicdocument AS stored (claim_id, dossier_id, version, changed_at, document)
        SELECT claim_id, dossier_id, nextval('claims_version'), clock_timestamp(), public_document
        FROM fresh
        WHERE public_document <> ''
            OR claim_id = ANY(ARRAY(
                SELECT claim_id FROM claims_publicdocument WHERE claim_id = ANY(%(claims)s::bigint[])
            ))
        ORDER BY claim_id
        ON CONFLICT (claim_id) DO UPDATE SET version = excluded.version, changed_at = excluded.changed_at,
            document = excluded.document
        WHERE stored.document <> excluded.document
    ), {showing}
    SELECT ARRAY(SELECT id FROM showing EXCEPT SELECT unnest(%(claims)s::bigint[])){forget}
"""


def writing(showing: str, forget: str = "") -> str:
    """SQL that computes and stores the documents of %(claims)s; it tells of others that by now show the same."""
    return _WRITE.format(documents=definition.documents(), showing=showing, forget=forget)


def settle() -> bool:
    """Refresh every document that shows what this transaction changed. False when that is too many for one step.

    What was noted becomes a debt then, and a worker is asked to pay it.
    """
    marks: str = rows(_NOTED, {})[0][0] or ""
    if not marks:
        return True
    noted = _by_kind(marks)
    kinds = definition.in_order(noted)
    values = {kind: keys(noted.get(kind, ())) for kind in kinds}
    if len(marks) <= FULL and _refresh(kinds, values, created=noted.get("new", ()), most=AT_ONCE, forget=_FORGET):
        return True
    rows(_OWE, {})
    defer(SETTLE_DEBTS)
    return False


def _refresh(
    kinds: tuple[str, ...],
    values: dict[str, Any],
    *,
    created: Collection[int] = (),
    most: int = 0,
    step: int = 0,
    forget: str = "",
) -> bool:
    """Store the documents that show these records. False, and nothing is stored, when they are more than `most`.

    What `forget` adds to the last statement is done once they are stored.

    They are locked first, in the order of their keys, and then computed, so that two steps that overlap
    queue up and the second sees what the first did. If another document came to show the same while we
    waited, its lock would come out of turn: all locks are given back, and it starts again with that one.
    """
    showing = definition.showing(kinds, limit=step or None, after=bool(step))
    lock = _LOCK.format(showing=definition.showing(kinds, limit=most + 1) if most else showing)
    write = writing(showing, forget)
    only_new = created and all(values[kind] == "{}" for kind in kinds if kind != "new")
    more: set[int] = set()
    while True:
        with transaction.atomic() if definition.may_grow(kinds, values) else nullcontext():
            # What nobody else has seen yet has no document to lock.
            claims, held = (created, created) if only_new else rows(lock, {**values, "more": keys(more)})[0]
            if most and len(claims) > most:
                return False
            if missing := set(claims).difference(held, created):
                rows(_PLACE, {"claims": keys(missing)})
            left = rows(write, {**values, "claims": keys(claims)})[0][0]
            if not left:
                return True
            more.update(left)
            transaction.set_rollback(True)


def _by_kind(marks: str) -> dict[str, set[int]]:
    noted: dict[str, set[int]] = {}
    for mark in marks.split():
        kind, _, key = mark.partition(":")
        noted.setdefault(kind, set()).add(int(key))
    return noted


@transaction.atomic
def refresh(claims: Iterable[int]) -> None:
    """Bring the documents of these claims up to date."""
    rows(f"SELECT {_BY_KEYS}", {})
    _refresh(("part",), {"part": keys(claims)})


# Debts

_NEXT_DEBT = "SELECT id, kind, key, paid_up_to FROM claims_debt ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED"
_CLAIMS_OWED = """
    DELETE FROM claims_debt WHERE id IN (
        SELECT id FROM claims_debt WHERE kind IN ('new', 'part', 'claim') ORDER BY id LIMIT %(size)s
        FOR UPDATE SKIP LOCKED
    ) RETURNING kind, key
"""
_PAID_UP_TO = "UPDATE claims_debt SET paid_up_to = %(after)s WHERE id = %(id)s"
_PAID = "DELETE FROM claims_debt WHERE id = %(id)s"


@transaction.atomic
def pay(size: int = AT_ONCE) -> bool:
    """Take one bounded step towards what is owed: about this many claims and those linked to them. False: nothing is.

    Several may pay at once; who dies while paying leaves the step to the next.
    """
    owed = rows(_NEXT_DEBT, {})
    if not owed:
        return False
    debt, kind, key, after = owed[0]
    rows(f"SELECT {_BY_KEYS}", {})
    if kind in definition.USUAL:
        _pay_claims(size)
    else:
        _pay_shared(debt, kind, key, after, size)
    return True


def _pay_claims(size: int) -> None:
    noted: dict[str, set[int]] = {}
    for kind, key in rows(_CLAIMS_OWED, {"size": size}):
        noted.setdefault(kind, set()).add(key)
    _refresh(definition.USUAL, {kind: keys(noted.get(kind, ())) for kind in definition.USUAL})


def _pay_shared(debt: int, kind: str, key: int, after: int, size: int) -> None:
    """The next claims, by key, that show a record which many show."""
    values = {kind: keys([key]), "after": after}
    showing = definition.showing((kind,), limit=size, after=True)
    reached, found = rows(f"WITH {showing} SELECT max(id), count(id) FROM (TABLE near UNION TABLE far) own", values)[0]
    _refresh((kind,), values, step=size)
    if found < size:
        rows(_PAID, {"id": debt})
    else:
        rows(_PAID_UP_TO, {"id": debt, "after": reached})
