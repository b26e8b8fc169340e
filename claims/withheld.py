"""Figures that somebody would not give: "has not disclosed its military casualties"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from claims.vocabulary import COUNT_NOUNS, HAPPENED, PEOPLE, words

_TELLING = (
    r"(?:disclos|reveal|provid|publish|releas|report|announc|specif|confirm|detail)\w{0,4}|giv(?:e|en|ing)|gave"
    r"|sa(?:y|id|ying)|shared?|sharing"
)
_GAP = r"\s{1,5}"
_REFUSED = re.compile(
    rf"\b(?:(?:has|have|had|did|does|do|would|will|could|is|are|was|were)(?:{_GAP}not|n['’]t)"
    rf"(?:{_GAP}(?:yet|publicly|officially|so|far|been|be)){{0,3}}{_GAP}(?:{_TELLING})"
    rf"|(?:declin|refus)(?:e|es|ed|ing){_GAP}to{_GAP}(?:{_TELLING})"
    rf"|without{_GAP}(?:{_TELLING})"
    r"|with(?:held|holds?|holding)|conceal(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
_OBJECT = re.compile(rf"(?:{_GAP}[\w'’-]{{1,30}}){{1,10}}")
_WORD = re.compile(r"[\w'’-]+")
_NOUNS = frozenset(COUNT_NOUNS) | {"loss", "figure", "figures", "number", "numbers"}
_NUMBERS = words("figure figures number numbers many")
_FIGURE_OF = words("a an any its their the his her our exact precise of own casualty")


class Withheld(NamedTuple):
    """What was not given, and the place of the words that say so."""

    start: int
    end: int
    quantity: str
    population: str


def read_withheld(text: str) -> Iterator[Withheld]:
    """The figures a text says were not given: of what (casualties unless it says more), of whom."""
    for refusal in _REFUSED.finditer(text):
        if passive := _passive(text, refusal):
            yield passive
            continue
        about = _OBJECT.match(text, refusal.end())
        given = list(_WORD.finditer(text, refusal.end(), about.end())) if about else []
        if found := _counted([word[0].lower() for word in given]):
            size, quantity, population = found
            yield Withheld(refusal.start(), given[size - 1].end(), quantity, population)


def _passive(text: str, refusal: re.Match[str]) -> Withheld | None:
    """ "Military losses have not been disclosed": what was not given stands before the verb."""
    if not re.search(r"\sbeen?\s", refusal[0]):
        return None
    clause = re.split(r"[^\w\s'’-]", text[max(refusal.start() - 60, 0) : refusal.start()])[-1]
    given = list(_WORD.finditer(clause))
    nouns = [n for n, word in enumerate(given) if word[0].lower() in COUNT_NOUNS]
    if not nouns:
        return None
    said = [word[0].lower() for word in given]
    people = [n for n in range(nouns[0] + 1) if _is_counted(said[n])]
    first = given[min([*people, nouns[0]])].start()
    population = said[people[-1]] if people else ""
    start = refusal.start() - len(clause) + first
    return Withheld(start, refusal.end(), COUNT_NOUNS[said[nouns[-1]]], population)


def _counted(given: list[str]) -> tuple[int, str, str] | None:
    """How many of the words belong to the figure, what it counts and of whom; None if it is none."""
    size = 0
    for place, word in enumerate(given, 1):
        if word in ("but", "and", "while", "that", "because"):
            break
        noun = word in _NOUNS or (word == "many" and place > 1 and given[place - 2] == "how")
        if noun or (size and "how" in given[:place] and (word in HAPPENED or _is_person(word))):
            size = place
    said = given[:size]
    if not said or (said[-1] in _NUMBERS and not _is_bare(said, given)):
        return None
    happened = [COUNT_NOUNS.get(word) or HAPPENED.get(word) for word in said]
    people = [word for word in said if _is_counted(word)]
    quantity = next((term for term in reversed(happened) if term), "casualties")
    return size, quantity, people[-1] if people else ""


def _is_bare(said: list[str], given: list[str]) -> bool:
    """Whether "how many", "a figure" stands alone: "did not give a number of reasons" is another thing."""
    if said[-1] == "many":
        return len(given) == len(said)
    return len(given) == len(said) and all(word in _FIGURE_OF for word in said[:-1])


def _is_counted(word: str) -> bool:
    return _is_person(word) or word in ("military", "army")


def _is_person(word: str) -> bool:
    return word in PEOPLE or word.removesuffix("s") in PEOPLE
