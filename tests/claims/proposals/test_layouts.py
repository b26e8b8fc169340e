"""Sources of many layouts, from their bytes to filled-in forms: nothing breaks, every place holds its words."""

import pytest

from claims.proposals.filling import fill
from claims.proposals.known import Dossier, Filled, Side
from sources.attribution.reading import read as attributed
from sources.attribution.statements import Statement
from sources.texts.reading import read
from tests.sources.texts.test_layouts import HERE, LAYOUTS, SOURCES, long_article

DOSSIER = Dossier(sides=(Side(1, "Velna"), Side(2, "Korda")))

#: What each source says at least: who, of which side, and in which words of it.
SAID = {
    "agency.html": ("defence ministry of Velna", 1, "had sunk two patrol boats"),
    "tabloid.html": ("Pavel Dren", 2, "It's a fairy tale. They couldn't hit a barn."),
    "live_blog.html": ("Velna’s defence ministry", 1, "its guns sank two patrol boats"),
    "release.eml": ("Coast Guard of Korda", 2, "two of its boats were sunk"),
    "transcript.html": ("COLONEL ADE SORIN", None, "our coastal guns sank two patrol boats"),
    "machine_translated.txt": ("Ministry of Defense of Velna", 1, "the enemy lost two boats"),
    "mixed_quotes.html": ("Admiral", None, "It ends here"),
}
#: Of menus, advertisements, comments, replies and notices around the sources.
BESIDE = [
    "Subscribe", "Log in", "Showbiz", "cruise", "sponsor", "wedding ring", "forecasters", "morning e-mail", "my mum",
    "cookies", "harbour_cat", "nobody ever", "show us the boats", "Registered",
]  # fmt: skip


def offered(text: str) -> list[tuple[Statement, Filled]]:
    """What a reading of the text finds, each with its form; every place in both is one of the text."""
    found = attributed(text)
    forms = fill(text, found, DOSSIER)
    for statement, form in zip(found, forms, strict=True):
        places = [*statement.source, *statement.cue, *statement.content, *statement.places, *statement.target]
        places += [number.span for number in statement.figures] + [form.passage, *form.marks]
        assert all(0 <= place.start < place.end <= len(text) for place in places)
        for span in statement.content:
            assert text[span.start : span.end].strip() == text[span.start : span.end]
            assert form.passage.start <= span.start < span.end <= form.passage.end
        cue = " ".join(" ".join(text[span.start : span.end] for span in statement.cue).split())
        assert form.cue == cue[:80]
        assert form.wording
    return list(zip(found, forms, strict=True))


@pytest.fixture(scope="module")
def proposed() -> dict[str, tuple[str, list[tuple[Statement, Filled]]]]:
    """Each source as it is read from its bytes, with what is proposed from it."""
    texts = {name: read((LAYOUTS / name).read_bytes(), SOURCES[name][0], HERE).text for name in SOURCES}
    return {name: (text, offered(text)) for name, text in texts.items()}


@pytest.mark.parametrize("name", SAID)
def test_a_statement_of_every_layout_is_proposed_with_its_speaker_and_side(proposed, name):
    text, found = proposed[name]
    who, side, words = SAID[name]

    said = [
        (form.who.name, form.side.value)
        for statement, form in found
        if words in text[statement.content[0].start : statement.content[-1].end]
    ]
    assert said == [(who, side)]


@pytest.mark.parametrize("name", SOURCES)
def test_nothing_is_proposed_from_what_stands_around_an_article(proposed, name):
    text, found = proposed[name]

    offers = [text[form.passage.start : form.passage.end] + form.wording + form.who.name for _, form in found]
    assert [(word, offer) for offer in offers for word in BESIDE if word in offer] == []


def test_a_long_article_is_proposed_from_its_first_paragraph_to_its_last():
    paragraphs = long_article(2_000)
    text = "\n\n".join(paragraphs)

    found = offered(text)
    assert len(found) >= len(paragraphs)
    assert found[0][1].passage.start < len(paragraphs[0])
    assert found[-1][1].passage.end > len(text) - len(paragraphs[-1])
