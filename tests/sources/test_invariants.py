"""What is always true of dossiers, people in them, speakers and sources, whoever writes to the database."""

import hashlib
from datetime import date, timedelta

import pytest

from sources.models import AnsweredRequest, Capture, Passage, Token
from sources.operations import passage as passages
from sources.operations import speaker as speakers
from tests import factories
from tests.program import token_of
from tests.rules import copying, updating


@pytest.fixture
def elsewhere(editor):
    """Another dossier of the same newsroom."""
    return factories.make_dossier(editors=[editor])


@pytest.fixture
def speaker(dossier, north):
    return factories.make_speaker(dossier, name="Anna Naghdalyan", side=north)


@pytest.fixture
def capture(source, reporter):
    return passages.capture(source, by=reporter, text="Der Fluß 🌊 war nie gesperrt, sagt er.", how="pasted")


@pytest.fixture
def passage(capture, reporter):
    start = capture.text.index("🌊")
    return passages.mark(capture, by=reporter, start=start, end=start + 9)


# Dossiers and members


def test_a_dossier_has_a_name_and_a_visibility(refuses, editor, dossier):
    refuses("dossier_name_not_blank", editor, *updating(dossier, name=" "))
    refuses("dossier_visibility_known", editor, *updating(dossier, visibility="everybody"))


def test_a_person_is_a_member_once_in_a_role_of_the_list(refuses, editor, dossier):
    member = dossier.members.get(user=editor)

    refuses("member_once_per_dossier", editor, *copying(member))
    refuses("member_role_known", editor, *updating(member, role="owner"))


# Sides


def test_a_side_has_a_name_and_a_short_name(refuses, editor, north):
    refuses("side_name_not_blank", editor, *updating(north, name=""))
    refuses("side_short_name_not_blank", editor, *updating(north, short_name=" "))


def test_a_side_is_named_once_whatever_the_case_and_accents(refuses, editor, north):
    look = {"slot": 8, "marker": "▼"}

    refuses("side_name_once", editor, *copying(north, name="NÖRTH", **look))


def test_two_sides_never_look_the_same(refuses, editor, north):
    refuses("side_look_once", editor, *copying(north, name="East"))


def test_a_side_has_one_of_the_colours_and_markers(refuses, editor, north):
    refuses("side_slot_known", editor, *updating(north, slot=9))
    refuses("side_marker_known", editor, *updating(north, marker="x"))


# Speakers


def test_a_speaker_has_a_name_and_is_of_a_known_kind(refuses, editor, speaker):
    refuses("speaker_name_not_blank", editor, *updating(speaker, name=" "))
    refuses("speaker_kind_known", editor, *updating(speaker, kind="spokesbot"))


def test_a_speaker_is_entered_once_whatever_the_case_and_accents(refuses, editor, speaker):
    refuses("speaker_name_once", editor, *copying(speaker, name="ANNA NAGHDALYÁN"))


def test_a_speaker_is_merged_into_another_of_the_dossier(refuses, editor, speaker, elsewhere):
    foreign = factories.make_speaker(elsewhere)

    refuses("speaker_not_merged_into_itself", editor, *updating(speaker, merged_into_id=speaker.pk))
    refuses("speaker_merged_within_dossier", editor, *updating(speaker, merged_into_id=foreign.pk))


def test_a_speaker_speaks_for_sides_of_the_dossier_between_days_in_order(refuses, editor, speaker, elsewhere):
    affiliation = speaker.affiliations.get()
    days = {"first_day": date(2020, 10, 2), "last_day": date(2020, 10, 1)}

    refuses("affiliation_days_in_order", editor, *updating(affiliation, **days))
    refuses("affiliation_side_of_dossier", editor, *updating(affiliation, side_id=factories.make_side(elsewhere).pk))
    refuses(
        "affiliation_speaker_of_dossier",
        editor,
        *updating(affiliation, speaker_id=factories.make_speaker(elsewhere).pk),
    )


def test_a_speaker_speaks_for_a_side_in_an_office_once_at_a_time(refuses, editor, speaker, north):
    speakers.end_affiliation(speaker.affiliations.get(), by=editor)
    held = {"first_day": date(2020, 10, 1), "last_day": date(2020, 10, 31)}
    affiliation = speakers.affiliate(speaker, by=editor, side=north, office="Envoy", **held)
    days = {"first_day": date(2020, 10, 31), "last_day": None}

    refuses("affiliation_once_at_a_time", editor, *copying(affiliation, **days))
    refuses("affiliation_once_at_a_time", editor, *copying(affiliation, office="ENVOY", **days))


# Publishers and sources


def test_a_publisher_has_one_entry_under_its_name(refuses, editor, dossier):
    publisher = factories.make_source(dossier, publisher="The Daily Ledger").publisher

    refuses("publisher_name_not_blank", editor, *updating(publisher, name=" "))
    refuses("publisher_name_once", editor, *copying(publisher, name="the daily lédger"))
    refuses("publisher_address_on_the_web", editor, *updating(publisher, url="javascript:alert(1)"))


def test_a_source_has_a_title_and_is_of_a_known_kind(refuses, editor, source):
    refuses("source_title_not_blank", editor, *updating(source, title=" "))
    refuses("source_kind_known", editor, *updating(source, kind="rumour"))


def test_an_address_is_one_source_of_a_dossier(refuses, editor, dossier):
    source = factories.make_source(dossier, url="https://example.org/a")

    refuses("source_address_once", editor, *copying(source))
    refuses("source_address_on_the_web", editor, *updating(source, url="javascript:alert(1)"))


def test_a_dateline_has_its_days_in_order(refuses, editor, source):
    refuses("source_dateline_has_days", editor, *updating(source, last_day=date(2020, 10, 28)))
    refuses("source_dateline_has_days", editor, *updating(source, first_day=None))
    refuses("source_dateline_has_days", editor, *updating(source, dateline=""))


# Captures


def test_the_hash_of_a_capture_is_that_of_its_text(capture):
    assert capture.sha256 == hashlib.sha256(capture.text.encode()).hexdigest()


def test_nobody_gives_a_capture_another_hash(by_hand, reporter, capture):
    with pytest.raises(Exception, match="can only be updated to DEFAULT|permission denied"):
        by_hand(reporter, *updating(capture, sha256="0" * 64))
    with pytest.raises(Exception, match="cannot insert a non-DEFAULT value"):
        by_hand(reporter, *copying(capture, text="Another.", sha256="0" * 64), owner=True)


@pytest.mark.parametrize(("column", "value"), [("text", "It was closed."), ("how", "typed"), ("source_id", 1)])
def test_a_capture_never_changes(forbids, reporter, capture, column, value):
    forbids(reporter, *updating(capture, **{column: value}))


def test_a_source_keeps_a_text_once_and_never_an_empty_one(refuses, reporter, capture):
    refuses("capture_once_per_source", reporter, *copying(capture))
    refuses("capture_text_not_blank", reporter, *copying(capture, text=" \n"))


def test_a_capture_says_how_it_was_taken(refuses, reporter, capture):
    refuses("capture_how_known", reporter, *copying(capture, text="Else.", how="dreamt"))


# Passages


def test_a_passage_counts_code_points_and_keeps_what_surrounds_it(passage):
    assert (passage.exact, passage.prefix, passage.suffix) == ("🌊 war nie", "Der Fluß ", " gesperrt, sagt er.")


@pytest.mark.parametrize(
    "wrong",
    [
        {"exact": "🌊 war oft"},
        {"start": 10, "end": 19},
        {"start": 300, "end": 309},
        {"prefix": "Das Meer "},
        {"suffix": " offen"},
    ],
)
def test_the_words_of_a_passage_stand_in_the_capture_at_its_place(refuses, reporter, passage, wrong):
    refuses("passage_stands_in_capture", reporter, *copying(passage, **wrong))


def test_a_passage_is_as_long_as_its_words(refuses, reporter, source):
    short = passages.quote(source, by=reporter, words="ab")

    refuses("passage_length_fits", reporter, *copying(short, start=1, end=1, exact="", prefix="", suffix=""))


def test_a_passage_is_marked_once(refuses, reporter, passage):
    refuses("passage_once", reporter, *copying(passage))


def test_a_passage_never_changes(forbids, reporter, passage):
    forbids(reporter, *updating(passage, start=0, end=3, exact="Der"))


@pytest.mark.parametrize("row", ["capture", "passage"])
def test_what_was_seen_is_not_deleted(request, forbids, reporter, row):
    row = request.getfixturevalue(row)

    forbids(reporter, f"DELETE FROM {row._meta.db_table} WHERE id = %s", [row.pk])
    assert Capture.objects.count() == 1 >= Passage.objects.count()


# Programs


@pytest.fixture
def token(reporter):
    token_of(reporter)
    return Token.objects.get()


def test_a_token_says_what_uses_it_and_ends_within_a_year(refuses, reporter, token):
    refuses("token_name_not_blank", reporter, *updating(token, name=" "))
    refuses("token_ends_within_a_year", reporter, *updating(token, expiry=token.created + timedelta(days=367)))


def test_a_revoked_token_stays_as_it_is(by_hand, reporter, token):
    by_hand(reporter, *updating(token, revoked_at=token.created))

    for owner in (False, True):
        with pytest.raises(Exception, match="pgtrigger: Cannot update"):
            by_hand(reporter, *updating(token, revoked_at=None), owner=owner)


def test_a_key_is_answered_once(refuses, reporter):
    answered = AnsweredRequest.objects.create(user=reporter, key="k", digest="d" * 64)

    refuses("answered_once_per_key", reporter, *copying(answered, headers="{}"))
