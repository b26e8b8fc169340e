"""What is said: from the cue word and the tree to the words of the statement."""

from typing import TYPE_CHECKING

from . import clauses, lexicon, limits
from .clauses import Range, children, extent
from .lexicon import Cue

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PREPOSITIONS = {"on", "for", "against", "about", "to", "in", "with", "by"}
_NOUNS = {"NOUN", "PROPN", "PRON"}
_BEFORE_TAG = {",", '"', "”", "»", "'", "’", "“", "«", "?", "!"} | limits.DASHES
FINITE = {"VBD", "VBZ", "VBP", "MD"}
_PHRASES = {"as", "at", "to", "on", "by", "about", "with", "in"}
_AGAINST = {"against", "on", "at", "to"}
_OBJECTS = ("dobj", "oprd", "attr", "dative")


def content_of(verb: "Token", entry: Cue, subject: "Token | None") -> list[Range]:
    """The words a cue verb reports, as ranges in text order; empty if it reports none."""
    if clauses.is_passive(verb):
        return _passive(verb, entry)
    summed = clauses.summed_before(subject) if subject is not None and subject.head == verb else []
    if summed and entry.frames & {"np", "call", "as", *lexicon.PARTICLES}:
        return _phrase(verb, entry, subject) or [(summed[0].i, summed[1].i + 1)]
    for read in (_halves, _clause, _infinitive, _phrase, _host, _fronted, _rest, _gap):
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
    for clause in sorted(children(verb, "ccomp"), key=lambda clause: clause.i < verb.i):
        start, end = extent(clause)
        if clause.i > verb.i:
            start = limits.after_day(verb.doc, max(start, verb.i + 1), verb.i)
            return [limits.after_that(verb.doc, start, limits.cut(verb, end))]
        has_object = "np" in entry.frames and any(child.i > verb.i for child in children(verb, "dobj"))
        takes = "clause" in entry.frames and not has_object and not _reports_itself(clause, verb)
        if takes and (before := _before(verb, start, subject)):
            return before
    return []


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


def _halves(verb: "Token", entry: Cue, subject: "Token | None") -> list[Range]:
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


def _host(verb: "Token", entry: Cue, subject: "Token | None") -> list[Range]:
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
    pieces = [limits.tidy(word.doc, start, hole[0])]
    if pieces[0][0] >= pieces[0][1] or not _somebody_tells(word.doc, hole[1], end):
        pieces.append(limits.tidy(word.doc, hole[1], end))
    return [(low, high) for low, high in pieces if high - low > 0]


def _somebody_tells(doc: "Doc", start: int, end: int) -> bool:
    """Whether another report follows a tag: "…, according to the ministry, | while Adran said …"."""
    for token in doc[start:end]:
        entry = lexicon.VERBS.get(token.lemma_.lower())
        if entry and (entry.strong or token.lemma_.lower() in lexicon.TELLERS) and token.tag_ in FINITE:
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
        noun for prep in children(verb, "prep") if prep.lower_ in {"on", "upon"} for noun in children(prep, "pobj")
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
    particle = _particle(verb, frames)
    if "person" in frames and "np" not in frames:
        objects = []
    as_ = [prep for prep in preps if prep.lower_ == "as"]
    begin = None
    if objects and _takes(verb, frames, objects[0], preps):
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
                begin = prep.i if word != "for" and prep.lower_ != "on" else prep.i + 1
                break
    if begin is None:
        return []
    return [limits.tidy(verb.doc, begin, limits.cut(verb, limits.reach(verb, begin)))]


def _no_words(verb: "Token", objects: "list[Token]") -> bool:
    """A cue verb in another sense: "claimed 200 lives", "denied them entry", "called a meeting"."""
    last = objects[-1]
    senses = lexicon.OTHER_SENSES.get(verb.lemma_.lower(), frozenset())
    return last.lemma_.lower() in senses and not any(child.dep_ in {"acl", "relcl"} for child in last.children)


def _particle(verb: "Token", frames: frozenset[str]) -> "Token | None":
    """The "out" of "ruled out": a particle, whether the tree calls it one or not."""
    parts = [child for child in children(verb, "prt", "advmod") if 0 < child.i - verb.i <= 2]
    return next((part for part in parts if part.lower_ in frames & lexicon.PARTICLES), None)


def _takes(verb: "Token", frames: frozenset[str], thing: "Token", preps: "list[Token]") -> bool:
    """Whether a verb's object is something it says: "confirmed the withdrawal", not "admitted 40 patients"."""
    words = {prep.lower_ for prep in preps} | {prep.lower_ for prep in thing.children if prep.dep_ == "prep"}
    lemma = thing.lemma_.lower()
    return bool(
        frames & {"np", "call"}
        or ("of" in frames and _charged(verb, preps))
        or ("as" in frames and "as" in words)
        or ("at" in frames and "at" in words)
        or _particle(verb, frames) is not None
        or ("censure" in frames and words & {"for", "over", "as"})
        or ("words" in frames and lemma in lexicon.SAYABLE | lexicon.PROPOSAL_NOUNS | lexicon.NOUNS.keys())
    )


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
    if not any(token.tag_ in FINITE for token in behind):
        return []
    return [limits.after_that(verb.doc, verb.i + 1, end)]


def _gap(verb: "Token", entry: Cue, subject: "Token | None") -> list[Range]:
    """The noun before a clause about it: "a charge | he rejects"."""
    if verb.dep_ != "relcl" or subject is None or verb.head.i == subject.i:
        return []
    if entry.kind not in {"denial", "refusal"} or not entry.frames & {"np", *lexicon.PARTICLES}:
        return []
    return [clauses.phrase(verb.head)]


def _passive(verb: "Token", entry: Cue) -> list[Range]:
    """ "the charge was denied by …", "they were accused of …", "it was said that …"."""
    if not entry.frames & {"np", "of", "as", "call", "clause", "person", "whom"} and not _particle(verb, entry.frames):
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
        if child.i < verb.i or child.dep_ in {"agent", "conj", "cc", "punct", "npadvmod", "prt", "advmod"}:
            continue
        if child.dep_ == "prep" and (limits.is_when(child) or child.lower_ not in {"of", "as", "for", "over", "with"}):
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


def located_subject(verb: "Token") -> "Token | None":
    """The house for the people in it: "In the ministry noted that …", as other languages put it."""
    if verb.tag_ != "VBD" or verb.dep_ != "ROOT":
        return None
    for prep in children(verb, "prep"):
        if prep.lower_ in {"in", "at"} and prep.i == verb.sent.start:
            return next((noun for noun in children(prep, "pobj") if clauses.can_speak(noun)), None)
    return None


def inverted_subject(verb: "Token", tag: bool = False) -> "Token | None":
    """The speaker after the verb: "“…,” said the mayor", when the tree takes him for an object."""
    entry = lexicon.VERBS.get(verb.lemma_.lower())
    if not tag and (entry is None or not entry.strong) or verb.tag_ not in {"VBD", "VBZ", "VBP"}:
        return None
    if verb.i == 0 or verb.doc[verb.i - 1].text not in _BEFORE_TAG:
        return None
    labels = {"dobj", "attr", "npadvmod", "ccomp", "oprd", "dep"}
    candidates = [child for child in verb.children if child.i > verb.i and child.dep_ in labels]
    candidates = [child for child in candidates if child.pos_ in _NOUNS and child.i - verb.i < 8]
    return next((child for child in candidates if not limits.is_day(child)), None)
