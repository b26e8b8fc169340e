"""Figures compared, described and added up: numbers meet only where they count the same thing.

Pure: it takes anything that has the fields of a figure, a row of the ledger or a figure just read.
The database computes the same range (`figure_span`), with the same ten per cent.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from claims.vocabulary import CURRENCIES, MEASURES, PEOPLE, THINGS

ABOUT = Decimal("0.1")
"""How far "about" reaches to either side, as a share of the number."""

Span = tuple[Decimal | None, Decimal | None]
"""The lowest and the highest number meant, both included; None is open."""


class Counting(Protocol):
    """What a figure counts. An empty field means that the figure does not say."""

    @property
    def quantity(self) -> str: ...
    @property
    def population(self) -> str: ...
    @property
    def affected_side(self) -> Any: ...
    @property
    def place(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def cumulative(self) -> bool: ...
    @property
    def unit(self) -> str: ...


class Amount(Protocol):
    """How many: a bound (exact, at_least, at_most, about, range, withheld) and its numbers."""

    @property
    def bound(self) -> str: ...
    @property
    def low(self) -> Decimal | None: ...
    @property
    def high(self) -> Decimal | None: ...


class Figure(Counting, Amount, Protocol):
    """How many of what."""


@dataclass(frozen=True)
class Scope:
    """What a figure counts, apart from how many. `affected_side` is a side or its name."""

    quantity: str
    population: str = ""
    affected_side: Any = ""
    place: str = ""
    period: str = ""
    cumulative: bool = False
    unit: str = ""


# What counts as the same: the ledger's term, then the words that mean it, in the singular.
_SAME = {
    "killed": "dead, death, died, die, fatality, kill, killing, slain, perished, loss of life, toll, death toll",
    "injured": "wounded, hurt, injury, injuring, wound, wounding, maimed",
    "casualties": "casualty",
    "missing": "disappeared, unaccounted for",
    "captured": "capture, captive, taken prisoner, prisoner of war",
    "displaced": "fled, evacuated",
    "shot down": "downed, brought down, shooting down",
    "troops": "troop, soldier, serviceman, servicemen, servicewoman, servicewomen, service member, military,"
    " military personnel, armed force, army personnel, armed forces personnel",
    "civilians": "civilian, noncombatant, non-combatant",
    "people": "person, human, human being, individual",
    "children": "child, minor",
    "women": "woman",
    "men": "man",
    "police": "policeman, policemen, police officer",
    "buses": "bus, buse",
    "aircraft": "plane, airplane, aeroplane, warplane, jet, fighter jet",
    "drones": "drone, uav, unmanned aerial vehicle",
}
_TERMS = {word.strip(): term for term, words in _SAME.items() for word in words.split(",")}
_UNITS = {word: unit for word, (_, unit) in MEASURES.items()} | CURRENCIES | {"sq": "square"}
_ARTICLES = re.compile(r"^(?:(?:the|a|an|of|its|their|our|his|her) )+")
_PLURALS = ((re.compile(r"(?<=[^aeious])ies$"), "y"), (re.compile(r"(?<=ss|sh|ch)es$|(?<=x)es$"), ""))
_PLURAL = re.compile(r"(?<=[^sui])s$")


def normalise(term: str) -> str:
    """The term the ledger files a word under: no case, accents or plural; "soldiers" → "troops".

    Two terms mean the same when their normal forms are equal. Normalising twice changes nothing.
    """
    words = [_singular(word) for word in _ARTICLES.sub("", _folded(term)).split()]
    terms, at = [], 0
    while at < len(words):
        size = next((n for n in (3, 2, 1) if " ".join(words[at : at + n]) in _TERMS), 1)
        phrase = " ".join(words[at : at + size])
        terms.append(_TERMS.get(phrase, phrase))
        at += size
    return " ".join(terms)


def ledger_term(term: str) -> str:
    """The ledger's own term where the word means one, or else the words as they are, tidied.

    For storing: "soldiers" → "troops", but "Su-25 jets" stays as the source has it.
    """
    normal = normalise(term)
    return normal if normal in _SAME else " ".join(term.split())


def unit_term(unit: str, population: str) -> str:
    """What a number is measured in, in one spelling: "Kilometers" → "km".

    Empty where the unit only repeats that people or things are counted, so that "39 civilians" is "39 people".
    """
    words = _folded(unit).replace("per cent", "%").split()
    term = " ".join(_UNITS[word] if word in _UNITS else normalise(word) for word in words)
    counted = normalise(population)
    if term == "people" or counted and (term in _COUNTING or term in counted.split()):
        return ""
    return term


def _folded(term: str) -> str:
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", term).casefold())
    kept = (" " if c.isspace() else "-" if unicodedata.category(c) == "Pd" else c for c in text)
    plain = "".join(c for c in kept if not unicodedata.combining(c) and unicodedata.category(c) not in ("Cf", "Cc"))
    return " ".join(plain.strip(" .,;:!?\"'“”‘’").split())


def _singular(word: str) -> str:
    if len(word) < 4 or len(word) > 40:
        return word
    for pattern, ending in _PLURALS:
        if pattern.search(word):
            return pattern.sub(ending, word)
    return _PLURAL.sub("", word)


# Units that count one by one: beside a population they add nothing ("2 jets", "2 jets, aircraft").
_COUNTING = {normalise(unit) for unit in THINGS.values()}


def differences(a: Counting, b: Counting) -> list[str]:
    """Why two figures do not count the same thing, in words; empty if they do.

    A field that only one of them gives is a difference: a total for a country is not a rival of a
    number for one town.
    """
    reasons = []
    for field, name in (
        ("quantity", "what happened"),
        ("population", "who or what is counted"),
        ("affected_side", "the side affected"),
        ("place", "the place"),
        ("period", "the period"),
    ):
        one, other = (getattr(figure, field) or "" for figure in (a, b))
        if _same(field, one, other):
            continue
        if one == "" or other == "":
            reasons.append(f"only one says {name} ({one or other})")
        else:
            reasons.append(f"one counts {one}, the other {other}")
    one, other = (unit_term(figure.unit, figure.population) for figure in (a, b))
    if one != other:
        both = one and other
        reasons.append(f"one is in {one}, the other in {other}" if both else f"only one says the unit ({one or other})")
    if a.cumulative != b.cumulative:
        reasons.append("one is a running total, the other counts a single event")
    return reasons


def _same(field: str, one: Any, other: Any) -> bool:
    """As the database compares (`figure_scope`): terms by what they mean, names without case and accents."""
    alike = {"quantity": normalise, "population": normalise, "affected_side": _folded, "place": _folded}
    if field in alike and isinstance(one, str) and isinstance(other, str):
        return alike[field](one) == alike[field](other)
    return bool(one == other)


def tidy_name(name: str) -> str:
    """A place's name without stray blanks and stops at its ends, as it is stored."""
    return " ".join(name.split()).strip(" .,;:")


def why_not_rivals(a: Figure, b: Figure) -> list[str]:
    """Why one figure does not dispute the other, as sentences; empty if it does.

    Two figures are rivals when they count the same thing and cannot both be right.
    """
    if unlike := differences(a, b):
        return [f"{reason[0].upper()}{reason[1:]}." for reason in unlike]
    if "withheld" in (a.bound, b.bound):
        return ["A figure that is withheld disputes no other."]
    if overlap(span(a.bound, a.low, a.high), span(b.bound, b.low, b.high)):
        return [f"Both can be right: {describe(a.bound, a.low, a.high)} and {describe(b.bound, b.low, b.high)}."]
    return []


def span(bound: str, low: Decimal | None, high: Decimal | None) -> Span | None:
    """The range a figure stands for: about is ten per cent either way, withheld is none at all.

    Raises ValueError if the numbers do not fit the bound, such as a range with one end.
    """
    match bound, low, high:
        case "withheld", None, None:
            return None
        case "at_least", Decimal(), None:
            return low, None
        case "at_most", None, Decimal():
            return None, high
        case "exact", Decimal(), Decimal() if low == high:
            return low, high
        case "about", Decimal(), Decimal() if low == high:
            reach = abs(low) * ABOUT
            return low - reach, high + reach
        case "range", Decimal(), Decimal() if low < high:
            return low, high
    raise ValueError(f"The numbers {low} and {high} do not fit the bound {bound!r}.")


def overlap(a: Span | None, b: Span | None) -> bool:
    """Whether one number could satisfy both. A withheld figure (None) leaves everything open."""
    if a is None or b is None:
        return True
    return _reaches(a, b) and _reaches(b, a)


def _reaches(a: Span, b: Span) -> bool:
    return a[1] is None or b[0] is None or b[0] <= a[1]


def describe(bound: str, low: Decimal | None, high: Decimal | None, unit: str = "") -> str:
    """The amount for people: "at least 90", "about 5,000", "10–15 km", "30%", "withheld"."""
    first, last = number(low if low is not None else high), number(high)
    words = {
        "withheld": "withheld",
        "at_least": f"at least {first}",
        "at_most": f"at most {last}",
        "about": f"about {first}",
        "range": f"{first}–{last}",
    }.get(bound, first)
    if not unit or bound == "withheld":
        return words
    return f"{words}{'' if unit == '%' else ' '}{unit}"


def amount(figure: Figure) -> str:
    """“at least 90”, “about 5,000”, “3 km”, “withheld”; no unit where the population says it (“90 civilians”)."""
    counted = set(normalise(figure.population).split())
    said = counted and normalise(figure.unit) in counted | {"people"}
    return describe(figure.bound, figure.low, figure.high, "" if said else _in_number(figure.unit, figure))


def counted(figure: Figure) -> str:
    """What follows the amount: “civilians killed”, “civilian killed” where it is one."""
    if not figure.population:
        return _in_number(figure.quantity, figure)
    return f"{_in_number(figure.population, figure)} {figure.quantity}"


def in_words(figure: Figure) -> str:
    """“at least 90 civilians killed”."""
    return f"{amount(figure)} {counted(figure)}"


# What the plural of a noun that counts does not show.
_ONE = {
    "people": "person",
    "troops": "soldier",
    "children": "child",
    "men": "man",
    "women": "woman",
    "servicemen": "serviceman",
    "servicewomen": "servicewoman",
    "policemen": "policeman",
    "casualties": "casualty",
}


def _in_number(term: str, amount: Amount) -> str:
    """The term as it follows its amount: in the singular after 1, where its last word is one that we know."""
    if not term or {amount.low, amount.high} - {None} != {Decimal(1)}:
        return term
    *first, last = term.split()
    one = _ONE.get(last) or _singular(last)
    known = last in _ONE or one in PEOPLE or one in THINGS or one in MEASURES
    return " ".join([*first, one]) if known else term


def number(value: Decimal | None) -> str:
    """A number for people: thousands parted by commas, no idle zeros, never an exponent."""
    if value is None:
        return ""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True)
class Reconciliation:
    """A stated total beside the sum of the declared parts.

    `declared` adds up the lowest number of each part; `declared_bound` says whether that is exact,
    about, or at least. `gap` is the total less what is declared (below zero if the parts exceed
    the total; None if no total was given) and `gap_is_exact` is false where either side is not.
    `unknown` counts the parts that were withheld: nobody knows what they would add.
    """

    declared: Decimal
    declared_bound: str
    total: Decimal | None
    gap: Decimal | None
    gap_is_exact: bool
    unknown: int

    def describe(self) -> str:
        """The sum for people: "at least 1,295 declared, 3,705 not accounted for, 1 part withheld"."""
        words = [f"{describe(self.declared_bound, self.declared, self.declared)} declared"]
        if self.gap is not None:
            about = "" if self.gap_is_exact else "about "
            side = "more than the total" if self.gap < 0 else "not accounted for"
            words.append(f"{about}{number(abs(self.gap))} {side}")
        if self.unknown:
            words.append(f"{self.unknown} part{'s' if self.unknown > 1 else ''} withheld")
        return ", ".join(words)


def reconcile(total: Amount | None, parts: Iterable[Amount]) -> Reconciliation:
    """Add up the declared parts of a total: 1,166 + 39 + at least 90 is 1,295 of about 5,000.

    A part that is only "at most" adds nothing to the sum, a withheld part makes it a minimum.
    """
    parts = list(parts)
    bounds = {part.bound for part in parts}
    declared = sum((part.low for part in parts if part.low is not None), Decimal(0))
    bound = "exact"
    if bounds & {"at_least", "at_most", "range", "withheld"}:
        bound = "at_least"
    elif "about" in bounds:
        bound = "about"
    stated = None
    if total is not None and total.bound != "withheld":
        stated = total.low if total.low is not None else total.high
    return Reconciliation(
        declared=declared,
        declared_bound=bound,
        total=stated,
        gap=None if stated is None else stated - declared,
        gap_is_exact=total is not None and total.bound == "exact" and bound == "exact",
        unknown=sum(part.bound == "withheld" for part in parts),
    )
