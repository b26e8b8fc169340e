"""What a claim form makes of words: dates, kinds, speakers."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from claims.forms.citation import title_of
from claims.forms.said import Dateline, explained, said, shown
from claims.queries.suggest import guess_kind, guess_speaker_kind

THURSDAY = Dateline("2020-10-29", date(2020, 10, 29), date(2020, 10, 29))


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("The ministry denied the report.", "denial"),
        ("Officials called it disinformation.", "denial"),
        ("She rejected the accusation.", "denial"),
        ("She rejected the proposal.", "refusal"),
        ("He accused the south of shelling.", "accusation"),
        ("The army has not disclosed its losses.", "withheld"),
        ("He acknowledged the losses.", "admission"),
        ("She called for a truce.", "demand"),
        ("The talks will fail.", "prediction"),
        ("He believes that it is over.", "opinion"),
        ("Two jets were shot down.", "assertion"),
        ("", "assertion"),
    ],
)
def test_the_kind_is_guessed_from_the_words(words, kind):
    assert guess_kind(words) == kind


def test_the_cue_counts_for_more_than_the_wording():
    assert guess_kind("denied", "He accused nobody.") == "denial"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Anna Varga", "person"),
        ("Armenian officials", "group"),
        ("Defence Ministry of Azerbaijan", "organisation"),
        ("", "person"),
    ],
)
def test_what_a_new_speaker_is_is_guessed_from_the_name(name, kind):
    assert guess_speaker_kind(name) == kind


def test_without_words_a_statement_is_dated_as_its_source():
    read = said("", THURSDAY)

    assert (read["date_edtf"], read["date_words"], read["date_reasoning"]) == (
        "2020-10-29",
        "",
        "The dateline of the source.",
    )


def test_a_date_marked_as_uncertain_says_so_in_edtf():
    assert said("29 Oct 2020", THURSDAY, uncertain=True)["date_edtf"] == "2020-10-29?"
    assert said("19–25 Oct 2020", THURSDAY, uncertain=True)["date_edtf"] == "2020-10-19?/2020-10-25?"


def test_unreadable_words_are_refused_unless_uncertain():
    with pytest.raises(ValidationError, match="uncertain"):
        said("long ago", THURSDAY)

    assert said("long ago", THURSDAY, uncertain=True)["date_uncertain"]


def test_nothing_to_date_by_is_refused_even_when_uncertain():
    with pytest.raises(ValidationError):
        said("long ago", Dateline(), uncertain=True)


@pytest.mark.parametrize(
    "edtf",
    ["2020-10-29", "2020-10", "2020", "2020-10-19/2020-10-25", "2020-10-29?", "2020-10~", "../2020-10-29", "202X"],
)
def test_a_stored_date_shown_in_a_form_is_read_back_as_itself(edtf):
    from sources.dates.days import bounds

    assert said(shown(edtf, *bounds(edtf)), Dateline())["date_edtf"] == edtf


@pytest.mark.parametrize("words", ["", "last week", "2020-13-45", "x" * 10_000, None])
def test_explaining_a_date_never_breaks(words):
    for dateline in ("", "29 Oct 2020", "nonsense", None):
        explained(words, dateline, True)


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("https://www.example.org/news/army-nears-town.html", "Army nears town (example.org)"),
        ("https://example.org/", "example.org/"),
        ("https://example.org/12345", "example.org/12345"),
    ],
)
def test_an_address_gives_a_source_a_title(address, title):
    assert title_of(address) == title


def test_a_date_typed_as_it_is_told_needs_no_reasoning():
    told, asked = explained("29 Oct 2020", ""), explained("yesterday", "29 Oct 2020")

    assert (told.when, told.reasoning) == ("29 Oct 2020", "")
    assert asked.when == "28 Oct 2020"
    assert "dateline" in asked.reasoning
