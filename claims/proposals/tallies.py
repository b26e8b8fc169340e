"""How the figures of two statements stand to each other: one disputes the other, or is a part of its total."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from claims import figures
from claims.proposals.known import Count, Key, Rival, Voice
from claims.relations import Relation

#: What is counted, and the side or else the place that it is counted of.
Scope = tuple[str, Key | None, str]

#: How far, in statements, a part that the text ties to a total by its words may stand from it.
NEAR = 4

_GENERAL = {"", "people"}
_OF_THEM = re.compile(r"\b(?:of|among) (?:them|those|these|the dead|the wounded|the injured)\b|\bincluding\b", re.I)
_BRINGS = re.compile(
    r"\b(?:bring|brings|bringing|brought|tak(?:es|ing)|took|rais(?:es|ing|ed)) (?:the|its|their)\b.{0,40}\bto\b"
)


@dataclass(frozen=True)
class Tally:
    """The figures of one statement, with its place among the others and the sentence it stands in."""

    at: int
    voice: Voice
    counts: tuple[Count, ...]
    sentence: str


def scopes(counts: tuple[Count, ...]) -> set[Scope]:
    """What the figures of a statement count, as `_count_the_same` compares it."""
    return {
        (count.read.quantity, count.side, "" if count.side is not None else count.place)
        for count in counts
        if count.side is not None or count.place
    }


def is_overall(total: Count) -> bool:
    """Whether a figure counts all, of all sides, everywhere, up to that day."""
    return total.read.cumulative and total.side is None and not total.place and bool(total.read.quantity)


def disputes(one: Tally, other: Tally, names: dict[Key, str]) -> Iterator[Rival]:
    """Where both count the same thing and cannot both be right."""
    for mine, count in enumerate(one.counts):
        for theirs, counted in enumerate(other.counts):
            if _count_the_same(count, counted) and not figures.why_not_rivals(_figure(count), _figure(counted)):
                what = " ".join(filter(None, (count.read.population, count.read.quantity)))
                of = f" of {names[count.side]}" if count.side in names else ""
                why = (
                    f"Both count {what}{of}: {one.voice.who.name} {_amount(count)},"
                    f" {other.voice.who.name} {_amount(counted)}."
                )
                yield Rival(Relation.DISPUTES_FIGURE, True, why, figures=(mine, theirs))


def parts(one: Tally, total: Tally) -> Iterator[Rival]:
    """Where a figure of the one is plainly a component of a total that the other gives."""
    for mine, count in enumerate(one.counts):
        for theirs, counted in enumerate(total.counts):
            if reason := _why_part(one, count, total, counted):
                part = " ".join(filter(None, (_amount(count), count.read.population, count.read.quantity)))
                whole = " ".join(filter(None, (_amount(counted), counted.read.quantity)))
                why = f"{part} ({one.voice.who.name}) may be part of the {whole} ({total.voice.who.name}): {reason}"
                yield Rival(Relation.PART_OF, True, why, figures=(mine, theirs))
                return


def _why_part(one: Tally, part: Count, other: Tally, total: Count) -> str:
    """Why a figure is a component of another, in words; "" where it is not plain that it is."""
    if not may_be_part(_figure(part), _figure(total)):
        return ""
    narrower = part.read.population != total.read.population
    if narrower and is_overall(total) and part.side is not None and not part.place:
        return f"the total counts all of them, the other only {part.read.population} of one side."
    if not 0 < abs(one.at - other.at) <= NEAR:
        return ""
    later = max(one, other, key=lambda tally: tally.at)
    words = (_OF_THEM if later is one else _BRINGS).search(later.sentence)
    return f"the text says “{' '.join(words[0].split())}”." if words else ""


def may_be_part(part: Any, total: Any) -> bool:
    """Whether one figure can be a component of another: of the same, less, and not of others or of elsewhere."""
    if figures.normalise(part.quantity) != figures.normalise(total.quantity) or "withheld" in (part.bound, total.bound):
        return False
    whom, all_of = figures.normalise(part.population), figures.normalise(total.population)
    if all_of not in _GENERAL and whom != all_of:
        return False
    for field in ("affected_side", "place"):
        whole, one = getattr(total, field), getattr(part, field)
        if whole and one and whole != one:
            return False
    least, most = part.low if part.low is not None else part.high, total.high if total.high is not None else total.low
    return least is not None and most is not None and least < most


def _count_the_same(one: Count, other: Count) -> bool:
    """Whether both surely count one thing: losses of one side, or at one place. Each side's own are two things."""
    if one.side is not None or other.side is not None:
        return one.side == other.side
    return bool(one.place) and one.place == other.place


def _figure(count: Count) -> Any:
    read = count.read
    return SimpleNamespace(
        quantity=read.quantity, population=read.population, affected_side=count.side or "", place=count.place,
        period="", cumulative=read.cumulative, unit=read.unit, bound=read.bound, low=read.low, high=read.high,
    )  # fmt: skip


def _amount(count: Count) -> str:
    return figures.describe(count.read.bound, count.read.low, count.read.high)
