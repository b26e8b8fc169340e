"""Denials in passing, read from left to right: ", which Kelm denies", ", a figure the army disputes"."""

from typing import TYPE_CHECKING

from . import lexicon
from .clauses import Range, phrase

if TYPE_CHECKING:
    from spacy.tokens import Token

_RELATIVES = {"which", "that"}
_BETWEEN = {"ADV", "AUX", "PART"}
_NAMES = {"NOUN", "PROPN", "PRON", "ADJ", "DET", "ADP", "PART", "NUM"}
# "The military" may be all the name there is.
_HEADS = {"NOUN", "PROPN", "PRON", "ADJ"}
_LONGEST = 12
_MARKS = {",", "—", "–", "-", "--", '"', "”"}


class Dispute:
    """What is denied, who denies it and with which word, as ranges of tokens."""

    def __init__(self, content: Range, source: Range, verb: "Token") -> None:
        self.content, self.source, self.verb = content, source, verb

    @property
    def subject(self) -> "Token":
        """The head of whoever denies it."""
        words = [token for token in self.verb.doc[slice(*self.source)] if token.pos_ in _HEADS]
        return next((word for word in words if word.nbor().lower_ in {"of", "in", "for"}), words[-1])


def opened_by(first: "Token") -> Dispute | None:
    """The denial that a "which", "something" or "a claim" behind a comma opens, if nothing else follows it."""
    doc, start = first.doc, first.i
    if start < 2 or doc[start - 1].text not in _MARKS:
        return None
    low = _denied(first)
    if low is None:
        return None
    verb = next((word for word in doc[low + 1 : min(low + _LONGEST, first.sent.end)] if _denies(word)), None)
    if verb is None:
        return None
    high = verb.i
    while high > low and doc[high - 1].pos_ in _BETWEEN and doc[high - 1].lower_ not in {"'s", "’s"}:
        high -= 1
    name = doc[low:high]
    if not any(word.pos_ in _HEADS for word in name) or any(word.pos_ not in _NAMES for word in name):
        return None
    return Dispute(_content(first, low), (low, high), verb)


def _denied(first: "Token") -> int | None:
    """Where the name begins: behind "which", "something", "a charge" or "a charge that"."""
    doc, at = first.doc, first.i + 1
    if first.lower_ in {"a", "an"} and at < len(doc) and doc[at].lemma_.lower() in lexicon.SUMMARIES:
        at += 1
    elif first.lower_ not in {"which", "something"} and not _sum_up(first):
        return None
    return at + (at < len(doc) and first.lower_ != "which" and doc[at].lower_ in _RELATIVES)


def _sum_up(noun: "Token") -> bool:
    """ "Claims", "accusations", whether the tagger takes them for nouns or not."""
    return noun.lower_.endswith("s") and noun.lower_[:-1] in lexicon.SUMMARIES | lexicon.CLAIM_NOUNS


def _content(first: "Token", low: int) -> Range:
    """The noun that sums up what is denied; without one, the "which" that stands for it."""
    if first.lower_ != "which":
        return first.i, low - (first.doc[low - 1].lower_ in _RELATIVES)
    before = first.doc[first.i - 2]
    sums_up = before.pos_ == "NOUN" and before.lemma_.lower() in lexicon.CLAIM_NOUNS | lexicon.SUMMARIES
    return phrase(before) if sums_up else (first.i, first.i + 1)


def _denies(word: "Token") -> bool:
    """Whether a word is one of denial or refusal, whatever the tagger makes of it, and closes what it says."""
    entry = lexicon.VERBS.get(_base(word))
    if entry is None or entry.kind not in {"denial", "refusal"} or "np" not in entry.frames:
        return False
    behind = word.nbor() if word.i + 1 < word.sent.end else None
    return behind is None or behind.text in {".", ",", ";", ":", "!", "?", ")", "—", "–"}


def _base(word: "Token") -> str:
    """The verb in "denies", "disputes" or "has denied"."""
    lower = word.lower_
    forms = (lower, lower[:-1], lower[:-2], lower[:-3] + "y")
    return next((form for form in forms if form in lexicon.VERBS), lower)
