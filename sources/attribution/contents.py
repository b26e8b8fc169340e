"""What is said: from the cue word and the tree to the words of the statement."""

from typing import TYPE_CHECKING

from . import clauses, interjections, lexicon, limits, passives
from .clauses import FINITE, Range, children, extent
from .lexicon import Cue

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_PREPOSITIONS = {"at", "on", "for", "against", "about", "to", "in", "with", "by"}
_AGAINST = {"against", "on", "at", "to"}
_OBJECTS = ("dobj", "oprd", "attr", "dative")


def content_of(verb: "Token", entry: Cue, subject: "Token | None") -> list[Range]:
    """The words a cue verb reports, as ranges in text order; empty if it reports none."""
    if clauses.is_passive(verb):
        return passives.content(verb, entry)
    summed = clauses.summed_before(subject) if subject is not None and subject.head == verb else []
    if summed and entry.frames & {"np", "call", "as", *lexicon.PARTICLES}:
        return _phrase(verb, entry, subject) or [(summed[0].i, summed[1].i + 1)]
    for read in _READERS:
        content = read(verb, entry, subject)
        if content:
            return content
    return []


def without(content: list[Range], taken: list[Range]) -> list[Range]:
    """The content less the ranges that belong to cue or speaker."""
    for start, end in taken:
        content = [piece for low, high in content for piece in ((low, min(high, start)), (max(low, end), high))]
        content = [(low, high) for low, high in content if low < high]
    return content


def _clause(verb: "Token", entry: Cue, subject: "Token | None") -> list[Range]:
    """A clause before or after the verb: "said the road was cut", "the road was cut, he said"."""
    if not entry.frames & {"clause", "whom"}:
        return []
    lost = [clause for clause in children(verb, "advcl") if _that(clause) is not None and clause.i > verb.i]
    for clause in sorted(children(verb, "ccomp") + lost, key=lambda clause: clause.i < verb.i):
        start, end = extent(clause)
        if clause.i > verb.i:
            that = _that(clause)
            start = that.i if that is not None and that.i > verb.i else start
            start = limits.after_day(verb.doc, max(start, verb.i + 1), verb.i)
            return [limits.after_that(verb.doc, start, limits.cut(verb, end))]
        has_object = "np" in entry.frames and any(child.i > verb.i for child in children(verb, "dobj"))
        takes = "clause" in entry.frames and not has_object and not _reports_itself(clause, verb)
        if takes and (before := _before(verb, start, subject)):
            return before
    return []


def _that(clause: "Token") -> "Token | None":
    return next((mark for mark in children(clause, "mark", "advmod") if mark.lower_ == "that"), None)


def _announced(verb: "Token", entry: Cue, subject: "Token | None") -> list[Range]:
    """What a colon right behind a sure cue announces: "Asked if he would go, he replied: | “No.”"."""
    doc, end = verb.doc, verb.sent.end
    speaks = entry.strong and subject is not None and clauses.can_speak(subject)
    if not speaks or verb.i + 2 >= end or doc[verb.i + 1].text != ":":
        return []
    return [limits.tidy(doc, verb.i + 2, limits.cut(verb, end))]


def _gerund(verb: "Token", entry: Cue, subject: "Token | None") -> list[Range]:
    """ "denied | bombing a school", right behind the verb, whatever clause the tree finds further on."""
    following = verb.nbor() if verb.i + 1 < verb.sent.end else None
    if "ing" not in entry.frames or following is None or following.tag_ != "VBG" or following.head != verb:
        return []
    return [limits.tidy(verb.doc, following.i, limits.cut(verb, extent(following)[1]))]


def _reports_itself(clause: "Token", verb: "Token") -> bool:
    """Two reports side by side, the first hung on the second: "A maintains that …; B insists …"."""
    entry = lexicon.VERBS.get(clause.lemma_.lower())
    between = verb.doc[clause.right_edge.i + 1 : verb.i]
    return entry is not None and entry.strong and any(token.text == ";" for token in between)


def _before(verb: "Token", start: int, subject: "Token | None") -> list[Range]:
    """The sentence up to the comma before "he said"; what stands behind the tag goes on with it."""
    low = min(verb.i, subject.left_edge.i if subject is not None else verb.i)
    first = verb.sent.start
    if verb.doc[low - 1].text in {";", ":"} and low > first:
        return []
    if not any(token.lemma_ in lexicon.VERBS and lexicon.VERBS[token.lemma_].strong for token in verb.doc[first:start]):
        start = first
    return [limits.tidy(verb.doc, start, low)]


def _infinitive(verb: "Token", entry: Cue, subject: "Token | None") -> list[Range]:
    """ "refused to leave", "denied using planes", "urged residents to leave"."""
    if not entry.frames & {"to", "ing", "whom"}:
        return []
    for clause in children(verb, "xcomp", "ccomp", "advcl"):
        if clause.i < verb.i or (clause.dep_ == "advcl" and not _is_infinitive(clause)):
            continue
        wanted = (_is_infinitive(clause) and entry.frames & {"to", "whom"}) or (
            _is_gerund(clause) and "ing" in entry.frames
        )
        if not wanted:
            continue
        start, end = extent(clause)
        if (
            _is_infinitive(clause)
            and "to" not in entry.frames
            and clause.dep_ != "ccomp"
            and not children(verb, "dobj", "dative")
        ):
            continue
        told = [child for child in _spoken_to(verb) if verb.i < child.i < clause.i]
        if told and "whom" in entry.frames:
            start = told[0].left_edge.i
        return [limits.tidy(verb.doc, max(start, verb.i + 1), limits.cut(verb, end))]
    return []


def _spoken_to(verb: "Token") -> "list[Token]":
    """Who is to do it: "urged residents to leave", "called on all sides to stop"."""
    asked = [
        noun
        for prep in children(verb, "prep", "dative")
        if prep.lower_ in {"on", "upon"} or (prep.lower_ == "to" and verb.lemma_ == "appeal")
        for noun in children(prep, "pobj")
    ]
    return children(verb, "dobj", "dative") + asked


def _is_gerund(clause: "Token") -> bool:
    """ "denied using planes", "denied having used them", "denied being told"."""
    return clause.tag_ == "VBG" or any(aux.tag_ == "VBG" for aux in children(clause, "aux", "auxpass"))


def _is_infinitive(clause: "Token") -> bool:
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in clause.children)


def _phrase(verb: "Token", entry: Cue, subject: "Token | None") -> list[Range]:
    """A noun phrase and what belongs to it: "accused the army of looting", "called for talks"."""
    frames = entry.frames
    after = [child for child in verb.children if child.i > verb.i and child != subject and child.dep_ != "punct"]
    objects = [child for child in after if child.dep_ in _OBJECTS or child.dep_ == "ccomp" and "call" in frames]
    objects = objects or [child for child in after if child.dep_ == "xcomp" and child.pos_ == "NOUN"]
    if objects and _no_words(verb, objects):
        return []
    preps = [
        child for child in after if child.dep_ in {"prep", "prt", "dative"} and child.pos_ in {"ADP", "SCONJ", "PART"}
    ]
    particle = clauses.particle(verb, frames)
    if "person" in frames and "np" not in frames:
        objects = []
    as_ = [prep for prep in preps if prep.lower_ == "as"]
    begin = None
    if objects and (_takes(verb, frames, objects[0], preps) or _bound(verb, frames, objects[0], subject)):
        begin = objects[0].left_edge.i
    elif "as" in frames and as_:
        begin = as_[0].i
    elif particle is not None and not objects:
        begin = next((prep.i + 1 for prep in preps if prep.i > particle.i and prep.lower_ in _AGAINST), None)
    else:
        for prep in preps:
            word = "of_" if prep.lower_ == "of" else prep.lower_
            if word == "to" and objects:
                continue
            if word in frames and word in _PREPOSITIONS | {"of_"} and children(prep, "pobj", "pcomp"):
                begin = prep.i if word not in {"for", "on", "at"} else prep.i + 1
                break
    if begin is None:
        return []
    return [limits.tidy(verb.doc, begin, limits.cut(verb, limits.reach(verb, begin)))]


def _no_words(verb: "Token", objects: "list[Token]") -> bool:
    """A cue verb in another sense: "claimed 200 lives", "denied them entry", "called a meeting"."""
    last = objects[-1]
    senses = lexicon.OTHER_SENSES.get(verb.lemma_.lower(), frozenset())
    return last.lemma_.lower() in senses and not any(child.dep_ in {"acl", "relcl"} for child in last.children)


def _takes(verb: "Token", frames: frozenset[str], thing: "Token", preps: "list[Token]") -> bool:
    """Whether a verb's object is something it says: "confirmed the withdrawal", not "admitted 40 patients"."""
    words = {prep.lower_ for prep in preps} | {prep.lower_ for prep in thing.children if prep.dep_ == "prep"}
    lemma = thing.lemma_.lower()
    return bool(
        frames & {"np", "call"}
        or ("of" in frames and _charged(verb, preps))
        or ("as" in frames and "as" in words)
        or ("at" in frames and "at" in words)
        or clauses.particle(verb, frames) is not None
        or ("censure" in frames and words & {"for", "over", "as"})
        or ("words" in frames and lemma in lexicon.SAYABLE | lexicon.PROPOSAL_NOUNS | lexicon.NOUNS.keys())
    )


def _bound(verb: "Token", frames: frozenset[str], thing: "Token", subject: "Token | None") -> bool:
    return _counts(verb, frames, thing, subject) or ("blame" in frames and _blames(verb, thing))


def _counts(verb: "Token", frames: frozenset[str], thing: "Token", subject: "Token | None") -> bool:
    """Whether somebody says how many: "raised the toll to 56", "counted 61 bodies", not "raised the gate"."""
    if subject is None or not clauses.can_speak(subject):
        return False
    if "number" in frames and any(child.dep_ == "nummod" for child in thing.children):
        return True
    behind = verb.doc[thing.i + 1 : min(thing.i + 12, verb.sent.end)]
    figure = any(token.like_num for token in behind)
    return "toll" in frames and thing.lemma_.lower() in lexicon.TALLIES and figure


def _blames(verb: "Token", thing: "Token") -> bool:
    """ "held the army responsible": what it is held is the accusation."""
    behind = verb.doc[verb.i + 1 : min(thing.i + 4, verb.sent.end)]
    return any(token.lower_ in {"responsible", "accountable", "liable"} for token in behind)


def _charged(verb: "Token", preps: "list[Token]") -> bool:
    """Whom and of what: "accused" needs both, "blamed" and "criticized" only the first."""
    if verb.lemma_ not in {"accuse", "charge", "hold", "suspect", "compare", "liken"}:
        return True
    return any(prep.lower_ in {"of", "with", "for", "to", "over", "as", "in"} for prep in preps) or any(
        child.lower_ == "of" for obj in children(verb, "dobj") for child in obj.children
    )


def _fronted(verb: "Token", entry: Cue, subject: "Token | None") -> list[Range]:
    """What the tree has lost: "…, the army said" at the end of a sentence, or "said: …" at the head of one."""
    if not entry.strong or subject is None or "clause" not in entry.frames:
        return []
    doc, sentence = verb.doc, verb.sent
    low = min(verb.i, clauses.phrase(subject)[0])
    before = doc[sentence.start : low]
    if (
        low - sentence.start >= 3
        and any(token.tag_ in FINITE for token in before)
        and doc[low - 1].text in {",", *limits.DASHES, '"', "”", "»", "'", "’"}
    ):
        return [limits.tidy(doc, sentence.start, low)]
    for position in range(verb.i + 1, sentence.end):
        if doc[position].text == ":" or (doc[position].lower_ == "that" and doc[position].tag_ != "DT"):
            return [limits.tidy(doc, position + 1, limits.cut(verb, sentence.end))]
    return []


def _rest(verb: "Token", entry: Cue, subject: "Token | None") -> list[Range]:
    """Everything behind a sure cue, when the tree hangs the clause elsewhere."""
    if not entry.strong or subject is None or "clause" not in entry.frames or subject.i > verb.i:
        return []
    end = limits.cut(verb, verb.sent.end)
    behind = verb.doc[verb.i + 1 : end]
    if not any(token.tag_ in FINITE for token in behind) and not _says_much(verb, behind):
        return []
    return [limits.after_that(verb.doc, verb.i + 1, end)]


def _says_much(verb: "Token", behind: "Span") -> bool:
    """Whether words behind "says" are a clause whose verb the tagger has lost: "says | Adran arms the rebels"."""
    return verb.lemma_ == "say" and len(behind) >= 4 and behind[0].pos_ in {"PROPN", "DET", "NUM"}


def _gap(verb: "Token", entry: Cue, subject: "Token | None") -> list[Range]:
    """The noun before a clause about it: "a charge | he rejects"."""
    if verb.dep_ != "relcl" or subject is None or verb.head.i == subject.i:
        return []
    if entry.kind not in {"denial", "refusal"} or not entry.frames & {"np", *lexicon.PARTICLES}:
        return []
    return [clauses.phrase(verb.head)]


def complements(verb: "Token") -> list[Range]:
    """All that follows a verb and belongs to it, whatever it is."""
    after = [
        child for child in verb.children if child.i > verb.i and child.dep_ not in {"punct", "cc", "conj", "advcl"}
    ]
    after = [
        child
        for child in after
        if (child.dep_ not in {"npadvmod", "advmod", "prt"} or child.tag_ == "WRB") and not limits.is_when(child)
    ]
    if not after:
        return []
    begin = after[0].left_edge.i
    return [limits.after_that(verb.doc, begin, limits.cut(verb, limits.reach(verb, begin)))]


# Each is tried until one finds something.
_READERS = (
    _announced,
    interjections.halves,
    _gerund,
    _clause,
    _infinitive,
    _phrase,
    interjections.host,
    _fronted,
    _rest,
    _gap,
)
