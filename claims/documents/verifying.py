"""Does every stored document say what the ledger says? And does every record stand in the order of changes?"""

# ruff: noqa: S608 - the SQL is put together from names that stand in this package

from collections.abc import Iterator

from django.db import transaction

from claims.documents import definition
from claims.documents.refreshing import pay, refresh
from claims.documents.statements import rows

#: Claims looked at in one statement.
STEP = 1_000

_NEXT = "SELECT id FROM claims_claim WHERE id > %(after)s ORDER BY id LIMIT %(size)s"

#: Where each resource of the feed is kept: (resource, audiences, its rows as key and dossier_id).
_RECORDS = [
    ("claims", ("working",), "SELECT claim_id AS key, dossier_id FROM claims_claimdocument"),
    ("claims", ("reading",), "SELECT claim_id AS key, dossier_id FROM claims_publicdocument"),
    ("links", ("working",), "SELECT id AS key, dossier_id FROM claims_link"),
    ("links", ("reading",), "SELECT id AS key, dossier_id FROM claims_link WHERE state = 'confirmed'"),
    ("matters", ("working", "reading"), "SELECT id AS key, dossier_id FROM claims_matter"),
    ("dossiers", ("working", "reading"), "SELECT id AS key, id AS dossier_id FROM sources_dossier"),
    ("sides", ("working", "reading"), "SELECT id AS key, dossier_id FROM sources_side"),
    ("speakers", ("working", "reading"), "SELECT id AS key, dossier_id FROM sources_speaker"),
    ("sources", ("working",), "SELECT id AS key, dossier_id FROM sources_source"),
    (
        "sources",
        ("reading",),
        """
        SELECT DISTINCT source.id AS key, source.dossier_id FROM claims_publicdocument open
        JOIN claims_citation citation ON citation.claim_id = open.claim_id
        JOIN sources_passage passage ON passage.id = citation.passage_id
        JOIN sources_capture capture ON capture.id = passage.capture_id
        JOIN sources_source source ON source.id = capture.source_id
        WHERE open.document <> ''
        """,
    ),
    ("publishers", ("reading",), "SELECT id AS key, NULL::bigint AS dossier_id FROM sources_publisher"),
]


def differing(size: int = STEP) -> Iterator[list[int]]:
    """The claims whose stored documents are not what they should be, step by step, in the order of their keys."""
    after = 0
    while True:
        statement = f"""
            WITH step AS MATERIALIZED ({_NEXT}), fresh AS ({definition.documents("ARRAY(SELECT id FROM step)")})
            SELECT (SELECT max(id) FROM step), array_agg(fresh.claim_id ORDER BY fresh.claim_id)
                FILTER (WHERE (stored.document, stored.contest, stored.standing, stored.has_rival, stored.is_unanswered)
                    IS DISTINCT FROM
                    (fresh.document, fresh.contest, fresh.standing, fresh.has_rival, fresh.is_unanswered)
                    OR coalesce(open.document, '') <> fresh.public_document)
            FROM fresh
            LEFT JOIN claims_claimdocument stored ON stored.claim_id = fresh.claim_id
            LEFT JOIN claims_publicdocument open ON open.claim_id = fresh.claim_id
        """
        last, claims = rows(statement, {"after": after, "size": size}, prepare=False)[0]
        if last is None:
            return
        after = last
        yield claims or []


def unrecorded() -> dict[str, int]:
    """How many records of each resource the order of changes does not know; nothing where it knows them all."""
    missing: dict[str, int] = {}
    for resource, audiences, records in _RECORDS:
        for audience in audiences:
            found = rows(f"SELECT count(*) FROM ({_missing(records)}) missing", _named(audience, resource))[0][0]
            if found:
                missing[resource] = max(found, missing.get(resource, 0))
    return missing


def repair(size: int = STEP) -> int:
    """Pay every debt, bring every document up to date and put every record into the order of changes.

    In steps of this size, each in a transaction of its own. How many documents were wrong.
    """
    settle(size)
    mended = 0
    for claims in differing(size):
        if claims:
            refresh(claims)
            mended += len(claims)
    record(size)
    return mended


def settle(size: int = STEP) -> None:
    """Pay every debt, in steps of this size."""
    while pay(size):
        pass


def record(size: int = STEP) -> None:
    """Put every record that is not in it into the order of changes, so many in one step."""
    for resource, audiences, records in _RECORDS:
        for audience in audiences:
            while _record(resource, audience, records, size):
                pass


@transaction.atomic
def _record(resource: str, audience: str, records: str, size: int) -> int:
    statement = f"""
        SELECT count(*) FROM (
            SELECT note_change(%(audience)s, %(resource)s, key, dossier_id, NULL)
            FROM ({_missing(records)} ORDER BY key LIMIT %(size)s) missing OFFSET 0
        ) noted
    """
    noted: int = rows(statement, {**_named(audience, resource), "size": size})[0][0]
    return noted


def _missing(records: str) -> str:
    return f"""
        SELECT record.key, record.dossier_id FROM ({records}) record
        WHERE NOT EXISTS (
            SELECT FROM claims_change known WHERE known.audience = %(audience)s::text
                AND known.resource = %(resource)s::text AND known.key = record.key
        )
    """


def _named(audience: str, resource: str) -> dict[str, str]:
    return {"audience": audience, "resource": resource}
