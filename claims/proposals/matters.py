"""What a statement is about: the matter it resembles, or the question that it would open."""

import re
from functools import cached_property

from claims.proposals import verbs, words
from claims.proposals.known import Dossier, Guess, Key

#: How much of a statement's gist (0 to 1) a matter must share to be offered.
RESEMBLING = 0.5

_AUXILIARY = re.compile(
    r"^(?P<subject>[^,;:]{2,70}?)\s+(?P<verb>is|are|was|were|has|have|had|will|would|can|could|should|must)\s+(?P<rest>.+)$"
)
_NOT = re.compile(r"^(?:also |too |not |n['’]t )+")
_PAST = re.compile(
    r"^(?P<subject>[^,;:]{2,50}?)\s+(?P<verb>[a-z]{2,}ed|shot|brought|hit|broke|struck|took|lost|sent|made|began|held|set"
    r"|put|burned)\s+(?P<rest>.+)$"
)
#: Words that two statements must share at least to be of one matter.
TELLING = 3


class Matters:
    """The matters of a dossier, to be found by what a statement says."""

    def __init__(self, dossier: Dossier) -> None:
        self.rows = dossier.matters
        self._sides = frozenset(root for side in dossier.sides for root in words.gist(f"{side.name} {side.short_name}"))

    @cached_property
    def _gists(self) -> list[tuple[Key, list[frozenset[str]]]]:
        return [
            (matter.pk, [words.gist(text) - self._sides for text in (matter.question, *matter.wordings)])
            for matter in self.rows
        ]

    def question(self, pk: Key | None) -> str:
        return next((matter.question for matter in self.rows if matter.pk == pk), "")

    def resembling(self, said: str) -> Guess:
        """The matter that asks what this tells, if one does."""
        gist = words.gist(said) - self._sides
        scored = [(max(_alike(gist, known) for known in gists), -pk) for pk, gists in self._gists]
        score, key = max(scored, default=(0.0, 0))
        if score < RESEMBLING:
            return Guess(None, "No matter of this dossier resembles it.")
        return Guess(-key, "Statements of this matter read like it.")


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two gists share, 0 to 1. Two words in common are no matter in common: “an attack on Martakert”."""
    shared = len(one & other)
    return shared / min(len(one), len(other), 6) if shared >= TELLING else 0.0


def question(wording: str, kind: str = "assertion") -> str:
    """A question that the statement answers: “North shot down two jets.” → “Did North shoot down two jets?”"""
    said = " ".join(wording.replace("“", "").replace("”", "").split()).rstrip(".!?")
    said = re.split(r",\s+(?:a|an|the|which|who|where)\s|;\s|\.\s", said)[0]
    if not said or re.match(r"(?:I|[Ww]e|[Ii]t)\b", said):
        return ""  # who is meant stands outside the quotation
    if re.match(r"(?:[Tt]hat|[Tt]here|[Ww]hat|[Hh]e|[Ss]he|[Tt]hey)\b", said) or "’s a " in said:
        return f"Is it so that {said[0].lower()}{said[1:]}?"
    past, auxiliary = _PAST.match(said), _AUXILIARY.match(said)
    if past and re.search(r"\b(?:has|have|had|was|were|is|are|be|been|not|says?)$", past["subject"]):
        past = None
    if past and auxiliary and past.start("verb") < auxiliary.start("verb"):
        auxiliary = None
    if kind == "demand" and (
        match := re.match(r".{2,60}? (?:(?:propos|suggest|demand|request)\w+|\w+ for) (?P<what>.+)$", said)
    ):
        asked = f"Should there be {match['what']}?"
    elif match := auxiliary:
        rest = _NOT.sub("", match["rest"])
        asked = f"{match['verb'].capitalize()} {_lowered(match['subject'])} {rest}?"
    elif match := re.match(r"^(?P<subject>.{2,60}?) did not (?P<rest>.+)$", said):
        asked = f"Did {_lowered(match['subject'])} {match['rest']}?"
    elif match := past:
        asked = f"Did {_lowered(match['subject'])} {verbs.base(match['verb'])} {match['rest']}?"
    else:
        asked = f"Is it so that {_lowered(said)}?"
    return asked if len(asked) <= 300 else ""


def _lowered(text: str) -> str:
    first, _, rest = text.partition(" ")
    small = first.lower() in words.STOPS | {
        "residents",
        "civilians",
        "troops",
        "forces",
        "people",
        "neither",
        "at",
        "whoever",
    }
    gerund = first.endswith("ing") and len(first) > 5
    return f"{first.lower()} {rest}".strip() if small or gerund else text
