"""Signs and lines: what is taken out of every text, and lines that a narrow page broke."""

import re
import unicodedata

from sources.dates.days import MONTHS

# Control signs but tab and line feed, and lone surrogates: PostgreSQL refuses some, and nobody can see any.
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u0085]")
_HARD_WRAP = range(45, 100)

_FIRST_LINES = 5
_MONTH = rf"(?:{'|'.join(MONTHS)}|{'|'.join(name[:3] for name in MONTHS)}|sept)\b\.?"
_DAY = rf"(?P<day>[0-9]{{1,2}} {_MONTH},? [0-9]{{4}}|{_MONTH} [0-9]{{1,2}}, [0-9]{{4}})"
_DATELINES = (
    re.compile(rf"[^\W\d_][^:;]{{1,60}}, {_DAY}(?: \([^()]{{1,60}}\))? ?[-–—]+ ", re.IGNORECASE),
    re.compile(rf"(?:(?:published|posted|issued|date)(?: on)?:? )?(?:[a-z]{{3,9}}day,? )?{_DAY}$", re.IGNORECASE),
)


def clean(text: str) -> str:
    """A text as it was, with one kind of line end and without signs that a database or a page cannot carry."""
    text = _LINE_ENDS.sub("\n", text).replace("\x0c", "\n\n").replace("\x0b", "\n").replace("\u2029", "\n\n")
    return _INVISIBLE.sub("", text)


def paragraphs(text: str) -> list[str]:
    """The stretches of a text between its blank lines, each without white space around its lines."""
    tidy = "\n".join(line.strip() for line in text.split("\n"))
    return [part.strip() for part in re.split(r"\n{2,}", tidy) if part.strip()]


def unwrapped(text: str) -> str:
    """A text whose lines were broken to fit a mail or a printed page, with each paragraph on one line again.

    Lines that were short by intent (an address, a list, a signature) stay as they are.
    """
    return "\n\n".join(_joined(part.split("\n")) for part in paragraphs(text))


def _joined(lines: list[str]) -> str:
    joined = lines[0]
    for before, line in zip(lines, lines[1:], strict=False):
        widest = max(len(other) for other in lines)
        # A line was broken where the next word no longer fitted.
        broken = len(before) + 1 + len(line.split(" ")[0]) > min(widest, _HARD_WRAP.stop)
        if broken and widest in range(_HARD_WRAP.start, 200) and not _begins_entry(line):
            hyphen = before.endswith("\u00ad")
            joined = joined.rstrip("\u00ad") + ("" if hyphen else " ") + line
        else:
            joined += "\n" + line
    return joined


def _begins_entry(line: str) -> bool:
    return bool(re.match(r"([-*•–>]|\d{1,3}[.)])\s", line))


def title_of(text: str) -> str:
    """The headline of a plain text: a short first line, set apart, that is no sentence. Else ""."""
    first, _, rest = text.strip().partition("\n")
    first = first.strip()
    apart = rest.startswith("\n")
    sentence = bool(re.search(r"[.:;,…]['\"”’»)]*$", first))
    return first if apart and 0 < len(first) <= 200 and not sentence else ""


def day_in(text: str) -> str:
    """The day that a plain text says it is of, as it writes it: in a wire's dateline or on a first line by itself.

    "" where there is none with its year.
    """
    lines = [line.strip() for line in text[:3000].split("\n") if line.strip()]
    found = (pattern.match(line) for line in lines[:_FIRST_LINES] for pattern in _DATELINES)
    return next((match["day"] for match in found if match), "")


def line_of(text: str, longest: int = 300) -> str:
    """One line of a form from what a source says of itself: no line ends, no stray white space, not too long."""
    return " ".join(unicodedata.normalize("NFC", clean(text)).split())[:longest].rstrip()


def runs_right_to_left(text: str) -> bool:
    """Whether a good part of a text's letters are Hebrew, Arabic or their kin (Unicode's classes R and AL)."""
    ways = [unicodedata.bidirectional(letter) for letter in text if letter.isalpha()]
    return sum(way in ("R", "AL") for way in ways) > len(ways) / 5
