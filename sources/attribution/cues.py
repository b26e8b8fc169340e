"""Finding the words that report speech, and deciding which of them report any here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import clauses, contents, disputes, interjections, lexicon, nouns, speakers, tags
from .clauses import Range
from .lexicon import Cue
from .statements import Kind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


@dataclass
class Report:
    """A report of speech in one parsed paragraph: cue word, speaker's head noun, ranges of tokens."""

    word: "Token"
    entry: Cue
    subject: "Token | None"
    cue: list[Range]
    source: list[Range]
    content: list[Range]
    noun: bool = False
    via: "Report | None" = None


def reports(doc: "Doc", inside: set[int], after: set[int]) -> list[Report]:
    """Every report of speech in a paragraph.

    `inside` are the tokens that stand in quotations, `after` those that follow one that calls for a tag.
    """
    found: list[Report] = []
    passing = {report.word.i: report for token in doc if token.i not in inside and (report := _dispute(token))}
    for token in doc:
        if token.i in inside or token.is_space:
            continue
        report = passing.get(token.i) or (
            _set_off(token, inside)
            or _verbal(token, inside)
            or _withheld(token)
            or _tag(token, after)
            or _unseen(token, inside)
            or _according(token)
            or _accounted(token)
            or _nominal(token)
        )
        summed = any(_within_dispute(token, other) for other in passing.values())
        if report and not summed and not _unknown(report.subject) and (report.content or report.entry.strong):
            found.append(report)
    return found


def _verbal(token: "Token", inside: set[int]) -> Report | None:
    entry = lexicon.VERBS.get(token.lemma_.lower())
    if entry is None or token.pos_ not in {"VERB", "AUX"} or _hypothetical(token):
        return None
    if clauses.is_negated(token) and token.lemma_.lower() in lexicon.SAYING:
        return None
    if any(clauses.quoted_by(word) == token for word in token.subtree) or _says_by(token) or _quoted_aside(token):
        return None
    subject = clauses.subject_of(token)
    if subject is None or subject.i in inside:
        outside = [child for child in clauses.children(token, "nsubj") if child.i > token.i and child.i not in inside]
        subject = next(iter(outside), None) or speakers.inverted(token) or speakers.located(token)
    if subject is not None and (subject.i == token.i or subject.lower_ in {"you", "what", "there"}):
        return None
    if subject is not None and _no_one(subject):
        return None
    if entry.kind == "refusal" and subject is not None and not clauses.can_speak(subject):
        return None
    if token.tag_ == "VB" and token.dep_ == "acl" and (subject is None or not clauses.can_speak(subject)):
        return None
    content = contents.content_of(token, entry, subject)
    if any(doc_word.lemma_.lower() in _UNNAMED for low, high in content for doc_word in token.doc[low:high]) and (
        token.lemma_ in _ASKING
    ):
        return None
    if subject is None and not (clauses.is_passive(token) and content and _reportative(token)):
        return None
    if not content and not entry.strong:
        return None
    source = [clauses.phrase(subject, _own(token, subject)), *_relative(token, subject)] if subject is not None else []
    report = Report(token, entry, subject, [_cue_range(token)], source, contents.without(content, source))
    quoted = clauses.quoted_by(token)
    agency = clauses.subject_of(quoted) if quoted is not None else None
    if agency is not None:
        report.via = Report(token, entry, agency, [], [clauses.phrase(agency)], [])
    return report


_ASKING = {"ask", "request", "insist", "demand", "decline", "refuse", "speak", "agree"}
_UNNAMED = {"name", "surname", "anonymity", "anonymous", "identify", "withhold"}


def _relative(token: "Token", subject: "Token") -> list[Range]:
    """The "who" of "the mayor, who denied it", which stands for the mayor and belongs to the speaker's words.

    It may be the subject of a verb that the cue hangs on: "a man who had to reject it".
    """
    verb = token
    while verb.dep_ in {"xcomp", "conj"} and verb.head.i < verb.i and not clauses.children(verb, "nsubj", "nsubjpass"):
        verb = verb.head
    return [
        (child.i, child.i + 1)
        for child in clauses.children(verb, "nsubj")
        if child.lower_ in lexicon.RELATIVES and child != subject and subject.i < child.i < token.i
    ]


def _withheld(token: "Token") -> Report | None:
    """What somebody is said not to have said: "has not disclosed its losses", "would not comment"."""
    if token.pos_ != "VERB" or token.lemma_.lower() not in lexicon.SAYING or not clauses.is_negated(token):
        return None
    subject = clauses.subject_of(token)
    if subject is None or not clauses.can_speak(subject) or token.tag_ == "VBG" or _no_one(subject):
        return None
    source = clauses.phrase(subject, _own(token, subject))
    content = contents.complements(token) or [(token.i, token.i + 1)]
    first = clauses.neither_of(token)
    if first == token and content[0][0] == token.i and clauses.children(token, "preconj"):
        return None
    cue = [_cue_range(token)] if content != [(token.i, token.i + 1)] else _auxiliaries(token)
    cue = cue if first == token else [_cue_range(first), *cue]
    return Report(token, Cue("withheld", frozenset()), subject, cue, [source], contents.without(content, [source]))


def _auxiliaries(token: "Token") -> list[Range]:
    """ "would not" in "would not comment": the cue, when the verb itself is all that was withheld."""
    words = [child.i for child in token.children if child.dep_ in {"aux", "neg"} and child.i < token.i]
    return [(min(words), max(words) + 1)] if words else [(token.i, token.i + 1)]


def _tag(token: "Token", after: set[int]) -> Report | None:
    """Any verb that tags a quotation: "“Out!” thundered the colonel"."""
    if token.tag_ not in {"VBD", "VBZ", "VBN"} or (token.tag_ == "VBN" and token.i not in after):
        return None
    subject = clauses.subject_of(token)
    if token.i in after:
        subject = subject if subject is not None and subject.i > token.i else speakers.inverted(token, True)
        if subject is None and token.dep_ in {"amod", "compound"} and token.head.i > token.i:
            subject = token.head
    if subject is None or subject.is_punct or not (token.i in after or clauses.phrase(subject)[0] in after):
        return None
    return Report(token, _TAG, subject, [_cue_range(token)], [clauses.phrase(subject, {token.i})], [])


_TAG = Cue("assertion", frozenset({"clause"}), True)


def _unseen(token: "Token", inside: set[int]) -> Report | None:
    seen = tags.tag(token, inside)
    if seen is None:
        return None
    subject, source, content = seen
    entry = lexicon.VERBS[token.lemma_.lower()]
    return Report(token, entry, subject, [_cue_range(token)], [source], contents.without(content, [source]))


def _dispute(token: "Token") -> Report | None:
    """A denial in passing: ", which Kelm denies"."""
    found = disputes.opened_by(token)
    if found is None:
        return None
    kind: Kind = "refusal" if found.verb.lemma_ in {"refuse", "decline"} else "denial"
    word = found.verb
    return Report(
        word, Cue(kind, frozenset(), True), found.subject, [(word.i, word.i + 1)], [found.source], [found.content]
    )


def _unknown(subject: "Token | None") -> bool:
    """Whether the speaker is "the enemy", or "the enemy army", of whoever writes."""
    if subject is None or subject.pos_ == "PROPN":
        return subject is not None and subject.lemma_.lower() in lexicon.UNKNOWN
    own = [subject, *(word for word in subject.lefts if word.dep_ in {"amod", "compound", "poss"})]
    return any(word.lemma_.lower() in lexicon.UNKNOWN for word in own)


def _within_dispute(token: "Token", dispute: Report) -> bool:
    return any(low <= token.i < high for low, high in dispute.content)


def _set_off(token: "Token", inside: set[int]) -> Report | None:
    """A tag at the end whose speaker stands between commas, while the tree gives the cue the subject of the clause."""
    subject = clauses.subject_of(token) if token.pos_ == "VERB" else None
    seen = tags.closing(token, inside) if subject is not None and subject.i < token.i else None
    if seen is None or subject is None:
        return None
    if not any(word.tag_ in clauses.FINITE for word in token.doc[subject.i : seen[1][0]]):
        return None
    return _unseen(token, inside)


def _accounted(token: "Token") -> Report | None:
    """ "By the army's account, …", "by its own count": the noun that the words before it hang on."""
    by = token.head
    owner = next(iter(clauses.children(token, "poss")), None)
    if token.lemma_ not in _ACCOUNTS or by.lower_ != "by" or token.dep_ != "pobj" or owner is None:
        return None
    content = interjections.around(by, (by.i, token.i + 1))
    cue = [(token.i, token.i + 1)]
    return Report(token, Cue("assertion", frozenset(), True), owner, cue, [clauses.phrase(owner)], content)


_ACCOUNTS = {"account", "count", "estimate", "admission", "reckoning", "tally"}


def _quoted_aside(token: "Token") -> bool:
    """ "The ministry, quoted by the agency, said": the agency only passes it on."""
    return token.lemma_ in {"quote", "cite"} and token.tag_ == "VBN" and token.dep_ in {"acl", "advcl"}


def _no_one(subject: "Token") -> bool:
    """ "No group has claimed responsibility": nobody is said to have said anything."""
    return subject.lower_ in {"nobody", "none", "no-one"} or any(word.lower_ == "no" for word in subject.children)


def _says_by(token: "Token") -> bool:
    """ "Responded by saying …": what was said hangs on the second verb."""
    means = [verb for prep in token.children if prep.lower_ == "by" for verb in clauses.children(prep, "pcomp")]
    return any(verb.lemma_.lower() in lexicon.VERBS and verb.tag_ == "VBG" for verb in means)


def _own(token: "Token", subject: "Token") -> set[int]:
    """The words that the tree counts among the speaker's and that are the cue's or the teller's."""
    if token.head == subject:
        return {token.i, *(word.i for word in clauses.run_together(token))}
    return {word.i for word in clauses.summed_before(subject)} if subject.head == token else set()


def _reportative(token: "Token") -> bool:
    return token.lemma_ in {"accuse", "blame", "suspect", "criticize", "criticise"}


def _hypothetical(token: "Token") -> bool:
    """Speech that nobody is said to have made: "could say", "if he denies", "asked to explain"."""
    for aux in clauses.children(token, "aux"):
        if aux.lower_ in {"could", "might", "may", "can", "should", "must", "shall"} and not clauses.is_negated(token):
            return True
    if token.dep_ in {"csubj", "csubjpass"} or (token.dep_ == "xcomp" and token.head.lemma_ in {"able", "unable"}):
        return True
    marks = {mark.lower_ for mark in clauses.children(token, "mark")}
    if marks & {"if", "unless", "whether"}:
        return True
    return token.tag_ == "VB" and token.dep_ == "ROOT" and not clauses.children(token, "nsubj", "aux")


def _cue_range(token: "Token") -> Range:
    """The verb with its particle ("rule out", "call for"), no auxiliaries."""
    end = token.i + 1
    after = token.nbor() if end < len(token.doc) else None
    if after is not None and after.head == token and after.dep_ == "prt":
        end += 1
    return token.i, end


def _according(token: "Token") -> Report | None:
    for words, kind in lexicon.ACCORDING.items():
        if token.lower_ != words[0]:
            continue
        end = token.i + len(words)
        if tuple(word.lower_ for word in token.doc[token.i : end]) != words or end >= len(token.doc):
            continue
        subject = nouns.object_after(token.doc, end)
        if subject is None:
            return None
        source = _short(token, end, clauses.phrase(subject))
        content = interjections.around(token, (token.i, interjections.past_clauses(subject, source[1])))
        return Report(token, Cue(kind, frozenset(), True), subject, [(token.i, end)], [source], content)
    return None


def _short(token: "Token", end: int, source: Range) -> Range:
    """The speaker behind "according to", up to the comma if the tree takes all that was said for more of his names."""
    doc, start, last = token.doc, max(end, source[0]), max(end + 1, source[1])
    commas = [at for at in range(start + 1, last) if doc[at].text == ","]
    if (
        token.i - token.sent.start <= 1
        and commas
        and not any(word.tag_ in clauses.FINITE for word in doc[last : token.sent.end])
    ):
        return start, commas[0]
    return start, last


def _nominal(token: "Token") -> Report | None:
    kind = lexicon.NOUNS.get(token.lemma_.lower())
    if kind is None or token.pos_ != "NOUN":
        return None
    owner = nouns.owner_of(token)
    content = nouns.of_noun(token)
    if owner is None or not content:
        return None
    return Report(
        token, Cue(kind, frozenset()), owner, [(token.i, token.i + 1)], [clauses.phrase(owner)], content, True
    )


def _reported_claim(outer: Report, inner: Report) -> bool:
    """A denial may carry what it denies: "rejected the army's claim that …" holds a claim of the army's."""
    return inner.noun and outer.entry.kind in {"denial", "refusal"} and inner.subject != outer.subject


def outermost(found: list[Report]) -> Iterator[Report]:
    """The reports that are statements of their own; one inside another's words tells where he has it from."""
    for report in sorted(found, key=lambda report: report.word.lower_ not in {"according", "citing", "quoting"}):
        holders = [other for other in found if other is not report and _holds(other, report)]
        if _passes_on(report, found):
            continue
        citing = _cited_by(report, found)
        if citing is not None:
            report.source, citing.via = report.content, report
            continue
        tellers = [other for other in holders if _passes_on(other, found)]
        report.via = report.via or (tellers[0] if tellers else None)
        if all(other in tellers or _reported_claim(other, report) for other in holders):
            for other in holders:
                if other not in tellers:
                    report.content = _within(report.content, other.content)
            yield report
        elif report.word.lower_ in {"according", "citing", "quoting"}:
            holders[0].via = report


def _cited_by(report: Report, found: list[Report]) -> Report | None:
    """The report that gives its own source: "the agency said, citing two diplomats"."""
    if report.word.lower_ not in {"citing", "quoting"} or report.word.tag_ != "VBG":
        return None
    told = (other for other in found if other is not report and not other.noun)
    return next((other for other in told if other.subject == report.subject or other.word.i == report.word.i - 2), None)


def _passes_on(report: Report, found: list[Report]) -> bool:
    """A tag behind what is itself a report: "the mayor denied it, the agency reported" is the mayor's denial."""
    if report.noun or not report.content or (report.content[0][0] > report.word.i and not _relays(report)):
        return False
    return any(
        other is not report and other.word.head == report.word and _sure(other) and _holds(report, other)
        for other in found
    )


def _relays(report: Report) -> bool:
    """Whether it is a newspaper or an agency that says it, of whom "reported that the army had said" tells nothing."""
    return report.subject is not None and report.subject.lemma_.lower() in lexicon.MEDIA


def _sure(report: Report) -> bool:
    return not report.noun and bool(report.content) and (report.entry.strong or "of" in report.entry.frames)


def _within(inner: list[Range], outer: list[Range]) -> list[Range]:
    """A claim carried in a denial ends where the denial does."""
    end = max(high for _, high in outer)
    return [(low, min(high, end)) for low, high in inner if low < end]


def _holds(outer: Report, inner: Report) -> bool:
    return any(start <= inner.word.i < end for start, end in outer.content)
