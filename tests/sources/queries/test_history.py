"""What is told of a row's past: who, when, which step, why, and what it changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from sources.operations import source as sources
from sources.operations import speaker as speakers
from sources.queries.history import FieldChange, changes
from tests.factories import make_claim, make_side, make_source, make_speaker


@pytest.fixture
def speaker(dossier, reporter):
    return make_speaker(dossier, by=reporter, name="Vagram Pogosian")


def test_the_newest_step_comes_first_with_the_person_who_took_it(speaker, editor):
    speakers.edit(speaker, by=editor, revision=1, name="Vahram Poghosyan")

    told = changes(speaker)

    assert [(change.who, change.step) for change in told] == [
        ("Emma Editor", "edit_speaker"),
        ("Nora Reporter", "add_speaker"),
    ]
    assert [tuple(field) for field in told[0].fields] == [("Name", "Vagram Pogosian", "Vahram Poghosyan")]


def test_adding_a_row_tells_no_differences(speaker):
    assert changes(speaker)[0].fields == []


def test_choices_lists_and_rows_are_told_in_words(dossier, speaker, reporter):
    other = make_speaker(dossier, name="The spokesman")
    speakers.edit(speaker, by=reporter, revision=1, kind="group", aliases=["V. P.", "Vagram"])
    source = make_source(dossier, title="A release", publisher="The Ministry")
    sources.edit(source, by=reporter, revision=1, publisher="The Agency")

    told = {field.label: (field.before, field.after) for field in changes(speaker)[0].fields}
    published = {field.label: (field.before, field.after) for field in changes(source)[0].fields}

    assert told == {"Kind": ("Person", "Unnamed group"), "Aliases": ("", "V. P.; Vagram")}
    assert published == {"Publisher": ("The Ministry", "The Agency")}
    assert other.name == "The spokesman"


def test_a_dateline_is_told_as_people_read_it(dossier, reporter):
    source = make_source(dossier)
    sources.edit(source, by=reporter, revision=1, dateline="2020-10-29", first_day="2020-10-29", last_day="2020-10-29")

    assert [tuple(field) for field in changes(source)[0].fields] == [("Dateline", "", "29 Oct 2020")]


def test_what_belongs_to_a_row_is_told_with_what_it_was_added_with(dossier, speaker, reporter, editor):
    side = make_side(dossier, name="North")
    affiliation = speakers.affiliate(speaker, by=reporter, side=side, office="Spokesman")
    speakers.end_affiliation(affiliation, by=editor, reason="He speaks for nobody.")

    told = {change.step: change for change in changes(speaker, speaker.affiliations.all())}
    ended, added = told["end_affiliation"], told["affiliate"]

    assert (ended.who, ended.reason) == ("Emma Editor", "He speaks for nobody.")
    assert [tuple(field) for field in ended.fields] == [("Active", "yes", "no")]
    assert [tuple(field) for field in added.fields] == [("Side", "", "North"), ("Office", "", "Spokesman")]


def test_a_reason_that_is_kept_with_the_row_is_told_once(dossier, north, reporter, editor):
    claim = make_claim(dossier, side=north, by=reporter, reviewer=editor, status="returned")

    returned = changes(claim)[0]

    assert (returned.said, returned.reason) == ("returned", "Name the place.")
    assert [field.label for field in returned.fields] == ["Status"]


def test_a_step_reads_as_a_sentence(speaker):
    assert [change.said for change in changes(speaker)] == ["added the speaker"]


def test_a_difference_is_told_word_by_word():
    told = FieldChange("Wording", "Two jets were shot down.", "Two aircraft were shot down.")

    assert told.words == [("same", "Two "), ("del", "jets"), ("ins", "aircraft"), ("same", " were shot down.")]


def test_words_that_change_side_by_side_are_one_change():
    told = FieldChange("Note", "Speaks Armenian and Russian; often.", "Speaks Armenian, mostly; often.")

    assert told.words == [
        ("same", "Speaks Armenian"),
        ("del", " and Russian"),
        ("ins", ", mostly"),
        ("same", "; often."),
    ]


@given(*[st.lists(st.sampled_from(["a", "b", "c", ",", ".", "\n"]), max_size=30).map(" ".join)] * 2)
def test_both_texts_can_be_read_from_their_difference(before, after):
    words = FieldChange("Note", before, after).words

    assert "".join(text for mark, text in words if mark != "ins") == before
    assert "".join(text for mark, text in words if mark != "del") == after


def test_a_text_of_repetitions_is_compared_too():
    told = FieldChange("Note", "a, " * 900, "a. " * 900)

    assert {mark for mark, _ in told.words} <= {"same", "del", "ins"}


def test_very_long_texts_are_told_whole_instead_of_compared():
    told = FieldChange("Text", "a " * 4000, "b " * 4000)

    assert told.words == [("del", "a " * 4000), ("ins", "b " * 4000)]


def test_a_long_history_costs_the_queries_of_a_short_one(dossier, speaker, reporter):
    sides = [make_side(dossier) for _ in range(3)]

    def cost():
        with CaptureQueriesContext(connection) as queries:
            changes(speaker, speaker.affiliations.all())
        return len(queries)

    speakers.affiliate(speaker, by=reporter, side=sides[0])
    short = cost()
    for number in range(1, 10):
        speakers.edit(speaker, by=reporter, revision=number, note=f"Note {number}")
        speakers.affiliate(speaker, by=reporter, side=sides[number % 3], office=f"Office {number}")

    assert cost() == short
