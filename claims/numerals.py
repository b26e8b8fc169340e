"""Numbers in running English text: "1,166", "5.5 million", "two dozen", "10–15", "dozens".

What looks like a number and counts nothing is left out: dates, years, clock times, ages, models
(Su-25, 300mm), references (resolution 822, No. 3), telephone numbers, ordinals and fractions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from claims.vocabulary import MEASURES, words

LONGEST_SENTENCE = 300
"""Words after which a sentence is cut, so that reading stays linear whatever the text."""

LARGEST = Decimal(10) ** 15
"""Numbers from here on are no figures: the ledger keeps fifteen digits before the point."""


class Token(NamedTuple):
    """A word, a number or one sign, as it stands and in lower case, with its place in the text."""

    text: str
    low: str
    start: int
    end: int


class Number(NamedTuple):
    """A number from one token up to another; `vague` for "dozens", `unit` where it is glued on."""

    low: Decimal
    high: Decimal
    end: int
    vague: bool = False
    unit: str = ""


_TOKEN = re.compile(
    r"[^\W_]+(?:(?:['’‐‑-](?=[^\W_])|(?<=[0-9])[.,:/–](?=[0-9])|(?<=[0-9])[\u00a0\u202f\u2009](?=[0-9]{3}(?![0-9])))"
    r"[^\W_]+)*|\n\s{0,9}\n|[^\w\s]"
)
_SIGNS_OF_END = {".", "!", "?"}
_ABBREVIATIONS = words(
    "no nos mr mrs ms dr st gen col lt maj capt sgt approx ca jan feb mar apr jun jul aug sep sept oct nov dec u s"
)

_PLAIN = r"(?:[0-9]{1,3}(?:[,\u00a0\u202f\u2009][0-9]{3}){1,5}|[0-9]{1,15})(?:\.[0-9]{1,3})?"
_NUMBER = re.compile(_PLAIN)
_RANGE = re.compile(rf"({_PLAIN})[-–‐‑]({_PLAIN})")
_GLUED = re.compile(rf"({_PLAIN})[-‐‑]?([a-z]{{1,12}})")
_GLUED_UNITS = {unit for unit in MEASURES if unit not in ("m", "mile", "foot", "hour", "day", "week", "month", "year")}
_SCALES = {"thousand": 10**3, "k": 10**3, "million": 10**6, "mn": 10**6, "billion": 10**9, "bn": 10**9}
_SMALL = {
    word: number
    for line, numbers in (
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen",
            range(17),
        ),
        ("seventeen eighteen nineteen", range(17, 20)),
        ("twenty thirty forty fifty sixty seventy eighty ninety", range(20, 100, 10)),
    )
    for word, number in zip(line.split(), numbers, strict=True)
}
_VAGUE = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "millions": 2 * 10**6, "billions": 2 * 10**9}
_VAGUE_OF = {"tens": 20, "dozens": 24, "hundreds": 200}
_FRACTIONS = {"half", "halves", "third", "thirds", "quarter", "quarters", "fifth", "fifths", "tenth", "tenths"}

_MONTHS = words(
    "January February March April May June July August September October November December "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
)
_REFERENCES = words(
    "no nos number numbers article articles resolution resolutions section chapter paragraph page pages line route "
    "highway flight protocol order decree law bill room channel point item rule version phase stage level day unit "
    "war aged age figure table annex boeing airbus su mig mi tu type mark grad brigade group g tel phone"
)
_YEARS_FOLLOW = words(
    "in since from until till by during of before after early late mid year years summer autumn winter spring and to"
)
_CLOCK = re.compile(r"\s{0,3}(?:[ap]\.?m\b|o['’]clock|GMT\b|UTC\b|hrs?\b)", re.IGNORECASE)
_AGE = re.compile(r"[\s-]{0,3}years?[\s-]old\b", re.IGNORECASE)


def sentences(text: str) -> Iterator[list[Token]]:
    """The text sentence by sentence, as tokens; a sentence of more than 300 words is cut."""
    sentence: list[Token] = []
    for match in _TOKEN.finditer(text):
        token = Token(match[0], match[0].lower(), match.start(), match.end())
        if token.text[0] == "\n" or len(sentence) >= LONGEST_SENTENCE:
            yield sentence
            sentence = [] if token.text[0] == "\n" else [token]
            continue
        after = text[token.end : token.end + 1]
        if token.text in _SIGNS_OF_END and not (after.isalnum() or _is_abbreviation(sentence, token)):
            yield sentence
            sentence = []
        else:
            sentence.append(token)
    yield sentence


def _is_abbreviation(sentence: list[Token], dot: Token) -> bool:
    if dot.text != "." or not sentence or sentence[-1].end != dot.start:
        return False
    last = sentence[-1]
    return last.low in _ABBREVIATIONS and (last.text[0].isupper() or last.low in ("approx", "ca"))


def number_at(text: str, sentence: list[Token], at: int) -> Number | None:
    """The number that begins at this token, or None if there is none or it counts nothing."""
    token = sentence[at]
    if token.text[0] in "0123456789":
        return _in_digits(text, sentence, at)
    return _in_words(sentence, at) if token.text[0].isalpha() else None


def word_at(sentence: list[Token], at: int) -> str:
    """The word at a place, in lower case; empty beyond either end of the sentence."""
    return sentence[at].low if 0 <= at < len(sentence) else ""


def _in_digits(text: str, sentence: list[Token], at: int) -> Number | None:
    token = sentence[at]
    if token.start and text[token.start - 1] in "-−+#№" or _counts_nothing(text, sentence, at):
        return None
    if match := _RANGE.fullmatch(token.text):
        low, high = _value(match[1]), _value(match[2])
        if low >= high or (_is_year(match[1]) and len(match[2]) in (2, 4)):
            return None
        scale, end = _scale(sentence, at + 1)
        return _kept(Number(low * scale, high * scale, end))
    if _NUMBER.fullmatch(token.text):
        if len(token.text) > 1 and token.text[0] == "0" and "." not in token.text:
            return None
        digits, end = _spaced(text, sentence, at)
        scale, end = _scale(sentence, end)
        return _kept(Number(_value(digits) * scale, _value(digits) * scale, end))
    if (match := _GLUED.fullmatch(token.low)) and match[2] in _GLUED_UNITS | set(_SCALES):
        value = _value(match[1]) * _SCALES.get(match[2], 1)
        return _kept(Number(value, value, at + 1, unit=match[2] if match[2] in MEASURES else ""))
    return None


def _spaced(text: str, sentence: list[Token], at: int) -> tuple[str, int]:
    """Digits parted by single spaces, as in "5 000", and where they end."""
    digits, end = sentence[at].text, at + 1
    if not digits.isdecimal() or len(digits) > 3:
        return digits, end
    while end < min(len(sentence), at + 5) and text[sentence[end - 1].end : sentence[end].start] == " ":
        group = sentence[end].text
        if len(group) != 3 or not group.isdecimal():
            break
        digits, end = digits + group, end + 1
    return digits, end


def _kept(number: Number) -> Number | None:
    if number.high >= LARGEST:
        return None
    return number._replace(low=_tidy(number.low), high=_tidy(number.high))


def _tidy(value: Decimal) -> Decimal:
    return value.to_integral_value() if value == value.to_integral_value() else value


def _value(digits: str) -> Decimal:
    return Decimal(re.sub(r"[^0-9.]", "", digits))


def _scale(sentence: list[Token], at: int) -> tuple[int, int]:
    word = word_at(sentence, at)
    if word in ("hundred", "dozen"):
        return (100 if word == "hundred" else 12), at + 1
    return (_SCALES[word], at + 1) if word in _SCALES else (1, at)


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits.isdecimal() and 1000 <= int(digits) <= 2100


def _counts_nothing(text: str, sentence: list[Token], at: int) -> bool:
    """Whether the digits are a date, a clock time, an age, a year or a reference."""
    token, before, after = sentence[at], word_at(sentence, at - 1), word_at(sentence, at + 1)
    if before in (".", "of") and at > 1 and (sentence[at - 2].text in _MONTHS or sentence[at - 2].text == "No"):
        return True
    if at and sentence[at - 1].text in _MONTHS:
        return True
    month = at + 2 if after == "of" else at + 1
    if month < len(sentence) and sentence[month].text in _MONTHS and (after != "may" or sentence[month].text == "May"):
        return True
    if before in _REFERENCES or _CLOCK.match(text, token.end) or _AGE.match(text, token.end):
        return True
    if before == "," and after in (",", ".", "") and at > 1 and sentence[at - 2].text[0].isupper() and _is_age(token):
        return True
    if _is_year(token.text):
        return before in _YEARS_FOLLOW or not after.isalpha() or after in _YEARS_FOLLOW
    return False


def _is_age(token: Token) -> bool:
    return token.text.isdecimal() and len(token.text) < 4 and int(token.text) < 121


def _in_words(sentence: list[Token], at: int) -> Number | None:
    word, following = word_at(sentence, at), word_at(sentence, at + 1)
    if word in _VAGUE_OF and following == "of" and (scale := word_at(sentence, at + 2)) in _VAGUE:
        least = Decimal(_VAGUE_OF[word] * _VAGUE[scale] // 2)
        return Number(least, least, at + 3, vague=True)
    if word in _VAGUE:
        return Number(Decimal(_VAGUE[word]), Decimal(_VAGUE[word]), at + 1, vague=True)
    if word in ("a", "half") and (scaled := _scaled_article(sentence, at)):
        return scaled
    value, end = _spelled(sentence, at)
    if value is None or word_at(sentence, end) in _FRACTIONS:
        return None
    if word_at(sentence, end) == "or" and end == at + 1:  # "two or three soldiers"
        other, other_end = _spelled(sentence, end + 1)
        if other == value + 1:
            return Number(value, other, other_end)
    return _kept(Number(value, value, end))


def _scaled_article(sentence: list[Token], at: int) -> Number | None:
    """ "A dozen", "a hundred", "half a million"."""
    half = word_at(sentence, at) == "half"
    place = at + 2 if half and word_at(sentence, at + 1) == "a" else at + 1
    scale, end = _scale(sentence, place)
    if scale == 1 or word_at(sentence, place) in ("k", "mn", "bn") or (half and place == at + 1 and scale != 12):
        return None
    value = Decimal(scale) / (2 if half else 1)
    return Number(value, value, end)


def _spelled(sentence: list[Token], at: int) -> tuple[Decimal | None, int]:
    """A number spelled out, and where it ends: "two thousand five hundred and twenty-five"."""
    total = current = 0
    started, place = False, at
    while place < len(sentence) and place < at + 12:
        word = word_at(sentence, place)
        small = _small(word)
        if small is not None and (not started or current % 100 == 0 and (current or total) and small):
            current += small
        elif word == "hundred" and started and 0 < current < 100:
            current *= 100
        elif word == "dozen" and started and 0 < current < 100:
            current *= 12
        elif word in ("thousand", "million", "billion") and started and current:
            total, current = total + current * _SCALES[word], 0
        elif word == "and" and started and current % 100 == 0 and _small(word_at(sentence, place + 1)):
            if word_at(sentence, place - 1) not in ("hundred", "thousand", "million"):
                break
        else:
            break
        started, place = True, place + 1
    return (Decimal(total + current), place) if started else (None, at)


def _small(word: str) -> int | None:
    tens, hyphen, ones = word.partition("-")
    if not hyphen:
        return _SMALL.get(word)
    if _SMALL.get(tens, 0) >= 20 and 0 < _SMALL.get(ones, 0) < 10:
        return _SMALL[tens] + _SMALL[ones]
    return None
