"""Statements are logged from a text on the desk, skipped, or taken up again."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from claims.errors import AlreadyLogged
from claims.models import Claim, Link
from claims.operations import claim as claims
from claims.operations import desk
from claims.operations.entry import Tie
from config.rows import WrongState
from sources.attribution.statements import Origin, Span, Statement
from tests import factories

TEXT = "The minister denied that the dam was shut, Moscow had said. “It was open,” he said."


@pytest.fixture
def capture(source, reporter):
    return factories.make_capture(source, text=TEXT, by=reporter)


@pytest.fixture
def proposal(capture, reporter):
    statement = Statement(
        source=(Span(0, 12),), cue=(Span(13, 19),), content=(Span(25, 41),), kind="denial", quote="paraphrase",
        denial=True, origin=Origin(Span(43, 49), "Moscow"),
    )  # fmt: skip
    return factories.make_proposals(capture, statement, by=reporter)[0]


@pytest.fixture
def told(north, reporter):
    """What the form on the desk sends."""
    speaker = factories.make_speaker(north.dossier, side=north, by=reporter)
    return {"speaker": speaker, "side": north, "wording": "The dam was not shut.", **factories.day("2020-10-29")}


def log(proposal, by, told, **over):
    place = {"start": proposal.start, "end": proposal.end}
    return desk.log(proposal.capture, by=by, proposal=proposal, **place | told | over)


def test_a_proposal_is_logged_with_what_was_found(proposal, reporter, told):
    claim = log(proposal, reporter, told)

    citation = claim.citations.get()
    assert (citation.passage.exact, citation.proposal) == ("the dam was shut", proposal)
    assert (citation.cue, citation.directness, citation.origin) == ("denied", "paraphrase", "Moscow")


def test_what_was_found_can_be_corrected(proposal, reporter, told):
    claim = log(proposal, reporter, told, start=0, end=41, cue="rejected", directness="direct", origin="")

    citation = claim.citations.get()
    assert citation.passage.exact == "The minister denied that the dam was shut"
    assert (citation.cue, citation.directness, citation.origin) == ("rejected", "direct", "")


def test_any_selected_words_are_logged(capture, reporter, told):
    claim = desk.log(capture, by=reporter, start=60, end=73, **told)

    assert claim.citations.get().passage.exact == TEXT[60:73]
    assert claim.citations.get().proposal is None


def test_a_speaker_and_a_matter_may_be_new(proposal, reporter, told, north):
    new = {"name": "Minister Ann", "side": north}

    claim = log(proposal, reporter, told, speaker=new, matter={"question": "Was the dam shut?"})

    assert (claim.speaker.name, claim.matter.question) == ("Minister Ann", "Was the dam shut?")


def test_the_source_is_given_the_dateline_that_it_lacks(north, reporter, told):
    proposal = factories.make_proposal(factories.make_capture(factories.make_source(north.dossier)), by=reporter)
    day = factories.day("2020-10-29")

    log(proposal, reporter, told, details={"dateline": "2020-10-29", **{n: day[n] for n in ("first_day", "last_day")}})

    proposal.capture.source.refresh_from_db()
    assert proposal.capture.source.dateline == "2020-10-29"


def test_a_rival_is_tied_in_the_same_step(proposal, reporter, told, south):
    target = factories.make_claim(south.dossier, side=south, by=reporter)
    rival = Tie(target, "denies", aspect="fact", rationale="It says the opposite.")

    claim = log(proposal, reporter, told, ties=[rival])

    link = Link.objects.get()
    assert (link.answer, link.target, link.aspect, link.rationale) == (claim, target, "fact", "It says the opposite.")


def test_a_rival_may_be_the_one_that_answers(proposal, reporter, told, south):
    answer = factories.make_claim(south.dossier, side=south, by=reporter)

    claim = log(proposal, reporter, told, ties=[Tie(answer, "denies", aspect="fact", turned=True)])

    assert Link.objects.get().target == claim


def test_a_rival_of_figures_names_the_two_figures(proposal, reporter, told, south):
    target = factories.make_claim(south.dossier, side=south, by=reporter, figures=[{"value": 90}])
    rival = Tie(target, "disputes_figure", figure=1, other_figure=target.figures.get())
    figures = [factories.figure_fields(population="soldiers"), factories.figure_fields(value=120)]

    claim = log(proposal, reporter, told, ties=[rival], figures=figures)

    link = Link.objects.get()
    assert {link.answer_figure, link.target_figure} == {claim.figures.get(low=120), target.figures.get()}


def test_a_link_that_cannot_be_keeps_the_claim_from_being_logged_by_halves(proposal, reporter, told, south):
    elsewhere = factories.make_claim()

    with pytest.raises(Exception, match=r"role|dossier"):
        log(proposal, reporter, told, ties=[Tie(elsewhere, "denies", aspect="fact")])
    assert not Claim.objects.filter(dossier=south.dossier).exists()


def test_a_proposal_is_logged_once_and_the_second_is_told_as_what(proposal, reporter, second_reporter, told):
    claim = log(proposal, reporter, told)

    with pytest.raises(AlreadyLogged, match="Nora Reporter has logged this already") as refusal:
        log(proposal, second_reporter, told | {"wording": "The dam was open."})
    assert refusal.value.claim == claim


def test_a_proposal_whose_claim_was_voided_may_be_logged_again(proposal, reporter, second_reporter, told):
    claims.void(log(proposal, reporter, told), by=reporter, reason="Wrong speaker.")

    assert log(proposal, second_reporter, told | {"wording": "The dam was open."}).pk


def test_a_skipped_proposal_is_logged_only_when_it_is_taken_up(proposal, reporter, second_reporter, told):
    desk.skip(proposal, by=reporter)

    with pytest.raises(WrongState, match="Nora Reporter has skipped this"):
        log(proposal, second_reporter, told)
    desk.take_up(proposal, by=second_reporter)
    assert log(proposal, second_reporter, told).pk


def test_a_proposal_is_skipped_and_taken_up_once(proposal, reporter, told):
    with pytest.raises(WrongState, match="Nobody"):
        desk.take_up(proposal, by=reporter)
    assert desk.skip(proposal, by=reporter).skipped_by == reporter
    with pytest.raises(WrongState, match="skipped"):
        desk.skip(proposal, by=reporter)
    assert desk.take_up(proposal, by=reporter).skipped_at is None
    log(proposal, reporter, told)
    with pytest.raises(AlreadyLogged):
        desk.skip(proposal, by=reporter)


def test_a_proposal_of_another_text_is_refused(proposal, source, reporter, told):
    other = factories.make_capture(source, text=f"{TEXT} Again.", by=reporter)

    with pytest.raises(ValidationError, match="another text"):
        desk.log(other, by=reporter, start=0, end=5, proposal=proposal, **told)


def test_words_outside_the_text_are_refused(capture, reporter, told):
    with pytest.raises(ValidationError, match="outside"):
        desk.log(capture, by=reporter, start=5, end=len(TEXT) + 1, **told)


@pytest.mark.parametrize("step", ["log", "skip", "take_up"])
@pytest.mark.parametrize("person", ["reader", "outsider"])
def test_who_does_not_work_on_a_dossier_settles_nothing(proposal, told, step, person, request):
    by = request.getfixturevalue(person)

    with pytest.raises(PermissionDenied):
        log(proposal, by, told) if step == "log" else getattr(desk, step)(proposal, by=by)
