"""Taking a step once, however often a program asks for it under one key."""

from collections.abc import Mapping

from django.db import connection

from config.errors import DomainError
from sources.models import AnsweredRequest


class KeyReused(DomainError):
    """The key of another request was sent with this one."""

    code = "idempotency-key-reused"


def begin(*, by, key: str, digest: str) -> AnsweredRequest | None:
    """Take the key for a request, in the caller's transaction; or give what the same request was answered before.

    Whoever comes with the key of a request that is still being answered waits until it is. Raises KeyReused
    when the key was taken for another request.
    """
    table = AnsweredRequest._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} WHERE id IN ("  # noqa: S608 - the name of our own table
            f"SELECT id FROM {table} WHERE at < now() - %s::interval ORDER BY id LIMIT 100 FOR UPDATE SKIP LOCKED)",
            [str(AnsweredRequest.KEPT)],
        )
        cursor.execute(
            f"INSERT INTO {table} (user_id, key, digest, headers, body)"  # noqa: S608 - as above
            " VALUES (%s, %s, %s, '{}', '') ON CONFLICT DO NOTHING",
            [by.pk, key, digest],
        )
        if cursor.rowcount:
            return None
    answered = AnsweredRequest.objects.get(user=by, key=key)
    if answered.digest != digest:
        raise KeyReused("This Idempotency-Key was sent with another request. Take a new key for a new request.")
    return answered


def finish(*, by, key: str, status: int, headers: Mapping[str, str], body: bytes) -> None:
    """Keep what the request was answered, for whoever sends it again."""
    AnsweredRequest.objects.filter(user=by, key=key).update(status=status, headers=dict(headers), body=body)
