"""Our own neutral wording of what was said, as a full sentence; and the speaker's words where they are quoted."""

import re
from typing import NamedTuple

from claims.proposals import verbs, words
from sources.attribution.statements import Span, Statement

LONGEST = 2000
#: How long a stretch of the text may be that stands for our own wording.
LONGEST_WHOLE = 300
#: A cue that names what was said instead of telling it.
_NAMED = re.compile(
    r"accusations?|allegations?|charges?|claims?|criticisms?|denials?|recriminations?|threats?|warnings?", re.I
)
_QUOTED = re.compile(r"[“\"«„]([^“”\"«»„]{2,})[”\"»“]")
_MARKS = '“”"«»„'
_EDGES = re.compile(r"^[\s,;:–—-]+|[\s,;:–—-]+$")
_OPENING = re.compile(r"^(?:(?:and|but|also|as|that)\s+)+", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:I|we|our|ours|us|my|me|mine|I['’]m|we['’](?:re|ve|ll))\b", re.IGNORECASE)
_PRONOUN = re.compile(r"^(?P<who>it|they|he|she)(?P<verb>\s+\w|['’](?:s|re|d|ll|ve)\b)", re.IGNORECASE)
_OWN = re.compile(r"\b(?:its|their|his|her)\b(?=\s+(?:own\s+)?[a-z-]+)", re.IGNORECASE)
_VAGUE = re.compile(
    r"^(?:as\s+)?(?:(?:the|an?|this|that|these|those|which|something|any|all|such|it|its|their)\s*)*(?:claims?|reports?|accusations?"
    r"|allegations?|charges?|statements?|assertions?|news|it|this|that|so)?"
    r"\s*(?:as\s+)?(?:(?:[“\"]?(?:pure |complete |total |an? |blatant )*(?:disinformation|misinformation"
    r"|lies?|fakes?|false|untrue|baseless|unfounded|groundless|nonsense|fabricat\w+|propaganda|absurd|fiction)[.,]?[”\"]?)[\s.,]*)*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|do|did|isn['’]t|aren['’]t"
    r"|wasn['’]t|weren['’]t|won['’]t|\w{2,}ed|"
    + "shot|brought|hit|took|held|lost|fell|fled|fought|sent|made|began|broke"
    r"|came|gave|got|kept|left|met|put|said|saw|set|struck|went|won|controls?|remains?|supports?|wants?|needs?|says?"
    r"|knows?|continues?|plans?|seeks?)\b"
)
_CENSURED = re.compile(r"^(?P<whom>.{2,90}?)\s+(?:of|for)\s+(?P<what>(?P<verb>[a-z]+ing)\b.*)$", re.DOTALL)
_BLAMED = re.compile(r"^(?P<whom>.{2,90}?)\s+(?:of|for)\s+(?P<what>.+)$", re.DOTALL)
_TO = re.compile(
    r"^(?P<whom>[^.;:]{2,90}?)\s+(?P<no>not )?to\s+"
    r"(?P<what>(?!the\b|an?\b|all\b|any\b|its\b|their\b)(?:be|[a-z]+(?<!s)(?<!ing))\b.*)$",
    re.DOTALL,
)
#: What begins like this has lost its subject: a relative clause, a verb alone, or a piece behind a preposition.
_HALF = re.compile(
    r"(?:who|whom|whose|which|that|each other|one another|over|of(?! course| them| those| these)|to(?! be sure)|by"
    r"|about|amid|is|are|was|were|has|have|had|would|will|could|can|may|might|must|should|does|did)\b(?!.*\?)",
    re.IGNORECASE,
)
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|made|\w{2,}ed)\b")
_TURNING = re.compile(
    r"(?:(?:do|does|did|has|have|had|is|are|was|were|would|could|can|may|might|will|should|must)(?: not|n['’]t)?"
    r"|cannot|can['’]t|won['’]t|never)(?: (?:be|been|have|ever|yet|also|even))*",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"(?:who|whom|which|that)\b\s*", re.IGNORECASE)
_BEFORE = re.compile(r"(?:\b(?:the|an?|its|their|his|her)\s+)?(?:[\w’'-]+\s+){0,2}[\w’'-]+(?=,?\s*$)", re.IGNORECASE)
_SAYING = r"(?:reports?|claims?|suggestions?|allegations?|accusations?|charges?|rumou?rs?|assertions?|statements?)"


class Said(NamedTuple):
    """Who speaks, for wordings: the name for a sentence's subject, and whether it is one person."""

    name: str
    side: str
    person: bool

    @property
    def subject(self) -> str:
        """A person by name; what an institution says, its side does. A side of several is not named for one of them."""
        several = re.search(r"/|\band\b|,", self.side)
        return _with_article(self.name if self.person or several or not self.side else self.side)


def wording(text: str, statement: Statement, by: Said, target: str = "", *, kind: str = "") -> str:
    """What was said as one neutral sentence; "" where the words alone make none, and somebody has to word it.

    `target` is the wording of what a denial denies.
    """
    kind = kind or statement.kind
    said = content(text, statement)
    bare = _OPENING.sub("", said)
    if kind in ("denial", "refusal") and target and _VAGUE.match(bare):
        sentence = _of_what_is_denied(text, statement, by, target)
    elif kind == "refusal" and target:
        sentence = f"{by.subject} {_cue(text, statement)} this: {_lower(target)}"
    elif kind == "denial":
        sentence = _denial(bare, text, statement, by)
    elif kind == "withheld":
        sentence = _withheld(text, statement, by)
    elif statement.quote == "direct":
        return _sentence(_quotation(own_words(text, statement) or bare))
    elif kind == "accusation":
        sentence = _accusation(bare, text, statement, by)
    elif kind == "demand":
        sentence = _demand(bare, text, statement, by)
    else:
        sentence = _plain(bare, text, statement, by)
    sentence = _resolved(sentence, by)
    lost = statement.quote != "direct" and _HALF.match(sentence)
    return _sentence(sentence) if sentence and not lost else ""


def content(text: str, statement: Statement) -> str:
    """The words of what was said, in one line, without whom they are from at second hand."""
    parts = []
    for span in statement.content:
        part = text[span.start : span.end]
        origin = statement.origin
        if origin and span.start <= origin.span.start < span.end:
            low, high = origin.span.start - span.start, origin.span.end - span.start
            before = re.sub(
                r"(?:,\s*)?\b(?:according to|citing|quoting|based on)\s*$", "", part[:low], flags=re.IGNORECASE
            )
            part = before + re.sub(r"^\s*,\s*", " ", part[high:])
        parts.append(_EDGES.sub("", part))
    return _tidy(" ".join(part for part in parts if part))


def own_words(text: str, statement: Statement) -> str:
    """What stands in quotation marks, without them; " … " where something was left out between."""
    parts = []
    for span in statement.content:
        part = text[span.start : span.end]
        found = [match[1] for match in _QUOTED.finditer(part)]
        if not found and statement.quote == "direct":
            found = [part.strip(f"{_MARKS} \n")]
        parts += [_EDGES.sub("", _tidy(words)) for words in found]
    if len(parts) == 1 and statement.quote == "mixed":
        return parts[0].rstrip(".,;")
    return " … ".join(part for part in parts if part)[:4000]


def _quotation(said: str) -> str:
    parts = [_EDGES.sub("", part) for part in re.sub(f"[{_MARKS}]", "", said).split(" … ")]
    bare = _tidy(
        " ".join(part if part[-1:] in ".!?" or at == len(parts) - 1 else f"{part}." for at, part in enumerate(parts))
    )
    return f"“{bare}”" if _FIRST_PERSON.search(bare) else bare


def _plain(said: str, text: str, statement: Statement, by: Said) -> str:
    """A clause as it is; of anything shorter, who says it and how."""
    if match := re.match(r"to have (?P<what>.+)$", said, re.DOTALL):
        return f"{by.subject} {'have' if _is_plural(by.subject) else 'has'} {match['what']}"
    bare = re.match(r"(?:to|of|about|on|for|with|from|into)\b", said)
    if statement.cue == () or (_CLAUSE.search(said) and not bare):
        return said
    return _told(said, text, statement, by)


def _told(said: str, text: str, statement: Statement, by: Said) -> str:
    """Who says it and how, with the small words that the text has between: “appealed for a truce”."""
    before = _before_cue(text, statement)
    turned = _TURNING.fullmatch(before)
    if before and not turned and _NAMED.fullmatch(_cue(text, statement)):
        return _as_it_stands(text, statement)
    between = ""
    if statement.cue and statement.cue[-1].end <= statement.content[0].start <= statement.cue[-1].end + 12:
        found = text[statement.cue[-1].end : statement.content[0].start].strip(" ,:\n")
        between = f"{found} " if re.fullmatch(r"(?:for|to|of|about|on|upon|with|against|in|at|by)", found) else ""
    # “Did not”, “would”: left out, the opposite would be said.
    verb = _of_one(f"{before} {_cue(text, statement)}" if turned else _cue(text, statement), by)
    return f"{by.subject} {verb} {between}{_lower(said)}"


def _before_cue(text: str, statement: Statement) -> str:
    """What stands between the speaker and the verb."""
    if not (statement.source and statement.cue):
        return ""
    return _tidy(text[statement.source[-1].end : statement.cue[0].start])


def _as_it_stands(text: str, statement: Statement) -> str:
    """The text's own words from the speaker on: “both sides traded accusations of shelling towns”; "" if they part."""
    spans = [*statement.source, *statement.cue, *statement.content]
    said = text[spans[0].start : spans[-1].end] if spans == sorted(spans) and statement.source else ""
    verb = said and _VERB.search(text, statement.source[-1].end, spans[-1].end)
    return said if verb and len(said) <= LONGEST_WHOLE and not re.search(r"[.!?]\s|\n", said) else ""


def _of_what_is_denied(text: str, statement: Statement, by: Said, target: str) -> str:
    """“Disinformation” says nothing by itself: name what it is said of."""
    quoted = own_words(text, statement)
    inner = _lower(target.rstrip("."))
    if statement.kind == "refusal":
        return f"{by.subject} {_cue(text, statement)} this: {inner}"
    return f"The report that {inner} is “{quoted}”" if quoted else f"It is not so that {inner}"


def _denial(said: str, text: str, statement: Statement, by: Said) -> str:
    if match := re.match(r"having ([a-z]+)\b", said):
        return f"{by.subject} {'have' if _is_plural(by.subject) else 'has'} not {said.removeprefix('having ')}"
    if match := re.match(r"(?:(?:ever|deliberately|intentionally)\s+)?([a-z]+ing)\b", said):
        return f"{by.subject} did not {verbs.base(match[1])}{said[match.end() :]}"
    if re.match(r"(?:any )?(?:responsibility|involvement|wrongdoing)\b", said):
        return f"{by.subject} had no {said.removeprefix('any ')}"
    if match := re.match(
        rf"(?:(?:an?|the|any|all|these|those)\s+|[^,.]{{2,40}}['’]s?\s+)?{_SAYING} that (.+)$", said, re.DOTALL
    ):
        return f"It is not so that {_lower(match[1])}"
    if match := re.match(r"(?:any|an)\s+(.+)", said, re.DOTALL):
        return f"There was no {match[1]}"
    if re.match(rf"(?:an?|the|any|all|these|those)?\s*(?:\w+\s+)?{_SAYING}\b", said):
        return _told(said, text, statement, by)
    clause = (
        statement.quote != "direct" and _CLAUSE.search(said) and not re.match(r"(?:as|of|whether)\b|.*\bas\b", said)
    )
    if clause and not re.search(r"\b(?:not|no|never|none|nobody)\b|n['’]t\b|\b(?:false|untrue|lie|fake)\b", said):
        return f"It is not so that {_lower(_resolved(said, by))}"
    return _quotation(said) if clause or statement.quote == "direct" else _told(said, text, statement, by)


def _accusation(said: str, text: str, statement: Statement, by: Said) -> str:
    if re.match(r"(?:each|one an)\s?other\b", said, re.IGNORECASE):
        return _as_it_stands(text, statement)
    if relative := _RELATIVE.match(said):
        said = f"{_antecedent(text, statement)} {said[relative.end() :]}".strip()
    if match := _CENSURED.match(said):
        past = verbs.past(match["verb"])
        return f"{_with_article(match['whom'])} {past}{match['what'][len(match['verb']) :]}"
    if not _CLAUSE.search(said) and (match := _BLAMED.match(said)):
        verb = "are" if _is_plural(match["whom"]) else "is"
        return f"{_with_article(match['whom'])} {verb} to blame for {match['what']}"
    return _plain(said, text, statement, by)


def _antecedent(text: str, statement: Statement) -> str:
    """Whom a relative clause speaks of: “the mayors, who were accused of”; "" where that is not plain."""
    before = (
        _BEFORE.search(re.split(r"[.!?;:\n]", text[: statement.content[0].start])[-1]) if statement.content else None
    )
    found = before[0].strip() if before else ""
    return found if found[:1].isupper() or re.match(r"(?:the|its|their)\b", found) else ""


def _demand(said: str, text: str, statement: Statement, by: Said) -> str:
    if match := _TO.match(said):
        return f"{_with_article(match['whom'])} should {match['no'] or ''}{match['what']}"
    if match := re.match(r"(?:on|upon)\s+(?P<whom>.{2,90}?)\s+to\s+(?P<what>.+)$", said, re.DOTALL):
        return f"{_with_article(match['whom'])} should {match['what']}"
    if match := re.match(r"for\s+(?P<what>.+)$", said, re.DOTALL):
        return f"There should be {match['what']}"
    told = _told(said, text, statement, by)
    if re.search(
        r"\b(?:called|appealed|pleaded|asked|calls|calling) for ", told[: len(by.subject) + 20]
    ) or not _CLAUSE.search(said):
        return told
    return told if re.match(r"(?:an?|the)\s", said) and "that" in said else _plain(said, text, statement, by)


def _withheld(text: str, statement: Statement, by: Said) -> str:
    """Who will not say what: the text's own words between the speaker and the end of it."""
    cue = " ".join(text[span.start : span.end] for span in statement.cue)
    said = content(text, statement)
    if statement.source and statement.cue and statement.source[-1].end <= statement.cue[0].start:
        verb = _tidy(text[statement.source[-1].end : statement.cue[-1].end])
        if len(verb) <= 80 and "\n" not in verb:
            said = said if _is_plural(by.subject) or by.person else re.sub(r"\btheir\b", "its", said, count=1)
            return f"{by.subject} {_of_one(verb, by)} {said}"
    return f"{by.subject} {cue} {said}"


def _of_one(verb: str, by: Said) -> str:
    """The verb for the subject we name: a side has not, where its officials have not."""
    return verb if _is_plural(by.subject) else re.sub(r"^have\b", "has", re.sub(r"^(do)\b(?= not)", "does", verb))


def _resolved(sentence: str, by: Said) -> str:
    """The sentence with the speaker named where it only says “it” or “they”."""
    if not by.name or sentence.startswith("It is not so"):
        return sentence
    if match := _PRONOUN.match(sentence):
        plain = by.person or match["who"].lower() in ("it", "they")
        if plain:
            verb = sentence[match.end("who") :]
            verb = re.sub(r"^['’](?:re|s)\b", " is" if by.person else " are", verb)
            return f"{by.subject}{verb}"
    match = _OWN.search(sentence)
    if match and _COUNTING.fullmatch(sentence[: match.start()]):  # nobody stands before whom "their" could mean
        return f"{sentence[: match.start()]}{_possessive(by)}{sentence[match.end() :]}"
    return sentence


_COUNTING = re.compile(
    r"(?:(?:at least|about|some|more than|over|up to|none|all|most|many|several|[0-9,.]+|of)\s*)*", re.I
)


def _possessive(by: Said) -> str:
    subject = by.subject
    return f"{subject}’" if subject.endswith("s") else f"{subject}’s"


def _with_article(name: str) -> str:
    name = re.sub(r"^(?:[Tt]he)\s+", "the ", name.strip())
    if re.match(r"[a-z]+\b(?:[^’']*[^s])$", name) and not re.match(
        r"(?:the|its|his|her|their|an?|one|some|several)\b", name
    ):
        return f"the {name}"  # "the rebel spokesman", but "residents"
    needs = re.search(
        r"\b(?:ministry|army|government|council|agency|authorities|forces|office|service|party|co-chairs|command"
        r"|union|nations|states|commission|police)$",
        name,
        re.IGNORECASE,
    )
    if (
        needs
        and name[:1].isupper()
        and not re.match(r"(?:[A-Z][\w-]*(?:i|n|sh|ese|ch) )(?:forces|troops|officials)$", name)
    ):
        return f"the {name}"
    return name


def _is_plural(name: str) -> bool:
    return bool(
        re.search(r"\b(?:authorities|officials|residents|forces|people|troops|co-chairs|[a-z]{4,}ers)$", name, re.I)
    )


def _cue(text: str, statement: Statement) -> str:
    cue = _tidy(" ".join(text[span.start : span.end] for span in statement.cue)) or "said"
    gerund = re.match(r"[a-z]+ing\b", cue)
    return f"{verbs.past(gerund[0])}{cue[gerund.end() :]}" if gerund else cue


_SMALL = frozenset(
    ["the", "a", "an", "its", "their", "his", "her", "this", "these", "some", "at", "about", "two", "three", "no"]
    + ["several", "many", "there", "it", "residents", "people", "civilians", "troops", "forces"]
)


def _lower(sentence: str) -> str:
    """For the inside of another sentence: a small letter, unless a name begins there."""
    first = re.match(r"[“\"]?([^\s]+)", sentence)
    if first and first[1].lower() in _SMALL:
        return f"{sentence[: first.start(1)]}{first[1][0].lower()}{sentence[first.start(1) + 1 :]}"
    return sentence


def _sentence(said: str) -> str:
    said = _EDGES.sub("", _tidy(said))
    said = re.sub(r"([.!?])([”\"])\.?$", r"\1\2", said)
    said = said[: LONGEST - 1]
    if not re.search(r"[.!?…][”\"’)]*$", said):
        said = re.sub(r"[,;:]$", "", said) + "."
    return words.capital(said)


def _tidy(said: str) -> str:
    said = " ".join(said.split())
    said = re.sub(r"\s+([,.;:!?])", r"\1", said)
    said = re.sub(r"\s+([”»])", r"\1", said)
    said = re.sub(r"[,;:]([”\"»])", r"\1", said)
    return re.sub(r"([“«„])\s+", r"\1", said)


def hull(spans: tuple[Span, ...]) -> Span:
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def accusation(said: str, by: Said) -> str:
    """The wording of “X of Y”, without a text it stands in."""
    return _sentence(_resolved(_accusation(said, "", Statement((), (), (), "accusation", "paraphrase"), by), by))


def plain(said: str) -> str:
    """Words that somebody picked out of a text, as a sentence."""
    return _sentence(_OPENING.sub("", said))
