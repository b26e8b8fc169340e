"""What is always true of originals, errands, readings and proposals, whoever writes to the database."""

from datetime import UTC, datetime

import pytest

from sources.models import Original
from sources.operations import intake
from sources.operations import reading as readings
from tests import factories
from tests.rules import copying, updating

NOW = datetime(2020, 10, 30, tzinfo=UTC)


@pytest.fixture
def errand(dossier, reporter):
    return intake.fetch(dossier, by=reporter, url="https://ledger.example/dam").errands.get()


@pytest.fixture
def original(dossier, reporter):
    intake.hand_in(dossier, by=reporter, body=b"The minister said so.", name="dam.txt")
    return Original.objects.get()


@pytest.fixture
def reading(source, reporter):
    return readings.start(factories.make_capture(source), by=reporter)


@pytest.fixture
def proposal(source, reporter):
    return factories.make_proposal(factories.make_capture(source), by=reporter)


# Originals


def test_an_original_is_kept_once_a_source(refuses, reporter, original):
    refuses("original_once_per_source", reporter, *copying(original))


def test_an_original_came_by_a_known_way_from_the_web(refuses, reporter, original):
    refuses("original_how_known", reporter, *copying(original, body=b"x", how="dreamt"))
    refuses("original_address_on_the_web", reporter, *copying(original, body=b"x", url="file:///etc/passwd"))


@pytest.mark.parametrize("column", ["body", "content_type", "obtained_at"])
def test_an_original_never_changes(forbids, reporter, original, column):
    forbids(reporter, f"UPDATE sources_original SET {column} = {column} WHERE id = %s", [original.pk])


def test_a_text_is_read_from_an_original_of_its_own_source(refuses, reporter, original, source):
    capture = factories.make_capture(source)

    refuses("capture_original_of_source", reporter, *copying(capture, text="Another.", original_id=original.pk))


# What workers are asked for


def test_one_errand_at_a_time_is_run_for_a_source(refuses, reporter, errand):
    refuses("errand_one_at_a_time", reporter, *copying(errand))


def test_an_errand_has_an_aim_on_the_web(refuses, reporter, errand, source):
    refuses("errand_has_aim", reporter, *copying(errand, source_id=source.pk, url=""))
    refuses("errand_address_on_the_web", reporter, *copying(errand, source_id=source.pk, url="javascript:alert(1)"))


def test_an_errand_ends_with_a_text_or_with_a_reason(refuses, by_hand, reporter, errand):
    refuses("errand_failure_says_why", reporter, *updating(errand, state="failed", problem=" "))
    by_hand(reporter, *updating(errand, state="running"))
    refuses("errand_done_with_capture", reporter, *updating(errand, state="done"))


def test_an_errand_stays_with_its_source(refuses, reporter, errand, original, source):
    capture = factories.make_capture(source)

    refuses("errand_original_of_source", reporter, *updating(errand, original_id=original.pk))
    refuses("errand_capture_of_source", reporter, *updating(errand, capture_id=capture.pk))


def test_a_text_is_read_once_by_a_model(refuses, reporter, reading):
    refuses("reading_once", reporter, *copying(reading))


def test_a_reading_that_failed_says_why(refuses, reporter, reading):
    refuses("reading_failure_says_why", reporter, *updating(reading, state="failed"))


def test_an_errand_waits_first_and_goes_its_way_once(refuses, missteps, by_hand, editor, reporter, errand, source):
    another = {"source_id": source.pk}
    refuses("errand_starts_waiting", reporter, *copying(errand, state="running", **another))
    refuses("errand_asked_by_signer", editor, *copying(errand, **another))

    _goes_its_way(missteps, by_hand, reporter, errand)


def test_a_reading_waits_first_and_goes_its_way_once(refuses, missteps, by_hand, editor, reporter, reading):
    refuses("reading_starts_waiting", reporter, *copying(reading, state="running", model="another"))
    refuses("reading_asked_by_signer", editor, *copying(reading, model="another"))

    _goes_its_way(missteps, by_hand, reporter, reading)


def _goes_its_way(missteps, by_hand, by, row):
    missteps(by, *updating(row, state="done"))
    missteps(by, *updating(row, state="dreaming"))
    by_hand(by, *updating(row, state="failed", problem="It broke."))
    missteps(by, *updating(row, state="waiting"))


def test_what_was_asked_for_never_changes(refuses, reporter, errand, reading, editor):
    refuses("errand_question_stays", reporter, *updating(errand, url="https://ledger.example/other"))
    refuses("errand_question_stays", reporter, *updating(errand, asked_by_id=editor.pk))
    refuses("reading_question_stays", reporter, *updating(reading, model="another"))


# Proposals


def test_a_proposal_is_made_once(refuses, reporter, proposal):
    refuses("proposal_once", reporter, *copying(proposal, position=7))
    refuses("proposal_once_per_reading", reporter, *copying(proposal, start=proposal.start + 1))


def test_a_proposal_is_of_a_known_kind(refuses, reporter, proposal):
    refuses("proposal_kind_known", reporter, *copying(proposal, position=7, kind="rumour"))
    refuses("proposal_quote_known", reporter, *copying(proposal, position=7, kind="denial", quote="sung"))


@pytest.mark.parametrize(
    "stretch",
    [
        {"content": "[[0, 10000]]"},
        {"source": "[[-1, 4]]"},
        {"cue": "[[4, 4]]"},
        {"cue": "[[1]]"},
        {"places": '[["a", 4]]'},
        {"target": "[[9, 4]]"},
        {"named": "[0, 10000]"},
        {"figures": '[{"span": [0, 10000]}]'},
        {"origin": '{"span": [0, 10000]}'},
        {"end": 10000},
    ],
    ids=str,
)
def test_a_proposal_lies_in_its_text(by_hand, reporter, proposal, stretch):
    for owner in (False, True):
        with pytest.raises(Exception, match=r"lies in the text|invalid input syntax|array length"):
            by_hand(reporter, *copying(proposal, position=7, kind="denial", **stretch), owner=owner)


def test_a_proposal_outside_its_text_breaks_a_rule_with_a_name(refuses, reporter, proposal):
    refuses("proposal_lies_in_capture", reporter, *copying(proposal, position=7, end=10000))


def test_a_proposal_belongs_to_a_reading_of_its_text(refuses, reporter, proposal, source):
    other = factories.make_proposal(factories.make_capture(source, text="Again: the dam was shut."), by=reporter)

    refuses("proposal_reading_of_capture", reporter, *copying(proposal, position=7, reading_id=other.reading_id))
    refuses("proposal_answers_same_capture", reporter, *copying(proposal, position=7, answers_id=other.pk))


@pytest.mark.parametrize(
    "change", [{"content": "[[0, 3]]"}, {"start": 0}, {"kind": "denial"}, {"speaker": "Nobody"}], ids=str
)
def test_what_was_found_never_changes(refuses, reporter, proposal, change):
    refuses("proposal_found_stays", reporter, *updating(proposal, **change))


def test_a_proposal_is_skipped_by_whoever_skips_it(refuses, by_hand, reporter, editor, proposal):
    refuses("proposal_skipped_by_somebody", reporter, *updating(proposal, skipped_by_id=reporter.pk))
    refuses("proposal_skipped_by_somebody", reporter, *updating(proposal, skipped_at=NOW))
    refuses("proposal_skipped_by_signer", editor, *updating(proposal, skipped_by_id=reporter.pk, skipped_at=NOW))
    by_hand(reporter, *updating(proposal, skipped_by_id=reporter.pk, skipped_at=NOW))
    by_hand(editor, *updating(proposal, skipped_by_id=None, skipped_at=None))
