"""Figures in words, read out of a statement: what is counted, of whom, and how many.

"At least 90 civilians were killed and 392 injured" gives two figures, the second of the same
civilians. Rules, no model: they propose, a person confirms. Only English is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from claims.numerals import Number, Token, number_at, sentences, word_at
from claims.vocabulary import (
    AFTERTHOUGHTS,
    BEING,
    BOUNDS,
    CLAUSES,
    COUNT_NOUNS,
    CURRENCIES,
    DOWN,
    HAPPENED,
    JOINERS,
    MEASURES,
    MODIFIERS,
    NO_OBJECT,
    OF_PEOPLE,
    PEOPLE,
    STOPS,
    THINGS,
    words,
)
from claims.withheld import read_withheld


@dataclass(frozen=True)
class ReadFigure:
    """A figure as it was read, with its place in the text: `text[start:end] == words`.

    `bound` is exact, at_least, at_most, about, range or withheld. Exact and about have low equal
    to high; at_least has no high, at_most no low, withheld neither. "More than 30" is at_least
    30; "dozens" is at_least 24, "hundreds" 200, "thousands" 2,000. `cumulative` says that the
    sentence speaks of a running total ("so far"). Quantity and population are empty where the
    sentence does not say.
    """

    quantity: str
    population: str
    bound: str
    low: Decimal | None
    high: Decimal | None
    unit: str
    cumulative: bool
    words: str
    start: int
    end: int


def read_figures(text: str) -> list[ReadFigure]:
    """The figures in a text, in order of their place, those that were withheld included.

    Never raises; takes time in proportion to the text.
    """
    figures = [
        ReadFigure(
            quantity=found.quantity,
            population=found.population,
            bound="withheld",
            low=None,
            high=None,
            unit="people",
            cumulative=False,
            words=text[found.start : found.end],
            start=found.start,
            end=found.end,
        )
        for found in read_withheld(text)
    ]
    for sentence in sentences(text):
        figures += _in_sentence(text, sentence)
    return sorted(figures, key=lambda figure: figure.start)


@dataclass
class _Count:
    """A number in a sentence with the noun it counts; places are tokens, the end is left out."""

    start: int
    end: int
    bound: str
    low: Decimal
    high: Decimal
    quantity: str = ""
    population: str = ""
    unit: str = ""
    measured: bool = False
    doubtful: bool = False
    """Counts only where something befell those counted: "a civilian", "the two", "no soldiers"."""


_RUNNING = re.compile(r"\b(?:so far|to date|in total|in all|altogether|overall|total|toll|cumulative|since)\b", re.I)
_PEOPLE_OF = re.compile(r"[A-Z][\w-]*(?:ian|ean|ani|an|ish|ese|ch|i)")
_ARTICLES = words("the a an their its his her our another")
_DEFINITE = words("the these those both their its our first last past next other")
_BOUND_ENDS = {phrase.split()[-1] for phrase in BOUNDS}
_RISING = words("was were is are at to of stands stood reached rose risen climbed exceeded hit put puts passed topped")


def _in_sentence(text: str, sentence: list[Token]) -> list[ReadFigure]:
    counts: list[_Count] = []
    at = 0
    while at < len(sentence):
        count = _count_at(text, sentence, at, counts[-1].end if counts else 0)
        if count:
            counts.append(count)
        at = max(count.end, at + 1) if count else at + 1
    if not counts:
        return []
    for index, count in enumerate(counts):
        if not count.quantity and not count.measured:
            count.quantity = _happened_to(sentence, counts, index)
    counts = [count for count in counts if _says_something(count)]
    for index, count in enumerate(counts):
        _inherit(counts, index, count)
    cumulative = _RUNNING.search(text, sentence[0].start, sentence[-1].end) is not None
    return [_figure(text, sentence, count, cumulative) for count in counts]


def _says_something(count: _Count) -> bool:
    if count.doubtful:
        return bool(count.quantity) and not count.measured
    if count.quantity or count.population or count.unit:
        return True
    return count.bound != "exact" and (count.bound != "range" or count.high <= 2 * count.low)  # 555-1234 is a telephone


def _figure(text: str, sentence: list[Token], count: _Count, cumulative: bool) -> ReadFigure:
    start, end = sentence[count.start].start, sentence[count.end - 1].end
    return ReadFigure(
        quantity=count.quantity,
        population=count.population,
        bound=count.bound,
        low=None if count.bound == "at_most" else count.low,
        high=None if count.bound == "at_least" else count.high,
        unit=count.unit or ("people" if count.quantity in OF_PEOPLE else ""),
        cumulative=cumulative and not count.measured,
        words=text[start:end],
        start=start,
        end=end,
    )


def _count_at(text: str, sentence: list[Token], at: int, floor: int) -> _Count | None:
    """The number that begins here with its bound, its unit or the noun it counts."""
    number = number_at(text, sentence, at)
    if number is None:
        return _article_at(sentence, at)
    if word_at(sentence, at) == "one" and word_at(sentence, number.end) == "of":
        return None
    number, bound, start = _bounded(text, sentence, at, number, floor)
    count = _Count(start, number.end, bound, number.low, number.high)
    if _measured(text, sentence, at, number, count):
        past = word_at(sentence, start - 1) in ("last", "past", "next", "first", "previous", "every", "coming")
        since = word_at(sentence, count.end) in ("ago", "old", "later", "earlier")
        return None if count.quantity == "duration" and (past or since) else count
    _take_noun(sentence, number.end, count)
    definite = word_at(sentence, start - 1) in _DEFINITE and bound == "exact"
    only_one = word_at(sentence, at) == "one" and not count.unit
    count.doubtful = definite or only_one
    return count


def _article_at(sentence: list[Token], at: int) -> _Count | None:
    """ "A civilian", "no soldiers": one or none, if something befell them."""
    if (word := word_at(sentence, at)) not in ("a", "an", "no"):
        return None
    number = Decimal(0 if word == "no" else 1)
    count = _Count(at, at + 1, "exact", number, number, doubtful=True)
    _take_noun(sentence, at + 1, count)
    head = word_at(sentence, count.end - 1)
    if word == "no":
        return count if count.unit or count.quantity else None
    return count if count.population and (head in PEOPLE or head in THINGS) else None


def _bounded(text: str, sentence: list[Token], at: int, number: Number, floor: int) -> tuple[Number, str, int]:
    """The number, its bound, and where the words for both begin."""
    start, bound = at, "at_least" if number.vague else "exact"
    for size in (4, 3, 2, 1) if word_at(sentence, at - 1) in _BOUND_ENDS else ():
        phrase = " ".join(token.low for token in sentence[max(at - size, 0) : at])
        if at - size >= floor and phrase in BOUNDS:
            start, bound = at - size, "at_least" if number.vague else BOUNDS[phrase]
            break
    after = word_at(sentence, number.end)
    joined = (word_at(sentence, at - 1), after)
    if joined == ("between", "and") or (after == "to" and joined[0] != "from"):
        second = number_at(text, sentence, number.end + 1) if number.end + 1 < len(sentence) else None
        if second and second.low > number.low:
            start = at - 1 if joined[0] == "between" else start
            return Number(number.low, second.high, second.end, unit=second.unit), "range", start
    if number.low < number.high:
        return number, "range", start
    if after == "+":
        return number._replace(end=number.end + 1), "at_least", start
    if thought := AFTERTHOUGHTS.get((after, word_at(sentence, number.end + 1))):
        return number._replace(end=number.end + 2), thought, start
    if number.vague and [word_at(sentence, number.end + n) for n in (0, 1, 2)] == [",", "if", "not"]:
        more = number_at(text, sentence, number.end + 3) if number.end + 3 < len(sentence) else None
        if more:
            comma = word_at(sentence, more.end) == ","
            return number._replace(end=more.end + comma), bound, start
    return number, bound, start


def _measured(text: str, sentence: list[Token], at: int, number: Number, count: _Count) -> bool:
    """Whether it is a measure ("three miles", "30%", "$5 million"); fills the count in if so."""
    sign = sentence[at - 1].text if at and sentence[at - 1].end == sentence[at].start else ""
    if sign in CURRENCIES:
        count.start, count.quantity, count.unit = min(count.start, at - 1), "money", CURRENCIES[sign]
    elif number.unit:
        count.quantity, count.unit = MEASURES[number.unit]
    else:
        square = word_at(sentence, number.end) in ("square", "sq")
        place = number.end + square
        word = word_at(sentence, place)
        if word == "%" or (word == "per" and word_at(sentence, place + 1) == "cent"):
            count.quantity, count.unit, count.end = "share", "%", place + (1 if word == "%" else 2)
        elif word in MEASURES:
            quantity, unit = MEASURES[word]
            count.quantity, count.unit = ("area", f"square {unit}") if square else (quantity, unit)
            count.end = place + 1
    count.measured = bool(count.unit)
    return count.measured


def _take_noun(sentence: list[Token], at: int, count: _Count) -> None:
    """The noun after a number: whom or what it counts, and what befell them if the noun says so."""
    at += word_at(sentence, at) == "of"
    while word_at(sentence, at) in MODIFIERS:
        at += 1
    head = 0
    for place in range(at, min(at + 6, len(sentence))):
        token = sentence[place]
        word = token.low
        if word in COUNT_NOUNS and word not in HAPPENED and word != "toll":
            count.quantity, count.end = COUNT_NOUNS[word], place + 1
            head = place
            break
        if word in HAPPENED and place == at and _noun_unit(word_at(sentence, place + 1)) is not None:
            count.quantity, at = HAPPENED[word], place + 1
            continue
        if not any(sign.isalpha() for sign in word) or word in STOPS or word in HAPPENED or word in DOWN:
            break
        if (unit := _noun_unit(word)) is not None:
            count.unit, count.end, head = unit, place + 1, place + 1
    if not head:
        head = _unknown_plural(sentence, at)
        count.end = max(count.end, head)
    names = [token.text for token in sentence[at:head]]
    while len(names) > 1 and _PEOPLE_OF.fullmatch(names[0]):
        names.pop(0)
    count.population = " ".join(names)[:80]


def _noun_unit(word: str) -> str | None:
    """The unit of a noun we know, "" for one without; None for a word we do not know."""
    for form in (word, word.removesuffix("s"), word.removesuffix("es")):
        if form in PEOPLE:
            return "people"
        if form in THINGS:
            return THINGS[form]
    return None


def _unknown_plural(sentence: list[Token], at: int) -> int:
    """Where a noun that we do not know ends, if one of the next three words looks like a plural."""
    for place in range(at, min(at + 3, len(sentence))):
        word = sentence[place].text
        if not word[0].isalpha() or word.lower() in STOPS or word.lower() in HAPPENED:
            return 0
        if len(word) > 3 and word.islower() and word.endswith("s") and not word.endswith(("ss", "us", "is")):
            return place + 1
    return 0


def _happened_to(sentence: list[Token], counts: list[_Count], index: int) -> str:
    """What befell those counted: the verb just before, the verb after, the list it is in, the noun before."""
    count = counts[index]
    if before := _verb_before(sentence, count.start):
        return before
    if after := _verb_after(sentence, counts, index):
        return after
    if index and _joined(sentence, counts[index - 1].end, count.start):
        return "" if counts[index - 1].measured else counts[index - 1].quantity
    return _noun_before(sentence, count.start, counts[index - 1].end if index else 0)


def _joined(sentence: list[Token], start: int, end: int) -> bool:
    return all(token.low in JOINERS for token in sentence[start:end])


def _verb_before(sentence: list[Token], start: int) -> str:
    place = start - 1
    while word_at(sentence, place) in _ARTICLES:
        place -= 1
    word = word_at(sentence, place)
    if word == "down" and word_at(sentence, place - 1) in DOWN:
        return "shot down"
    return "" if word in NO_OBJECT else HAPPENED.get(word, "")


def _verb_after(sentence: list[Token], counts: list[_Count], index: int) -> str:
    """The verb that follows as a passive or a participle, past other figures in the same list."""
    place = since = counts[index].end
    following = index + 1
    passive = False
    while place < min(len(sentence), since + 14) and following <= index + 6:
        word = word_at(sentence, place)
        if following < len(counts) and place >= counts[following].start:
            if not _joined(sentence, since, counts[following].start):
                return ""
            place = since = counts[following].end
            following, passive = following + 1, False
            continue
        if happened := _verb_at(sentence, place):
            if passive or word in NO_OBJECT:
                return happened
            size = 2 if word in DOWN else 1
            starts = counts[following].start if following < len(counts) else -1
            has_object = place + size == starts or word_at(sentence, place + size) in _ARTICLES
            return happened if place == since and not has_object else ""
        if word in CLAUSES or word in (";", ":", "(", ")", "—", "not"):
            return ""
        passive = passive or word in BEING
        place += 1
    return ""


def _verb_at(sentence: list[Token], place: int) -> str:
    word = word_at(sentence, place)
    if word in DOWN:
        return "shot down" if word_at(sentence, place + 1) == "down" else ""
    return HAPPENED.get(word, "")


def _noun_before(sentence: list[Token], start: int, floor: int) -> str:
    """The noun whose number it is: "the toll was around 5,000", "deaths rose to 90"."""
    rising = False
    for place in range(start - 1, max(floor, start - 10) - 1, -1):
        word = word_at(sentence, place)
        if rising and (word in COUNT_NOUNS):
            return COUNT_NOUNS[word]
        if word in CLAUSES or word == ";":
            return ""
        rising = rising or word in _RISING or word == ":"
    return ""


def _inherit(counts: list[_Count], index: int, count: _Count) -> None:
    """Whom a bare number counts: those of the figure before it, else of the next, else people."""
    if count.population or count.measured or not count.quantity:
        return
    near = [*reversed(counts[max(index - 6, 0) : index]), *counts[index + 1 : index + 2]]
    if count.quantity in OF_PEOPLE:
        other = next((one for one in near if one.unit == "people" and one.population), None)
        count.population, count.unit = other.population if other else "people", "people"
    elif other := next((one for one in near if one.quantity == count.quantity and one.population), None):
        count.population, count.unit = other.population, other.unit
