"""Two people at once, on connections of their own: the second waits for the first, then sees what it did."""

from collections.abc import Callable
from threading import Thread
from time import monotonic
from typing import Any

from django.db import connection, transaction

PATIENCE = 10
"""Seconds after which nobody is believed to wait any more."""


def race(first: Callable[[], Any], second: Callable[[], Any], then: Callable[[], Any] | None = None) -> Any:
    """Take the first step, and commit it once the second waits for it. What the second gave, or raised.

    `then` is what the first goes on to do while the second waits: whatever locks that takes, the two must not
    wait for each other.
    """
    outcome: list[Any] = []
    rival = Thread(target=_take, args=(second, outcome))
    try:
        with transaction.atomic():
            first()
            rival.start()
            _wait_until_someone_waits_for_me(rival)
            if then:
                then()
    finally:
        rival.join(PATIENCE)
    assert not rival.is_alive(), "The second step still waits, though the first is done."
    return outcome[0]


def meanwhile(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """Take the second step while the first is not committed; it must not wait. What the second gave, or raised."""
    outcome: list[Any] = []
    rival = Thread(target=_take, args=(second, outcome))
    with transaction.atomic():
        first()
        rival.start()
        rival.join(PATIENCE)
        waits = rival.is_alive()
    rival.join(PATIENCE)
    assert not waits, "The second step waited for the first."
    return outcome[0]


def _take(step: Callable[[], Any], outcome: list[Any]) -> None:
    try:
        outcome.append(step())
    except Exception as error:  # noqa: BLE001 - whatever it is, the test wants to see it
        outcome.append(error)
    finally:
        connection.close()


def _wait_until_someone_waits_for_me(rival: Thread) -> None:
    """Poll the locks, which are true inside a transaction too; the statistics are frozen at first sight."""
    start = monotonic()
    while monotonic() - start < PATIENCE:
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
            if cursor.rowcount:
                return
        rival.join(0.01)
        assert rival.is_alive(), "The second step did not wait for the first."
    raise AssertionError("Nobody waited.")
