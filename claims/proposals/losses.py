"""The figures of a statement, each with the side that it happened to: unless the text says otherwise, their own."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from claims.counts import ReadFigure, read_figures
from claims.proposals.known import Count, Key
from claims.proposals.parties import Parties
from claims.proposals.sides import Sides
from claims.vocabulary import OF_PEOPLE
from sources.attribution.statements import Span, Statement

_OWN = re.compile(r"\b(?:its|their|our|his|her)\b", re.IGNORECASE)
_HARM = OF_PEOPLE | {"destroyed", "damaged", "shot down"}


def counts(text: str, statement: Statement, passage: Span, side: Key | None, *, parties: Parties) -> tuple[Count, ...]:
    """What a statement counts, and withholds, to be confirmed."""
    said = text[passage.start : passage.end]
    found = [read for read in _read_figures(said) if _is_said(read, statement, passage)]
    if not found:
        return ()
    sides, homes = parties.sides, parties.homes
    owned = any(_OWN.search(read.words) for read in found)
    place = _place(text, statement)
    result = []
    for read in found:
        whose, why = _whose(read, said, side, sides, homes, place)
        if (
            whose is None
            and read.quantity in _HARM
            and side in parties.fighting
            and (owned or statement.kind != "accusation")
        ):
            whose, why = side, f"{sides.name(side)} count their own losses unless they say otherwise."
        result.append(Count(read, whose, place, why))
    return tuple(result)


@lru_cache(maxsize=4096)
def _read_figures(said: str) -> tuple[ReadFigure, ...]:
    """The figures in a passage; a long text is asked for them at every step through it."""
    return tuple(read_figures(said))


def _is_said(read: ReadFigure, statement: Statement, passage: Span) -> bool:
    """Whether the figure stands in what is said; one that is withheld begins in the verb that withholds it."""
    start, end = read.start + passage.start, read.end + passage.start
    spans: Sequence[Span] = [*statement.content, *(statement.cue if read.bound == "withheld" else ())]
    return any(span.start < end and start < span.end for span in spans)


def _whose(
    read: ReadFigure, said: str, side: Key | None, sides: Sides, homes: Mapping[str, Key], place: str
) -> tuple[Key | None, str]:
    if _OWN.search(read.words) and side is not None:
        return side, f"“{read.words}” are their own."
    if read.quantity not in _HARM:
        return None, ""
    if named := sides.named(said[read.start : read.end + 30].split(",")[0].split(" and ")[0]):
        return named[0], f"The words say “{named[1]}”."
    if place in homes:
        return homes[place], f"{place} is theirs, by their own account."
    return None, ""


def _place(text: str, statement: Statement) -> str:
    """The one place in which all of it happened, if the words say “in” it."""
    names = {text[span.start : span.end]: span for span in statement.places}
    if len(names) != 1:
        return ""
    name, span = next(iter(names.items()))
    before = text[max(0, span.start - 16) : span.start]
    return name if re.search(r"\b(?:in|at|near|on|over|of)\s+(?:the\s+)?(?:\w+\s+of\s+)?$", before) else ""
