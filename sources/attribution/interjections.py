"""Tags inside the sentence that they report: "the rebels, he said, had left"."""

from typing import TYPE_CHECKING

from . import clauses, disputes, lexicon, limits
from .clauses import FINITE, Range, children, extent
from .lexicon import Cue

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def halves(verb: "Token", entry: Cue, subject: "Token | None") -> list[Range]:
    """Both sides of a tag inside a sentence: "the point now | , he told us on Friday, | is that …"."""
    if not entry.strong or subject is None or subject.i > verb.i or verb.dep_ in {"relcl", "acl"}:
        return []
    if children(verb, "dobj") and "person" not in entry.frames:
        return []
    low = clauses.phrase(subject)[0]
    if low - 1 <= verb.sent.start or verb.doc[low - 1].text != ",":
        return []
    rest = _second_half(verb, verb.sent.start, low)
    return [limits.tidy(verb.doc, verb.sent.start, low), *rest] if rest else []


def _second_half(verb: "Token", start: int, low: int) -> list[Range]:
    doc, end = verb.doc, verb.sent.end
    comma = next((at for at in range(verb.i + 1, min(verb.i + 8, end)) if doc[at].text == ","), None)
    if comma is None or comma + 2 >= end or any(token.tag_ in FINITE for token in doc[verb.i + 1 : comma]):
        return []
    goes_on = doc[comma + 1].tag_ in FINITE and not any(token.tag_ in FINITE for token in doc[start:low])
    if not goes_on and not (doc[comma + 1].lower_ == "that" and doc[comma + 1].tag_ != "DT"):
        return []
    return [limits.tidy(doc, comma + 1, limits.cut(doc[comma], end))]


def host(verb: "Token", entry: Cue, subject: "Token | None") -> list[Range]:
    """A tag between commas inside the clause it reports: "the rebels, he said, had left"."""
    if not entry.strong or subject is None or "clause" not in entry.frames:
        return []
    if children(verb, "mark"):
        return []
    if verb.dep_ not in {"parataxis", "ccomp", "advcl", "dep"} or verb.head.pos_ not in {"VERB", "AUX"}:
        return []
    low, high = extent(verb)
    doc = verb.doc
    if high - low > 14 or (low > 0 and doc[low - 1].text not in {",", *limits.DASHES} and not doc[low].is_punct):
        return []
    return around(verb, (low, high))


def around(word: "Token", hole: Range) -> list[Range]:
    """The clause that a tag interrupts, on both sides of it: "the rebels | , he said, | had left"."""
    sentence = word.sent
    head = word
    while head.head != head and (hole[0] <= head.i < hole[1] or head.pos_ not in {"VERB", "AUX"} or head.dep_ == "acl"):
        head = head.head
    start, end = (sentence.start, sentence.end) if head.dep_ == "ROOT" or hole[0] <= head.i < hole[1] else extent(head)
    start, end = min(start, hole[0]), max(end, hole[1])
    if all(token.is_punct or token.is_space for token in word.doc[sentence.start : hole[0]]):
        start, end = hole[0], limits.cut(word, sentence.end)
    walls = [token.i for token in sentence if token.text == ";"]
    start = max([start, *(wall + 1 for wall in walls if wall < hole[0])])
    end = min([end, *(wall for wall in walls if wall >= hole[1])])
    passing = (token.i - 1 for token in word.doc[hole[1] : end] if disputes.opened_by(token) is not None)
    end = next(passing, end)
    pieces = [limits.tidy(word.doc, start, hole[0])]
    if pieces[0][0] >= pieces[0][1] or not _somebody_tells(word.doc, hole[1], end):
        pieces.append(limits.tidy(word.doc, hole[1], end))
    return [(low, high) for low, high in pieces if high - low > 0]


def _somebody_tells(doc: "Doc", start: int, end: int) -> bool:
    """Whether another report follows a tag: "…, according to the ministry, | while Adran said …"."""
    for token in doc[start:end]:
        entry = lexicon.VERBS.get(token.lemma_.lower())
        sure = entry and (entry.strong or token.lemma_.lower() in lexicon.TELLERS | lexicon.BOUND)
        if sure and token.tag_ in FINITE:
            subject = next(iter(children(token, "nsubj")), None)
            if subject is not None and start <= subject.i < token.i and clauses.can_speak(subject):
                return True
    return False


def past_clauses(noun: "Token", end: int) -> int:
    """Past what is told of a speaker right behind his name: "the union | , which blames the army"."""
    for clause in children(noun, "relcl", "acl"):
        if end <= clause.left_edge.i <= end + 1:
            end = clause.right_edge.i + 1
    return end
