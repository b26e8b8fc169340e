"""From ranges of words to places in the text, and from quotations to whoever said them."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .cues import Report
from .quotations import Quotation
from .statements import Kind, Quote, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


@dataclass
class Draft:
    """A statement in the making: its places in the text, before names and answers are known.

    `word` and `subject` are the cue's and the speaker's head in the parse; a labelled line has neither. `holder`
    is whose post it is, where that is all that tells who speaks.
    """

    block: int
    source: list[Span]
    cue: list[Span]
    content: list[Span]
    kind: Kind = "assertion"
    strong: bool = True
    noun: bool = False
    word: "Token | None" = None
    subject: "Token | None" = None
    origin: Span | None = None
    said: list[Quotation] = field(default_factory=list)
    holder: str = ""

    @property
    def start(self) -> int:
        return min(span.start for span in (*self.source, *self.cue, *self.content))


def draft(report: Report, doc: "Doc", base: int, block: int) -> Draft:
    """A report of speech with its ranges of words turned into places in the text."""
    source, cue, content = (
        [_span(doc, base, low, high) for low, high in ranges] for ranges in (report.source, report.cue, report.content)
    )
    entry = report.entry
    origin = _span(doc, base, *report.via.source[0]) if report.via and report.via.source else None
    return Draft(
        block, source, cue, content, entry.kind, entry.strong, report.noun, report.word, report.subject, origin
    )


def _span(doc: "Doc", base: int, low: int, high: int) -> Span:
    last = doc[high - 1]
    return Span(base + doc[low].idx, base + last.idx + len(last))


def attach(drafts: list[Draft], quotations: list[list[Quotation]], blocks: list[Span], clean: str) -> None:
    """Give every quotation that could stand alone to the report that introduces, follows or precedes it.

    `quotations` are those of each paragraph.
    """
    before: Draft | None = None
    by_block: list[list[Draft]] = [[] for _ in blocks]
    for item in sorted(drafts, key=lambda item: item.cue[0].start):
        by_block[item.block].append(item)
    for here, inside, block in zip(by_block, quotations, blocks, strict=True):
        for quotation in inside:
            owner = _owner(quotation, here, clean)
            if owner is None and quotation.whole:
                owner = _earlier(quotation, here) or _carried(quotation, here, before, block, clean)
            if owner is None and not quotation.whole:
                owner = _interrupted(quotation, here, clean)
            if owner is not None:
                _give(owner, quotation)
        before = _last(here, before, block, clean)


def _owner(quotation: Quotation, here: list[Draft], clean: str) -> Draft | None:
    """The report whose words overlap the quotation, or whose cue stands right beside it."""
    for item in here:
        if any(_overlap(span, quotation.span) for span in item.content):
            return item
    if not quotation.whole:
        return None
    for item in here:
        edges = (*item.cue, *item.source)
        if item.strong and any(_adjoin(clean, quotation.span, edge) for edge in edges):
            return item
    return None


def _earlier(quotation: Quotation, here: list[Draft]) -> Draft | None:
    """The last report before it in the paragraph: “…,” he said. “…”"""
    earlier = [item for item in here if item.cue[0].start < quotation.span.start and not item.noun]
    return earlier[-1] if earlier else None


def _interrupted(quotation: Quotation, here: list[Draft], clean: str) -> Draft | None:
    """Whose sentence goes on behind the tag: “We shall answer,” he told the radio, “in our own time.”"""
    for item in reversed(here):
        tag = max((span.end for span in (*item.cue, *item.source)), default=0)
        if item.said and max(said.span.end for said in item.said) <= item.cue[0].start < quotation.span.start:
            between = clean[tag : quotation.span.start].rstrip()
            return item if between.endswith(",") and len(between) <= 60 and "." not in between else None
    return None


def _carried(quotation: Quotation, here: list[Draft], before: Draft | None, block: Span, clean: str) -> Draft | None:
    """The speaker of the paragraph before, when this one goes on with his words."""
    if before is None or any(item.cue[0].start < quotation.span.start for item in here):
        return None
    return before if not clean[block.start : quotation.span.start].strip() else None


def _last(here: list[Draft], before: Draft | None, block: Span, clean: str) -> Draft | None:
    """Whose words the next paragraph may go on with: the quoted speaker's, or his who was announced by a colon."""
    talking = [item for item in here if not item.noun]
    if talking:
        last = talking[-1]
        return last if last.said or clean[block.end - 1] in ":," else None
    if before is not None and before.said and before.content and before.content[-1].start >= block.start:
        return before
    return None


def _give(item: Draft, quotation: Quotation) -> None:
    item.said.append(quotation)
    item.content = merged([*item.content, quotation.span])
    for taken in (*item.cue, *item.source):
        item.content = [piece for span in item.content for piece in _minus(span, taken)]


def merged(spans: list[Span]) -> list[Span]:
    """The spans in order, those that touch or overlap put together."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return result


def _minus(span: Span, taken: Span) -> list[Span]:
    if not _overlap(span, taken):
        return [span]
    pieces = [Span(span.start, taken.start), Span(taken.end, span.end)]
    return [piece for piece in pieces if piece.start < piece.end]


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _adjoin(clean: str, one: Span, other: Span) -> bool:
    low, high = (one.end, other.start) if one.end <= other.start else (other.end, one.start)
    return low <= high and high - low <= 4 and not any(char.isalnum() for char in clean[low:high])


def neat(span: Span, clean: str) -> Span:
    """A span of what was said without a stray stop at its end and with the bracket that its last word opened."""
    start, end = span
    if clean[start:end].count("(") > clean[start:end].count(")") and clean[end : end + 1] == ")":
        end += 1
    while end - 1 > start and clean[end - 1] in ".,;: " and not _abbreviated(clean, start, end):
        end -= 1
    while start < end and clean[start] in ",;: ":
        start += 1
    return Span(start, end)


def _abbreviated(clean: str, start: int, end: int) -> bool:
    """Whether the stop at the end belongs to the word: "U.S.", "p.m."."""
    return clean[end - 1] == "." and "." in clean[max(start, end - 4) : end - 1]


def quote_of(content: list[Span], quotations: list[Quotation], clean: str) -> Quote:
    """Direct if every word is quoted, paraphrase if none is, mixed otherwise."""
    inside = outside = 0
    for span in content:
        covered = 0
        for quotation in quotations:
            low, high = max(span.start, quotation.span.start), min(span.end, quotation.span.end)
            covered += len(clean[low:high].split()) if low < high else 0
        inside += covered
        outside += max(0, len(clean[span.start : span.end].split()) - covered)
    if not inside:
        return "paraphrase"
    return "mixed" if outside else "direct"
