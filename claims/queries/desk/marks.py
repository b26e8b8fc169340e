"""A text in pieces: its statements marked, and what stands between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claims.models import Claim
from claims.queries.desk.items import Item
from sources.attribution.statements import Span

if TYPE_CHECKING:
    from claims.queries.desk.page import Desk

Marked = tuple[Span, Item | None, Claim | None]


@dataclass(frozen=True)
class Stretch:
    """A piece of the text; with an item where it is a statement's, with a claim where somebody cited it by hand.

    `part` counts the pieces of one statement from 1.
    """

    text: str
    item: Item | None = None
    claim: Claim | None = None
    part: int = 0
    now: bool = False

    @property
    def key(self) -> str:
        return str(self.item.key or "") if self.item else ""

    @property
    def look(self) -> str:
        """The classes of a mark: what became of the statement, its side, whether it is before you."""
        if not self.item:
            return f"logged s{self.claim.side.slot}" if self.claim else ""
        side = self.item.side
        words = (self.item.state, f"s{side.slot}" if side else "", "now" * self.now, "first" * (self.part == 1))
        return " ".join(filter(None, words))

    @property
    def title(self) -> str:
        """Who says it, for whom, and what became of it."""
        if not self.item:
            return f"{self.claim.speaker.name}, {self.claim.side.name}: logged" if self.claim else ""
        side, state = self.item.side, "proposed" if self.item.is_open else self.item.state
        return f"{self.item.who}{f', {side.name}' if side else ''}: {state}"


def stretches(found: Desk) -> Iterator[Stretch]:
    """The whole text in pieces: between two statements, a statement, the current one."""
    text = found.capture.text if found.capture else ""
    spans: list[Marked] = [(span, item, None) for item in found.items for span in item.marks]
    spans += [(Span(one.passage.start, one.passage.end), None, one.claim) for one in found.by_hand]
    if found.chosen and found.current:
        spans.append((found.chosen, found.current, None))
    edges = sorted({0, len(text), *(place for span, _, _ in spans for place in span)})
    starting: dict[int, list[Marked]] = {}
    for entry in spans:
        starting.setdefault(entry[0].start, []).append(entry)
    covering: list[Marked] = []
    parts: Counter[int] = Counter()
    for start, end in zip(edges, edges[1:], strict=False):
        covering = [entry for entry in covering if entry[0].end > start] + starting.get(start, [])
        best = min(covering, key=lambda entry: (entry[1] is None, entry[0].end - entry[0].start), default=None)
        item, claim = (best[1], best[2]) if best else (None, None)
        parts[id(item)] += 1
        yield Stretch(text[start:end], item, claim, parts[id(item)], item is not None and item is found.current)
