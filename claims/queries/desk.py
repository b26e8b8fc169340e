"""The desk: a source's text with the statements found in it, one of them as a form that is filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.db.models import Count, Max, Q

from claims.models import Citation, Claim, Matter
from claims.proposals import known, wordings
from claims.proposals.filling import fill
from claims.proposals.known import Filled
from claims.queries import suggest
from claims.queries.settled import logged_in, settled
from config import jobs
from sources.attribution.statements import Origin, Span, Statement
from sources.models import Affiliation, Capture, Errand, Proposal, Reading, Side, Source, Speaker, State
from sources.queries import health

#: How many claims and matters of the dossier a statement is compared with, the newest first.
COMPARED = 300
#: How long a passage somebody picked by hand may be.
LONGEST_PASSAGE = 5000
#: How many statements a list shows at most; of a longer text, those around the one before you.
LISTED = 60
_IN_ORDER = ("start", "end", "pk")
WORKING = (State.WAITING, State.RUNNING)


@dataclass
class Item:
    """One statement on the desk: proposed by the reading, or picked by hand (`proposal` is None)."""

    number: int
    form: Filled
    proposal: Proposal | None
    side: Side | None
    claim: Claim | None = None

    @property
    def state(self) -> str:
        if self.claim:
            return "logged"
        return "skipped" if self.proposal and self.proposal.skipped_at else "open"

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    @property
    def key(self) -> int | None:
        return self.proposal.pk if self.proposal else None

    @property
    def label(self) -> str:
        """The statement in a line: who, and what."""
        who = self.claim.speaker.name if self.claim else self.form.who.name
        return f"{who or 'Somebody'}: {self.claim.wording if self.claim else self.form.wording}"


@dataclass(frozen=True)
class Stretch:
    """A piece of the text; with an item where it is a statement's, with a claim where somebody cited it by hand."""

    text: str
    item: Item | None = None
    claim: Claim | None = None
    first: bool = False
    now: bool = False


@dataclass
class Desk:
    """Everything one screen shows of a source. `errand` and `reading` are the latest, if any."""

    source: Source
    capture: Capture | None
    errand: Errand | None
    reading: Reading | None
    items: list[Item] = field(default_factory=list)
    by_hand: list[Citation] = field(default_factory=list)
    current: Item | None = None
    sides: dict[int, Side] = field(default_factory=dict)
    questions: dict[int, str] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
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
    def open(self) -> list[Item]:
        return [item for item in self.items if item.is_open]

    @property
    def logged(self) -> int:
        """How many statements are logged: those that were found, and those that were only found by hand."""
        found = [item.claim.pk for item in self.items if item.claim]
        return len(found) + len({one.claim_id for one in self.by_hand} - set(found))

    @property
    def settled(self) -> int:
        return len(self.items) - len(self.open)

    @property
    def next_open(self) -> Item | None:
        """The open statement after the current one, or the first of all."""
        after = [item for item in self.open if self.current is None or item.number > self.current.number]
        others = [item for item in self.open if item is not self.current]
        return next(iter(after or others), None)

    @property
    def after(self) -> Item | None:
        return self._beside(1)

    @property
    def before(self) -> Item | None:
        return self._beside(-1)

    @cached_property
    def listed(self) -> list[Item]:
        """The statements of the list: all of them, or those around the current one."""
        at = self.current.number - 1 if self.current else 0
        around = _around(at, len(self.items))
        return self.items[around.start : around.stop]

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

    def _beside(self, step: int) -> Item | None:
        if self.current is None or self.current not in self.items:
            return self.items[0] if self.items else None
        at = self.items.index(self.current) + step
        return self.items[at] if 0 <= at < len(self.items) else None

    @cached_property
    def context(self) -> str:
        """The sentence or two around the current passage, where the whole text is out of sight."""
        if not (self.current and self.capture):
            return ""
        span = self.current.form.passage
        return " ".join(self.capture.text[max(0, span.start - 60) : span.end + 60].split())

    def stretches(self) -> Iterator[Stretch]:
        """The whole text in pieces: between two statements, a statement, the current one."""
        return _stretches(self, self.capture.text) if self.capture else iter(())

    def names(self) -> dict[int, Item]:
        return {item.form.position: item for item in self.items}


def desk(source: Source, *, at: int | None = None, chosen: Span | None = None) -> Desk:
    """The desk of a source, with the proposal `at`, the passage `chosen`, or else the first open one, before you."""
    capture = health.latest(source)
    errand = source.errands.order_by("-pk").first()
    reading = capture.readings.order_by("-pk").first() if capture else None
    found = Desk(source, capture, errand, reading)
    if capture is None:
        return found
    found.sides = {side.pk: side for side in source.dossier.sides.all()}
    proposals = list(capture.proposals.current().select_related("skipped_by").order_by(*_IN_ORDER))
    citations = list(logged_in(capture))
    found.items = _items(found, capture, proposals, settled(proposals, citations), at, chosen)
    keys = {proposal.pk for proposal in proposals}
    found.by_hand = [citation for citation in citations if citation.proposal_id not in keys]
    found.chosen = chosen
    found.current = _current(found, at, chosen)
    return found


def _current(found: Desk, at: int | None, chosen: Span | None) -> Item | None:
    if chosen:
        return found.items.pop()  # it was filled in with the others, and is none of them
    wanted = next((item for item in found.items if item.key == at), None) if at else None
    return wanted or next(iter(found.open), None)


def _items(
    found: Desk,
    capture: Capture,
    proposals: list[Proposal],
    claims: dict[int, Claim],
    at: int | None,
    chosen: Span | None,
) -> list[Item]:
    positions = {proposal.pk: at for at, proposal in enumerate(proposals)}
    statements = [_statement(proposal, positions) for proposal in proposals]
    if chosen:
        statements.append(_picked(capture.text, chosen))
    logged = {claims[proposal.pk].pk: at for at, proposal in enumerate(proposals) if proposal.pk in claims}
    wanted = _around(_place(proposals, claims, at, chosen), len(statements))
    forms = fill(capture.text, statements, _dossier(found, logged), wanted=wanted)
    if chosen:
        forms[-1] = _unheard(forms[-1], chosen)
    rows = [*proposals, None] if chosen else proposals
    return [
        Item(
            number, form, proposal, _side(found, form, claims, proposal), claims.get(proposal.pk) if proposal else None
        )
        for number, (form, proposal) in enumerate(zip(forms, rows, strict=True), 1)
    ]


def _place(proposals: list[Proposal], claims: dict[int, Claim], at: int | None, chosen: Span | None) -> int:
    """Where, among all statements, the one stands that will be before you."""
    if chosen:
        return len(proposals)
    open_ones = (n for n, one in enumerate(proposals) if one.pk not in claims and not one.skipped_at)
    asked = next((n for n, one in enumerate(proposals) if one.pk == at), None) if at else None
    return asked if asked is not None else next(open_ones, 0)


def _around(place: int, among: int) -> range:
    """The places around one that a list shows, that one always among them."""
    first = max(0, min(place - LISTED // 2, among - LISTED))
    return range(first, min(among, first + LISTED))


def _side(found: Desk, form: Filled, claims: dict[int, Claim], proposal: Proposal | None) -> Side | None:
    claim = claims.get(proposal.pk) if proposal else None
    return claim.side if claim else found.sides.get(form.side.value or 0)


def open_after(proposal: Proposal) -> int | None:
    """The key of the open statement that comes after one in its text, or of the first of all."""
    rows = list(Proposal.objects.current().filter(capture=proposal.capture_id).only(*_IN_ORDER, "skipped_at"))
    logged = settled(rows, list(logged_in(proposal.capture)))
    keys = sorted((one.start, one.end, one.pk) for one in rows if one.pk not in logged and not one.skipped_at)
    here = (proposal.start, proposal.end, proposal.pk)
    return next((pk for *place, pk in keys if (*place, pk) > here), keys[0][2] if keys else None)


# What the dossier knows, in plain values


def _dossier(found: Desk, logged: dict[int, int]) -> known.Dossier:
    source = found.source
    claims = list(_compared(source, logged))
    found.labels = {claim.pk: f"{claim.speaker_name}: {claim.wording}" for claim in claims}
    rows = Matter.objects.filter(dossier=source.dossier_id).order_by("-pk")
    found.questions = dict(rows.values_list("pk", "question")[:COMPARED])
    wordings_of: dict[int, list[str]] = {}
    for claim in claims:
        if claim.matter:
            wordings_of.setdefault(claim.matter, []).append(claim.wording)
    return known.Dossier(
        sides=tuple(known.Side(side.pk, side.name, side.short_name) for side in found.sides.values()),
        speakers=tuple(_speakers(source)),
        matters=tuple(
            known.Matter(pk, question, tuple(wordings_of.get(pk, ())[:10])) for pk, question in found.questions.items()
        ),
        claims=tuple(claims),
        dateline=source.first_day if source.first_day == source.last_day else None,
    )


def _speakers(source: Source) -> Iterator[known.Speaker]:
    spoken: dict[int, list[known.Spoken]] = {}
    held = Affiliation.objects.filter(dossier=source.dossier_id, active=True).order_by("pk")
    for one in held:
        spoken.setdefault(one.speaker_id, []).append(known.Spoken(one.side_id, one.office, one.first_day, one.last_day))
    rows = Speaker.objects.filter(dossier=source.dossier_id).current().order_by("pk")
    for pk, name, aliases, kind in rows.values_list("pk", "name", "aliases", "kind"):
        yield known.Speaker(pk, name, tuple(aliases), kind, tuple(spoken.get(pk, ())))


def _compared(source: Source, logged: dict[int, int]) -> Iterator[known.Logged]:
    names = ("pk", "speaker", "speaker__name", "side", "kind", "wording", "accused_side", "matter")
    rows = Claim.objects.live().filter(dossier=source.dossier_id)
    newest = rows.order_by("-pk").values_list(*names)[:COMPARED]
    here = rows.filter(pk__in=logged).order_by("-pk").values_list(*names)
    for pk, *said in dict.fromkeys([*newest, *here]):
        yield known.Logged(pk, *said, position=logged.get(pk))  # type: ignore[misc]  # in the order of `names`


def _statement(proposal: Proposal, positions: dict[int, int]) -> Statement:
    """A proposal as reading the text found it."""
    kind: Any = proposal.kind
    quote: Any = proposal.quote
    return Statement(
        source=_spans(proposal.source),
        cue=_spans(proposal.cue),
        content=_spans(proposal.content),
        kind=kind,
        quote=quote,
        speaker=proposal.speaker,
        named=Span(*proposal.named) if proposal.named else None,
        denial=proposal.denial,
        accusation=proposal.accusation,
        places=_spans(proposal.places),
        origin=Origin(Span(*proposal.origin["span"]), proposal.origin["name"]) if proposal.origin else None,
        answers=positions.get(proposal.answers_id or 0),
        target=_spans(proposal.target),
    )


def _spans(pairs: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in pairs)


# A passage that somebody picked


def chosen(capture: Capture | None, start: str, end: str, words: str) -> Span | None:
    """The passage that was marked on the page, or whose words were pasted; None where the text has no such words.

    A page counts a line's end as one sign however the text writes it.
    """
    if capture is None:
        return None
    text = capture.text
    if words.strip():
        pattern = r"\s+".join(map(re.escape, words.split()))
        match = re.search(pattern, text) if len(words) <= LONGEST_PASSAGE else None
        return Span(*match.span()) if match else None
    if not (re.fullmatch(r"[0-9]{1,9}", start) and re.fullmatch(r"[0-9]{1,9}", end)):
        return None
    low, high = (_in_text(text, int(place)) for place in (start, end))
    while low < high and text[low].isspace():
        low += 1
    while low < high and text[high - 1].isspace():
        high -= 1
    return Span(low, high) if 0 <= low < high <= min(len(text), low + LONGEST_PASSAGE) else None


def _in_text(text: str, place: int) -> int:
    if "\r\n" not in text:
        return min(place, len(text))
    seen = at = 0
    while at < len(text) and seen < place:
        at += 2 if text.startswith("\r\n", at) else 1
        seen += 1
    return at


def _picked(text: str, span: Span) -> Statement:
    said = text[span.start : span.end]
    quoted = re.match(r"\s*[“\"«„]", said)
    guess: Any = suggest.guess_kind(said)
    return Statement((), (), (span,), guess, "direct" if quoted else "paraphrase", accusation=guess == "accusation")


def _unheard(form: Filled, span: Span) -> Filled:
    """A picked passage tells nothing of who speaks: somebody has to say."""
    bare = wordings.plain(form.wording)
    return replace(form, passage=span, marks=(span,), who=known.Who("", why="Who says so?"), wording=bare, rivals=())


# The text with its marks


def _stretches(found: Desk, text: str) -> Iterator[Stretch]:
    spans: list[tuple[Span, Item | None, Claim | None]] = [
        (span, item, None) for item in found.items for span in item.form.marks
    ]
    spans += [(Span(one.passage.start, one.passage.end), None, one.claim) for one in found.by_hand]
    if found.chosen and found.current:
        spans.append((found.chosen, found.current, None))
    edges = sorted({0, len(text), *(place for span, _, _ in spans for place in span)})
    starting: dict[int, list[tuple[Span, Item | None, Claim | None]]] = {}
    for entry in spans:
        starting.setdefault(entry[0].start, []).append(entry)
    covering: list[tuple[Span, Item | None, Claim | None]] = []
    seen: set[int] = set()
    for start, end in zip(edges, edges[1:], strict=False):
        covering = [entry for entry in covering if entry[0].end > start] + starting.get(start, [])
        best = min(covering, key=lambda entry: (entry[1] is None, entry[0].end - entry[0].start), default=None)
        item, claim = (best[1], best[2]) if best else (None, None)
        first = item is not None and id(item) not in seen
        seen.add(id(item))
        yield Stretch(text[start:end], item, claim, first, item is not None and item is found.current)


# Whether anything happened meanwhile


def pulse(source: Source) -> str:
    """Something short that changes whenever anybody logs or skips, or a text or its statements come in."""
    logged = Citation.objects.filter(passage__capture__source=source).aggregate(
        rows=Count("pk"), last=Max("pk"), voided=Count("pk", filter=Q(voided=True))
    )
    proposals = Proposal.objects.filter(capture__source=source).aggregate(
        rows=Count("pk"), skipped=Count("pk", filter=Q(skipped_at__isnull=False))
    )
    errand = source.errands.order_by("-pk").values_list("pk", "state").first()
    reading = Reading.objects.filter(capture__source=source).order_by("-pk").values_list("pk", "state").first()
    parts = [*logged.values(), *proposals.values(), *(errand or ()), *(reading or ()), source.revision]
    return "-".join("" if part is None else str(part) for part in parts)
