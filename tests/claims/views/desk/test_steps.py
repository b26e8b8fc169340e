"""A step at the desk sends what it changes, and brings what others did meanwhile."""

import pytest
from django.urls import reverse

from claims.operations import desk as operations
from sources.models import Proposal
from tests.claims.views.desk.working import HTMX, drawn, filled, log, look, marks, proposal

pytestmark = pytest.mark.django_db


def test_nothing_new_is_answered_with_nothing(nora, article, client_of, second_reporter):
    seen = look(nora, article).context["desk"].seen
    address = reverse("claims:desk_news", args=[article.pk])
    before = nora.get(address, {"seen": seen})
    log(client_of(second_reporter), article, proposal(article, "1,166"))
    after = nora.get(address, {"seen": seen})

    assert (before.status_code, after.status_code) == (204, 200)
    assert "Ilya Reporter" in after.content.decode()


def test_a_move_draws_nothing_but_the_form_and_two_marks(nora, article):
    first, second, third = Proposal.objects.order_by("start", "end")[:3]
    page = look(nora, article, first)
    step = nora.get(reverse("claims:desk", args=[article.pk]), {"at": second.pk} | drawn(page), headers=HTMX)

    assert {name.split("-")[1] for name in marks(step)} == {str(first.pk), str(second.pk)}
    assert [name for name, look in marks(step).items() if "now" in look.split()] == [f"mark-{second.pk}-1"]
    assert f'id="to-{third.pk}"' in step.content.decode()  # it is the next one now
    assert 'id="desk-text"' not in step.content.decode()
    assert step["HX-Push-Url"] == f"{reverse('claims:desk', args=[article.pk])}?at={second.pk}"


def test_a_skip_draws_what_was_skipped_and_what_comes_next(nora, article):
    first, second = Proposal.objects.order_by("start", "end")[:2]
    page = look(nora, article, first)
    step = nora.post(reverse("claims:skip", args=[article.pk, first.pk]), drawn(page), headers=HTMX)

    assert {name.split("-")[1]: look.split()[0] for name, look in marks(step).items()} == {
        str(first.pk): "skipped",
        str(second.pk): "open",
    }
    assert 'id="desk-text"' not in step.content.decode()


def test_a_step_brings_what_a_colleague_did_meanwhile(nora, article, second_reporter):
    first, second, _, fourth = Proposal.objects.order_by("start", "end")[:4]
    page = look(nora, article, first)
    operations.skip(fourth, by=second_reporter)
    step = nora.get(reverse("claims:desk", args=[article.pk]), {"at": second.pk} | drawn(page), headers=HTMX)

    assert marks(step)[f"mark-{fourth.pk}-1"].startswith("skipped")
    assert "skipped by Ilya Reporter" in step.content.decode()


def test_statements_that_a_new_speaker_brings_to_a_side_are_drawn_anew(nora, article):
    at = proposal(article, "toll was about 5,000")
    page = look(nora, article, at)
    sent = filled(page) | drawn(page)
    step = nora.post(reverse("claims:log_proposal", args=[article.pk, at.pk]), sent, headers=HTMX)

    whole = marks(look(nora, article, step.context["item"].proposal))
    before = marks(page)
    assert {name: look for name, look in whole.items() if before[name] != look}.items() <= marks(step).items()
    assert 'id="desk-text"' not in step.content.decode()
    assert 'id="desk-list"' in step.content.decode()  # its words name the new side


def test_what_was_taken_up_again_has_the_whole_text_drawn_anew(nora, article, reporter):
    first, second = Proposal.objects.order_by("start", "end")[:2]
    operations.skip(second, by=reporter)
    page = look(nora, article, first)
    operations.take_up(second, by=reporter)
    news = nora.get(reverse("claims:desk_news", args=[article.pk]), drawn(page))

    assert marks(news).keys() == marks(page).keys()


@pytest.mark.parametrize("seen", ["", "nonsense", "1-2-3", "1-2-3-4-x~y", "-".join("9" * 30 for _ in range(5))])
def test_a_page_that_cannot_say_what_it_saw_is_drawn_anew(nora, article, seen):
    answer = nora.get(reverse("claims:desk_news", args=[article.pk]), {"seen": seen, "was": "x"})

    assert answer.status_code == 200
    assert 'id="desk-text"' in answer.content.decode()
