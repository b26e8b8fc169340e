"""Reports of speech by nouns: whose claim it is, and what is claimed."""

from typing import TYPE_CHECKING

from . import clauses, lexicon, limits
from .clauses import Range, children, extent

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# What a noun lent to a verb may be about: "cast doubt on", "levelled accusations at".
_OF_LENT = {"of", "over", "about", "against", "on", "at", "to"}
_NAMES = {"NOUN", "PROPN", "PRON"}


def object_after(doc: "Doc", position: int) -> "Token | None":
    """The head of the noun phrase that begins at a position, whatever the tree makes of it."""
    token = doc[position]
    for _ in range(12):
        if token.head.i < position or token.head == token:
            break
        token = token.head
    if token.pos_ in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"}:
        return token
    return next((word for word in doc[position : position + 5] if word.pos_ in _NAMES), None)


def owner_of(noun: "Token") -> "Token | None":
    """Whose claim it is: "the mayor's claim", "the claim by the army", "accusations from Adran"."""
    for child in noun.children:
        if child.dep_ == "poss" and child.lower_ not in {"whose"}:
            return child
    for prep in noun.children:
        if prep.dep_ in {"prep", "agent"} and prep.lower_ in {"by", "from"}:
            return next(iter(children(prep, "pobj")), None)
    if noun.dep_ == "dobj" and noun.head.lemma_.lower() in lexicon.LIGHT and not clauses.is_passive(noun.head):
        lender = clauses.subject_of(noun.head)
        return lender if lender is not None and clauses.can_speak(lender) else None
    return None


def of_noun(noun: "Token") -> list[Range]:
    """What a claim, charge or demand is: "that …", "of …", "to …", "for …"."""
    for child in noun.children:
        if child.i < noun.i:
            continue
        if child.tag_ == "VBG" and child.lemma_.lower() in lexicon.VERBS and noun.lemma_.lower() in lexicon.DOCUMENTS:
            continue
        if child.dep_ in {"acl", "ccomp"} and (child.tag_ != "VBN" or children(child, "mark", "nsubj", "aux")):
            start, end = extent(child)
            return [limits.after_that(noun.doc, start, end)]
        if child.dep_ == "prep" and child.lower_ in {"for", "of", "about", "against", "over"}:
            start, end = extent(child)
            return [limits.tidy(noun.doc, start + (child.lower_ in {"for", "of"}), end)]
    lent = noun.head if noun.dep_ == "dobj" and noun.head.lemma_.lower() in lexicon.LIGHT else None
    for child in children(lent, "prep", "ccomp") if lent is not None else ():
        if child.i > noun.i and (child.dep_ == "ccomp" or child.lower_ in _OF_LENT):
            start, end = extent(child)
            return [limits.after_that(noun.doc, start + (child.lower_ in {"on", "to"}), end)]
    return []
