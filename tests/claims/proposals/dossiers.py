"""A war of our own, with the disputes that reports of any war have; and the dossier that follows it."""

from datetime import date
from pathlib import Path

from claims.proposals.filling import fill
from claims.proposals.known import Dossier, Filled, Matter, Side, Speaker, Spoken
from sources.attribution.reading import read

THURSDAY = date(2020, 10, 29)
SEED_ARTICLE = Path(__file__).parents[4] / "shared/seed/article.txt"

ARTICLE = (Path(__file__).parent / "article.txt").read_text(encoding="utf-8")

AZERBAIJAN, ARMENIA, KARABAKH, RUSSIA = 1, 2, 3, 4
SIDES = (
    Side(AZERBAIJAN, "Azerbaijan"),
    Side(ARMENIA, "Armenia"),
    Side(KARABAKH, "Nagorno-Karabakh authorities", "NK authorities"),
    Side(RUSSIA, "Russia"),
)
SPEAKERS = (
    Speaker(1, "Azerbaijani Ministry of Defence", (), "organisation", (Spoken(AZERBAIJAN),)),
    Speaker(2, "Hikmət Hacıyev", ("Hikmet Hajiyev",), "person", (Spoken(AZERBAIJAN, "Adviser to the President"),)),
    Speaker(3, "Anna Naghdalyan", (), "person", (Spoken(ARMENIA, "Spokeswoman of the Foreign Ministry"),)),
    Speaker(4, "Vladimir Putin", (), "person", (Spoken(RUSSIA, "President", date(2012, 5, 7)),)),
    Speaker(5, "Nagorno-Karabakh authorities", (), "organisation", (Spoken(KARABAKH),)),
)
MATTERS = (Matter(1, "Were two Armenian Su-25 jets shot down?"),)


def dossier(**over) -> Dossier:
    """The dossier as a newsroom would have it on that day."""
    return Dossier(**({"sides": SIDES, "speakers": SPEAKERS, "matters": MATTERS, "dateline": THURSDAY} | over))


def filled(text: str = ARTICLE, **over) -> list[Filled]:
    return fill(text, read(text), dossier(**over))


def saying(forms: list[Filled], *words: str) -> Filled:
    """The one form whose wording, or whose speaker, has all these words."""
    found = [form for form in forms if all(word in f"{form.wording} {form.who.name}" for word in words)]
    assert len(found) == 1, [form.wording for form in found or forms]
    return found[0]
