"""For which side somebody speaks, and whom they accuse: by what is known, by how the text describes them."""

import re
from collections.abc import Iterable
from datetime import date

from claims import vocabulary
from claims.proposals import words
from claims.proposals.known import Dossier, Guess, Key, Side, Speaker, Spoken

_GENERAL = frozenset(
    map(
        words.root,
        vocabulary.words(
            """the of and side sides authorities authority government officials official republic de facto people
            forces army military party group state ministry"""
        ),
    )
)


class Sides:
    """The sides of a dossier, to be found by the words of a text."""

    def __init__(self, dossier: Dossier) -> None:
        self.rows = dossier.sides
        self.by_key = {side.pk: side for side in dossier.sides}
        self._special = {side.pk: self._words(side) - _GENERAL for side in dossier.sides}
        self._general = {side.pk: self._words(side) & _GENERAL for side in dossier.sides}

    @staticmethod
    def _words(side: Side) -> frozenset[str]:
        names = [*words.names_in(side.name), *words.names_in(side.short_name)]
        return frozenset(root for _, root in names)

    def name(self, pk: Key | None) -> str:
        return self.by_key[pk].name if pk in self.by_key else ""

    def named(self, text: str, but: Iterable[Key | None] = ()) -> tuple[Key, str] | None:
        """The side that a text names first, with the word that does; of several by one word, the best described."""
        found = words.names_in(text)
        general = {root for _, root in found}
        left_out = set(but)
        for word, root in found:
            bearing = [pk for pk, special in self._special.items() if root in special and pk not in left_out]
            if bearing:
                return max(bearing, key=lambda pk: self._fit(pk, general)), word
        return None

    def _fit(self, pk: Key, roots: set[str]) -> tuple[int, int, int, int]:
        """Most words in common, then fewest that are missing; authorities before anybody else of the same place."""
        special = self._special[pk]
        shared = len(special & roots)
        return shared, len(self._general[pk] & roots), shared - len(special), bool(self._general[pk])

    def only_other(self, pk: Key | None) -> Key | None:
        others = [side.pk for side in self.rows if side.pk != pk]
        return others[0] if len(others) == 1 and pk in self.by_key else None

    def of_speaker(self, speaker: Speaker, day: date | None) -> Spoken | None:
        """For whom a known speaker spoke that day; the latest entered where two hold."""
        held = [spoken for spoken in speaker.spoken if spoken.holds(day)]
        return max(held, key=lambda spoken: spoken.first_day or date.min) if held else None

    def guess(self, described: str, homes: dict[str, Key]) -> Guess:
        """The side of somebody new, from how the text describes them and where they are from."""
        if found := self.named(described):
            pk, word = found
            return Guess(pk, f"The text calls them “{_short(described)}”." if word != described else "By the name.")
        for place, pk in homes.items():
            if re.search(rf"\b{re.escape(place)}\b", described):
                return Guess(pk, f"From {place}, which {self.name(pk)} say was attacked.")
        return Guess(None, f"Nothing in “{_short(described)}” names a side." if described else "The text names nobody.")

    def new(self, described: str, name: str) -> str:
        """A country that the text names and that is no side of the dossier yet: it may become one."""
        known = frozenset().union(*self._special.values()) if self._special else frozenset()
        for word, root in [*words.names_in(described), *words.names_in(name)]:
            if words.is_country(word) and root not in known:
                return words.country(word)
        return ""


def office_of(described: str, name: str) -> str:
    """The office in a description: “Foreign Ministry spokeswoman” Anna Petrova; Jan Novak, “the mayor of Brod”."""
    before, found, after = described.partition(name) if name else ("", "", "")
    if not found:
        return ""
    completed = re.match(r"\s+of\s", after)  # Governor Jan Novak of Brod
    after = re.sub(r"^[\s,]+(?:the|an?)\s+|^[\s,]+", "", after).rstrip(" ,.")
    before = re.sub(r"^(?:the|an?|its|their|his|her)(?:\s+|$)", "", before.strip(" ,"), flags=re.IGNORECASE)
    if re.search(r"['’]s?$", before):  # whose the speaker is: Brod's Water Board
        before = ""
    office = (f"{before} {after}" if before else "") if completed else after or before
    return words.capital(office)[:200] if len(office) > 3 and office.lower() != "the" else ""


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
