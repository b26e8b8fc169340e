"""Which statement a denial answers, when it repeats little or nothing of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import lexicon
from .drafts import Draft
from .statements import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

# How many statements back an answer may reach.
REACH = 8
_EMPTY = (
    lexicon.words("involvement responsibility role blame version event account")
    | lexicon.CLAIM_NOUNS
    | lexicon.FALSEHOODS
    | lexicon.PROPOSAL_NOUNS
)
_LIGHT = {"be", "have", "do", "say", "make", "use", "take", "no", "not", "as", "such", "people", "force", "forces"}
_WANTED: dict[str, set[Kind]] = {
    "accusation": {"accusation"},
    "allegation": {"accusation", "assertion"},
    "charge": {"accusation"},
    "demand": {"demand"},
    "call": {"demand"},
    "proposal": {"demand"},
    "plan": {"demand", "assertion"},
    "offer": {"demand", "assertion"},
    "ultimatum": {"demand"},
}


@dataclass
class Answerable:
    """What is needed of a statement to find what answers what."""

    item: Draft
    kind: Kind
    speaker: str
    words: "list[Token]"
    figures: bool


def target_of(position: int, all_: list[Answerable]) -> int | None:
    """The place in the list of the statement that the one at `position` answers, or None."""
    answer = all_[position]
    if answer.kind not in {"denial", "refusal"}:
        return None
    inside = _carried(position, all_)
    if inside is not None:
        return inside
    before = [at for at in range(max(0, position - REACH), position) if all_[at].speaker != answer.speaker]
    before = [at for at in before if answer.item.block - all_[at].item.block <= 4]
    if _only_refers(answer):
        return _referred(answer, before, all_)
    return _alike(answer, before, all_)


def _carried(position: int, all_: list[Answerable]) -> int | None:
    """The claim that the denial carries inside it: "rejected the army's claim that …"."""
    mine = all_[position].item.content
    for at, other in enumerate(all_):
        if (
            at != position
            and other.item.noun
            and any(span.start <= other.item.cue[0].start < span.end for span in mine)
        ):
            return at
    return None


def _only_refers(answer: Answerable) -> bool:
    """Whether a denial says nothing of its own: "the claim", "as disinformation", "it “a bedtime story”"."""
    heavy = [word for word in answer.words if word.pos_ in {"NOUN", "PROPN", "VERB"}]
    if answer.words and answer.words[0].lower_ in {"it", "this", "that", "as", "them", "which", "something"}:
        return True
    if any(word.lemma_.lower() in lexicon.CLAIM_NOUNS | lexicon.PROPOSAL_NOUNS for word in answer.words[:3]):
        return len(heavy) <= 3
    return all(word.lemma_.lower() in _EMPTY or word.lower_ in _EMPTY for word in heavy)


def _referred(answer: Answerable, before: list[int], all_: list[Answerable]) -> int | None:
    wanted: set[Kind] = set()
    for word in answer.words[:4]:
        wanted |= _WANTED.get(word.lemma_.lower(), set())
        if word.lemma_.lower() in {"figure", "number", "toll"}:
            before = [at for at in before if all_[at].figures] or before
    fitting = [at for at in before if all_[at].kind in wanted] or [
        at for at in before if all_[at].kind not in {"denial", "refusal", "withheld"}
    ]
    return fitting[-1] if fitting else None


def _alike(answer: Answerable, before: list[int], all_: list[Answerable]) -> int | None:
    """The statement that shares most of its words with the denial, the last of equals."""
    mine = _heavy(answer.words)
    best, most = None, 0.0
    for at in before:
        other = all_[at]
        if other.kind in {"denial", "refusal", "withheld"}:
            continue
        score = len(mine & _heavy(other.words)) + (0.5 if other.kind == "accusation" else 0.0)
        if score >= max(1.0, most):
            best, most = at, score
    return best


def _heavy(words: "list[Token]") -> set[str]:
    return {
        word.lemma_.lower()
        for word in words
        if word.pos_ in {"NOUN", "PROPN", "VERB"} and word.lemma_.lower() not in _LIGHT | _EMPTY
    }
