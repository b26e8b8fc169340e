"""Stored documents, as bytes that go out as they are. Whose eyes they are for is decided per dossier, by role.

What is asked for must have been chosen by `visible_to`; a claim without a document for this person is left out.

    page(ids, user) -> bytes            b'[{…},{…}]' in the order of the ids, one statement
    one(claim, user) -> bytes | None    b'{…}'
    stream(claims, user) -> Iterator[bytes]   NDJSON by COPY, ordered by key, in blocks of many lines
    tag(ids, user) -> str               changes when any of these documents does (for an ETag), one statement
"""
