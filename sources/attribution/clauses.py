"""Reading the tree: who does a verb, how far a phrase reaches, what stands beside what.

Ranges are [start, end) in tokens of one parsed paragraph.
"""

from typing import TYPE_CHECKING

from . import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

Range = tuple[int, int]

FINITE = {"VBD", "VBZ", "VBP", "MD"}

_SUBJECTS = {"nsubj", "nsubjpass", "csubj"}
_CLAUSAL = {"relcl", "acl", "advcl", "parataxis", "ccomp"}
_CONTROLLED = {"xcomp", "advcl", "pcomp", "ccomp", "acl", "dep", "parataxis", "prep"}
_RELATIVE = {"who", "which", "that", "whom"}


def children(token: "Token", *labels: str) -> "list[Token]":
    return [child for child in token.children if child.dep_ in labels]


def is_passive(verb: "Token") -> bool:
    if children(verb, "nsubjpass", "auxpass"):
        return True
    if is_lost_root(verb) or run_together(verb):
        return False
    if verb.tag_ != "VBN" or any(aux.lemma_ in {"have", "'ve", "’ve"} for aux in children(verb, "aux")):
        return False
    if verb.dep_ == "conj" and not children(verb, "agent"):
        return is_passive(verb.head) if verb.head.pos_ in {"VERB", "AUX"} else False
    return not children(verb, "nsubj")


def is_lost_root(verb: "Token") -> bool:
    """A past tense that the tree takes for a participle: its noun is left at the root, without a verb."""
    bare = (
        verb.tag_ == "VBN" and verb.dep_ == "acl" and verb.head.dep_ == "ROOT" and verb.head.pos_ in {"NOUN", "PROPN"}
    )
    return bare and not children(verb, "agent") and not children(verb.head, "cop", "nsubj")


def run_together(verb: "Token") -> "list[Token]":
    """The "a claim" of "a claim rebel leaders dismissed", when the tree takes all of it for one noun phrase."""
    if verb.dep_ != "acl" or verb.tag_ != "VBN" or agent_of(verb) is not None:
        return []
    first = verb.head.left_edge
    if first.lower_ not in {"a", "an"} or verb.head.i - first.i < 2 or first.i == 0:
        return []
    noun = first.nbor()
    summed = noun.lemma_.lower() in lexicon.SUMMARIES and first.nbor(-1).is_punct
    return [first, noun] if summed else []


def summed_before(subject: "Token") -> "list[Token]":
    """The "a charge" of ", a charge Kigali denies", when the tree takes all three for the one who denies."""
    first = subject.left_edge
    if first.lower_ not in {"a", "an"} or subject.i - first.i < 2 or first.i == 0 or not first.nbor(-1).is_punct:
        return []
    noun = first.nbor()
    named = subject.pos_ == "PROPN" or subject.tag_ == "NNS" or subject.lemma_.lower() in lexicon.GROUP_NOUNS
    return [first, noun] if noun.lemma_.lower() in lexicon.SUMMARIES and named else []


def neither_of(verb: "Token") -> "Token":
    """The first verb of "neither confirmed nor denied"."""
    paired = verb.dep_ == "conj" and any(word.lower_ == "nor" for word in children(verb.head, "cc"))
    first = verb.head if paired else verb
    return first if any(word.lower_ == "neither" for word in children(first, "preconj")) else verb


def is_negated(verb: "Token") -> bool:
    if any(word.lower_ == "neither" for word in children(neither_of(verb), "preconj")):
        return True
    for word in children(verb, "neg"):
        between = verb.doc[min(word.i, verb.i) : max(word.i, verb.i)]
        if not any(token.is_punct and token.text not in {"-", "’", "'"} for token in between):
            return True
    subject = next(iter(children(verb, *_SUBJECTS)), None)
    return subject is not None and any(word.lower_ in {"no", "neither", "nobody", "none"} for word in subject.subtree)


def agent_of(verb: "Token") -> "Token | None":
    """Whoever does a passive: "denied by the colonel"."""
    for by in verb.children:
        if by.lower_ == "by" and by.dep_ in {"agent", "prep"}:
            return next(iter(children(by, "pobj")), None)
    return None


def subject_of(verb: "Token", depth: int = 0) -> "Token | None":
    """Whoever does what the verb says: its own subject, or the one it shares with the verb it hangs on."""
    if depth > 6:
        return None
    if (teller := _calls_it(verb)) is not None:
        return subject_of_any(teller, depth + 1)
    if (companion := with_whom(verb)) is not None:
        return companion
    own = [child for child in verb.children if child.dep_ in _SUBJECTS and not child.is_punct]
    if is_passive(verb) and not (own and own[0].dep_ == "nsubj"):
        return agent_of(verb)
    if own:
        subject = own[-1] if own[-1].i < verb.i else own[0]
        return _antecedent(verb, subject)
    if verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"}:
        return subject_of_any(_parallel(verb), depth + 1)
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and (issuer := _issuer(verb.head, depth)) is not None:
        return issuer
    if verb.dep_ in {"acl", "relcl"} and verb.head.pos_ in {"NOUN", "PROPN", "PRON"}:
        return verb.head if verb.tag_ != "VBN" or is_lost_root(verb) or run_together(verb) else None
    if (quoted := quoted_by(verb)) is not None:
        return next(iter(children(quoted, "nsubjpass", "dobj")), None)
    if verb.dep_ in _CONTROLLED and verb.head.i != verb.i:
        head = verb.head
        while head.pos_ in {"ADP", "ADJ", "NOUN", "SCONJ"} and head.head.i != head.i and head.dep_ not in _SUBJECTS:
            head = head.head
        if verb.dep_ in {"xcomp", "ccomp"} and children(head, "dobj") and verb.tag_ != "VBG":
            return None
        return subject_of_any(head, depth + 1) if head.pos_ in {"VERB", "AUX"} else None
    return None


def with_whom(verb: "Token") -> "Token | None":
    """Who speaks in ", with a spokesman, Ivan Hrim, saying …"."""
    if verb.tag_ != "VBG" or verb.lemma_.lower() not in lexicon.VERBS:
        return None
    for at in range(verb.i - 1, max(verb.i - 14, verb.sent.start), -1):
        word = verb.doc[at]
        if word.tag_ in FINITE or word.lower_ in _RELATIVE:
            return None
        if word.lower_ == "with" and word.nbor(-1).text == ",":
            named = [noun for noun in verb.doc[at + 1 : verb.i] if noun.pos_ in {"NOUN", "PROPN", "PRON"}]
            heads = [noun for noun in named if noun.dep_ != "compound" and can_speak(noun)]
            return heads[0] if heads else None
    return None


def _calls_it(verb: "Token") -> "Token | None":
    """The main verb of the teller whose speaker goes on: "rejected the report that …, calling it a lie"."""
    lemma = verb.lemma_.lower()
    if verb.tag_ != "VBG" or verb.i == 0 or verb.nbor(-1).text != ",":
        return None
    if lemma in lexicon.TELLERS and verb.dep_ == "advcl" and verb.head.dep_ == "ccomp":
        main = verb.head.head
        sure = main.lemma_.lower() in lexicon.VERBS and lexicon.VERBS[main.lemma_.lower()].strong
        return main if sure and main.i < verb.head.i and children(main, "nsubj") else None
    if lemma not in lexicon.CALLING:
        return None
    main = verb.sent.root
    return main if main.i < verb.i and main.lemma_.lower() in lexicon.VERBS and children(main, "nsubj") else None


def quoted_by(verb: "Token") -> "Token | None":
    """The "quoted" of "the agency quoted him as saying"."""
    as_ = verb.head
    if verb.dep_ not in {"pcomp", "advcl"} or as_.lower_ != "as" or as_.head.lemma_ not in {"quote", "cite"}:
        return None
    return as_.head


def _issuer(document: "Token", depth: int) -> "Token | None":
    """Whose words a document holds: "the ministry issued a statement denying it", "in a statement denying it, …"."""
    if document.lemma_.lower() not in lexicon.DOCUMENTS or document.dep_ not in {"dobj", "pobj"}:
        return None
    verb = document.head if document.dep_ == "dobj" else document.head.head
    if document.dep_ == "pobj" and document.head.lower_ != "in" or verb.pos_ != "VERB" or is_passive(verb):
        return None
    return subject_of(verb, depth + 1)


_TENSES = {"VBD": {"VBD"}, "VBZ": {"VBZ", "VBP"}, "VBP": {"VBZ", "VBP"}}


def _parallel(verb: "Token") -> "Token":
    """The verb that a coordinated one really stands beside: of the same tense, with somebody who can speak."""
    head = verb.head
    outer = lexicon.VERBS.get(head.head.lemma_.lower()) if head.dep_ == "ccomp" else None
    if outer and outer.strong and verb.lemma_.lower() in lexicon.TELLERS and verb.tag_ == head.head.tag_:
        return head.head
    while head.head != head:
        subject = next(iter(children(head, *_SUBJECTS)), None)
        same = head.tag_ in _TENSES.get(verb.tag_, {head.tag_})
        if same and (subject is None or can_speak(subject)):
            return head
        above = head.head
        while above.pos_ not in {"VERB", "AUX"} and above.head != above:
            above = above.head
        if above.pos_ not in {"VERB", "AUX"} or above == head:
            break
        head = above
    same = head.tag_ in _TENSES.get(verb.tag_, {head.tag_})
    return head if same else verb.head


def can_speak(noun: "Token") -> bool:
    """Whether a noun names somebody, or a document, that can say things."""
    if (
        noun.pos_ in {"PROPN", "PRON"}
        or noun.lower_ in lexicon.SOME
        or noun.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}
    ):
        return True
    lemma = noun.lemma_.lower()
    speakers = lexicon.GROUP_NOUNS | lexicon.OTHER_SPEAKERS
    return lemma in speakers or noun.lower_ in speakers or lemma in lexicon.DOCUMENTS


def subject_of_any(verb: "Token", depth: int = 0) -> "Token | None":
    """The grammatical subject, passive or not, for a verb that shares it."""
    for child in verb.children:
        if child.dep_ in _SUBJECTS and child.i < verb.i:
            return _antecedent(verb, child)
    return subject_of(verb, depth)


def _antecedent(verb: "Token", subject: "Token") -> "Token":
    if subject.lower_ in _RELATIVE and verb.dep_ == "relcl":
        return verb.head
    if subject.lower_ in _RELATIVE and verb.dep_ == "conj" and verb.head.dep_ == "relcl":
        return verb.head.head
    return subject


def phrase(head: "Token", outside: "set[int]" = frozenset()) -> Range:  # type: ignore[assignment]
    """The noun phrase of `head` with its titles, "of" phrases and appositions, but no clauses about it."""
    keep: set[int] = set()
    stack = [head]
    while stack:
        token = stack.pop()
        keep.add(token.i)
        stack += [child for child in token.children if _belongs(token, child, head) and child.i not in outside]
    start, end = head.i, head.i + 1
    while start - 1 in keep:
        start -= 1
    while end in keep:
        end += 1
    return _trimmed(head, start, end)


def _belongs(token: "Token", child: "Token", head: "Token") -> bool:
    if child.dep_ in _CLAUSAL or child.is_space or (child.dep_ == "case" and token == head):
        return False
    if child.dep_ == "appos":
        return token == head
    if child.dep_ in {"npadvmod", "advmod"} and child.i > token.i:
        return False
    if child.dep_ == "prep" and child.lower_ in {"by", "on"} and not _is_venue(child):
        return token.lemma_.lower() in lexicon.DOCUMENTS | lexicon.TALLIES
    if (
        child.dep_ == "prep"
        and child.i > head.i
        and child.lower_ not in {"of", "for", "in", "from", "at", "to", "with"}
    ):
        return False
    if child.dep_ == "prep" and _is_venue(child):
        return False
    if child.dep_ == "prep" and children(child, "pcomp"):
        return False
    return not (child.dep_ == "conj" and child.pos_ == "VERB")


def _is_venue(prep: "Token") -> bool:
    """When or in what it was said: "the ministry | on Friday", "the ministry | in a statement"."""
    spoken = lexicon.DOCUMENTS | lexicon.VENUES
    return any(
        word.ent_type_ in {"DATE", "TIME"}
        or (prep.lower_ == "in" and word.lemma_.lower() in spoken and word.left_edge.lower_ in {"a", "an", "its"})
        for word in children(prep, "pobj")
    )


def _trimmed(head: "Token", start: int, end: int) -> Range:
    doc = head.doc
    while end - 1 > head.i and (
        doc[end - 1].is_punct and doc[end - 1].text not in {")", "]"} or doc[end - 1].dep_ == "cc"
    ):
        end -= 1
    while start < head.i and (doc[start].is_punct or doc[start].is_space or doc[start].dep_ == "cc"):
        start += 1
    return start, end


def extent(token: "Token") -> Range:
    return token.left_edge.i, token.right_edge.i + 1


def quoted(token: "Token", inside: set[int]) -> bool:
    return token.i in inside


def is_document(noun: "Token") -> bool:
    return noun.lemma_.lower() in lexicon.DOCUMENTS


def particle(verb: "Token", frames: frozenset[str]) -> "Token | None":
    """The "out" of "ruled out": a particle, whether the tree calls it one or not."""
    parts = [child for child in children(verb, "prt", "advmod") if 0 < child.i - verb.i <= 2]
    return next((part for part in parts if part.lower_ in frames & lexicon.PARTICLES), None)
