"""Passage health: which passages of a source's earlier captures still stand in what it says now.

An altered passage is sought word by word, in windows of its own length: a Counter of common words slides
over the text once, and only the likeliest windows are compared letter by letter.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from heapq import nlargest

from sources.models import Capture, Passage, Source

ALIKE = 0.6
"""How alike (0 to 1, difflib's ratio) words must be to count as the same passage, altered."""
WINDOWS = 3
"""How many stretches of the text are compared letter by letter with one passage."""
LONGEST = 1_000
"""Characters of a passage beyond which only its beginning is compared so."""
_WORD = re.compile(r"\w+")


class State(StrEnum):
    INTACT = "intact"
    MOVED = "moved"
    ALTERED = "altered"
    GONE = "gone"


@dataclass(frozen=True)
class Health:
    """How a passage fares in a later capture: where it stands there, and for an altered one in which words."""

    passage: Passage
    state: State
    start: int | None = None
    end: int | None = None
    words: str = ""


def latest(source: Source) -> Capture | None:
    """The newest capture of what the source said as a whole."""
    return source.captures.whole().order_by("-pk").first()


def health(source: Source, passages: Iterable[Passage] | None = None) -> list[Health]:
    """Each passage of the captures before the latest one, or of those given, as it stands in that."""
    newest = latest(source)
    if newest is None:
        return []
    if passages is None:
        passages = Passage.objects.filter(capture__source=source, capture__lt=newest.pk)
    text = _Text(newest.text)
    return [text.health(passage) for passage in passages]


class _Text:
    def __init__(self, text: str) -> None:
        self.text = text
        self.words = [(match.start(), match.end(), match[0].casefold()) for match in _WORD.finditer(text)]

    def health(self, passage: Passage) -> Health:
        exact = passage.exact
        if self.text.startswith(exact, passage.start):
            return Health(passage, State.INTACT, passage.start, passage.end)
        places = self._places(exact)
        if places:
            start = max(places, key=lambda place: self._fit(passage, place))
            return Health(passage, State.MOVED, start, start + len(exact))
        return self._altered(passage)

    def _places(self, exact: str) -> list[int]:
        places, at = [], self.text.find(exact)
        while at >= 0 and len(places) < 100:
            places.append(at)
            at = self.text.find(exact, at + 1)
        return places

    def _fit(self, passage: Passage, start: int) -> tuple[float, int]:
        """How well a place suits a passage: like what stood around it, and near where it stood."""
        end = start + len(passage.exact)
        before = self.text[max(0, start - Passage.CONTEXT) : start]
        after = self.text[end : end + Passage.CONTEXT]
        alike = _alike(passage.prefix, before) + _alike(passage.suffix, after)
        return alike, -abs(start - passage.start)

    def _altered(self, passage: Passage) -> Health:
        exact = passage.exact[:LONGEST]
        best = max(
            ((_alike(exact, self.text[start:end]), start, end) for start, end in self._windows(exact)),
            default=(0.0, 0, 0),
        )
        alike, start, end = best
        if alike < ALIKE:
            return Health(passage, State.GONE)
        return Health(passage, State.ALTERED, start, end, self.text[start:end])

    def _windows(self, exact: str) -> list[tuple[int, int]]:
        """The stretches of as many words that share the most words with these."""
        wanted = Counter(match[0].casefold() for match in _WORD.finditer(exact))
        size = min(wanted.total(), len(self.words))
        if not size:
            return []
        lacking, shared = wanted.copy(), 0
        scores: list[tuple[int, int]] = []
        for last, (_, _, word) in enumerate(self.words):
            shared += lacking[word] > 0
            lacking[word] -= 1
            first = last - size + 1
            if first < 0:
                continue
            scores.append((shared, -first))
            gone = self.words[first][2]
            lacking[gone] += 1
            shared -= lacking[gone] > 0
        chosen = nlargest(WINDOWS, scores)
        return [(self.words[-first][0], self.words[-first + size - 1][1]) for shared, first in chosen if shared]


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
