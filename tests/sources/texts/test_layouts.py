"""Whole sources of many layouts, in our own words: the article to the letter, and nothing beside it.

`layouts/` holds each source with the text that a person would copy out of it. The two navies are invented.
"""

from pathlib import Path

import pytest

from sources.texts.reading import read

LAYOUTS = Path(__file__).parent / "layouts"
HERE = "https://post.example/news/7"

# source: type, title, publisher, author, day, language, address
SOURCES = {
    "agency.html": (
        "text/html",
        "Velna says it sank two patrol boats, Korda calls claim invented",
        ("Strait News Agency", "Ana Belov", "2024-03-05", "en", "https://post.example/world/velna-boats"),
    ),
    "tabloid.html": (
        "text/html; charset=utf-8",
        "BOAT LIES! Minister blasts 'fairy tale'",
        ("The Daily Gull", "Rex Holt", "2024-03-06", "en", "https://gull.example/boat-lies"),
    ),
    "live_blog.html": (
        "text/html",
        "Strait fighting live: Korda denies losses",
        ("Sela Broadcasting", "Lena Marsh; Oto Beran", "2024-03-05", "en", HERE),
    ),
    "release.eml": (
        "message/rfc822",
        "Statement on the “loss” of two boats",
        ("Coast Guard of Korda", "Pressebüro der Küstenwache", "2024-03-05", "en", HERE),
    ),
    "transcript.html": (
        "text/html",
        "Transcript: briefing of the defence ministry, 5 March 2024",
        ("Ministry of Defence of Velna", "", "2024-03-05", "en", HERE),
    ),
    "social_post.html": (
        "text/html",
        "No boat of ours is missing",
        ("Plaza", "Coast Guard of Korda", "2024-03-05", "en", "https://plaza.example/@kordaguard/1122"),
    ),
    "machine_translated.txt": (
        "text/plain",
        "The Ministry of Defense informs about two destroyed boats",
        ("", "", "", "", HERE),
    ),
    "mixed_quotes.html": ("text/html", "Who sank what", ("Korda Courier", "Iva Lorn", "", "en", HERE)),
    "other_alphabet.html": (
        "text/html",
        "Вельна заявила о двух катерах",
        ("Вестник пролива", "Анна Белова", "2024-03-05", "ru", HERE),
    ),
    "right_to_left.html": (
        "text/html",
        "فيلنا تعلن إغراق زورقين",
        ("أخبار المضيق", "ليلى حداد", "2024-03-05", "ar", HERE),
    ),
}


@pytest.mark.parametrize("name", SOURCES)
def test_the_article_is_read_to_the_letter_and_nothing_beside_it(name):
    content_type, _, _ = SOURCES[name]

    document = read((LAYOUTS / name).read_bytes(), content_type, HERE)

    assert document.text == (LAYOUTS / name).with_suffix(".txt").read_text().rstrip("\n")


@pytest.mark.parametrize("name", SOURCES)
def test_what_a_source_says_of_itself_is_filled_in(name):
    content_type, title, about = SOURCES[name]

    read_of = read((LAYOUTS / name).read_bytes(), content_type, HERE)

    assert read_of.title == title
    assert about == (read_of.publisher, read_of.author, read_of.published, read_of.language, read_of.canonical_url)


def long_article(words: int) -> list[str]:
    """Paragraphs of 30 words, each unlike the others."""
    return [
        f"On day {number} the ministry of Velna said that {number * 7} rockets had fallen near pier {number % 41}, and "
        f"officials of Korda denied report number {number} again, as they had denied the one before it."
        for number in range(words // 30)
    ]


def test_an_article_of_thirty_thousand_words_is_read_whole():
    paragraphs = long_article(30_000)
    page = (
        "<!doctype html><html lang=en><head><title>The long war of the strait</title></head><body>"
        "<nav><ul><li><a href=/>Home</a><li><a href=/sport>Sport</a></ul></nav><article><h1>The long war of the strait"
        f"</h1>{''.join(f'<p>{paragraph}</p>' for paragraph in paragraphs)}</article>"
        "<footer><p>© The Strait Review. We use cookies.</p></footer></body></html>"
    )

    document = read(page.encode(), "text/html", HERE)

    assert document.text == "\n\n".join(paragraphs)
    assert document.title == "The long war of the strait"
