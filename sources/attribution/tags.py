"""Tags that the tree does not see, read from left to right: "…, a civil leader, Anna Ilves, said."."""

from typing import TYPE_CHECKING

from . import lexicon, limits
from .clauses import FINITE, Range, can_speak

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_CLOSING = {'"', "”", "»", "'", "’", "''"}
_OPENING = {'"', "“", "«", "„", "‘", "'", "``"}
_NAMES = {"NOUN", "PROPN", "PRON"}
# The most words a speaker's name, office and house take.
_LONGEST = 24
_PAST = {"VBD", "VBN"}
_TENSES = {"VBD", "VBZ", "VBP", "VBN"}


def tag(verb: "Token", inside: set[int]) -> "tuple[Token, Range, list[Range]] | None":
    """Speaker's head, speaker and what is said, if a sure cue stands as a tag or before a colon; else None.

    `inside` are the tokens that stand in quotations.
    """
    entry = lexicon.VERBS.get(verb.lemma_.lower())
    if entry is None or not entry.strong:
        return None
    return _behind(verb, inside) or closing(verb, inside) or _announcing(verb, inside)


def _behind(verb: "Token", inside: set[int]) -> "tuple[Token, Range, list[Range]] | None":
    """ "…,” said one of them": the cue behind a comma or a quotation, the speaker behind the cue."""
    doc = verb.doc
    if verb.i == verb.sent.start or verb.i + 1 >= len(doc) or doc[verb.i - 1].text not in _CLOSING | {","}:
        return None
    if (verb.tag_ == "VBN" and not _housed(verb)) or (
        doc[verb.i - 1].text == "," and verb.i - 1 not in inside and verb.tag_ not in _PAST
    ):
        return None
    start = end = verb.i + 1 + _housed(verb)
    while end < verb.sent.end and _in_name(doc[end]) and end not in inside and end - start < 10:
        end += 1
    return _made(verb, (start, end), [(verb.sent.start, verb.i)], inside)


def _housed(verb: "Token") -> bool:
    """ "…, reported in the administration", as other languages put it."""
    after = verb.doc[verb.i + 1 : verb.i + 3]
    return len(after) == 2 and after[0].lower_ in {"in", "at"} and after[1].lower_ == "the"


def closing(verb: "Token", inside: set[int]) -> "tuple[Token, Range, list[Range]] | None":
    """ "…, a civil leader, Anna Ilves, said.": the speaker before the cue, nothing behind it but when and where."""
    entry = lexicon.VERBS.get(verb.lemma_.lower())
    if entry is None or not entry.strong:
        return None
    if verb.tag_ not in _TENSES or not _ends(verb):
        return None
    speaker = _name_before(verb, inside)
    if speaker is None or speaker[0] <= verb.sent.start or verb.doc[speaker[0] - 1].text not in _CLOSING | {","}:
        return None
    return _made(verb, speaker, [(verb.sent.start, speaker[0])], inside)


def _announcing(verb: "Token", inside: set[int]) -> "tuple[Token, Range, list[Range]] | None":
    """ "Asked …, Colonel Shi, a spokesman, said: “…”": the speaker before the cue, a colon behind it."""
    doc = verb.doc
    if verb.tag_ not in _TENSES or verb.i + 2 >= len(doc) or doc[verb.i + 1].text != ":":
        return None
    speaker = _name_before(verb, inside)
    return _made(verb, speaker, [(verb.i + 2, limits.cut(verb, verb.sent.end))], inside) if speaker else None


def _ends(verb: "Token") -> bool:
    """Whether the sentence ends behind a cue, or only says when and where it was said."""
    rest = verb.doc[verb.i + 1 : verb.sent.end]
    if not len(rest) or rest[0].is_punct:
        return not any(token.tag_ in FINITE for token in rest) or rest[0].text in {".", ","}
    opens = rest[0].lower_ in lexicon.WEEKDAYS | {"on", "in", "at", "during", "late", "early", "earlier", "after"}
    return opens and not any(token.tag_ in FINITE for token in rest)


def _name_before(verb: "Token", inside: set[int]) -> Range | None:
    """The words up to the cue that name the speaker: one stretch between commas, or an office and a name."""
    doc, low = verb.doc, verb.i
    set_off = doc[low - 1].text == "," if low > verb.sent.start else False
    if set_off:
        low = _stretch(doc, low - 1, verb.sent.start, inside)
        if low <= verb.sent.start or low >= verb.i - 1 or doc[low - 1].text != ",":
            return None
        low -= 1
    start = _stretch(doc, low, verb.sent.start, inside)
    return (start, verb.i - set_off) if start < low and verb.i - start <= _LONGEST else None


def _stretch(doc: "Doc", end: int, first: int, inside: set[int]) -> int:
    """Where the words of a name begin that end before `end`."""
    start = end
    while start > first and _in_name(doc[start - 1]) and start - 1 not in inside:
        start -= 1
    while start < end and doc[start].pos_ in {"ADP", "CCONJ", "ADV", "SCONJ", "PART", "PUNCT"}:
        start += 1
    return start


def _in_name(token: "Token") -> bool:
    if token.is_punct:
        return token.text in {"-", "(", ")"}
    if token.tag_ in FINITE or token.tag_ in {"WP", "WDT", "TO", "WRB"} or token.lower_ in {"that", "but"}:
        return False
    return token.pos_ in _NAMES | {"DET", "ADJ", "NUM", "ADP", "PART", "ADV"} or token.tag_ in {"VBN", "VBG", "CC"}


def _made(
    verb: "Token", speaker: Range, said: list[Range], inside: set[int]
) -> "tuple[Token, Range, list[Range]] | None":
    doc, (start, end) = verb.doc, speaker
    while end > start and doc[end - 1].pos_ in {"ADP", "CCONJ", "ADV", "PUNCT"} and doc[end - 1].text != ")":
        end -= 1
    head = next(
        (
            token
            for token in doc[start:end]
            if token.pos_ in _NAMES and (token.i + 1 >= end or doc[token.i + 1].pos_ not in {"NOUN", "PROPN", "PART"})
        ),
        None,
    )
    if head is None or not can_speak(head) or limits.is_day(head):
        return None
    said = [limits.tidy(doc, *piece) for piece in said]
    if any(token.i not in inside for low, high in said for token in doc[low:high]):
        said = [piece for piece in said if any(token.tag_ in FINITE for token in doc[slice(*piece)])]
    return (head, (start, end), said) if said else None
