"""Speakers that the tree takes for something else than subjects."""

from typing import TYPE_CHECKING

from . import lexicon, limits
from .clauses import can_speak, children

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOUNS = {"NOUN", "PROPN", "PRON"}
_BEFORE_TAG = {",", '"', "”", "»", "'", "’", "“", "«", "?", "!"} | limits.DASHES


def inverted(verb: "Token", tag: bool = False) -> "Token | None":
    """The speaker after the verb: "“…,” said the mayor", when the tree takes him for an object."""
    entry = lexicon.VERBS.get(verb.lemma_.lower())
    if not tag and (entry is None or not entry.strong) or verb.tag_ not in {"VBD", "VBZ", "VBP"}:
        return None
    if verb.i == 0 or verb.doc[verb.i - 1].text not in _BEFORE_TAG:
        return None
    labels = {"dobj", "attr", "npadvmod", "ccomp", "oprd", "dep"}
    candidates = [child for child in verb.children if child.i > verb.i and child.dep_ in labels]
    candidates = [child for child in candidates if child.pos_ in _NOUNS and child.i - verb.i < 8]
    return next((child for child in candidates if not limits.is_day(child)), None)


def located(verb: "Token") -> "Token | None":
    """The house for the people in it: "In the ministry noted that …", as other languages put it."""
    if verb.tag_ != "VBD" or verb.dep_ != "ROOT":
        return None
    for prep in children(verb, "prep"):
        if prep.lower_ in {"in", "at"} and prep.i == verb.sent.start:
            return next((noun for noun in children(prep, "pobj") if can_speak(noun)), None)
    return None
