"""The way in: `read(text)` gives the attributed statements of any text."""

from typing import TYPE_CHECKING

from . import blocks as paragraphs
from . import cues, drafts, finishing, labels, parsing, posts, quotations
from .drafts import Draft
from .posts import Post
from .quotations import Quotation
from .statements import Span, Statement

if TYPE_CHECKING:
    from spacy.tokens import Doc


def read(text: str, *, model: str = "", poster: str = "") -> list[Statement]:
    """The attributed statements of a text, in the order of their first words.

    Takes any text and raises nothing; offsets are Unicode code points of the text as given. `model` names
    another spaCy model than the pinned one; `poster` is whoever holds the account, if the text is a post.
    """
    clean = paragraphs.plain(text)
    blocks = list(paragraphs.blocks(clean))
    quoted = quotations.quotations(clean, blocks)
    docs = list(parsing.parse(clean, blocks, parsing.model(model)))
    found = _drafts(clean, blocks, quoted, docs)
    posted = posts.post(text, clean, blocks, poster)
    if posted is not None:
        found = _posted(posted, found, blocks)
    return finishing.statements(found, clean, blocks, quoted, docs)


def _drafts(clean: str, blocks: list[Span], quoted: list[Quotation], docs: "list[Doc]") -> list[Draft]:
    found: list[Draft] = []
    by_block = _by_block(blocks, quoted)
    for number, doc in enumerate(docs):
        found += _in_block(doc, blocks[number], number, by_block[number])
    names = {clean[span.start : span.end].split()[-1].lower() for item in found for span in item.source}
    labelled = labels.labels(clean, blocks, names)
    found = [item for item in found if item.block not in labelled]
    found += [
        _labelled(clean, blocks[number], number, label, colon)
        for number, (label, colon) in labelled.items()
        if not labels.unnamed(clean[label.start : label.end])
    ]
    drafts.attach(found, by_block, blocks, clean)
    for item in found:
        item.content = [span for span in (drafts.neat(span, clean) for span in item.content) if span.start < span.end]
    return sorted((item for item in found if item.content), key=lambda item: item.start)


def _by_block(blocks: list[Span], quoted: list[Quotation]) -> list[list[Quotation]]:
    result: list[list[Quotation]] = [[] for _ in blocks]
    number = 0
    for quotation in quoted:
        while blocks[number].end <= quotation.span.start:
            number += 1
        result[number].append(quotation)
    return result


def _posted(post: Post, found: list[Draft], blocks: list[Span]) -> list[Draft]:
    """A paragraph of a post in which nobody else is quoted is the statement of whoever holds the account."""
    told = {item.block for item in found}
    own = [
        Draft(at, list(post.source), list(post.mark), [blocks[at]], holder=post.holder)
        for at in post.blocks
        if at not in told
    ]
    found = [item for item in found if item.block in post.blocks]
    return sorted([*found, *own], key=lambda item: item.content[0].start)


def _labelled(clean: str, block: Span, number: int, label: Span, colon: Span) -> Draft:
    start = colon.end
    while start < block.end and clean[start].isspace():
        start += 1
    return Draft(number, [label], [colon], [Span(start, block.end)])


def _in_block(doc: "Doc", block: Span, number: int, quoted: list[Quotation]) -> list[Draft]:
    here = [quotation for quotation in quoted if not quotation.unfinished or quotation.span.start == block.start]
    mask = bytearray(block.end - block.start)
    for quotation in here:
        low, high = quotation.span.start - block.start, quotation.span.end - block.start
        mask[low:high] = b"\1" * (high - low)
    inside = {token.i for token in doc if mask[token.idx]}
    reports = cues.reports(doc, inside, _after(doc, block, here))
    return [drafts.draft(report, doc, block.start, number) for report in cues.outermost(reports)]


def _after(doc: "Doc", block: Span, here: list[Quotation]) -> set[int]:
    """The tokens right behind a quotation that calls for a tag: closed by a comma, a question or a cry."""
    starts = {token.idx: token.i for token in doc if not token.is_punct and not token.is_space}
    after = set()
    for quotation in here:
        end = quotation.span.end - block.start
        tail = doc.text[max(0, end - 3) : end + 1]
        if quotation.words >= 2 and any(mark in tail for mark in ",?!—–"):
            at = next((starts[end + gap] for gap in range(5) if end + gap in starts), None)
            after |= {at} if at is not None else set()
    return after
