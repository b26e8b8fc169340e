"""Who makes the statements of a text, for which side, and against whom."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from claims.proposals import kinds, wordings, words
from claims.proposals.known import Dossier, Guess, Key, Voice, Who
from claims.proposals.lazily import each
from claims.proposals.sides import Sides, office_of
from claims.proposals.speakers import Directory
from sources.attribution.statements import Statement

MUTUAL = re.compile(r"\b(?:each|one an)\s?other\b", re.IGNORECASE)
_PARTIES = re.compile(
    r"\b(?:both|two|warring|opposing|rival|conflicting)\b.*\b(?:sides|parties|armies|countries)\b", re.I
)
_TRADED = re.compile(r"\b(?:trad|exchang|swapp)(?:e|es|ed|ing)\b", re.IGNORECASE)
_ATTACKED = re.compile(
    r"\b(?:bomb|bombard|shell|strik|struck|attack|hit|fir(?:ing|ed) (?:on|at)|target|destroy|damag|raid)", re.IGNORECASE
)
_CRITICISM = re.compile(r"critici|slam|denounc|lambast|decr|deplor", re.IGNORECASE)

Speaking = tuple[Who, Guess, str]


class Parties:
    """The speakers and sides of one text. Places in it are those of its statements."""

    def __init__(self, text: str, statements: Sequence[Statement], dossier: Dossier) -> None:
        self.text, self.statements, self.dossier = text, statements, dossier
        self.sides, self.directory = Sides(dossier), Directory(dossier)
        self._known: dict[tuple[str, bool], Speaking] = {}

    @each
    def said(self, at: int) -> str:
        """The words of what was said, in one line."""
        return wordings.content(self.text, self.statements[at])

    @each
    def voice(self, at: int) -> Voice:
        """Who says it and for whom; for an accusation, against whom."""
        statement = self.statements[at]
        who, side, new_side = self._speaking(at)
        kind = kinds.kind_of(statement, self.said(at))
        voice = Voice(who, side, new_side, kind)
        if kind != "accusation":
            return voice
        pair = self._of_both(statement) if self._is_mutual(at) else None
        if pair:
            return self._of_each_other(statement, pair)
        accused = self._accused(side.value, self.said(at))
        if accused.value is None and _CRITICISM.match(self._written(statement.cue)):
            why = "Criticism of somebody who is no side here: as an accusation it would have to name one."
            return replace(voice, kind="opinion", accused=Guess(None, why))
        return replace(voice, accused=accused)

    @cached_property
    def homes(self) -> dict[str, Key]:
        """Places that a side says were attacked: its own, by its own account."""
        homes: dict[str, Key] = {}
        for at, statement in enumerate(self.statements):
            side = self._speaking(at, homeless=True)[1].value if statement.accusation else None
            if side is not None:
                for name in _attacked(self.said(at)):
                    if not words.is_country(name) and not self.sides.named(name):
                        homes.setdefault(name, side)
        return homes

    @cached_property
    def fighting(self) -> frozenset[Key]:
        """The sides that accuse and are accused in this text; where there are only two, both."""
        voices = [self.voice(at) for at, statement in enumerate(self.statements) if statement.kind == "accusation"]
        found = frozenset(
            key
            for voice in voices
            if voice.kind == "accusation"
            for key in (voice.side.value, voice.accused.value)
            if key
        )
        return found | {side.pk for side in self.sides.rows} if len(self.sides.rows) == 2 else found

    def speaker_for(self, side: Key) -> Who:
        """Somebody to speak for a whole side: the entry that bears its name."""
        return replace(self.directory.who(self.sides.name(side)), kind="organisation")

    # who, and for whom

    @cached_property
    def _described(self) -> dict[str, str]:
        """The fullest words by which the text introduces each speaker."""
        found: dict[str, str] = {}
        for at, statement in enumerate(self.statements):
            said = self._written(statement.source)
            name = self._name(at)
            if len(said) > len(found.get(name, "")):
                found[name] = " ".join(said.split())[:300]
        return found

    def _written(self, spans) -> str:
        return " ".join(self.text[span.start : span.end] for span in spans)

    @each
    def _name(self, at: int) -> str:
        """The name proper where the text gives it after a description: “the mayor of Brod, Jan Novak”."""
        name = self.statements[at].speaker
        if name[:1].isupper():
            return name
        said = " ".join(self._written(self.statements[at].source).split())
        behind = re.search(r",\s+(?P<name>[A-Z][\w’'-]+(?:\s+(?:[a-z]{2,3}\s+)?[A-Z][\w’'-]+)+)\s*,?$", said)
        return behind["name"] if behind else name

    def _speaking(self, at: int, *, homeless: bool = False) -> Speaking:
        """Looked up once for a name, however often the text gives it."""
        name = self._name(at)
        if (name, homeless) not in self._known:
            self._known[name, homeless] = self._looked_up(name, {} if homeless else self.homes)
        return self._known[name, homeless]

    def _looked_up(self, name: str, homes: dict[str, Key]) -> Speaking:
        described = self._described.get(name, name)
        who = self.directory.who(name, office_of(described, name))
        if who.pk is not None:
            speaker = next(speaker for speaker in self.dossier.speakers if speaker.pk == who.pk)
            spoken = self.sides.of_speaker(speaker, self.dossier.dateline)
            if spoken:
                held = f", as {spoken.office}" if spoken.office else ""
                why = f"Known to speak for {self.sides.name(spoken.side)}{held}."
                return replace(who, office=spoken.office), Guess(spoken.side, why), ""
        full = described if name in described else f"{described} {name}".strip()
        side = self.sides.guess(full, homes)
        return who, side, self.sides.new(full, who.name) if side.value is None else ""

    # against whom

    @cached_property
    def _pair(self) -> tuple[Key, Key] | None:
        """The two sides that accuse and deny most in this text, or that are the only ones."""
        weight: dict[Key, int] = {}
        heard: list[Key] = []
        for at, statement in enumerate(self.statements):
            side = self._speaking(at)[1].value
            if side is None:
                continue
            if side not in heard:
                heard.append(side)
            if statement.accusation or statement.denial:
                weight[side] = weight.get(side, 0) + 1
        best = sorted(weight, key=lambda key: (-weight[key], heard.index(key)))[:2]
        if len(best) == 2:
            return best[0], best[1]
        if len(self.sides.rows) == 2:
            return self.sides.rows[0].pk, self.sides.rows[1].pk
        return None

    def _accused(self, side: Key | None, said: str) -> Guess:
        if found := self.sides.named(said, but=[side]):
            return Guess(found[0], f"The words name “{found[1]}”.")
        for place, pk in self.homes.items():
            if pk != side and re.search(rf"\b{re.escape(place)}\b", said):
                return Guess(None, "It names no side as the one accused.")
        other = self.sides.only_other(side)
        if other and not _names_another(said):
            return Guess(other, "The only other side.")
        return Guess(None, "It names no side as the one accused.")

    def _is_mutual(self, at: int) -> bool:
        """Whether two say it of one another: “accused each other”, “the warring sides”, “traded accusations”."""
        statement = self.statements[at]
        if MUTUAL.search(self.said(at)) or _PARTIES.search(statement.speaker):
            return True
        if not (statement.source and statement.cue):
            return False
        return bool(_TRADED.search(self.text, statement.source[-1].end, statement.cue[0].start))

    def _of_both(self, statement: Statement) -> tuple[Key, Key] | None:
        """The two sides that are named as saying it, or else the two of the whole text."""
        named = self._written(statement.source)
        one = self.sides.named(named)
        other = self.sides.named(named, but=[one[0]]) if one else None
        return (one[0], other[0]) if one and other else self._pair

    def _of_each_other(self, statement: Statement, pair: tuple[Key, Key]) -> Voice:
        first, second = pair
        named = self._written(statement.source)
        why = f"“{named}”: both say it, {self.sides.name(first)} and {self.sides.name(second)}."
        accused = Guess(second, "Each accuses the other.")
        return Voice(self.speaker_for(first), Guess(first, why), "", "accusation", accused, pair)


def _names_another(said: str) -> bool:
    """Whether somebody is accused by a name that is no side's: “the Minsk Group for failing”."""
    whom = re.match(r"(?P<whom>.{2,90}?)\s+(?:of|for|over)\s", said)
    return bool(whom and re.search(r"\b[A-Z]\w", whom["whom"].removeprefix("The ")))


def _attacked(said: str) -> list[str]:
    """The names of what was attacked: after the verb, or before it where it is passive."""
    verb = _ATTACKED.search(said)
    if not verb:
        return []
    before = said[: verb.start()]
    passive = re.search(r"\b(?:was|were|been|being|is|are)\b[\w\s]{0,20}$", before)
    where = before if passive else re.split(r"\b(?:with|using|by|from)\b", said[verb.end() :])[0]
    return re.findall(r"\b[A-Z][\w’'-]{2,}", where)
