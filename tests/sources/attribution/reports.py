"""Reports written for these tests, with their statements marked by hand.

In reports/*.txt, {1s|…} is the speaker of the first statement, {1c=denial>4|…} its cue with its kind and the
statement it answers, {1t|…} a stretch of what is said; {2+3s|…} shares words between statements. A statement
without a speaker of its own has the speaker of the one before it.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "reports"
_OPENS = re.compile(r"\{(?P<keys>\d+(?:\+\d+)*)(?P<role>[sct])(?:=(?P<kind>\w+?)(?:>(?P<answers>\d+))?)?\|")
_WORD = re.compile(r"\w+(?:[.,]\d+)*")


@dataclass
class Marked:
    """One statement as a person marked it: roles by their letters s, c and t, as places in the plain text."""

    roles: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: {"s": [], "c": [], "t": []})
    kind: str = ""
    answers: str = ""


@dataclass
class Report:
    name: str
    text: str
    statements: dict[str, Marked]


def reports() -> list[Report]:
    return [_read(path) for path in sorted(FOLDER.glob("*.txt"))]


def report(name: str) -> Report:
    return _read(FOLDER / f"{name}.txt")


def _read(path: Path) -> Report:
    raw, plain, opened = path.read_text(encoding="utf-8"), "", []
    statements: dict[str, Marked] = {}
    position = 0
    while position < len(raw):
        match = _OPENS.match(raw, position)
        if match:
            opened.append((match, len(plain)))
            position = match.end()
            continue
        if raw[position] == "}":
            match, start = opened.pop()
            for key in match["keys"].split("+"):
                marked = statements.setdefault(key, Marked())
                marked.roles[match["role"]].append((start, len(plain)))
                marked.kind, marked.answers = match["kind"] or marked.kind, match["answers"] or marked.answers
        else:
            plain += raw[position]
        position += 1
    _share_speakers(statements)
    return Report(path.stem, plain, statements)


def _share_speakers(statements: dict[str, Marked]) -> None:
    last: list[tuple[int, int]] = []
    for key in sorted(statements, key=int):
        last = statements[key].roles["s"] = statements[key].roles["s"] or last


def words(text: str, spans: list[tuple[int, int]]) -> set[int]:
    """Where the words begin that lie in any of the spans."""
    return {m.start() for m in _WORD.finditer(text) if any(m.end() > start and m.start() < end for start, end in spans)}


def alike(one: set[int], other: set[int]) -> float:
    """The F1 of two sets of words."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
