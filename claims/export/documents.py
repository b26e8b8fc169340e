"""The claims of an export as they are stored, one after another, and as of one moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from django.db import connection, transaction

from claims.documents import reading
from claims.querysets import ClaimQuerySet

#: Rows fetched at a time, and bytes handed on at a time.
ROWS = 1000
BLOCK = 64 * 1024


def documents(claims: ClaimQuerySet, user: Any) -> Iterator[dict[str, Any]]:
    """The documents as this person is given them, by key, in bounded memory."""
    rest = b""
    for block in reading.stream(claims, user):
        *lines, rest = (rest + block).split(b"\n")
        yield from map(orjson.loads, lines)


@contextmanager
def one_moment() -> Iterator[None]:
    """What is read inside stands as of one moment, and a slow client may take its time over it."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            if outermost:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
                cursor.execute("SELECT set_config(%s, %s, true)", [limit, reading.PATIENCE])
        yield


def in_blocks(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes in fewer, larger pieces."""
    block = bytearray()
    for part in parts:
        block += part
        if len(block) >= BLOCK:
            yield bytes(block)
            block.clear()
    if block:
        yield bytes(block)
