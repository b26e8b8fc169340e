"""What reading a text gives: attributed statements, each with the places in the text where it stands."""

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Kind = Literal[
    "assertion", "denial", "accusation", "admission", "withheld", "demand", "refusal", "opinion", "prediction"
]
Quote = Literal["direct", "mixed", "paraphrase"]
Bound = Literal["exact", "at_least", "at_most", "about", "range"]


class Span(NamedTuple):
    """A stretch of the text, [start, end) in Unicode code points, as in W3C TextPositionSelector."""

    start: int
    end: int


@dataclass(frozen=True)
class Number:
    """A number as the text gives it, with the reach the words around it allow.

    `low` and `high` are what the words say at the least and at the most; None is an open end, and both
    are equal for an exact number. `counted` is the noun it counts, as written ("" if there is none).
    """

    span: Span
    low: float | None
    high: float | None
    bound: Bound
    counted: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "span": list(self.span),
            "low": self.low,
            "high": self.high,
            "bound": self.bound,
            "counted": self.counted,
        }


@dataclass(frozen=True)
class Origin:
    """Whom the speaker says to have it from ("according to reports from Moscow")."""

    span: Span
    name: str


@dataclass(frozen=True)
class Statement:
    """One thing somebody is said to have said, and where in the text that stands.

    `source`, `cue` and `content` are in text order and never overlap one another; `source` is empty where
    the text names nobody ("was accused of"). `speaker` is the fullest name the text gives whoever `source`
    points at; `named` is where that name stands, when it is not `source` itself. `answers` is the place in
    the list of the statement that a denial answers, `target` the words of it.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: Kind
    quote: Quote
    speaker: str = ""
    named: Span | None = None
    denial: bool = False
    accusation: bool = False
    figures: tuple[Number, ...] = ()
    places: tuple[Span, ...] = ()
    origin: Origin | None = None
    answers: int | None = None
    target: tuple[Span, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """The statement in plain lists and words, as the command prints it."""
        return {
            "source": [list(span) for span in self.source],
            "cue": [list(span) for span in self.cue],
            "content": [list(span) for span in self.content],
            "kind": self.kind,
            "quote": self.quote,
            "speaker": self.speaker,
            "named": list(self.named) if self.named else None,
            "denial": self.denial,
            "accusation": self.accusation,
            "figures": [number.as_json() for number in self.figures],
            "places": [list(span) for span in self.places],
            "origin": {"span": list(self.origin.span), "name": self.origin.name} if self.origin else None,
            "answers": self.answers,
            "target": [list(span) for span in self.target],
        }
