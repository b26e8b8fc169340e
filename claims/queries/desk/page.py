"""Everything that one desk shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from claims.models import Citation, Claim
from claims.proposals.filling import Filling
from claims.queries.desk.dossier import dossier, statements
from claims.queries.desk.items import Item
from claims.queries.desk.marks import Stretch, stretches
from claims.queries.desk.passages import picked
from claims.queries.desk.pulse import Pulse, names, pulse
from claims.queries.desk.settled import logged_in, settled
from config import jobs
from sources.attribution.languages import is_english
from sources.attribution.statements import Span
from sources.models import Capture, Errand, Proposal, Reading, Side, Source, State
from sources.queries import health

#: How many statements a list shows at most: a long text has pages of them.
LISTED = 60
WORKING = (State.WAITING, State.RUNNING)
_IN_ORDER = ("start", "end", "pk")


@dataclass
class Desk:
    """Everything one screen shows of a source. `errand` and `reading` are the latest, if any.

    `pulse` was felt before anything else was looked up: what happened since shows at the next look.
    """

    source: Source
    pulse: Pulse
    capture: Capture | None
    errand: Errand | None
    reading: Reading | None
    items: list[Item] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    by_hand: list[Citation] = field(default_factory=list)
    current: Item | None = None
    sides: dict[int, Side] = field(default_factory=dict)
    filling: Filling | None = None
    chosen: Span | None = None

    @property
    def is_working(self) -> bool:
        """Is a text, or its statements, still to come?"""
        if self.capture is None:
            return bool(self.errand and self.errand.state in WORKING)
        return bool(self.reading and self.reading.state in WORKING)

    @cached_property
    def worker_is_missing(self) -> bool:
        return self.is_working and not jobs.worker_is_alive()

    @property
    def problem(self) -> str:
        """Why there is no text, or nothing was found in it, in words."""
        if self.capture is None:
            return self.errand.problem if self.errand and self.errand.state == State.FAILED else ""
        return self.reading.problem if self.reading and self.reading.state == State.FAILED else ""

    @property
    def is_english(self) -> bool:
        """Does the text seem to be in the language that statements are found in?"""
        return self.capture is None or is_english(self.capture.text)

    @property
    def seen(self) -> str:
        """What a page sends back to be told only what changed since; "" where all of it will have."""
        return "" if self.chosen else f"{self.pulse}~{names(self)}"

    # how far the work is

    @cached_property
    def open(self) -> list[Item]:
        return [item for item in self.items if item.is_open]

    @cached_property
    def added(self) -> int:
        """How many are logged that were only found by hand, or that the same words say of another side."""
        return len({one.claim_id for one in self.by_hand} - {item.claim.pk for item in self.items if item.claim})

    @property
    def known(self) -> int:
        """How many statements of this text are known, whoever found them."""
        return len(self.items) + self.added

    @property
    def logged(self) -> int:
        return self.added + sum(1 for item in self.items if item.claim)

    @property
    def settled(self) -> int:
        return self.known - len(self.open)

    @cached_property
    def next_open(self) -> Item | None:
        """The open statement after the current one, or the first of all."""
        after = (item for item in self.open if self.current is None or item.number > self.current.number)
        others = (item for item in self.open if item is not self.current)
        return next(after, None) or next(others, None)

    # what stands beside the current one

    @property
    def after(self) -> Item | None:
        return self._beside(1)

    @property
    def before(self) -> Item | None:
        return self._beside(-1)

    def _beside(self, step: int) -> Item | None:
        if self.current is None or self.current.proposal is None:
            return self.items[0] if self.items else None
        at = self.current.number - 1 + step
        return self.items[at] if 0 <= at < len(self.items) else None

    @cached_property
    def listed(self) -> list[Item]:
        """The statements of the list: the page of them that the current one stands on."""
        at = min(self.current.number, len(self.items)) - 1 if self.current else 0
        first = max(0, at) // LISTED * LISTED
        return self.items[first : first + LISTED]

    @property
    def listed_before(self) -> int:
        return self.listed[0].number - 1 if self.listed else 0

    @property
    def listed_after(self) -> int:
        return len(self.items) - self.listed[-1].number if self.listed else 0

    @property
    def earlier(self) -> Item | None:
        """The last statement before the list, to go on with there."""
        return self.items[self.listed_before - 1] if self.listed_before else None

    @property
    def later(self) -> Item | None:
        return self.items[self.listed[-1].number] if self.listed_after else None

    @cached_property
    def context(self) -> str:
        """The sentence or two around the current passage, where the whole text is out of sight."""
        if not (self.current and self.capture):
            return ""
        span = self.current.form.passage
        return " ".join(self.capture.text[max(0, span.start - 60) : span.end + 60].split())

    def stretches(self) -> Iterator[Stretch]:
        """The whole text in pieces."""
        return stretches(self)

    def label(self, claim: int) -> str:
        """A claim of the dossier in a line."""
        known = self.filling.dossier.claims if self.filling else ()
        return next((f"{one.speaker_name}: {one.wording}" for one in known if one.pk == claim), "")

    def question(self, matter: int) -> str:
        return self.filling.matters.question(matter) if self.filling else ""


def desk(source: Source, *, at: int | None = None, chosen: Span | None = None, before: Desk | None = None) -> Desk:
    """The desk of a source, with the proposal `at`, the passage `chosen`, or else the first open one, before you.

    What cannot have changed since the desk `before`, of the same request, is taken from it.
    """
    felt = pulse(source)
    same = before if before and before.pulse.stage == felt.stage and not (chosen or before.chosen) else None
    capture = same.capture if same else health.latest(source)
    errand = source.errands.order_by("-pk").first()
    reading = capture.readings.order_by("-pk").first() if capture else None
    found = Desk(source, felt, capture, errand, reading, chosen=chosen)
    if capture is None:
        return found
    found.sides = {side.pk: side for side in source.dossier.sides.all()}
    if same and same.pulse.skipped_at == felt.skipped_at and same.pulse.skipped == felt.skipped:
        proposals = [item.proposal for item in same.items if item.proposal]
    else:
        proposals = list(capture.proposals.current().select_related("skipped_by").order_by(*_IN_ORDER))
    found.citations = list(logged_in(capture))
    keys = {proposal.pk for proposal in proposals}
    found.by_hand = [citation for citation in found.citations if citation.proposal_id not in keys]
    claims = settled(proposals, found.citations)
    found.filling = _filling(found, capture, proposals, claims, same.filling if same else None)
    found.items = [
        Item(number, proposal, claims.get(proposal.pk), found.filling, found.sides)
        for number, proposal in enumerate(proposals, 1)
    ]
    found.current = _current(found, at)
    return found


def _filling(
    found: Desk, capture: Capture, proposals: list[Proposal], claims: dict[int, Claim], before: Filling | None
) -> Filling:
    logged = {claims[proposal.pk].pk: at for at, proposal in enumerate(proposals) if proposal.pk in claims}
    known = dossier(found.source, list(found.sides.values()), logged)
    if before:
        return before.knowing(known)
    said = statements(proposals)
    if found.chosen:
        said.append(picked(capture.text, found.chosen))
    return Filling(capture.text, said, known)


def _current(found: Desk, at: int | None) -> Item | None:
    if found.chosen and found.filling:
        return Item(len(found.items) + 1, None, None, found.filling, found.sides)
    wanted = next((item for item in found.items if item.key == at), None) if at else None
    return wanted or next(iter(found.open), None)


def moved_on(found: Desk) -> Desk:
    """The same desk with the open statement that comes next before you; without one, nothing is."""
    return replace(found, current=found.next_open)
