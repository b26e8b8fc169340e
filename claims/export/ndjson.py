"""NDJSON: the documents as they are stored, one a line, by key. Nothing is decoded on the way."""

from collections.abc import Iterator

from claims.documents import reading
from claims.export.asked import Asked


def written(asked: Asked) -> Iterator[bytes]:
    return reading.stream(asked.claims.filter(pk__gt=asked.after), asked.user)
