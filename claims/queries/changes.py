"""What changed, in the order it was committed, for those who keep a copy of what they may see."""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from config.errors import Gone
from sources.models import Dossier
from sources.permissions import WORKING

#: The longest page.
MOST = 1_000

#: The place behind all that is committed: for who wants no copy of what was, or takes it from the lists.
NOW = "now"

LAST_VERSION = 2**63 - 1

WORKING_ON, READING = "working", "reading"


@dataclass(frozen=True)
class Change:
    """That a record is new or another. What it is now is found by its key; what is not to be seen any more is gone."""

    resource: str
    key: int
    dossier: int | None
    version: int


@dataclass(frozen=True)
class Changes:
    rows: list[Change]
    cursor: str
    more: bool


@dataclass(frozen=True)
class _Place:
    """A place in the feed: of which feed, after which transaction and version, and as seen by whom."""

    epoch: str = ""
    xact: int = 0
    version: int = 0
    seen: str = ""

    def __str__(self) -> str:
        fields = json.dumps([self.epoch, self.xact, self.version, self.seen], separators=(",", ":"))
        return base64.urlsafe_b64encode(fields.encode()).rstrip(b"=").decode()

    @classmethod
    def read(cls, cursor: str) -> "_Place":
        try:
            fields = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True))
            place = cls(*fields)
        except (binascii.Error, ValueError, TypeError):
            raise ValidationError({"since": "That is no cursor of the changes."}) from None
        if (
            tuple(map(type, fields)) != (str, int, int, str)
            or not 0 <= place.xact < 2**63
            or not 0 <= place.version <= LAST_VERSION
        ):
            raise ValidationError({"since": "That is no cursor of the changes."})
        return place


# Transactions of other databases on the same server do not count. One that is not yet, or no longer, known to
# be theirs does, so that nothing slips through while it begins or ends.
_EPOCH = """
    SELECT md5(concat((SELECT epoch FROM claims_epoch LIMIT 1), (pg_control_system()).system_identifier,
            left(pg_walfile_name(pg_current_wal_lsn()), 8), current_database())),
        coalesce((
            SELECT min(running::text::bigint) FROM pg_snapshot_xip(now) running
            WHERE NOT EXISTS (
                SELECT FROM pg_locks held JOIN pg_stat_activity backend ON backend.pid = held.pid
                WHERE held.locktype = 'transactionid' AND held.transactionid = running::xid AND held.granted
                    AND held.mode = 'ExclusiveLock' AND backend.datname <> current_database()
            )
        ), pg_snapshot_xmax(now)::text::bigint),
        coalesce((SELECT max(xact) FROM claims_change) >= pg_snapshot_xmax(now)::text::bigint, false)
    FROM pg_current_snapshot() now
"""
_RENUMBER = """
    WITH renumbered AS (UPDATE claims_change SET xact = 0, first_xact = 0 RETURNING 1)
    UPDATE claims_epoch SET epoch = gen_random_uuid() WHERE (SELECT count(*) FROM renumbered) IS NOT NULL
"""

_NEXT = """
    SELECT resource, key, dossier_id, version, xact FROM claims_change
    WHERE (xact, version) > (%(xact)s, %(version)s)
        AND xact < %(below)s
        AND (audience = 'working' AND dossier_id = ANY(%(working)s)
            OR audience = 'reading' AND (dossier_id = ANY(%(reading)s) OR dossier_id IS NULL))
    ORDER BY xact, version LIMIT %(limit)s
"""


def changes(user, since: str = "", *, limit: int = MOST) -> Changes:
    """The records that changed after a cursor (the first page: all there are), each once, at its last change.

    From `NOW` on there is nothing yet, but a cursor: who takes it, and then reads the lists, misses nothing.
    A page ends below the oldest transaction that still runs, so that none commits behind the reader's back.
    A record may come again without a difference, never too late. Publishers come whether or not this person
    may see one: look for it with `visible_to`. Raises ValidationError for what is no cursor, and Gone where the
    copy has to be made anew: the data was restored, or what this person may see has changed since.
    """
    kept = since not in ("", NOW)
    place = _Place.read(since) if kept else _Place()
    epoch, below = _epoch()
    dossiers = _dossiers(user)
    if since == NOW:
        place = _Place(epoch, below - 1, LAST_VERSION)
    if kept and place.epoch != epoch:
        raise Gone("The data was restored from a copy. Drop yours and ask again without a cursor.")
    if kept and place.seen != _digest(dossiers, place.xact):
        raise Gone("What you may see has changed. Drop your copy and ask again without a cursor.")
    found = _found(place, below, dossiers, limit + 1)
    shown = found[:limit]
    if shown:
        *_, version, xact = shown[-1]
        place = _Place("", xact, version)
    place = _Place(epoch, place.xact, place.version, _digest(dossiers, place.xact))
    return Changes([Change(*row[:4]) for row in shown], str(place), len(found) > limit)


def _epoch() -> tuple[str, int]:
    """Which feed this is, and the oldest transaction that still runs.

    After a restore it is another feed, even of the whole server; one that is ahead of its server is numbered anew.
    """
    with connection.cursor() as cursor:
        cursor.execute(_EPOCH)
        epoch, below, ahead = cursor.fetchone()
        if ahead:
            begin_anew()
            cursor.execute(_EPOCH)
            epoch, below, _ = cursor.fetchone()
    return epoch, below


@transaction.atomic
def begin_anew() -> None:
    """Make it another feed: who has followed it is told to drop their copy."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE claims_change IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(_RENUMBER)


def _dossiers(user) -> list[tuple[int, str, int]]:
    """The dossiers this person may open, whether they work on them, and which transaction opened them."""
    visible = Dossier.objects.visible_to(user).order_by("pk").values_list("pk", flat=True)
    own = set(Dossier.objects.worked_on_by(user, *WORKING).values_list("pk", flat=True))
    keys = list(visible)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, first_xact FROM claims_change"
            " WHERE resource = 'dossiers' AND audience = 'reading' AND key = ANY(%s)",
            [keys],
        )
        opened = dict(cursor.fetchall())
    return [(key, WORKING_ON if key in own else READING, opened.get(key, 0)) for key in keys]


def _digest(dossiers: list[tuple[int, str, int]], xact: int) -> str:
    """Of the dossiers that were there at a place of the feed, and how they are seen; later ones follow it anyway."""
    seen = [(key, how) for key, how, opened in dossiers if opened <= xact]
    return hashlib.blake2b(repr(seen).encode(), digest_size=8).hexdigest()


def _found(place: _Place, below: int, dossiers: list[tuple[int, str, int]], limit: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            _NEXT,
            {
                "xact": place.xact,
                "version": place.version,
                "below": below,
                "working": [key for key, how, _ in dossiers if how == WORKING_ON],
                "reading": [key for key, how, _ in dossiers if how == READING],
                "limit": limit,
            },
        )
        return cursor.fetchall()
