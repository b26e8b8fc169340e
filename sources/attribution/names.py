"""Who a speaker is: pronouns, short names and "the ministry" taken back to the fullest name the text gives."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import clauses, lexicon
from .drafts import Draft
from .statements import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PARTICLES = {"al", "el", "de", "von", "van", "bin", "ibn", "da", "di", "la", "der", "den", "-", "'", "’", "ben", "abu"}
_TITLES = lexicon.words("""
    mr mrs ms dr sir prof professor president prime minister foreign defence defense interior chancellor king
    queen gen general lt lieutenant col colonel maj major capt captain brig brigadier adm admiral sgt sergeant
    commander secretary sen senator rep gov governor mayor ambassador chief sheikh imam pope father rev judge
""")
_ORGANISATIONS = lexicon.words("""
    ministry army forces force council front party agency union committee cross brigade command staff office
    mission observatory group authority government service services university guard navy police court crescent
    assembly parliament commission house times post guardian news media tv
""")
_PEOPLE = {"he", "she", "him", "her"}
_BODIES = {"it", "they", "which"}


@dataclass(frozen=True)
class Mention:
    """A noun phrase that may name a speaker, with the words that tell which one."""

    span: Span
    name: str
    head: str
    words: frozenset[str]
    person: bool


def mentions(docs: "list[Doc]", blocks: list[Span]) -> list[Mention]:
    """Every noun phrase of the text that is more than a pronoun, in order."""
    found = []
    for doc, block in zip(docs, blocks, strict=False):
        for chunk in doc.noun_chunks:
            if chunk.root.pos_ in {"PROPN", "NOUN"}:
                found.append(mention(chunk.root, block.start))
    return found


def mention(head: "Token", base: int) -> Mention:
    doc = head.doc
    named = next((child for child in clauses.children(head, "appos") if child.pos_ == "PROPN"), None)
    if named is not None and head.pos_ == "NOUN" and head.lemma_.lower() in lexicon.GROUP_NOUNS:
        return mention(named, base)
    start, end = clauses.phrase(head)
    end = next((at for at in range(head.i + 1, end) if doc[at].text == ","), end)
    words = frozenset(token.lower_ for token in doc[start:end] if token.is_alpha)
    low = _core(head, start)
    person = head.pos_ == "PROPN" and _is_person(head, low, start)
    if person:
        start, end = low, head.i + 1
    while start < head.i and (doc[start].pos_ == "DET" or doc[start].is_punct or doc[start].is_space):
        start += 1
    last = doc[end - 1]
    span = Span(base + doc[start].idx, base + last.idx + len(last))
    return Mention(span, " ".join(doc[start:end].text.split()), head.lower_, words, person)


def _core(head: "Token", start: int) -> int:
    """Where the name proper begins: "Anna Petrova" in "Ministry spokeswoman Anna Petrova"."""
    low = head.i
    while low > start:
        before = head.doc[low - 1]
        word = before.lower_.strip(".")
        if word in _TITLES or word in lexicon.GROUP_NOUNS or before.ent_type_ == "NORP":
            break
        if (
            before.pos_ != "PROPN"
            and word not in _PARTICLES
            and not (before.text[:1].isupper() and before.dep_ == "compound")
        ):
            break
        low -= 1
    return low


def _is_person(head: "Token", low: int, start: int) -> bool:
    if head.lower_ in _ORGANISATIONS or head.lower_ in lexicon.GROUP_NOUNS:
        return False
    if head.ent_type_ in {"GPE", "LOC", "NORP", "FAC"} and head.i - low < 1:
        return False
    titled = low > start and any(
        token.lower_.strip(".") in _TITLES | lexicon.GROUP_NOUNS for token in head.doc[start:low]
    )
    return titled or head.ent_type_ == "PERSON" or head.i - low >= 1


def resolve(item: Draft, told: "list[tuple[Draft, Mention]]", known: list[Mention], base: int) -> Mention | None:
    """The fullest mention of whoever speaks in a draft; `told` are the drafts before it with their speakers."""
    subject = item.subject
    if subject is None:
        return None
    own = mention(subject, base)
    word = subject.lower_
    if word in _PEOPLE:
        return _last_person(item, told, known) or own
    if word in _BODIES or (subject.pos_ == "PRON" and word in {"who", "that", "both"}):
        return _last_body(item, told) or own
    if own.person or subject.pos_ == "PROPN" and not _short(subject, own):
        return _longest(own, known)
    return _same_noun(own, item, told, known)


def _short(subject: "Token", own: Mention) -> bool:
    """A body called by its last word and "the": "the Observatory"."""
    return len(own.words) == 2 and any(child.lower_ == "the" for child in subject.children)


def _last_person(item: Draft, told: "list[tuple[Draft, Mention]]", known: list[Mention]) -> Mention | None:
    here = item.start
    for draft, mention in reversed(told):
        if item.block - draft.block > 3:
            break
        if mention.person or mention.head in lexicon.GROUP_NOUNS and not mention.head.endswith("s"):
            return _longest(mention, known) if mention.person else mention
    before = [mention for mention in known if mention.person and mention.span.end <= here]
    return _longest(before[-1], known) if before else None


def _last_body(item: Draft, told: "list[tuple[Draft, Mention]]") -> Mention | None:
    for draft, mention in reversed(told):
        if item.block - draft.block > 2:
            break
        if not mention.person:
            return mention
    return None


def _longest(own: Mention, known: list[Mention]) -> Mention:
    """The longest name of a person that ends as this one does."""
    last = own.name.split()[-1].lower()
    best = own
    for other in known:
        parts = other.name.lower().split()
        if other.person and last == parts[-1] and len(parts) > len(best.name.split()):
            best = other
    return best


def _same_noun(own: Mention, item: Draft, told: "list[tuple[Draft, Mention]]", known: list[Mention]) -> Mention:
    """ "The ministry" is the last ministry with a fuller name; "the spokesman" is the last man so titled."""
    bare = own.words - {"the", "a", "an", "its", "their", "his", "her", "this", "that", "both"}
    if bare != {own.head}:
        return own
    for _, mention in reversed(told):
        if own.head in mention.words and len(mention.words) > len(bare) + 1 or _kin(own, mention):
            return mention
    before = [other for other in known if other.span.end <= item.start and own.head in other.words]
    fuller = [other for other in before if len(other.words - {"the", "a", "an"}) > 1]
    return fuller[-1] if fuller else own


def _kin(own: Mention, other: Mention) -> bool:
    """Officials and authorities are one."""
    kin = {"officials", "authorities", "government", "officers"}
    return own.head in kin and other.head in kin and len(other.words) > 1
