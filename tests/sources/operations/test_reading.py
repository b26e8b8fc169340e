"""A text is read, and what is found in it is proposed."""

import pytest
from django.core.exceptions import PermissionDenied

from sources.attribution.statements import Number, Origin, Span, Statement
from sources.models import Proposal, State
from sources.operations import reading as readings
from tests import factories
from tests.worker import asked_for, work

TEXT = "The minister said that the dam was shut. The other side denied that the dam was shut."


@pytest.fixture
def capture(source, reporter):
    return factories.make_capture(source, text=TEXT, by=reporter)


def said(words, *, kind="assertion", at=0, **over):
    start = TEXT.index(words, at)
    return Statement((), (), (Span(start, start + len(words)),), kind, "paraphrase", **over)


def read(capture, by, *statements, model=""):
    reading = readings.begin(readings.start(capture, by=by, model=model))
    return readings.finish(reading, statements)


def test_a_text_is_read_by_the_worker(capture, reporter):
    reading = readings.start(capture, by=reporter)
    work()

    reading.refresh_from_db()
    assert reading.state == State.DONE
    assert {proposal.kind for proposal in reading.proposals.all()} == {"assertion", "denial"}
    assert all(proposal.words in TEXT for proposal in reading.proposals.all())


def test_asking_twice_is_asking_once(capture, reporter, second_reporter):
    assert readings.start(capture, by=reporter) == readings.start(capture, by=second_reporter)
    assert len(asked_for()) == 1


def test_everything_that_was_found_is_kept(capture, reporter):
    statement = Statement(
        source=(Span(0, 12),), cue=(Span(13, 17),), content=(Span(23, 30), Span(31, 39)), kind="denial", quote="mixed",
        speaker="Minister Ann", named=Span(4, 12), denial=True, figures=(Number(Span(23, 26), 1.0, None, "at_least"),),
        places=(Span(27, 30),), origin=Origin(Span(0, 3), "The"), target=(Span(31, 34),),
    )  # fmt: skip

    read(capture, reporter, statement)

    proposal = Proposal.objects.get()
    assert (proposal.start, proposal.end, proposal.words) == (23, 39, "the dam was shut")
    assert {name: getattr(proposal, name) for name in statement.as_json() if name != "answers"} == {
        name: value for name, value in statement.as_json().items() if name != "answers"
    }


def test_a_denial_names_the_proposal_that_it_answers_wherever_that_stands(capture, reporter):
    late = said("the dam was shut", at=50)
    read(capture, reporter, said("the dam was shut", kind="denial", answers=1), late)

    denial, answered = Proposal.objects.order_by("position")
    assert denial.answers == answered
    assert answered.answers is None


def test_statements_that_answer_each_other_in_a_ring_are_proposed_all_the_same(capture, reporter):
    read(capture, reporter, said("the dam", answers=1), said("was shut", answers=0))

    assert Proposal.objects.count() == 2


def test_a_reading_is_finished_once(capture, reporter):
    reading = read(capture, reporter, said("the dam was shut"))

    readings.finish(reading, [said("was shut")])

    assert readings.begin(reading) is None
    assert [proposal.words for proposal in Proposal.objects.all()] == ["the dam was shut"]
    assert readings.fail(reading, problem="Late.").state == State.DONE


def test_the_same_words_are_proposed_once(capture, reporter):
    read(capture, reporter, said("the dam was shut"), said("the dam was shut"))

    assert Proposal.objects.count() == 1


def test_a_reading_that_failed_says_why_and_may_be_asked_for_again(capture, reporter):
    failed = readings.fail(readings.start(capture, by=reporter), problem="It broke.")

    again = readings.start(capture, by=reporter)

    assert (failed.state, failed.problem) == (State.FAILED, "It broke.")
    assert again != failed


def test_another_model_reads_again_and_keeps_what_it_finds_too(capture, reporter):
    read(capture, reporter, said("the dam was shut"), said("The other side"))
    kept = Proposal.objects.get(position=0)

    read(capture, reporter, said("the dam was shut"), said("was shut"), model="another")

    assert [proposal.words for proposal in Proposal.objects.current()] == ["the dam was shut", "was shut"]
    assert Proposal.objects.current().first() == kept


def test_what_somebody_skipped_stays_skipped_when_another_model_reads(capture, reporter):
    from claims.operations import desk

    read(capture, reporter, said("the dam was shut"))
    desk.skip(Proposal.objects.get(), by=reporter)

    read(capture, reporter, model="another")

    assert Proposal.objects.current().skipped().count() == 1


@pytest.mark.parametrize("person", ["reader", "outsider"])
def test_who_does_not_work_on_a_dossier_has_nothing_read(capture, person, request):
    with pytest.raises(PermissionDenied):
        readings.start(capture, by=request.getfixturevalue(person))


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f600 “\U0001f600”, she said. «Нет», сказал он. He denied it. \U0001f600",
        "He said “ ” and denied “”. “…,” said the minister of state, “no.”",
        "According to reports, " + "9" * 300 + " people and 1e400 others were killed, he said.",
        "MINISTER: no\nMAYOR: yes\n\n- He said so\n- She denied it\n\t\t“He lied,” “she lied,” they said, they said.",
        "The minister said that " * 60 + "the dam was shut.",
        "he said\u2028she said\u00a0no \u200b denied \u202e that it was",
    ],
    ids=range(6),
)
def test_whatever_is_found_in_any_text_can_be_proposed(source, reporter, text):
    reading = readings.start(factories.make_capture(source, text=text, by=reporter), by=reporter)
    work()

    reading.refresh_from_db()
    assert reading.state == State.DONE
    assert all(0 <= found.start < found.end <= len(text) for found in reading.proposals.all())
