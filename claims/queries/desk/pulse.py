"""Whether anybody did anything on a desk meanwhile, and which statements look different by it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Max, Q

from claims.models import Citation, Claim
from claims.queries.desk.marks import Stretch, stretches
from claims.queries.desk.settled import settled
from sources.models import Proposal, Reading, Source

if TYPE_CHECKING:
    from claims.queries.desk.items import Item
    from claims.queries.desk.page import Desk

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Pulse(NamedTuple):
    """How far the work on a source is: another one whenever anybody logs, voids or skips, or a text comes in.

    `cited` is the last citation's key, `skipped_at` when the last statement was skipped, in microseconds.
    """

    cited: int
    standing: int
    skipped_at: int
    skipped: int
    stage: str

    def __str__(self) -> str:
        return "-".join(map(str, self))

    @classmethod
    def read(cls, written: str) -> Pulse | None:
        """What `str` wrote, as a page sends it back; None where it is nothing of the kind."""
        *counts, stage = written.split("-", 4)
        numbers = [int(count) for count in counts if count.isascii() and count.isdecimal() and len(count) < 19]
        if len(numbers) != 4:
            return None
        cited, standing, skipped_at, skipped = numbers
        return cls(cited, standing, skipped_at, skipped, stage)


def pulse(source: Source) -> Pulse:
    """That of the latest text of a source, and of whatever is still to bring one."""
    capture = source.captures.whole().order_by("-pk").values_list("pk", flat=True).first()
    stands = Q(voided=False) & ~Q(claim__status=Claim.Status.VOIDED)
    cited = Citation.objects.filter(passage__capture=capture).aggregate(
        last=Max("pk"), standing=Count("pk", filter=stands)
    )
    found = (
        Proposal.objects.current()
        .filter(capture=capture)
        .aggregate(rows=Count("pk"), skipped=Count("skipped_at"), last=Max("skipped_at"))
    )
    errand = source.errands.order_by("-pk").values_list("pk", "state").first()
    reading = Reading.objects.filter(capture=capture).order_by("-pk").values_list("pk", "state").first()
    stage = [capture, found["rows"], *(errand or ("", "")), *(reading or ("", "")), source.revision]
    return Pulse(
        cited["last"] or 0, cited["standing"], _moment(found["last"]), found["skipped"], ".".join(map(str, stage))
    )


def _moment(at: datetime | None) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1) if at else 0


def names(found: Desk) -> str:
    """Something short that changes whenever a speaker or a side does, by which statements are attributed."""
    known = found.filling.dossier.names if found.filling else ()
    return blake2b(repr(known).encode(), digest_size=6).hexdigest()


@dataclass(frozen=True)
class Changes:
    """What has to be drawn anew of the list and of the text. None is all of it."""

    rows: list[Item] | None = None
    marks: list[Stretch] | None = None


def changes(now: Desk, seen: str, was: int | None, before: Desk | None = None) -> Changes:
    """What looks different from the desk that somebody saw: `seen` is its mark, `was` the statement before them.

    Where that cannot be told for sure, as after something was voided, everything may. `before` is a desk of a
    moment ago: by it a change of names tells only where they stand in the text.
    """
    written, _, named = seen.partition("~")
    pulse = Pulse.read(written)
    then = _then(now, pulse) if pulse else None
    if then is None or now.chosen:
        return Changes()
    moved = {item.key for item in now.items if item.state != then[item.key]}
    same = named == names(now)
    if not same:
        if before is None or named != names(before):
            return Changes()
        pairs = zip(before.items, now.items, strict=True)
        moved |= {new.key for old, new in pairs if (old.who, old.side) != (new.who, new.side)}
    here = {was, now.current.key if now.current else None}
    marks = [piece for piece in stretches(now) if piece.item and piece.item.key in moved | here]
    return Changes(_rows(now, moved | here, was, then) if same else None, marks)


def _rows(now: Desk, changed: Collection[int | None], was: int | None, then: dict) -> list[Item] | None:
    """The rows of the list that changed; None where it shows other statements by now."""
    number = next((item.number for item in now.items if item.key == was), 0)
    if number and now.items[number - 1] not in now.listed:
        return None
    following = [*now.items[number:], *now.items[: max(number - 1, 0)]]
    next_then = next((item for item in following if then[item.key] == "open"), None)
    return [item for item in now.listed if item.key in changed or item in (next_then, now.next_open)]


def _then(now: Desk, seen: Pulse) -> dict[int | None, str] | None:
    """What had become of each statement by then; None where the numbers do not add up."""
    cited = [one for one in now.citations if one.pk <= seen.cited]
    proposals = [item.proposal for item in now.items if item.proposal]
    skipped = {one.pk for one in proposals if one.skipped_at and _moment(one.skipped_at) <= seen.skipped_at}
    by_hand = {one.pk for one in now.by_hand} - {one.pk for one in cited}
    if (len(cited), len(skipped), now.pulse.stage) != (seen.standing, seen.skipped, seen.stage) or by_hand:
        return None
    logged = settled(proposals, cited)
    return {one.pk: "logged" if one.pk in logged else "skipped" if one.pk in skipped else "open" for one in proposals}
