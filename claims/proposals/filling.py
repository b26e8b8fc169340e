"""The way in: a text's statements as the forms that somebody would have filled in."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from claims.proposals import losses, matters, wordings, words
from claims.proposals.dates import Days, Said, is_day
from claims.proposals.known import Count, Dossier, Filled, Guess, Key, Rival, Turned, Voice
from claims.proposals.lazily import each
from claims.proposals.parties import MUTUAL, Parties
from claims.proposals.rivals import Rivals
from claims.proposals.sides import Sides
from claims.relations import RIVAL
from sources.attribution.statements import Span, Statement

_ABOUT = re.compile(r"^(?:over|about|regarding|concerning|after|amid)\s+", re.IGNORECASE)
#: What several who count the dead and injured answer.
_TOLL = "How many people have been killed and injured?"
#: How much of the text around it a passage may take in to hold speaker, verb and words together.
LONGEST_GAP = 300


def fill(text: str, statements: Sequence[Statement], dossier: Dossier) -> list[Filled]:
    """Each statement as a form. Guesses that cannot be made are left open, with the reason."""
    filling = Filling(text, statements, dossier)
    return [filling.form(at) for at in range(len(statements))]


class Filling:
    """The statements of a text, by their places: each is filled in when it is asked for, with what it needs of them."""

    def __init__(
        self, text: str, statements: Sequence[Statement], dossier: Dossier, parties: Parties | None = None
    ) -> None:
        self.text, self.statements, self.dossier = text, statements, dossier
        self.parties = parties or Parties(text, statements, dossier)
        self.matters, self.days = matters.Matters(dossier), Days(text, statements, dossier.dateline)
        self.ties = Rivals(self, dossier.claims, {side.pk: side.name for side in dossier.sides})

    def knowing(self, dossier: Dossier) -> "Filling":
        """The same statements for what the dossier knows by now; who speaks is found out anew only by new names."""
        same = dossier.names == self.dossier.names
        return Filling(self.text, self.statements, dossier, self.parties if same else None)

    @each
    def form(self, at: int) -> Filled:
        statement, voice, said = self.statements[at], self.voice(at), self._dated(at)
        matter, question, offered = self._about(at)
        return Filled(
            position=at,
            passage=self.passage(at),
            marks=self.marks(at),
            who=replace(voice.who, name=words.as_entry(voice.who.name)),
            side=voice.side,
            new_side=voice.new_side,
            kind=voice.kind,
            wording=self.wording(at),
            own_words=self.own_words(at),
            date=said.words,
            uncertain=said.uncertain,
            accused=voice.accused,
            counts=self.counts(at),
            matter=matter,
            question=question,
            offered=offered,
            cue=self.cue(at),
            direct=statement.quote == "direct",
            origin=statement.origin.name[:200] if statement.origin else "",
            mutual=voice.mutual,
            turned=self._turned(at),
            rivals=self.rivals(at),
        )

    # what stands in the text

    def said(self, at: int) -> str:
        return self.parties.said(at)

    def voice(self, at: int) -> Voice:
        return self.parties.voice(at)

    def own_words(self, at: int) -> str:
        return wordings.own_words(self.text, self.statements[at])

    def cue(self, at: int) -> str:
        spans = self.statements[at].cue
        return " ".join(" ".join(self.text[span.start : span.end] for span in spans).split())[:80]

    @each
    def passage(self, at: int) -> Span:
        """What to cite: speaker, verb and words together where they stand together, else the words."""
        statement = self.statements[at]
        content = wordings.hull(statement.content)
        for parts in ((*statement.source, *statement.cue), statement.cue):
            whole = wordings.hull((*parts, *statement.content))
            if whole.end - whole.start - (content.end - content.start) <= LONGEST_GAP:
                return whole
        return content

    def marks(self, at: int) -> tuple[Span, ...]:
        """What to mark in the text: the words, with the verb before them where there are few."""
        statement = self.statements[at]
        spans = list(statement.content)
        if len(statement.cue) == 1 and sum(span.end - span.start for span in spans) < 40:
            cue, first = statement.cue[0], spans[0]
            if cue.end <= first.start <= cue.end + 2:
                spans[0] = Span(cue.start, first.end)
        return tuple(spans)

    @each
    def counts(self, at: int) -> tuple[Count, ...]:
        return losses.counts(
            self.text, self.statements[at], self.passage(at), self.voice(at).side.value, parties=self.parties
        )

    def sentence(self, at: int) -> int:
        return bisect_right(self.days.ends, self._begins(at))

    def context(self, at: int) -> str:
        span = self.days.sentence(self._begins(at))
        return self.text[span.start : span.end]

    def _begins(self, at: int) -> int:
        statement = self.statements[at]
        return (statement.cue or statement.content)[0].start

    # when

    @each
    def _spoken(self, at: int) -> Said:
        """What was said in one breath was said at one time."""
        said = self.days.said(self.statements[at])
        first = self._breaths.get(self.statements[at].source, at)
        return said if said.words or first == at else self._spoken(first)

    @cached_property
    def _breaths(self) -> dict[tuple[Span, ...], int]:
        first: dict[tuple[Span, ...], int] = {}
        for at, statement in enumerate(self.statements):
            if statement.source:
                first.setdefault(statement.source, at)
        return first

    def _dated(self, at: int) -> Said:
        """An answer is no surer dated than what it answers."""
        said, answered = self._spoken(at), self.statements[at].answers
        if not said.words and answered is not None and self._spoken(answered).uncertain:
            return self._spoken(answered)
        return said

    # in what words

    @each
    def rivals(self, at: int) -> tuple[Rival, ...]:
        return self.ties.of(at)

    @each
    def wording(self, at: int) -> str:
        """Our own sentence for it; one that denies something names what that is."""
        target = self.statements[at].answers
        if target is None:
            target = next((other for other, tie in self.ties.answered(at) if tie.relation == "denies"), None)
        return self._worded(at) if target is None else self._wording(at, self._worded(target))

    @each
    def _worded(self, at: int) -> str:
        return self._wording(at)

    def _wording(self, at: int, target: str = "") -> str:
        statement, voice = self.statements[at], self.voice(at)
        if voice.mutual:
            return mutual_wording(self.text, statement, self.parties.sides, *voice.mutual)
        side = self.parties.sides.by_key.get(voice.side.value) if voice.side.value is not None else None
        by = wordings.Said(voice.who.name, side.name if side else voice.new_side, voice.who.kind == "person")
        kind = "accusation" if voice.kind == "opinion" and voice.accused.why else voice.kind
        return wordings.wording(self.text, statement, by, target, kind=kind)

    def _turned(self, at: int) -> Turned | None:
        """The second of the two statements that “accused each other” makes."""
        mutual = self.voice(at).mutual
        if not mutual:
            return None
        accused, side = mutual
        wording = mutual_wording(self.text, self.statements[at], self.parties.sides, side, accused)
        return Turned(self.parties.speaker_for(side), side, accused, wording)

    # what about

    def _about(self, at: int) -> tuple[Guess, str, str]:
        """The matter of all that answer each other, or the one it resembles; else a question to ask, or to offer."""
        rivals = self.rivals(at)
        disputed = self.voice(at).mutual or any(rival.relation in RIVAL for rival in rivals)
        group = [at, *(rival.position for rival in rivals if rival.position is not None)]
        known = [self._matter_of[place] for place in group if self._matter_of.get(place)]
        known += [key for rival in rivals if rival.claim and (key := self._matters_by_claim.get(rival.claim))]
        if known:
            return Guess(known[0], "The matter of the statement that it stands against."), "", ""
        found = next((guess for place in group if (guess := self._resembled(place)).value), self._resembled(at))
        if found.value:
            return found, "", ""
        asked = self._asked(self._root(at)) if disputed else ""
        toll = _TOLL if self._is_toll(at) and len(self._tolls) > 1 else ""
        return found, asked or toll, "" if asked or toll else self._asked(at)

    @cached_property
    def _matter_of(self) -> dict[int, Key | None]:
        return {claim.position: claim.matter for claim in self.dossier.claims if claim.position is not None}

    @cached_property
    def _matters_by_claim(self) -> dict[Key, Key | None]:
        return {claim.pk: claim.matter for claim in self.dossier.claims}

    def _resembled(self, at: int) -> Guess:
        """The matter that it reads like; tolls share one, wherever in the text it is found."""
        found = self._read_like(at)
        return (self._toll_matter or found) if not found.value and self._is_toll(at) else found

    @each
    def _read_like(self, at: int) -> Guess:
        return self.matters.resembling(f"{self.wording(at)} {self.said(at)}")

    @cached_property
    def _tolls(self) -> list[int]:
        return [at for at in range(len(self.statements)) if self._is_toll(at)]

    @each
    def _is_toll(self, at: int) -> bool:
        return self.voice(at).kind in ("assertion", "withheld", "admission") and any(
            count.read.quantity in ("killed", "injured", "casualties") for count in self.counts(at)
        )

    @cached_property
    def _toll_matter(self) -> Guess | None:
        return next((guess for at in self._tolls if (guess := self._read_like(at)).value), None)

    def _asked(self, at: int) -> str:
        if self.voice(at).mutual:
            what = _ABOUT.sub("", mutual_matter(self.text, self.statements[at]))
            return f"Who is to blame for {what}?"[:300] if what else "Who is to blame?"
        return matters.question(self.wording(at), self.voice(at).kind)

    def _root(self, at: int) -> int:
        """The statement that others answer: its question is that of all of them."""
        seen = {at}
        while True:
            ahead = [
                rival.position
                for rival in self.rivals(at)
                if rival.answers and rival.position is not None and rival.relation in RIVAL
            ]
            if not ahead or ahead[0] in seen:
                return at
            seen.add(ahead[0])
            at = ahead[0]


def mutual_wording(text: str, statement: Statement, sides: Sides, by: Key, accused: Key) -> str:
    """What each says of the other, in the words of one of them."""
    what = mutual_matter(text, statement)
    by_name = wordings.Said(sides.name(by), sides.name(by), person=False)
    if not what or _ABOUT.match(what):
        return f"{' '.join(filter(None, (sides.name(by), 'accuses', sides.name(accused), what)))}."
    return wordings.accusation(f"{sides.name(accused)} of {what}", by_name)


def mutual_matter(text: str, statement: Statement) -> str:
    """What two sides accuse each other of, without “each other of”; "" where the words do not say."""
    said = wordings.content(text, statement)
    what = re.sub(rf"^.*?{MUTUAL.pattern}\s*(?:of|for)?\s*", "", said, flags=re.IGNORECASE).strip()
    return "" if is_day(what) else what
