"""What a dossier knows, and what a proposal says, in plain values: neither is a row."""

from dataclasses import dataclass, field
from datetime import date

from claims.counts import ReadFigure
from sources.attribution.statements import Span

Key = int


@dataclass(frozen=True)
class Side:
    pk: Key
    name: str
    short_name: str = ""


@dataclass(frozen=True)
class Spoken:
    """For which side, and in which office, somebody speaks between two days (either may be open)."""

    side: Key
    office: str = ""
    first_day: date | None = None
    last_day: date | None = None

    def holds(self, day: date | None) -> bool:
        return day is None or (
            (self.first_day is None or self.first_day <= day) and (self.last_day is None or self.last_day >= day)
        )


@dataclass(frozen=True)
class Speaker:
    pk: Key
    name: str
    aliases: tuple[str, ...] = ()
    kind: str = "person"
    spoken: tuple[Spoken, ...] = ()


@dataclass(frozen=True)
class Matter:
    """A question, with the wordings of statements that answer it."""

    pk: Key
    question: str
    wordings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Logged:
    """A claim of the dossier; `position` is the proposal it was logged from, in the text at hand."""

    pk: Key
    speaker: Key
    speaker_name: str
    side: Key
    kind: str
    wording: str
    accused: Key | None = None
    matter: Key | None = None
    position: int | None = None


@dataclass(frozen=True)
class Dossier:
    sides: tuple[Side, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    matters: tuple[Matter, ...] = ()
    claims: tuple[Logged, ...] = ()
    dateline: date | None = None

    @property
    def names(self) -> tuple[tuple[Side, ...], tuple[Speaker, ...], date | None]:
        """By what statements are attributed to speakers and sides."""
        return self.sides, self.speakers, self.dateline


@dataclass(frozen=True)
class Guess:
    """A row filled in by its key, and why; without one, why it has to be asked."""

    value: Key | None = None
    why: str = ""


@dataclass(frozen=True)
class Who:
    """A speaker: one that is known (`pk`), or a name that is new to the dossier."""

    name: str
    pk: Key | None = None
    kind: str = "person"
    office: str = ""
    why: str = ""
    others: tuple[Key, ...] = ()
    """Known speakers whose names look a little like it."""


@dataclass(frozen=True)
class Count:
    """A figure to confirm, with the side that it happened to, and why we think so."""

    read: ReadFigure
    side: Key | None = None
    place: str = ""
    why: str = ""


@dataclass(frozen=True)
class Rival:
    """A statement that this one answers (`answers`), or that answers this one; in the text, in the ledger, or both."""

    relation: str
    answers: bool
    why: str
    position: int | None = None
    claim: Key | None = None
    aspect: str = ""
    figures: tuple[int, int] | None = None
    """Which figure of this statement, and which of the other, for a relation between figures."""


@dataclass(frozen=True)
class Turned:
    """What the other of two sides says, where each says it of the other."""

    who: Who
    side: Key
    accused: Key
    wording: str


@dataclass(frozen=True)
class Voice:
    """Who makes a statement, for which side, and of which kind it is; against whom, where it accuses."""

    who: Who
    side: Guess
    new_side: str = ""
    """A side that the text names and the dossier has not."""
    kind: str = "assertion"
    accused: Guess = field(default_factory=Guess)
    mutual: tuple[Key, Key] | None = None
    """Two sides that say this of one another: two statements in one."""


@dataclass(frozen=True)
class Filled:
    """A statement as its form stands before anybody touched it."""

    position: int
    passage: Span
    marks: tuple[Span, ...]
    who: Who
    side: Guess
    new_side: str = ""
    """A side that the text names and the dossier has not."""
    kind: str = "assertion"
    wording: str = ""
    own_words: str = ""
    date: str = ""
    uncertain: bool = False
    date_why: str = ""
    accused: Guess = field(default_factory=Guess)
    counts: tuple[Count, ...] = ()
    matter: Guess = field(default_factory=Guess)
    question: str = ""
    """A new matter: asked for where a dispute has none, offered (`offered`) elsewhere."""
    offered: str = ""
    cue: str = ""
    direct: bool = False
    origin: str = ""
    mutual: tuple[Key, Key] | None = None
    """Two sides that say this of one another: two statements in one."""
    turned: Turned | None = None
    rivals: tuple[Rival, ...] = ()
