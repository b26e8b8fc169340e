"""From drafts to statements: names, kinds, figures, places, and what answers what."""

from typing import TYPE_CHECKING

from . import drafts, kinds, names, numbers, places
from .answers import Answerable, target_of
from .drafts import Draft
from .names import Mention
from .quotations import Quotation
from .statements import Origin, Span, Statement

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def statements(
    found: list[Draft], clean: str, blocks: list[Span], quoted: list[Quotation], docs: "list[Doc]"
) -> list[Statement]:
    """Every draft with all that the text tells about it, in the order given."""
    known = names.mentions(docs, blocks)
    speakers = _speakers(found, known, clean, blocks)
    full = [mention.name.lower().split() for mention in known if mention.person]
    people = {word for words in full if len(words) > 1 for word in words}
    known_places = places.known_places(docs, people)
    every = _answerable(found, speakers, clean, blocks, docs)
    return [
        _statement(position, every, speakers[position], clean, blocks, quoted, known_places)
        for position in range(len(found))
    ]


def _speakers(found: list[Draft], known: list[Mention], clean: str, blocks: list[Span]) -> list[Mention | None]:
    told: list[tuple[Draft, Mention]] = []
    speakers: list[Mention | None] = []
    for item in found:
        speaker = names.resolve(item, told, known, blocks[item.block].start)
        if speaker is None and item.source:
            speaker = _labelled(item.source[0], known, clean)
        if speaker is not None:
            told.append((item, speaker))
        speakers.append(speaker)
    return speakers


def _labelled(label: Span, known: list[Mention], clean: str) -> Mention:
    """The name before a colon, in full if the text has it in full."""
    name = " ".join(clean[label.start : label.end].split())
    last = name.split()[-1].lower()
    fuller = [other for other in known if other.person and other.name.lower().split()[-1] == last]
    own = Mention(label, name, last, frozenset(name.lower().split()), True)
    return max(fuller, key=lambda other: len(other.name), default=own) if len(name.split()) == 1 else own


def _answerable(
    found: list[Draft], speakers: list[Mention | None], clean: str, blocks: list[Span], docs: "list[Doc]"
) -> list[Answerable]:
    every = []
    for item, speaker in zip(found, speakers, strict=True):
        words: list[Token] = []
        for number in _blocks_of(item, blocks):
            words += kinds.content_words(item, docs[number], blocks[number].start)
        kind = kinds.kind_of(item, words, speaker.words if speaker else frozenset())
        figures = any(numbers.numbers(clean, span) for span in item.content)
        every.append(Answerable(item, kind, speaker.name if speaker else "", words, figures))
    return every


def _blocks_of(item: Draft, blocks: list[Span]) -> list[int]:
    """The paragraphs that a draft's words stand in: its own, and those its quotation goes on over."""
    last = item.content[-1].end
    numbers_ = [item.block]
    while numbers_[-1] + 1 < len(blocks) and blocks[numbers_[-1] + 1].start < last:
        numbers_.append(numbers_[-1] + 1)
    low = item.block
    while low > 0 and item.content[0].start < blocks[low].start:
        low -= 1
    return list(range(low, item.block)) + numbers_


def _statement(
    position: int,
    every: list[Answerable],
    speaker: Mention | None,
    clean: str,
    blocks: list[Span],
    quoted: list[Quotation],
    known_places: set[str],
) -> Statement:
    answerable = every[position]
    item = answerable.item
    answers = target_of(position, every)
    named = speaker.span if speaker and speaker.span not in item.source else None
    inside = named is not None and any(span.start <= named.start and named.end <= span.end for span in item.source)
    return Statement(
        source=tuple(item.source),
        cue=tuple(item.cue),
        content=tuple(item.content),
        kind=answerable.kind,
        quote=drafts.quote_of(item.content, quoted, clean),
        speaker=speaker.name if speaker else item.holder,
        named=None if inside else named,
        denial=answerable.kind == "denial",
        accusation=answerable.kind == "accusation" or item.kind == "accusation",
        figures=tuple(number for span in item.content for number in numbers.numbers(clean, span)),
        places=tuple(_places(answerable.words, blocks, known_places, item)),
        origin=_origin(item, clean),
        answers=answers,
        target=tuple(every[answers].item.content) if answers is not None else (),
    )


def _places(words: "list[Token]", blocks: list[Span], known: set[str], item: Draft) -> list[Span]:
    found: list[Span] = []
    for number in _blocks_of(item, blocks):
        block = blocks[number]
        here = [word for word in words if len(word.doc.text) == block.end - block.start]
        spans = places.places(here, block.start, known)
        found += [at for at in spans if any(span.start <= at.start and at.end <= span.end for span in item.content)]
    return sorted(set(found))


def _origin(item: Draft, clean: str) -> Origin | None:
    return Origin(item.origin, " ".join(clean[item.origin.start : item.origin.end].split())) if item.origin else None
