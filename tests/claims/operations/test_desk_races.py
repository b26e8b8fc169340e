"""Two people on the same text: each statement is settled once, by whoever is faster."""

import pytest

from claims.errors import AlreadyLogged
from claims.models import Claim, Matter
from claims.operations import desk
from config.rows import WrongState
from tests import factories
from tests.races import race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def proposal(source, reporter):
    return factories.make_proposal(factories.make_capture(source), by=reporter)


@pytest.fixture
def logs(proposal, north, reporter):
    speaker = factories.make_speaker(north.dossier, side=north, by=reporter)

    def log(by, wording, **over):
        place = {"start": proposal.start, "end": proposal.end, "proposal": proposal}
        told = {"speaker": speaker, "side": north, "wording": wording, **factories.day("2020-10-29")} | over
        return lambda: desk.log(proposal.capture, by=by, **place, **told)

    return log


def test_what_two_log_at_once_is_logged_once_and_the_second_is_told_as_what(logs, reporter, second_reporter):
    second = race(logs(reporter, "It was shut."), logs(second_reporter, "It was closed."))

    assert isinstance(second, AlreadyLogged)
    assert second.claim == Claim.objects.get()
    assert "Nora Reporter" in str(second) and "It was shut." in str(second)


def test_who_comes_second_leaves_nothing_behind(logs, reporter, second_reporter):
    question = {"question": "Was the dam shut?"}

    race(logs(reporter, "It was shut."), logs(second_reporter, "It was closed.", matter=question))

    assert not Matter.objects.exists()


def test_what_is_logged_while_another_skips_it_is_not_skipped(logs, proposal, reporter, second_reporter):
    second = race(logs(reporter, "It was shut."), lambda: desk.skip(proposal, by=second_reporter))

    proposal.refresh_from_db()
    assert isinstance(second, AlreadyLogged)
    assert proposal.skipped_by is None


def test_what_is_skipped_while_another_logs_it_is_not_logged(logs, proposal, reporter, second_reporter):
    second = race(lambda: desk.skip(proposal, by=reporter), logs(second_reporter, "It was shut."))

    assert isinstance(second, WrongState)
    assert not Claim.objects.exists()


def test_what_two_skip_at_once_is_skipped_by_the_first(proposal, reporter, second_reporter):
    second = race(lambda: desk.skip(proposal, by=reporter), lambda: desk.skip(proposal, by=second_reporter))

    proposal.refresh_from_db()
    assert isinstance(second, WrongState)
    assert proposal.skipped_by == reporter


def test_what_two_take_up_at_once_is_taken_up_once(proposal, reporter, second_reporter):
    proposal = desk.skip(proposal, by=reporter)

    second = race(lambda: desk.take_up(proposal, by=reporter), lambda: desk.take_up(proposal, by=second_reporter))

    assert isinstance(second, WrongState)
