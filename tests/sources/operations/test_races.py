"""Two people bring the same thing in at once; two workers come back with the same job."""

import pytest

from sources.attribution.statements import Span, Statement
from sources.models import Capture, Errand, Proposal, Reading, Source, State
from sources.operations import intake
from sources.operations import reading as readings
from sources.texts.documents import Document
from tests import factories
from tests.races import race
from tests.worker import asked_for

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "The minister said that the dam was shut."


def test_a_text_pasted_by_two_at_once_is_one_source_and_one_capture(dossier, reporter, second_reporter):
    def paste(by):
        return lambda: intake.paste(dossier, by=by, text=TEXT)

    second = race(paste(reporter), paste(second_reporter))

    assert second == Source.objects.get()
    assert Capture.objects.count() == Reading.objects.count() == len(asked_for()) == 1


def test_a_text_pasted_into_one_source_by_two_at_once_is_one_capture(source, reporter, second_reporter):
    def paste(by):
        return lambda: intake.paste(source.dossier, by=by, text=TEXT, source=source)

    race(paste(reporter), paste(second_reporter))

    assert source.captures.count() == 1


def test_an_address_given_by_two_at_once_is_fetched_once(dossier, reporter, second_reporter):
    def fetch(by):
        return lambda: intake.fetch(dossier, by=by, url="https://ledger.example/dam")

    second = race(fetch(reporter), fetch(second_reporter))

    assert second == Source.objects.get()
    assert Errand.objects.count() == len(asked_for()) == 1


def test_a_file_handed_in_by_two_at_once_is_kept_once(dossier, reporter, second_reporter):
    def hand_in(by):
        return lambda: intake.hand_in(dossier, by=by, body=TEXT.encode(), name="dam.txt")

    second = race(hand_in(reporter), hand_in(second_reporter))

    assert second == Source.objects.get()
    assert Errand.objects.count() == 1


def test_a_reading_asked_for_by_two_at_once_is_one(source, reporter, second_reporter):
    capture = factories.make_capture(source, text=TEXT)

    second = race(lambda: readings.start(capture, by=reporter), lambda: readings.start(capture, by=second_reporter))

    assert second == Reading.objects.get()


def test_a_reading_that_two_workers_finish_at_once_proposes_once(source, reporter):
    reading = readings.begin(readings.start(factories.make_capture(source, text=TEXT), by=reporter))
    found = Statement((), (), (Span(23, 39),), "assertion", "paraphrase")

    second = race(lambda: readings.finish(reading, [found]), lambda: readings.finish(reading, [found]))

    assert second.state == State.DONE
    assert Proposal.objects.count() == 1


def test_an_errand_that_two_workers_end_at_once_ends_once(dossier, reporter):
    errand = intake.fetch(dossier, by=reporter, url="https://ledger.example/dam").errands.get()
    errand = intake.begin(errand)

    second = race(
        lambda: intake.deliver(errand, Document(TEXT)), lambda: intake.fail(errand, problem="Nobody answers.")
    )

    assert (second.state, second.problem) == (State.DONE, "")
    assert Capture.objects.count() == 1
