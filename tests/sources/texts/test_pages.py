"""Web pages: their text as a browser shows it, and the facts that they state of themselves."""

import pytest

from sources.texts.facts import day_of, language_of
from sources.texts.reading import read
from tests.sources.texts.pages import SAID, page


def test_paragraphs_quotations_and_lists_are_set_apart():
    body = (
        f"<article><p>{SAID}</p><blockquote>“No,” he said.</blockquote><ul><li>One.<li>Two.</ul><p>{SAID}</p></article>"
    )

    assert read(page(body), "text/html").text == f"{SAID}\n\n“No,” he said.\n\nOne.\n\nTwo.\n\n{SAID}"


def test_words_are_joined_and_parted_as_a_browser_shows_them():
    body = "<p>The <b>min</b>istry&nbsp;<i>said</i>\n   “no”.<br>It de&shy;clined&#8203; more.</p>"

    assert read(body.encode(), "text/html").text == "The ministry said “no”.\nIt declined more."


def test_a_row_of_a_table_is_one_line():
    body = "<table><tr><th>Side<th>Dead</tr><tr><td>Velna<td>3</tr></table>"

    assert read(body.encode(), "text/html").text == "Side | Dead\n\nVelna | 3"


def test_a_copied_piece_of_a_page_is_taken_whole():
    body = '<meta charset="utf-8"><p class="comment">He denied it.</p><p>So did she.</p><script>alert(1)</script>'

    assert read(body.encode(), "text/html").text == "He denied it.\n\nSo did she."


def test_a_published_day_is_the_one_on_the_publishers_clock():
    assert day_of("2024-03-05T23:30:00-05:00") == "2024-03-05"
    assert [day_of(said) for said in ("5 March 2024", "2024-13-05", "2024-03-055", "", None, 7)] == [""] * 6


def test_a_day_is_never_made_of_when_the_page_was_changed():
    head = '<title>Two boats</title><meta property="article:modified_time" content="2024-03-07T08:00:00Z">'

    assert read(page(f"<article><p>{SAID}</p></article>", head), "text/html").published == ""


def test_a_language_is_its_primary_subtag():
    assert [language_of(tag) for tag in ("en-GB", "pt_BR", "HY", "english", "", None)] == ["en", "pt", "hy", "", "", ""]


@pytest.mark.parametrize(
    "said", ["javascript:alert(1)", "ftp://a.example/", "http://[", "data:text/html,x", "https://"]
)
def test_an_address_that_leads_nowhere_is_not_the_canonical_one(said):
    head = f'<title>Two boats</title><link rel="canonical" href="{said}">'

    document = read(page(f"<article><p>{SAID}</p></article>", head), "text/html", "https://post.example/7")

    assert document.canonical_url == "https://post.example/7"


@pytest.mark.parametrize(
    "said", ["[" * 50_000, '{"datePublished": {"a": 1}, "author": [[["x"]], 7, null]}', "{]", "7", '{"@graph": ' * 900]
)
def test_broken_facts_do_not_cost_the_text(said):
    head = f'<title>Two boats</title><script type="application/ld+json">{said}</script>'

    assert read(page(f"<article><p>{SAID}</p></article>", head), "text/html").text == SAID
