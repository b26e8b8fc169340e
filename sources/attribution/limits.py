"""Where what somebody says begins and ends, and the teller of the story goes on."""

from typing import TYPE_CHECKING

from . import clauses, disputes, lexicon
from .clauses import Range, children

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

DASHES = {"—", "–", "-", "--", "―"}
_CONTRAST = {"while", "whereas", "although", "though", "after", "before", "as", "when", "since", "because", "until"}
_TURNS = {"while", "whereas", "but", "and", "although", "though", "which", "who"}
_TRIMMED = {",", ":", ";", "."} | DASHES


def cut(verb: "Token", end: int) -> int:
    """Where what is said ends because the teller goes on: ", adding that", "and accused", ", a claim he denied"."""
    doc = verb.doc
    for position in range(verb.i + 2, min(end, verb.sent.end)):
        token = doc[position]
        if token.tag_ == "VBG" and clauses.with_whom(token) is not None:
            return next((at - 1 for at in range(position, verb.i, -1) if doc[at].lower_ == "with"), position)
        entry = lexicon.VERBS.get(token.lemma_.lower())
        sure = entry and (entry.strong or token.lemma_.lower() in lexicon.TELLERS)
        if sure and token.pos_ == "VERB" and (teller := _other_teller(verb, token)):
            return teller
        if disputes.opened_by(token) is not None:
            return position - 1
        if entry and token.pos_ == "VERB" and token.lemma_.lower() not in lexicon.BOUND and _goes_on(verb, token):
            low = position - 1
            while low > verb.i and (doc[low].pos_ == "ADV" or doc[low] in children(token, "aux", "neg")):
                low -= 1
            return low if doc[low].dep_ != "punct" or doc[low].text == "," else low + 1
        if token.lower_ == "but" and _says_no_more(verb, token):
            return position
        if token.lemma_.lower() in lexicon.SUMMARIES and _sums_up(token):
            return token.left_edge.i - 1 if token.dep_ != "compound" else token.head.left_edge.i - 1
    return end


def _says_no_more(verb: "Token", but: "Token") -> bool:
    """ "But gave no details", "but did not say where": what the teller adds about the telling."""
    rest = but.doc[but.i + 1 : min(but.i + 4, but.sent.end)]
    return (
        len(rest) == 3
        and rest[0].tag_ == verb.tag_
        and rest[0].lemma_ in {"give", "offer", "provide", "do", "decline", "refuse"}
        and rest[1].lower_ in {"no", "not", "n't", "n’t", "to"}
    )


def _sums_up(noun: "Token") -> bool:
    """A noun with "a" behind a comma that sums up what was said before it is the teller's: ", a claim …"."""
    if noun.dep_ == "compound":
        run = [word for clause in children(noun.head, "acl") for word in clauses.run_together(clause)]
        return noun in run or (noun.head.dep_ == "nsubj" and noun in clauses.summed_before(noun.head))
    first = noun.left_edge
    if first.lower_ not in {"a", "an"} or first.i == 0 or noun.doc[first.i - 1].text not in {",", *DASHES, '"', "”"}:
        return False
    return noun.dep_ in {"appos", "npadvmod", "attr", "conj", "dobj", "dep"} and noun.right_edge.i > noun.i


def _other_teller(verb: "Token", other: "Token") -> int | None:
    """Where somebody else begins to speak in the same sentence: ", while the army denied", ", which medics say"."""
    subject = next(iter(children(other, "nsubj")[-1:]), None)
    if subject is None or subject.i > other.i or subject.lower_ in lexicon.RELATIVES:
        return None
    doc, low = other.doc, subject.left_edge.i - 1
    mark = doc[low].lower_ if low > verb.i else ""
    if mark == ";":
        return low
    if mark in _TURNS and _stops(doc[low - 1]):
        return low - 1
    entry = lexicon.VERBS[other.lemma_.lower()]
    if mark == "where" or (mark in {"while", "whereas"} and "clause" in entry.frames and clauses.can_speak(subject)):
        return low
    if mark in _CONTRAST:
        return next((at for at in range(low - 1, max(verb.i, low - 4), -1) if _stops(doc[at])), None)
    return None


def _stops(token: "Token") -> bool:
    return token.text in {",", ";"} or token.text in DASHES


def _goes_on(verb: "Token", other: "Token") -> bool:
    """Whether another cue verb without a subject of its own is the teller's, not part of what is said."""
    withheld = other.lemma_.lower() in lexicon.SAYING and clauses.is_negated(other)
    if children(other, "nsubj", "nsubjpass", "auxpass") or (children(other, "aux") and not withheld):
        return False
    low = other.i - 1
    while low > verb.i and (other.doc[low].pos_ == "ADV" or other.doc[low] in children(other, "aux", "neg")):
        low -= 1
    before = other.doc[low]
    if withheld:
        return before.lower_ == "but" and other.dep_ == "conj"
    if other.tag_ == "VBG":
        entry = lexicon.VERBS[other.lemma_.lower()]
        return (
            _behind_comma(before)
            and (entry.strong or other.lemma_.lower() in lexicon.TELLERS | lexicon.CALLING)
            and other.dep_ in {"advcl", "acl", "dep", "parataxis", "conj", "ccomp", "xcomp"}
        )
    if before.lower_ not in {"and", "but", "or"} or other.tag_ != verb.tag_:
        return False
    return (
        other.lemma_.lower() in lexicon.TELLERS
        or other.dep_ != "conj"
        or other.head == verb
        or other.head.tag_ != other.tag_
        or not children(other.head, "nsubj")
    )


def _behind_comma(mark: "Token") -> bool:
    """A comma, or the end of a quotation that closes with one."""
    return mark.text == "," or (mark.text in {'"', "”", "»"} and mark.i > 0 and mark.nbor(-1).text == ",")


def is_day(noun: "Token") -> bool:
    return noun.ent_type_ in {"DATE", "TIME"} or noun.lower_ in lexicon.WEEKDAYS


def after_day(doc: "Doc", start: int, cue: int) -> int:
    """Past the day that stands right behind the cue: "said | on Friday | three guards were killed"."""
    at = start + 1 if doc[start].lower_ == "on" and start + 1 < len(doc) else start
    return at + 1 if start == cue + 1 and doc[at].lower_ in lexicon.WEEKDAYS and at + 2 < len(doc) else start


def after_that(doc: "Doc", start: int, end: int) -> Range:
    while start < end and (doc[start].is_punct or doc[start].is_space) and doc[start].text not in "\"“«„‘'":
        start += 1
    if start < end and doc[start].lower_ == "that" and doc[start].dep_ in {"mark", "advmod"}:
        start += 1
    return tidy(doc, start, end)


def tidy(doc: "Doc", start: int, end: int) -> Range:
    """Without the commas, dashes and blanks at either end; quotation marks stay."""
    while start < end and (doc[start].is_space or doc[start].text in _TRIMMED):
        start += 1
    while end > start and (
        doc[end - 1].is_space or doc[end - 1].text in _TRIMMED or (doc[end - 1].tag_ == "CC" and doc[end - 1].is_alpha)
    ):
        end -= 1
    return start, end


def reach(verb: "Token", begin: int) -> int:
    """How far the complements of a verb go: to the end of the last one that still belongs to what is said."""
    end = begin
    for child in verb.children:
        if child.right_edge.i < begin or child.i < verb.i or child.dep_ in {"conj", "cc", "punct", "parataxis"}:
            continue
        if child.dep_ == "advcl" and verb.doc[child.left_edge.i - 1].text in {",", *DASHES}:
            break
        marks = {mark.lower_ for mark in children(child, "mark", "advmod")}
        if child.dep_ == "advcl" and marks & _CONTRAST - {"until"}:
            break
        if child.dep_ == "npadvmod" or (child.dep_ == "prep" and is_when(child)):
            continue
        end = max(end, child.right_edge.i + 1)
    venues = (token.i for token in verb.doc[begin + 1 : end] if _is_venue(token, verb))
    return max(next(venues, end), begin + 1)


def _is_venue(prep: "Token", verb: "Token") -> bool:
    """Where it was said: "rejected the charge | in a statement"."""
    if prep.dep_ != "prep" or prep.lower_ not in {"in", "during", "at", "on"}:
        return False
    if prep.head not in {verb, *children(verb, "dobj")}:
        return False
    nouns = children(prep, "pobj")
    if (prep.head == verb and prep.lower_ == "during") or any(noun.lemma_.lower() in lexicon.VENUES for noun in nouns):
        return True
    return any(noun.lemma_.lower() in lexicon.DOCUMENTS and noun.left_edge.lower_ in {"a", "an"} for noun in nouns)


def is_when(prep: "Token") -> bool:
    return any(word.ent_type_ in {"DATE", "TIME"} for word in children(prep, "pobj")) and prep.lower_ in {
        "on",
        "in",
        "at",
    }
