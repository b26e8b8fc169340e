"""Logging at the desk: what stands in a text, saved from a form that is filled in."""

import html
import re

import pytest
from django.urls import reverse

from claims.models import Claim, Link
from claims.operations import desk as operations
from sources.models import Proposal, Side, Speaker
from sources.operations import intake
from tests.claims.views.desk.working import DAY, DAYS, filled, log, look, proposal
from tests.worker import work

pytestmark = pytest.mark.django_db


def test_a_statement_is_logged_as_it_was_filled_in(nora, article):
    at = proposal(article, "shelling Stepanakert")
    answer = log(nora, article, at)

    claim = Claim.objects.get()
    assert answer.status_code == 302
    assert (claim.speaker.name, claim.side.name) == ("Nagorno-Karabakh authorities", "Nagorno-Karabakh authorities")
    assert (claim.kind, claim.accused_side.name, claim.status) == ("accusation", "Azerbaijan", "submitted")
    assert (claim.date_edtf, claim.date_words) == ("2020-10-29", "Thursday")
    assert claim.citations.get().proposal == at
    assert at.words in claim.citations.get().passage.exact


def test_a_new_name_is_asked_about_once(nora, article):
    first = look(nora, article, proposal(article, "1,166"))
    log(nora, article, proposal(article, "1,166"))
    second = look(nora, article, proposal(article, "struck by"))

    assert "Add as a new speaker" in first.content.decode()
    assert Speaker.objects.get().name == "Nagorno-Karabakh officials"
    assert second.context["form"]["speaker_pk"].value() == Speaker.objects.get().pk
    assert "Add as a new speaker" not in second.content.decode()


def test_the_figures_that_are_ticked_are_saved(nora, article):
    log(nora, article, proposal(article, "1,166"))

    figures = Claim.objects.get().figures.order_by("pk")
    assert [(int(one.low), one.population, one.affected_side.name) for one in figures] == [
        (1166, "troops", "Nagorno-Karabakh authorities"),
        (39, "civilians", "Nagorno-Karabakh authorities"),
    ]


def test_words_that_make_no_sentence_wait_for_one(nora, war, reporter):
    days = dict.fromkeys(DAYS, DAY)
    source = intake.paste(
        war, by=reporter, text="Armenian officials said would be over soon.", dateline=str(DAY), **days
    )
    work()
    answer = look(nora, source)

    assert answer.context["form"]["wording"].value() == ""
    assert answer.context["form"].gap == "wording"
    assert "would be over soon”: put it as a sentence." in answer.content.decode()


def test_what_each_says_of_the_other_is_logged_for_both(nora, article):
    log(nora, article, proposal(article, "each other"))

    one, other = Claim.objects.order_by("pk")
    assert (one.side, one.accused_side) == (other.accused_side, other.side)
    assert Link.objects.get().relation == "counter_accuses"
    desk = look(nora, article).context["desk"]
    assert (desk.logged, desk.known, desk.settled) == (2, len(desk.items) + 1, 2)


def test_what_each_says_of_the_other_may_be_logged_for_one(nora, article):
    at = proposal(article, "each other")
    sent = filled(look(nora, article, at))
    del sent["also"]
    nora.post(reverse("claims:log_proposal", args=[article.pk, at.pk]), sent)

    assert Claim.objects.count() == 1


def test_a_side_that_the_text_names_may_be_added_with_its_statement(nora, article):
    at = proposal(article, "toll was about 5,000")
    assert "Russia (a new side)" in look(nora, article, at).content.decode()
    log(nora, article, at)

    claim = Claim.objects.get()
    assert (claim.side.name, claim.date_edtf) == ("Russia", "2020-10-19/2020-10-25")
    assert claim.citations.get().origin == "reports from Moscow"
    assert Side.objects.filter(name="Russia").count() == 1


def test_a_refused_form_keeps_what_was_typed(nora, article):
    answer = log(nora, article, proposal(article, "1,166"), wording="", office="Words that must stay", side="")

    assert answer.status_code == 400
    assert "Words that must stay" in answer.content.decode()
    assert not Claim.objects.exists()


def test_what_a_colleague_logged_first_is_named_and_nothing_typed_is_lost(nora, article, client_of, second_reporter):
    at = proposal(article, "1,166")
    sent = filled(look(nora, article, at)) | {"wording": "My own words for it."}
    log(client_of(second_reporter), article, at)
    answer = nora.post(reverse("claims:log_proposal", args=[article.pk, at.pk]), sent)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert Claim.objects.get().get_absolute_url() in page
    assert "Ilya Reporter logged this statement first" in page and "My own words for it." in page
    assert Claim.objects.count() == 1


def test_what_is_skipped_can_be_taken_up_by_somebody_else(nora, article, client_of, second_reporter):
    at = proposal(article, "1,166")
    nora.post(reverse("claims:skip", args=[article.pk, at.pk]))
    ilya = client_of(second_reporter)
    page = look(ilya, article, at).content.decode()
    ilya.post(reverse("claims:take_up", args=[article.pk, at.pk]))

    at.refresh_from_db()
    assert "Skipped by Nora Reporter" in page
    assert at.skipped_at is None
    assert look(nora, article, at).context["form"]


def test_after_logging_the_next_open_statement_comes(nora, article):
    first, second = Proposal.objects.filter(capture__source=article).order_by("start")[:2]
    answer = log(nora, article, first)

    assert answer.url == f"{reverse('claims:desk', args=[article.pk])}?at={second.pk}"


def test_when_all_is_settled_the_desk_says_so(nora, article, reporter):
    for one in Proposal.objects.all():
        operations.skip(one, by=reporter)

    assert "All done" in look(nora, article).content.decode()


def test_a_question_that_is_offered_becomes_a_matter_when_ticked(nora, article):
    log(nora, article, proposal(article, "put off"), ask="on")
    log(nora, article, proposal(article, "five kilometers"))

    asked = [claim.matter and claim.matter.question for claim in Claim.objects.order_by("pk")]
    assert asked == ["Was the meeting put off for logistical reasons?", None]


def test_what_a_second_text_says_too_leads_to_citing_it_there(nora, article, war, reporter):
    log(nora, article, proposal(article, "1,166"))
    text = article.captures.get().text + "\n\nMore follows."
    days = dict.fromkeys(DAYS, DAY)
    other = intake.paste(war, by=reporter, text=text, dateline=str(DAY), title="Another paper", **days)
    work()

    answer = log(nora, other, proposal(other, "1,166"))

    claim = Claim.objects.get()
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "You have logged this statement already" in page and claim.get_absolute_url() in page
    (there,) = re.findall(rf'href="(/claims/{claim.pk}/citations/add/[^"]+)"', page)
    cite = nora.get(there).context["form"]
    assert (cite["source"].value(), cite["source_pk"].value()) == ("Another paper", str(other.pk))
    assert cite["passage"].value() == claim.citations.get().passage.exact
