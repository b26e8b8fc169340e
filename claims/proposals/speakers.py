"""Whom of the dossier a name in the text means: by name, alias, other spelling, or surname; else a new speaker."""

import re
from collections import defaultdict
from functools import cached_property

from claims import vocabulary
from claims.proposals import words
from claims.proposals.known import Dossier, Speaker, Who

#: How alike two spellings of a name must be (0 to 1) to be taken as one, and to be offered beside it.
SAME, OFFERED = 0.8, 0.5

_QUALIFIERS = vocabulary.words(
    """the a of in for and its senior top unnamed anonymous separatist breakaway rebel self-proclaimed local de facto
    country countrys national federal state central"""
)
_GROUP = re.compile(
    r"\b(?:officials?|residents?|sources?|witness(?:es)?|commanders?|authorities|diplomats?|troops|fighters?|rebels"
    r"|separatists?|villagers|survivors|activists|experts|analysts|media|police)$",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:ministry|army|defen[cs]e|government|agency|office|service|department|committee|council|forces?|party|group"
    r"|commission|parliament|embassy|union|organi[sz]ation|press|headquarters|command|nations|presidency|cross|crescent"
    r"|mission|front|university|hospital|court|side|operator|company|board|bureau|league|bank|fund)\b",
    re.IGNORECASE,
)


def kind_of(name: str) -> str:
    """Whether a name is most likely a person's, an organisation's or an unnamed group's."""
    head = re.split(r"\s(?:in|of|from|for|at|on|near|within)\s", name.strip())[0]
    if _GROUP.search(head):
        return "group"
    if _BODY.search(name) or words.is_country(name) or name.isupper():
        return "organisation"
    return "person"


class Directory:
    """The speakers of a dossier, to be found by what a text calls them."""

    def __init__(self, dossier: Dossier) -> None:
        self.speakers = dossier.speakers
        self._found: dict[tuple[str, str], Who] = {}

    def who(self, name: str, office: str = "") -> Who:
        """Whom a name means; looked up once, however often the text names them."""
        if (name, office) not in self._found:
            self._found[name, office] = self._look_up(" ".join(name.split()), office)
        return self._found[name, office]

    def _look_up(self, name: str, office: str) -> Who:
        name = re.sub(r"^(?:[Tt]he|[Aa]n?)\s+", "", name)[:200]
        if not name:
            return Who("", kind="person", why="The text names nobody.")
        for found, why in (
            (self._named.get(words.folded(name), []), ""),
            (self._composed.get(_composition(name), []), "the same words in another order or form"),
            (self._by_surname(name), "the surname alone"),
        ):
            if len(found) == 1:
                return self._known(found[0], name, why)
        alike = sorted(((self._alike(name, other), other.pk, other) for other in self._near(name)), reverse=True)
        close = [other for score, _, other in alike if score >= SAME]
        if len(close) == 1 or (close and alike[0][0] - alike[1][0] >= 0.1):
            return self._known(close[0], name, "another spelling")
        others = tuple(other.pk for score, _, other in alike if score >= OFFERED)[:3]
        return Who(name, kind=kind_of(name), office=office, why="New to this dossier.", others=others)

    def _known(self, speaker: Speaker, name: str, why: str) -> Who:
        if words.folded(speaker.name) == words.folded(name):
            said = "A speaker of this dossier."
        elif not why:
            said = f"“{name}” is another name of theirs."
        else:
            said = f"The text writes “{name}”: {why}."
        return Who(speaker.name, pk=speaker.pk, kind=speaker.kind, why=said)

    @cached_property
    def _named(self) -> dict[str, list[Speaker]]:
        return self._index(words.folded)

    @cached_property
    def _composed(self) -> dict[str, list[Speaker]]:
        return self._index(_composition)

    def _index(self, key) -> dict[str, list[Speaker]]:
        index: dict[str, dict[int, Speaker]] = defaultdict(dict)
        for speaker in self.speakers:
            for name in (speaker.name, *speaker.aliases):
                index[key(name)][speaker.pk] = speaker
        return {name: list(found.values()) for name, found in index.items() if name}

    def _by_surname(self, name: str) -> list[Speaker]:
        """Persons of whom the text gives only the last name, where just one bears it."""
        if " " in name or not name[:1].isupper():
            return []
        return self._surnames.get(words.folded(name), [])

    @cached_property
    def _surnames(self) -> dict[str, list[Speaker]]:
        index: dict[str, dict[int, Speaker]] = defaultdict(dict)
        for speaker in self.speakers:
            if speaker.kind == "person":
                for name in (speaker.name, *speaker.aliases):
                    index[words.folded(name).split()[-1] if name.strip() else ""][speaker.pk] = speaker
        return {name: list(found.values()) for name, found in index.items()}

    @cached_property
    def _trigrams(self) -> dict[str, set[int]]:
        index: dict[str, set[int]] = defaultdict(set)
        for at, speaker in enumerate(self.speakers):
            for name in (speaker.name, *speaker.aliases):
                for gram in _grams(skeleton(name)):
                    index[gram].add(at)
        return index

    def _near(self, name: str) -> list[Speaker]:
        """The few whose names share most of their letters' order."""
        shared: dict[int, int] = defaultdict(int)
        for gram in _grams(skeleton(name)):
            for at in self._trigrams.get(gram, ()):
                shared[at] += 1
        best = sorted(shared, key=lambda at: -shared[at])[:20]
        return [self.speakers[at] for at in best]

    def _alike(self, name: str, other: Speaker) -> float:
        if {kind_of(name), other.kind} == {"person", "organisation"}:
            return 0.0
        return max(
            _likeness(name, spelling, person=other.kind == "person") for spelling in (other.name, *other.aliases)
        )


def _composition(name: str) -> str:
    """The telling words of an organisation's or group's name, in any order: those of a person stay in theirs."""
    names = [words.folded(word).replace(" ", "-") for word, _ in words.names_in(name)]
    roots = {words.root(word) for word in names if word not in _QUALIFIERS}
    # "Officials in Yerevan" and "Armenian officials" alike; a bare country or a person is composed of nothing.
    return " ".join(sorted(roots)) if len(roots) > 1 and kind_of(name) != "person" else ""


_SOUNDS = (
    ("kh", "h"), ("gh", "g"), ("zh", "j"), ("dzh", "j"), ("tch", "ch"), ("ck", "k"), ("ph", "f"), ("w", "v"),
    ("ks", "x"), ("q", "g"), ("yi", "i"), ("iy", "i"), ("ij", "i"), ("ia", "ya"), ("iu", "yu"), ("ie", "e"),
    ("ye", "e"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ei", "ey"), ("ai", "ay"), ("y", "i"),
)  # fmt: skip


def skeleton(name: str) -> str:
    """A name as it sounds, whichever system wrote it in Latin letters: “Harutyunyan” and “Harutiunian” alike."""
    sounds = words.folded(name)
    for written, spoken in _SOUNDS:
        sounds = sounds.replace(written, spoken)
    return re.sub(r"([a-z])\1", r"\1", sounds.replace("-", " "))


def _grams(sounds: str) -> set[str]:
    return {f"  {word} "[at : at + 3] for word in sounds.split() for at in range(len(word) + 1)}


def _likeness(name: str, spelling: str, *, person: bool) -> float:
    """How alike two names sound, 0 to 1. Of persons, the surname has to, and the first names must not differ."""
    one, other = skeleton(name), skeleton(spelling)
    if not one or not other:
        return 0.0
    if not person:
        roots = ({found for _, found in words.names_in(text)} - _QUALIFIERS for text in (name, spelling))
        mine, theirs = roots
        if {root for root in mine if words.is_country(root)} != {root for root in theirs if words.is_country(root)}:
            return 0.0
        return _ratio(one, other)
    first, last = one.split()[0], one.split()[-1]
    known, surname = other.split()[0], other.split()[-1]
    if len(one.split()) == 1 or len(other.split()) == 1:
        return _ratio(last, surname) * 0.9
    initial = len(first) == 1 or len(known) == 1
    firsts = float(first[0] == known[0]) if initial else _ratio(first, known)
    return min(_ratio(last, surname), 0.5 + firsts / 2 if firsts >= 0.6 else firsts)


def _ratio(one: str, other: str) -> float:
    """1 less the share of letters to change (Levenshtein), kinder to consonants than to vowels."""
    if one == other:
        return 1.0
    row = [float(at) for at in range(len(other) + 1)]
    for sign in one:
        before, row[0] = row[0], row[0] + 1
        for at, letter in enumerate(other):
            cost = 0.0 if sign == letter else (0.4 if sign in "aeiou" and letter in "aeiou" else 1.0)
            before, row[at + 1] = row[at + 1], min(row[at + 1] + 1, row[at] + 1, before + cost)
    return 1 - row[-1] / max(len(one), len(other))
