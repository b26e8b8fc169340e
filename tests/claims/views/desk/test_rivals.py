"""Links that the desk offers between what is logged and what stands already."""

import pytest

from claims.models import Claim, Link
from tests.claims.views.desk.working import log, look, proposal

pytestmark = pytest.mark.django_db


def test_a_denial_is_linked_to_what_it_denies_when_the_rival_is_accepted(nora, article):
    log(nora, article, proposal(article, "shot down"))
    denial = proposal(article, "disinformation")
    form = look(nora, article, denial).context["form"]
    log(nora, article, denial, rivals=form.ties[0].value)

    link = Link.objects.get()
    assert (link.relation, link.answer.kind, link.state) == ("denies", "denial", "proposed")
    assert "disinformation" in link.rationale
    assert link.answer.matter == link.target.matter


def test_without_a_word_nothing_is_linked(nora, article):
    log(nora, article, proposal(article, "shot down"))
    log(nora, article, proposal(article, "disinformation"))

    assert Claim.objects.count() == 2
    assert not Link.objects.exists()


def test_a_part_of_a_total_is_linked_by_each_of_its_figures(nora, article):
    log(nora, article, proposal(article, "toll was about 5,000"))
    dead = proposal(article, "1,166")
    answer = look(nora, article, dead)
    log(nora, article, dead, rivals=answer.context["form"].ties[0].value)

    assert "Part of a total found" in answer.content.decode()
    links = Link.objects.order_by("pk")
    assert [(one.relation, int(one.answer_figure.low), int(one.target_figure.low)) for one in links] == [
        ("part_of", 1166, 5000),
        ("part_of", 39, 5000),
    ]


def test_the_total_is_linked_to_its_part_when_it_comes_second(nora, article):
    log(nora, article, proposal(article, "killed at least 90"))
    total = proposal(article, "toll was about 5,000")
    ties = look(nora, article, total).context["form"].ties
    log(nora, article, total, rivals=next(tie.value for tie in ties if tie.claim))

    link = Link.objects.get()
    assert (link.relation, int(link.answer_figure.low), int(link.target_figure.low)) == ("part_of", 90, 5000)


def test_the_link_is_offered_from_the_other_end_too(nora, article):
    log(nora, article, proposal(article, "disinformation"))
    jets = proposal(article, "shot down")
    log(nora, article, jets, rivals=look(nora, article, jets).context["form"].ties[0].value)

    assert Link.objects.get().answer.kind == "denial"
