"""What a statement amounts to: from the cue word first, then from what is said."""

from typing import TYPE_CHECKING

from . import clauses, lexicon
from .drafts import Draft
from .statements import Kind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_OUGHT = {"must", "should", "ought"}
_JUDGING = lexicon.words("""
    difficult hard important necessary good bad right wrong terrible shameful brave great sad tragic dangerous
    crucial essential unacceptable inevitable impossible clear unfair alone shocking welcome
""")
_PAST = {"did", "had", "has", "have", "was", "were"}
_DEEDS = lexicon.words("supply cross open lose carry perform conduct receive send participate")
_NOTHING = lexicon.words("truth evidence proof basis foundation knowledge information confirmation plans intention")
_OWN = lexicon.words("it we they he she its our their i my his her")


def kind_of(item: Draft, words: "list[Token]", speaker: frozenset[str]) -> Kind:
    """The kind of a draft; `words` are the tokens of its content, `speaker` the words that name who says it."""
    cue = item.word
    if cue is None:
        return _by_content(words, speaker, "assertion")
    lemma = cue.lemma_.lower()
    if clauses.is_negated(cue) and item.kind == "denial":
        return "assertion"
    if lemma in {"decline", "refuse"}:
        return "withheld" if any(word.lemma_ in lexicon.SAYING for word in words[:4]) else "refusal"
    if lemma in {"reject", "dismiss", "oppose", "resist", "rule"} and item.kind != "assertion":
        return _rejected(words, item.kind)
    called = lemma == "call" and cue.nbor().lower_ not in {"for", "on", "upon"} if cue.i + 1 < len(cue.doc) else False
    if called and any(word.tag_ == "TO" for word in words):
        return "demand"
    if lemma in {"repeat", "reiterate"}:
        return next((lexicon.NOUNS[word.lemma_] for word in words[:6] if word.lemma_ in lexicon.NOUNS), item.kind)
    if lemma == "describe" and not any(word.lower_ == "as" for word in words):
        return "assertion"
    if (item.kind in {"assertion", "opinion"} or called) and _frame_as(lemma, words):
        return "denial" if _false(words) else "opinion"
    if lemma == "tell" and clauses.children(cue, "xcomp"):
        return "demand"
    if lemma == "ask" and (clauses.children(cue, "xcomp") or any(prep.lower_ == "for" for prep in cue.children)):
        return "demand"
    if item.kind == "assertion" and not item.noun:
        return _by_content(words, speaker, item.kind)
    return item.kind


def _rejected(words: "list[Token]", kind: Kind) -> Kind:
    """One denies a claim and refuses a proposal."""
    for word in words[:8]:
        lemma = word.lemma_.lower()
        if lemma in lexicon.PROPOSAL_NOUNS:
            return "refusal"
        if lemma in lexicon.CLAIM_NOUNS:
            return "denial"
    return kind


def _frame_as(lemma: str, words: "list[Token]") -> bool:
    entry = lexicon.VERBS.get(lemma)
    return entry is not None and bool(entry.frames & {"call", "as"}) and bool(words)


def _false(words: "list[Token]") -> bool:
    return any(word.lemma_.lower() in lexicon.FALSEHOODS or word.lower_ in lexicon.FALSEHOODS for word in words)


def _by_content(words: "list[Token]", speaker: frozenset[str], kind: Kind) -> Kind:
    if _denies(words, speaker):
        return "denial"
    if _accuses(words, speaker):
        return "accusation"
    main = next((word for word in words if word.dep_ in {"ccomp", "ROOT"} and word.pos_ in {"VERB", "AUX"}), None)
    if main is not None and any(aux.lower_ in _OUGHT for aux in clauses.children(main, "aux")):
        return "demand"
    if (
        main is not None
        and main.lemma_ == "be"
        and any(child.lemma_.lower() in _JUDGING for child in clauses.children(main, "acomp", "attr"))
    ):
        return "opinion"
    return kind


def _denies(words: "list[Token]", speaker: frozenset[str]) -> bool:
    """ "Not true", "a lie", "no evidence", "nothing to do with it", "we did not fire", "no such order"."""
    for word in words:
        lower = word.lower_
        if lower in lexicon.FALSEHOODS and word.dep_ in {"acomp", "attr", "ROOT", "conj", "oprd", "ccomp"}:
            return _plainly(word)
        if lower in {"true", "involved", "responsible", "aware"} and clauses.children(word.head, "neg"):
            return True
        if lower == "nothing" and "do with" in word.doc[word.i : word.i + 5].text:
            return True
        if lower in _NOTHING and any(child.lower_ == "no" for child in word.children):
            return True
        if lower == "no" and word.i + 1 < len(word.doc) and word.nbor().lower_ == "such":
            return True
        if word.pos_ == "VERB" and _own_negation(word, speaker):
            return True
    return False


def _plainly(word: "Token") -> bool:
    """Whether the judgment is the whole of a clause: "that is a lie", "the reports were false"."""
    verb = word.head if word.dep_ != "conj" else word.head.head
    plain = verb == word or verb.lemma_ == "be" or word.dep_ in {"ROOT", "oprd"}
    return plain and not clauses.children(verb, "neg")


def _own_negation(verb: "Token", speaker: frozenset[str]) -> bool:
    """The speaker's own side did not do it: a negated act in the past, by "we", "it" or a namesake."""
    if not clauses.children(verb, "neg") or verb.dep_ not in {"ccomp", "ROOT", "conj"}:
        return False
    if any(word.lower_ == "never" for word in clauses.children(verb, "neg")) and verb.tag_ in {"VBD", "VBN"}:
        subject = next(iter(clauses.children(verb, "nsubj", "nsubjpass")), None)
        return subject is not None and (_ours(subject, speaker) or verb.tag_ == "VBN")
    past = verb.tag_ == "VBN" or any(aux.lower_ in _PAST for aux in clauses.children(verb, "aux"))
    harm = verb.lemma_ in lexicon.HARMS or verb.lemma_ in _DEEDS
    subject = next(iter(clauses.children(verb, "nsubj", "nsubjpass")), None)
    return past and harm and subject is not None and _ours(subject, speaker)


def _ours(subject: "Token", speaker: frozenset[str]) -> bool:
    words = {token.lower_ for token in subject.subtree}
    return bool(words & _OWN or words & speaker)


def _accuses(words: "list[Token]", speaker: frozenset[str]) -> bool:
    """Somebody else, by name or nationality, is said to have done harm."""
    for word in words:
        if word.pos_ != "VERB" or word.lemma_.lower() not in lexicon.HARMS or clauses.children(word, "neg"):
            continue
        if word.dep_ not in {"ccomp", "ROOT", "conj", "relcl", "pcomp"}:
            continue
        doer = clauses.subject_of(word)
        if doer is not None and (doer.lower_ == "they" or _somebody_else(doer, speaker)):
            return True
    return False


def _somebody_else(doer: "Token", speaker: frozenset[str]) -> bool:
    if doer.pos_ == "PRON" or _ours(doer, speaker):
        return False
    named = _named(doer) or any(_named(token) for token in doer.lefts)
    return named or doer.lemma_ in lexicon.GROUP_NOUNS or doer.lemma_ == "enemy"


def _named(token: "Token") -> bool:
    return token.pos_ == "PROPN" or token.ent_type_ in {"NORP", "GPE", "ORG"}


def content_words(item: Draft, doc: "Doc", base: int) -> "list[Token]":
    """The tokens of a paragraph that lie in what a draft says."""
    return [
        token
        for token in doc
        if any(span.start <= base + token.idx < span.end for span in item.content) and not token.is_space
    ]
