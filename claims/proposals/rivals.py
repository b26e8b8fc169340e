"""Which statements of one text, or of the ledger, stand against each other, by which relation, and why."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from types import SimpleNamespace
from typing import Any, Protocol

from claims.proposals import tallies, words
from claims.proposals.known import Count, Key, Logged, Rival, Voice
from claims.proposals.lazily import each
from claims.relations import RIVAL, Relation, why_not
from sources.attribution.statements import Statement

#: How much of a denial's gist (0 to 1) must be in the statement it is taken to deny.
ABOUT_THE_SAME = 0.5
#: How far, in statements, an answer that names no words of another's looks for what it answers.
REACH = 12
#: How many of the denials that are worded like a statement are asked whether it is that which they deny.
NEAREST = 24
#: How many ties of one statement are offered, the nearest in the text first.
OFFERED = 6

_DENIABLE = {"assertion", "accusation", "admission"}
_VAGUE = re.compile(r"\b(?:accusation|allegation|charge|claim|report|wrongdoing|it|this|that)s?\b", re.IGNORECASE)

Tie = tuple[int, Rival]
"""The place of the other statement, and how this one answers it."""


class Telling(Protocol):
    """What rivals are told by: the statements of a text with their voices, words and figures, by their places."""

    statements: Sequence[Statement]

    def said(self, at: int) -> str: ...
    def own_words(self, at: int) -> str: ...
    def cue(self, at: int) -> str: ...
    def voice(self, at: int) -> Voice: ...
    def counts(self, at: int) -> tuple[Count, ...]: ...
    def sentence(self, at: int) -> int:
        """Which sentence of the text it stands in."""

    def context(self, at: int) -> str:
        """The whole of that sentence."""


class Rivals:
    """The ties of the statements of one text, to each other and to the ledger."""

    def __init__(self, telling: Telling, ledger: Sequence[Logged], names: dict[Key, str]) -> None:
        self.told, self.ledger, self.names = telling, ledger, names
        self.logged = {claim.position: claim.pk for claim in ledger if claim.position is not None}

    def of(self, at: int) -> tuple[Rival, ...]:
        """The rivals of one statement: what it answers, what answers it, or else what it answers in the ledger."""
        ties = list(self._ties(at))
        nearest = sorted(ties, key=lambda tie: (tie[1].relation not in RIVAL, abs(tie[0] - at)))[:OFFERED]
        return tuple(rival for _, rival in nearest) or tuple(self._in_ledger(at))

    @each
    def answered(self, at: int) -> list[Tie]:
        """The statements of the text whose words this one answers."""
        if self.told.voice(at).mutual:
            return []
        found = [*self._denied(at), *self._rejected(at), *self._charged(at)]
        return [tie for tie in found if self._may(tie[1].relation, at, tie[0])]

    def _ties(self, at: int) -> Iterator[Tie]:
        """All that ties this statement to others of the text, and them to it, as its own end has it."""
        for other, rival in self.answered(at):
            yield other, self._standing(rival, other)
        for other in sorted(self._may_answer(at)):
            yield from (self._turned(tie, other) for tie in self.answered(other) if tie[0] == at)
        for other in sorted(self._alike(at)):
            for rival in self._counted(at, other):
                yield other, self._standing(rival, other)
            yield from (self._turned((at, rival), other) for rival in self._counted(other, at))

    def _standing(self, rival: Rival, other: int) -> Rival:
        return replace(rival, position=other, claim=self.logged.get(other))

    def _turned(self, tie: Tie, start: int) -> Tie:
        pair = (tie[1].figures[1], tie[1].figures[0]) if tie[1].figures else None
        return start, self._standing(replace(tie[1], answers=False, figures=pair), start)

    def _may_answer(self, at: int) -> set[int]:
        """Those whose words could answer a statement, without looking at each of a long text."""
        later = range(at + 1, min(len(self.told.statements), at + REACH + 1))
        found = {*self._answering[at], *later}
        if self.told.voice(at).kind in _DENIABLE:
            gist = self._gist(at)
            alike = [
                denial
                for denial in self._sharing(gist, self._denials)
                if words.likeness(gist, self._gist(denial)) >= ABOUT_THE_SAME
            ]
            found |= set(sorted(alike, key=lambda denial: abs(denial - at))[:NEAREST])
        return found - {at}

    @cached_property
    def _answering(self) -> dict[int, list[int]]:
        answering: dict[int, list[int]] = defaultdict(list)
        for at, statement in enumerate(self.told.statements):
            if statement.answers is not None:
                answering[statement.answers].append(at)
        return answering

    @each
    def _gist(self, at: int) -> frozenset[str]:
        return words.gist(self.told.said(at))

    @cached_property
    def _deniable(self) -> dict[str, list[int]]:
        return self._by_word(_DENIABLE)

    @cached_property
    def _denials(self) -> dict[str, list[int]]:
        return self._by_word({"denial"})

    def _by_word(self, kinds: set[str]) -> dict[str, list[int]]:
        """Where in the text each telling word is said, by statements that were read as of these kinds."""
        places: dict[str, list[int]] = defaultdict(list)
        for at, statement in enumerate(self.told.statements):
            if statement.kind in kinds:
                for word in self._gist(at):
                    places[word].append(at)
        return places

    @staticmethod
    def _sharing(gist: frozenset[str], places: dict[str, list[int]]) -> list[int]:
        """The statements that share two words with a gist at least: fewer are no likeness."""
        shared = Counter(at for word in gist for at in places.get(word, ()))
        return [at for at, count in shared.items() if count >= 2]

    def _opposed(self, at: int, other: int) -> bool:
        """Whether two sides speak, as far as we know."""
        one, two = self.told.voice(at), self.told.voice(other)
        if one.side.value is None or two.side.value is None:
            return one.who.name != two.who.name
        return one.side.value != two.side.value

    def _apart(self, at: int, other: int) -> int:
        """How many sentences one stands behind the other."""
        return self.told.sentence(at) - self.told.sentence(other)

    # denying

    def _denied(self, at: int) -> Iterator[Tie]:
        one = self.told.voice(at)
        if one.kind != "denial":
            return
        other, sure = self._read_to_answer(at), True
        if other is None:
            other, sure = self._resembled(at), False
        if other is None:
            return
        cue, own, said = self.told.cue(at), self.told.own_words(at), self.told.said(at)
        quoted = f"“{own}”" if own else f"“{_short(said)}”"
        verb = {"denied": "denied", "denies": "denies"}.get(cue.split()[0].lower() if cue else "", "")
        calls = f"{one.who.name} {verb} {quoted}" if verb else f"{one.who.name} call it {quoted}"
        if one.who.kind == "person" and not verb:
            calls = f"{one.who.name} calls it {quoted}"
        target, name = self.told.said(other), self.told.voice(other).who.name
        why = f"{calls}; {_where(self._apart(at, other))} says “{_short(target)}” ({name})."
        why = why if sure else f"{why} Both speak of the same."
        yield other, Rival(Relation.DENIES, True, why, aspect=_aspect(said))

    def _read_to_answer(self, at: int) -> int | None:
        """The statement that reading the text found it to answer, if another side made it."""
        other = self.told.statements[at].answers
        return other if other is not None and self._opposed(at, other) else None

    def _resembled(self, at: int) -> int | None:
        """The statement of another side most like what is denied; the one before rather than one after."""
        gist = self._gist(at)
        scored = [
            (words.likeness(gist, self._gist(other)), -abs(at - other), other)
            for other in self._sharing(gist, self._deniable)
            if other != at and self.told.voice(other).kind in _DENIABLE and self._opposed(at, other)
        ]
        score, _, other = max(scored, default=(0.0, 0, 0))
        if score >= ABOUT_THE_SAME:
            return other
        if len(gist) > 2 or not _VAGUE.search(self.told.said(at)):
            return None
        # "The accusations": those against this side, the latest first.
        return next((before for before in reversed(self._before(at)) if self._accuses(before, at)), None)

    def _before(self, at: int) -> range:
        return range(max(0, at - REACH), at)

    def _accuses(self, one: int, other: int) -> bool:
        """Whether one statement accuses the side that makes the other."""
        voice, side = self.told.voice(one), self.told.voice(other).side.value
        return voice.kind == "accusation" and side is not None and voice.accused.value == side

    # refusing

    def _rejected(self, at: int) -> Iterator[Tie]:
        one, other = self.told.voice(at), self._read_to_answer(at)
        if one.kind not in ("refusal", "denial") or other is None or self.told.voice(other).kind != "demand":
            return
        why = (
            f"{one.who.name} {self.told.cue(at) or 'refuses'} “{_short(self.told.said(at))}”;"
            f" {_where(self._apart(at, other))} has it from {self.told.voice(other).who.name}:"
            f" “{_short(self.told.said(other))}”."
        )
        yield other, Rival(Relation.REJECTS, True, why)

    # accusing in turn

    def _charged(self, at: int) -> Iterator[Tie]:
        one = self.told.voice(at)
        if one.kind != "accusation" or one.side.value is None:
            return
        before = [
            other
            for other in self._before(at)
            if self._accuses(other, at) and not self.told.voice(other).mutual and self._opposed(at, other)
        ]
        if not before:
            return
        gist = self._gist(at)
        other = max(
            before,
            key=lambda other: (
                bool(gist & self._gist(other)),
                not self._answering[other],
                len(gist & self._gist(other)),
                other,
            ),
        )
        name = self.told.voice(other).who.name
        why = (
            f"{name} accused {self.names.get(one.side.value, 'them')} in {_place(self._apart(at, other))};"
            f" {one.who.name} answers with an accusation. It does not say whether the first is so."
        )
        yield other, Rival(Relation.COUNTER_ACCUSES, True, why)

    # counting

    @cached_property
    def _counting(self) -> dict[tallies.Scope, list[int]]:
        """Where in the text the same is counted."""
        counting: dict[tallies.Scope, list[int]] = defaultdict(list)
        for at in self._figured:
            for scope in tallies.scopes(self.told.counts(at)):
                counting[scope].append(at)
        return counting

    @cached_property
    def _figured(self) -> list[int]:
        return [at for at in range(len(self.told.statements)) if self.told.counts(at)]

    @cached_property
    def _overall(self) -> list[int]:
        return [at for at in self._figured if any(map(tallies.is_overall, self.told.counts(at)))]

    def _alike(self, at: int) -> set[int]:
        """Those whose figures could meet one's: of the same scope, of all together, or near in the text."""
        if not self.told.counts(at):
            return set()
        same = {other for scope in tallies.scopes(self.told.counts(at)) for other in self._counting[scope]}
        near = range(max(0, at - tallies.NEAR), min(len(self.told.statements), at + tallies.NEAR + 1))
        overall = self._figured if at in self._overall else self._overall
        return {other for other in (*same, *near, *overall) if self.told.counts(other)} - {at}

    def _counted(self, at: int, other: int) -> Iterator[Rival]:
        """How the figures of one statement stand to those of another: the later disputes, a part is of its total."""
        one, two = self._tally(at), self._tally(other)
        if other < at and self._opposed(at, other):
            yield from tallies.disputes(one, two, self.names)
        yield from tallies.parts(one, two)

    @each
    def _tally(self, at: int) -> tallies.Tally:
        return tallies.Tally(at, self.told.voice(at), self.told.counts(at), self.told.context(at))

    # in the ledger

    def _in_ledger(self, at: int) -> Iterator[Rival]:
        """A denial may answer what was logged from elsewhere: the claim most like it, of another side."""
        one, gist = self.told.voice(at), self._gist(at)
        if one.kind != "denial":
            return
        scored = [
            (words.likeness(gist, words.gist(claim.wording)), claim.pk, claim)
            for claim in self.ledger
            if claim.position is None and claim.kind in _DENIABLE and claim.side != one.side.value
        ]
        score, _, claim = max(scored, default=(0.0, 0, None), key=lambda entry: entry[:2])
        if claim is None or score < ABOUT_THE_SAME:
            return
        why = f"Logged before: {claim.speaker_name} said “{_short(claim.wording)}”, which reads like what is denied."
        yield Rival(Relation.DENIES, True, why, claim=claim.pk, aspect=_aspect(self.told.said(at)))

    def _may(self, relation: str, at: int, other: int) -> bool:
        """Whether the ledger would take such a link between the two as they are filled in."""
        return why_not(relation, self._end(at), self._end(other)) is None

    def _end(self, at: int) -> Any:
        voice = self.told.voice(at)
        return SimpleNamespace(
            pk=at, dossier_id=0, kind=voice.kind, speaker_id=voice.who.pk or voice.who.name,
            side_id=voice.side.value or voice.new_side, accused_side_id=voice.accused.value, first_day=0, last_day=0,
        )  # fmt: skip


def _aspect(said: str) -> str:
    blame = re.search(r"\b(?:responsib|involve|behind|blame|carried out|role in)", said)
    return "responsibility" if blame else "fact"


def _where(sentences: int) -> str:
    if sentences == 0:
        return "the same sentence"
    if sentences == 1:
        return "the sentence before"
    return f"{sentences} sentences before, the text" if sentences > 1 else "a later sentence"


def _place(sentences: int) -> str:
    if sentences == 0:
        return "the same sentence"
    return "the sentence before" if sentences == 1 else f"the text, {sentences} sentences before"


def _short(text: str) -> str:
    text = re.sub(r"[“”\"«»]", "", text).strip(" ,;")
    return text if len(text) <= 110 else f"{text[:109].rstrip()}…"
