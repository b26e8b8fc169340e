"""What is said in the passive: "the charge was denied by …", "they were accused of …"."""

from typing import TYPE_CHECKING

from . import clauses, limits
from .clauses import Range, children, extent
from .lexicon import Cue

if TYPE_CHECKING:
    from spacy.tokens import Token

_TAKING = {"np", "of", "as", "call", "clause", "person", "whom"}
_ABOUT = {"of", "as", "for", "over", "with"}
_PHRASES = {"as", "at", "to", "on", "by", "about", "with", "in"}


def content(verb: "Token", entry: Cue) -> list[Range]:
    """ "the charge was denied by …", "they were accused of …", "it was said that …"."""
    if not entry.frames & {"np", "of", "as", "call", "clause", "person", "whom"} and not clauses.particle(
        verb, entry.frames
    ):
        return []
    if entry.frames <= _PHRASES and not any(prep.lower_ in entry.frames for prep in children(verb, "prep", "oprd")):
        return []
    objects = children(verb, "nsubjpass")
    pieces: list[Range] = []
    if objects and objects[0].lower_ != "it":
        start, end = extent(objects[0])
        pieces.append(limits.tidy(verb.doc, start, end) if end <= verb.i else clauses.phrase(objects[0]))
    elif verb.dep_ == "acl" and verb.head.pos_ in {"NOUN", "PROPN"}:
        pieces.append(clauses.phrase(verb.head))
    elif not objects:
        pieces += _lost_subject(verb)
    for child in verb.children:
        if child.dep_ == "advcl" and verb.doc[child.left_edge.i - 1].text == ",":
            continue
        if child.dep_ == "prep" and child.lower_ == "with" and verb.lemma_ != "charge":
            continue
        if child.dep_ == "ccomp" and child.i < verb.i and objects and objects[0].lower_ == "it":
            pieces.append(limits.tidy(verb.doc, *extent(child)))
        if child.i < verb.i or child.dep_ in {"agent", "conj", "cc", "punct", "npadvmod", "prt", "advmod"}:
            continue
        if child.dep_ == "prep" and (limits.is_when(child) or child.lower_ not in _ABOUT | (entry.frames & {"on"})):
            continue
        if child.dep_ in {"prep", "xcomp", "ccomp", "oprd", "advcl", "pcomp"}:
            start, end = extent(child)
            pieces.append(limits.after_that(verb.doc, max(start, verb.i + 1), end))
    agent = clauses.agent_of(verb)
    pieces += _behind(agent) if agent is not None else []
    if "person" in entry.frames and objects:
        pieces = pieces[1:]
    return [piece for piece in pieces if piece[0] < piece[1]]


def _lost_subject(verb: "Token") -> list[Range]:
    """Whatever stands before "were rejected by …", when the tree has made it a clause of its own."""
    if verb.dep_ == "conj" and children(verb.head, "nsubjpass"):
        return [clauses.phrase(children(verb.head, "nsubjpass")[0])]
    auxiliaries = children(verb, "auxpass")
    if not auxiliaries or clauses.agent_of(verb) is None or verb.dep_ not in {"conj", "ROOT"}:
        return []
    start, end = verb.sent.start, min(aux.i for aux in children(verb, "auxpass", "aux"))
    opening = next((at for at in range(start, min(start + 5, end)) if verb.doc[at].text == ","), None)
    start = opening + 1 if opening is not None and verb.doc[start].pos_ in {"ADP", "ADV", "SCONJ"} else start
    return [limits.tidy(verb.doc, start, end)]


def _behind(agent: "Token") -> list[Range]:
    """What the tree hangs on whoever does a passive: "accused by the group | of looting", "by them | that …"."""
    pieces = []
    for child in agent.children:
        start, end = extent(child)
        if child.i > agent.i and child.dep_ == "prep" and children(child, "pcomp"):
            pieces.append((start, end))
        elif child.dep_ in {"acl", "relcl", "ccomp"} and children(child, "mark"):
            pieces.append(limits.after_that(agent.doc, start, end))
    return pieces
