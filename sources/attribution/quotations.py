"""Finding quotations, whatever marks they stand in and however badly those are matched."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from .statements import Span

_OPENERS = set("“„‟«‹「『〝")
_CLOSERS = set("”»›」』〞")
_AMBIGUOUS = set('"＂')
_DOUBLE = _OPENERS | _CLOSERS | _AMBIGUOUS
_SINGLE_OPENERS = set("‘‚'")
_SINGLE_CLOSERS = set("’'‘")
_LONGEST_SINGLE = 1_500
_STOPS = set(".,!?…;:—–-")


@dataclass(frozen=True)
class Quotation:
    """A stretch between quotation marks, the marks included.

    `whole` tells words that could stand as a sentence of their own from a word or phrase that is only
    quoted inside somebody else's sentence; `unfinished` that the paragraph ended before the quotation did.
    """

    span: Span
    words: int
    whole: bool
    unfinished: bool = False


def quotations(clean: str, blocks: list[Span]) -> list[Quotation]:
    """Every quotation of the text, in order; none reaches past its paragraph, none lies in another."""
    found: list[Quotation] = []
    for block in blocks:
        found += _in_block(clean, block)
    return found


def _in_block(clean: str, block: Span) -> Iterator[Quotation]:
    opened: int | None = None
    ends = _SingleEnds(clean, block)
    position = block.start
    while position < block.end:
        char = clean[position]
        if char in _DOUBLE:
            opens, closes = _reads_as(clean, position, block)
            if opened is None and opens:
                opened = position
            elif opened is not None and (closes or (char in _OPENERS and opens)):
                end = position + 1 if closes else position
                yield _quotation(clean, opened, end, unfinished=not closes)
                opened = None if closes else position
        elif opened is None and char in _SINGLE_OPENERS and _opens_single(clean, position, block):
            closed = ends.after(position)
            if closed:
                yield _quotation(clean, position, closed)
                position = closed - 1
        position += 1
    if opened is not None and block.end - opened > 2:
        yield _quotation(clean, opened, block.end, unfinished=True)


def _reads_as(clean: str, at: int, block: Span) -> tuple[bool, bool]:
    """Whether a double mark may open and may close a quotation here, by its form and by the blanks around it."""
    before = clean[at - 1] if at > block.start else " "
    after = clean[at + 1] if at + 1 < block.end else " "
    char = clean[at]
    leaning_right = (before.isspace() or before in "([—–-:") and not after.isspace()
    leaning_left = not before.isspace() and (after.isspace() or not after.isalnum())
    if char in _AMBIGUOUS:
        return not leaning_left or leaning_right, not leaning_right or leaning_left
    if leaning_right == leaning_left:
        return char in _OPENERS, char in _CLOSERS or char == "“"
    return (leaning_right, leaning_left or (char in _CLOSERS and char in "”" and not before.isalnum()))


def _opens_single(clean: str, at: int, block: Span) -> bool:
    before = clean[at - 1] if at > block.start else " "
    after = clean[at + 1] if at + 1 < block.end else " "
    return not before.isalnum() and before not in "'’" and after.isalnum()


class _SingleEnds:
    """Where a quotation in single marks may close: surely after a stop, perhaps where a word ends in s."""

    def __init__(self, clean: str, block: Span) -> None:
        self.sure: list[int] = []
        self.weak: list[int] = []
        self.walls = [at for at in range(block.start, block.end) if clean[at] in _DOUBLE]
        for at in range(block.start + 1, block.end):
            if clean[at] not in _SINGLE_CLOSERS:
                continue
            before, after = clean[at - 1], clean[at + 1] if at + 1 < block.end else " "
            if after.isalnum() or before.isspace():
                continue
            sure = before in _STOPS or (before != "s" and after in " ,.;:!?)") or after in ",.;:!?)"
            (self.sure if sure else self.weak).append(at)

    def after(self, opened: int) -> int | None:
        """Past the mark that closes the one at `opened`; a double mark in between means there is none."""
        wall = _next(self.walls, opened)
        for marks in (self.sure, self.weak):
            at = _next(marks, opened + 2)
            if at is not None and (wall is None or at < wall) and at - opened < _LONGEST_SINGLE:
                return at + 1
        return None


def _next(places: list[int], at: int) -> int | None:
    found = bisect_left(places, at)
    return places[found] if found < len(places) else None


def _quotation(clean: str, start: int, end: int, unfinished: bool = False) -> Quotation:
    inside = clean[start:end].strip("".join(_DOUBLE) + "'’‘‚ \t\n")
    words = len(inside.split())
    stop = inside[-1:] in set(".,!?…—") or clean[end : end + 1] in {",", "."}
    first = inside[:1]
    whole = words >= 3 and (stop or words >= 8) and not (first.islower() and words < 8)
    while end > start and clean[end - 1].isspace():
        end -= 1
    return Quotation(Span(start, end), words, whole, unfinished)
