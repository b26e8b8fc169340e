"""Places named in a statement: what the model takes for one, and what stands where only places stand."""

from typing import TYPE_CHECKING

from . import lexicon
from .statements import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PLACE_WORDS = lexicon.words("""
    town city village region district province area settlement capital port island valley river lake mountain
    airport border crossing bridge hospital camp county peninsula oblast governorate suburb neighbourhood
    outskirts towns cities villages regions districts provinces areas settlements suburbs
""")
_PLACING = {"in", "near", "at", "around", "outside", "inside", "towards", "toward", "into", "across", "over"}
_NAMES = {"GPE", "LOC", "FAC"}


def known_places(docs: "list[Doc]", people: set[str]) -> set[str]:
    """Names that stand as places somewhere in the text, in small letters; people's names are none."""
    found = set()
    for doc in docs:
        for token in doc:
            if token.pos_ == "PROPN" and _stands_as_place(token):
                name = " ".join(part.lower_ for part in run_of(token))
                if not people.intersection(name.split()[-1:]):
                    found.add(name)
    return found | _in_company(docs, found, people)


def _in_company(docs: "list[Doc]", known: set[str], people: set[str]) -> set[str]:
    """Names listed beside a known place: "Kelm, Dormuz and Port Sabine"."""
    found = set()
    for doc in docs:
        for token in doc:
            if token.dep_ != "conj" or token.pos_ != "PROPN" or token.head.pos_ != "PROPN":
                continue
            names = [" ".join(part.lower_ for part in run_of(word)) for word in (token, token.head)]
            if any(name in known for name in names):
                found |= {name for name in names if not people.intersection(name.split()[-1:])}
    return found


def _stands_as_place(token: "Token") -> bool:
    if token.ent_type_ in _NAMES:
        return True
    if token.ent_type_ in {"DATE", "TIME"}:
        return False
    head = token
    while head.dep_ in {"conj", "compound", "nmod"} and head.head != head:
        head = head.head
    if head.lower_ in _PLACE_WORDS:
        return True
    if head.dep_ == "pobj" and head.pos_ == "PROPN":
        place = head.head.head.lower_ in _PLACE_WORDS and head.head.lower_ == "of"
        return head.head.lower_ in _PLACING or place
    if head.dep_ == "appos":
        return head.head.lower_ in _PLACE_WORDS
    return False


def run_of(token: "Token") -> "list[Token]":
    """The whole of a name that a token is part of: "Novi-Brod", "Port Sabine"."""
    doc = token.doc
    low = high = token.i
    while low > 0 and _in_name(doc[low - 1], doc[low]):
        low -= 1
    while high + 1 < len(doc) and _in_name(doc[high + 1], doc[high]):
        high += 1
    while doc[high].text == "-":
        high -= 1
    while doc[low].text == "-":
        low += 1
    return list(doc[low : high + 1])


def _in_name(token: "Token", beside: "Token") -> bool:
    if token.text == "-":
        return beside.pos_ == "PROPN" and not token.whitespace_
    return (
        token.pos_ == "PROPN"
        and token.dep_ in {"compound", "pobj", "nmod", "conj", "dobj", "nsubj", "poss"}
        and (beside.text == "-" or beside.dep_ == "compound" or token.dep_ == "compound")
    )


def places(words: "list[Token]", base: int, known: set[str]) -> list[Span]:
    """The places among the words of a statement, each once, in order."""
    found: dict[Span, None] = {}
    inside = {token.i for token in words}
    for token in words:
        if token.pos_ != "PROPN":
            continue
        run = run_of(token)
        name = " ".join(part.lower_ for part in run)
        if name in known and run[0].i in inside and run[-1].i in inside:
            found[Span(base + run[0].idx, base + run[-1].idx + len(run[-1]))] = None
    return sorted(found)
