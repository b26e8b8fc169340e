"""Stored documents, as bytes that go out as they are. Whose eyes they are for is decided per dossier, by role.

What is asked for must have been chosen by `visible_to`; a claim that has no document for this person is left out.
What a debt touches is computed instead: slower, and as right.
"""

# ruff: noqa: S608 - the SQL is put together from Django's own and from names that stand in this package

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction

from claims.documents import definition
from claims.documents.statements import bound, keys, rows
from claims.querysets import ClaimQuerySet
from sources.permissions import WORKING

#: Bytes handed on at a time; for many more, memory would be fetched anew for each block.
BLOCK = 120 * 1024
#: How long (PostgreSQL's words) a slow client may take over a stream.
PATIENCE = "30min"

_ROLES = ", ".join(f"'{role}'" for role in sorted(WORKING))
#: The dossiers that the person works on.
_OWN = f"ARRAY(SELECT dossier_id FROM sources_member WHERE user_id = %(user)s AND active AND role IN ({_ROLES}))"


def shown(column: str) -> str:
    """A column of the document that the person is given."""
    return f"""CASE WHEN stored.dossier_id = ANY({_OWN}) THEN stored.{column}
        ELSE (SELECT open.{column} FROM claims_publicdocument open
            WHERE open.claim_id = stored.claim_id AND open.document <> '') END"""


#: Of the two documents just computed, the one that the person is given.
_FRESH = f"CASE WHEN dossier_id = ANY({_OWN}) THEN document ELSE nullif(public_document, '') END"


_STORED = f"""
    SELECT asked.id, {shown("version")}, {shown("document")}, EXISTS (SELECT FROM claims_debt)
    FROM unnest(%(claims)s::bigint[]) asked(id) JOIN claims_claimdocument stored ON stored.claim_id = asked.id
"""


def page(ids: Iterable[int], user: Any) -> bytes:
    """The documents of these claims in this order: b'[{…},{…}]'."""
    ids = list(ids)
    found = each(ids, user)
    return b"[%s]" % b",".join(found[key] for key in ids if key in found)


def one(claim: int, user: Any) -> bytes | None:
    """The document of this claim, or None if the person may see none."""
    return each([claim], user).get(claim)


def each(ids: Iterable[int], user: Any) -> dict[int, bytes]:
    """The documents of these claims by their keys; whoever may see none of one finds none. One statement."""
    ids = list(ids)
    found = rows(_STORED, _values(ids, user), raw=True)
    if any(indebted for *_, indebted in found) or len(found) < len(ids):
        return {key: document for key, (_, document) in mended(ids, user).items() if document}
    return {key: bytes(document) for key, _, document, _ in found if document}


def mended(ids: Iterable[int], user: Any) -> dict[int, tuple[int | str | None, bytes | None]]:
    """A version and the document of each of these claims, while a debt stands or one is missing.

    What no debt touches is given as it is stored, the rest is computed, and its version is a digest of it.
    """
    ids = list(ids)
    asked = f"WITH {_owed()} {_STORED} WHERE asked.id NOT IN (SELECT id FROM showing)"
    stored = rows(asked, _values(ids, user), raw=True)
    found = {key: (version, document and bytes(document)) for key, version, document, _ in stored}
    rest = [key for key in ids if key not in found]
    computed = rows(_each_computed(), _values(rest, user), raw=True) if rest else []
    return found | {key: (document and digest(document), document and bytes(document)) for key, document in computed}


def _values(ids: Iterable[int], user: Any) -> dict[str, Any]:
    return {"claims": keys(ids), "user": user.pk or 0}


def digest(content: bytes | None) -> str:
    return hashlib.blake2b(content or b"", digest_size=12).hexdigest()


def _each_computed() -> str:
    """SQL for the documents one by one, not from what is stored."""
    return f"SELECT claim_id, {_FRESH} FROM ({definition.documents()}) fresh"


@cache
def _owed() -> str:
    """SQL for `showing`: the claims whose stored documents a debt touches."""
    owed = definition.showing(definition.KINDS)
    for kind in definition.KINDS:
        owed = owed.replace(f"%({kind})s", f"(SELECT array_agg(key) FROM claims_debt WHERE kind = '{kind}')")
    return owed


def stream(claims: ClaimQuerySet, user: Any) -> Iterator[bytes]:
    """The documents of all these claims by key, one a line (NDJSON), in blocks of many lines, by COPY.

    As of one moment, at any size in the same memory. Holds the connection until it is read or closed.
    """
    try:
        chosen, values = claims.order_by("pk").values("pk").query.sql_with_params()
    except EmptyResultSet:
        return
    outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [PATIENCE])
        chosen = bound(chosen, values)
        query = bound(_with_debts() or _lines(shown("document")), {"user": user.pk or 0})
        # In the binary format a text is sent as it is; in the others each letter of it would be looked at.
        with cursor.copy(f"COPY ({query.replace('__chosen__', chosen)}) TO STDOUT (FORMAT binary)") as copied:
            yield from _blocks(copied)


def _lines(document: str) -> str:
    """SQL for the lines, in the order of the keys; the fence keeps a document from being looked for twice."""
    return f"""
        SELECT shown.document FROM claims_claimdocument stored
        CROSS JOIN LATERAL (SELECT {document} AS document OFFSET 0) shown
        WHERE stored.claim_id IN (__chosen__) AND shown.document IS NOT NULL ORDER BY stored.claim_id
    """


def _with_debts() -> str:
    """SQL for the lines while debts stand: what they touch is computed. "" when there are none."""
    [(indebted,)] = rows("SELECT EXISTS (SELECT FROM claims_debt)", {})
    if not indebted:
        return ""
    fresh = f"(SELECT {_FRESH} FROM ({definition.documents('ARRAY[stored.claim_id]')}) fresh)"
    document = f"CASE WHEN stored.claim_id IN (SELECT id FROM showing) THEN {fresh} ELSE {shown('document')} END"
    return f"WITH {_owed()} {_lines(document)}"


#: What stands before the first row of a COPY in the binary format, and in each row of one text before that.
_HEAD, _ROW_HEAD = 19, 6


def _blocks(rows: Iterable[Any]) -> Iterator[bytes]:
    """Lines, many at a time, of rows as psycopg has them from the server: nothing is copied but into the block."""
    block: list[Any] = []
    size, head = 0, _HEAD + _ROW_HEAD
    for row in rows:
        if len(row) > head:  # what ends the rows is shorter
            block.append(row[head:])
            size += len(row)
        head = _ROW_HEAD
        if size >= BLOCK:
            yield b"\n".join([*block, b""])
            block, size = [], 0
    if block:
        yield b"\n".join([*block, b""])
