"""Numbers in a statement, with the bounds that the words around them set. What they measure is for others to say."""

import re

from . import lexicon
from .statements import Bound, Number, Span

_UNITS = lexicon.listed("""
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen
""")
_TENS = lexicon.listed("twenty thirty forty fifty sixty seventy eighty ninety")
_WORDS = {word: float(value) for value, word in enumerate(_UNITS)}
_WORDS |= {word: float(value * 10 + 20) for value, word in enumerate(_TENS)}
_WORDS |= {"dozen": 12.0, "a dozen": 12.0, "half a dozen": 6.0, "a hundred": 100.0, "a thousand": 1000.0}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "dozen": 12.0}
_SCALES |= {"m": 1e6, "bn": 1e9, "k": 1e3}
_LOOSE = {"dozens": 24.0, "scores": 40.0, "hundreds": 200.0, "thousands": 2000.0, "millions": 2e6}

_BEFORE: dict[Bound, list[str]] = {
    "at_least": lexicon.listed(
        "at_least more_than over no_fewer_than no_less_than not_less_than a_minimum_of above exceeding"
    ),
    "at_most": lexicon.listed("at_most up_to fewer_than less_than under no_more_than not_more_than as_many_as below"),
    "about": lexicon.listed("about around some roughly approximately nearly almost close_to an_estimated circa nearer"),
}
_BOUNDS: dict[str, Bound] = {
    phrase.replace("_", " "): bound for bound, phrases in _BEFORE.items() for phrase in phrases
}


def _either(phrases: list[str]) -> str:
    return "(?:" + "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True)) + ")"


_DIGITS = r"(?:\d{1,3}(?:[,\u00a0\u202f ]\d{3}(?!\d))+(?:\.\d+)?|\d{1,15}(?:\.\d{1,6})?)"
_WORDED = (
    r"(?:(?:half )?a (?:dozen|hundred|thousand)\b"
    rf"|(?:{_either(_TENS)}(?:[- ]{_either(_UNITS[1:10])})?|{_either(_UNITS)})\b)"
)
_SCALED = rf"(?:{_DIGITS}|{_WORDED})(?:\s?(?:hundred|thousand|million|billion|dozen|bn|m|k)\b)?"
_MENTION = re.compile(
    rf"(?<![\w.,:/\-–])(?:(?P<bound>{_either(list(_BOUNDS))})\s+)?(?P<low>{_SCALED})"
    rf"(?:\s?(?:-|–|to|and)\s?(?P<high>{_SCALED}))?(?P<unit>\s?(?:%|per cent|percent))?(?![\w:/]|[-–.,]\d)",
    re.IGNORECASE,
)
_LOOSELY = re.compile(rf"\b(?P<word>{_either(list(_LOOSE))})\b", re.IGNORECASE)

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = re.compile(rf"\s+{_MONTH}(?!\w)|(?:st|nd|rd|th)\b", re.IGNORECASE)
_AFTER_MONTH = re.compile(rf"\b(?:{_MONTH}|no\.?|number|article|resolution|grade)\s*$", re.IGNORECASE)
_IDLE = lexicon.words("of another day side thing more is who that")

# The noun that follows a number: up to four words, stopping at those that begin something else.
_STOPPING = lexicon.listed("""
    of in on at to and or from by with were was have had has are is as for the that who which when after killed
    dead wounded injured
""")
_COUNTED = re.compile(
    rf"\s+(?:of\s+(?:the|its|their|his|her|our)\s+)?((?:(?!{_either(_STOPPING)}\b)[^\W\d_][\w’'\-]*\s?){{1,4}})"
)
_PERSONS = lexicon.listed("""
    civilian soldier serviceman servicewoman policeman officer fighter man woman child boy girl person resident
    journalist worker driver doctor teenager infant medic villager farmer
""")
# "A civilian was killed" counts one.
_SINGLE = re.compile(
    rf"\b(?P<one>an?)\s+(?P<who>(?:[^\W\d_]+\s+){{0,2}}?{_either(_PERSONS)})\b"
    r"(?=(?:\s+[^\s.;]+){0,5}?\s+(?:killed|dead|died|wounded|injured|hurt|captured|missing))",
    re.IGNORECASE,
)


def numbers(clean: str, span: Span) -> list[Number]:
    """The numbers between two places in a text that count or measure something: no dates, no names of weapons."""
    text = clean[span.start : span.end]
    found = [
        _number(text, match, span.start)
        for match in _MENTION.finditer(text)
        if not _is_date(text, match) and not _is_idle(text, match)
    ]
    for match in _LOOSELY.finditer(text):
        at = Span(span.start + match.start(), span.start + match.end())
        if not any(at.start < other.span.end and other.span.start < at.end for other in found):
            found.append(Number(at, _LOOSE[match["word"].lower()], None, "at_least", _counted(text, match.end())))
    for match in _SINGLE.finditer(text):
        at = Span(span.start + match.start("one"), span.start + match.end("one"))
        found.append(Number(at, 1.0, 1.0, "exact", " ".join(match["who"].split())))
    return sorted(found, key=lambda number: number.span)


def _is_date(text: str, match: re.Match[str]) -> bool:
    if _DAY.match(text, match.end()) or _AFTER_MONTH.search(text[max(0, match.start("low") - 20) : match.start("low")]):
        return True
    return bool(re.fullmatch(r"(?:19|20)\d\d", match["low"])) and not match["bound"] and not match["high"]


def _is_idle(text: str, match: re.Match[str]) -> bool:
    """ "One of them", "one day": a word, not a count."""
    after = text[match.end() : match.end() + 20].split()[:1]
    alone = match["low"].lower() == "one" and not match["bound"]
    return alone and bool(after) and after[0].lower().strip(",.") in _IDLE


def _number(text: str, match: re.Match[str], base: int) -> Number:
    value = _value(match["low"])
    end = match.end()
    if match["high"]:
        other = _value(match["high"])
        joined = text[match.end("low") : match.start("high")].strip().lower()
        if other > value and (joined != "and" or text[: match.start()].lower().rstrip().endswith("between")):
            return Number(Span(base + match.start(), base + end), value, other, "range", _unit(text, match, end))
        end = match.end("low")
    bound = _BOUNDS[" ".join(match["bound"].lower().split())] if match["bound"] else "exact"
    low = None if bound == "at_most" else value
    high = None if bound == "at_least" else value
    return Number(Span(base + match.start(), base + end), low, high, bound, _unit(text, match, end))


def _unit(text: str, match: re.Match[str], end: int) -> str:
    return "%" if match["unit"] and end == match.end() else _counted(text, end)


def _value(words: str) -> float:
    words = words.lower().strip()
    if words in _WORDS:
        return _WORDS[words]
    parts = re.split(r"[\s-]+", words)
    scale = _SCALES.get(parts[-1], 1.0) if len(parts) > 1 else 1.0
    if scale != 1.0:
        parts = parts[:-1]
    match = re.fullmatch(r"([\d,.\u00a0\u202f]+)(bn|m|k)?", "".join(parts))
    if match:
        digits = re.sub(r"[^\d.]", "", match[1]).rstrip(".")
        return float(digits or 0) * _SCALES.get(match[2] or "", 1.0) * scale
    return (sum(_WORDS.get(part, 0.0) for part in parts) or 1.0) * scale


def _counted(text: str, end: int) -> str:
    match = _COUNTED.match(text, end)
    return " ".join(match[1].split()) if match else ""
