"""The desk costs the same in a text of any length, and works through it to its end."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.models import Claim
from claims.operations import desk as operations
from sources.models import Proposal, Side, Source
from sources.operations import intake
from tests.claims.views.desk.working import HTMX, drawn, filled, log, look, marks, reported
from tests.sources.texts.test_layouts import long_article
from tests.worker import work

pytestmark = pytest.mark.django_db


def test_the_desk_costs_the_same_for_one_statement_as_for_all(nora, article, reporter):

    with CaptureQueriesContext(connection) as all_open:
        look(nora, article)
    for one in list(Proposal.objects.order_by("start"))[2:]:
        operations.skip(one, by=reporter)
    with CaptureQueriesContext(connection) as few:
        look(nora, article)

    assert len(all_open) == len(few)


def test_a_hundred_statements_cost_what_one_does(nora, war, reporter):
    report = "The ministry of Armenia said that its forces had destroyed {} tanks near Kelm. "
    few = intake.paste(war, by=reporter, text=report.format(7))
    many = intake.paste(war, by=reporter, text=" ".join(report.format(number) for number in range(10, 110)))
    work()

    costs = []
    for source in (few, many):
        at = Proposal.objects.filter(capture__source=source).order_by("start")[0]
        with CaptureQueriesContext(connection) as seen:
            look(nora, source, at)
        with CaptureQueriesContext(connection) as skipped:
            nora.post(reverse("claims:skip", args=[source.pk, at.pk]))
        costs.append((len(seen), len(skipped)))

    assert Proposal.objects.filter(capture__source=many).count() == 100
    assert costs[0] == costs[1]


def test_of_a_long_text_the_list_shows_a_page_and_counts_the_rest(nora, war, reporter):
    report = "The ministry of Armenia said that its forces had destroyed {} tanks near Kelm. "
    source = intake.paste(war, by=reporter, text=" ".join(report.format(number) for number in range(10, 110)))
    work()
    places = list(Proposal.objects.order_by("start"))
    answer = look(nora, source, places[70])

    desk = answer.context["desk"]
    assert (len(desk.items), len(desk.listed), desk.current.key) == (100, 40, places[70].pk)
    assert (desk.listed_before, desk.listed_after) == (60, 0)
    assert "60 earlier" in answer.content.decode()
    assert all(one.form.wording for one in desk.listed)


def test_a_log_and_a_look_at_the_news_cost_the_same_for_many_statements(nora, war, reporter, second_reporter):
    costs = []
    for numbers in (range(7, 10), range(10, 130)):
        first, other, *_ = reported(war, reporter, numbers)
        source = first.capture.source
        log(nora, source, other)  # from here on the speaker is known
        page = look(nora, source, first)
        with CaptureQueriesContext(connection) as logging:
            answer = nora.post(
                reverse("claims:log_proposal", args=[source.pk, first.pk]), filled(page) | drawn(page), headers=HTMX
            )
        with CaptureQueriesContext(connection) as news:
            nora.get(reverse("claims:desk_news", args=[source.pk]), drawn(page))
        with CaptureQueriesContext(connection) as nothing:
            nora.get(reverse("claims:desk_news", args=[source.pk]), drawn(answer))
        assert len(marks(answer)) == 2
        costs.append((len(logging), len(news), len(nothing)))

    assert costs[0] == costs[1]


def test_a_text_of_thirty_thousand_words_is_worked_through_to_its_last_statement(nora, war, reporter):
    paragraphs = long_article(30_000)
    address = nora.post(
        reverse("claims:capture_into", args=[war.pk]), {"text": "\n\n".join(paragraphs), "dateline": "29 Oct 2020"}
    ).url
    work()
    source = Source.objects.get()
    places = list(Proposal.objects.order_by("start", "end", "pk"))
    page = nora.get(address)
    for one in places[:3]:
        sent = filled(look(nora, source, one)) | {"side": str(Side.objects.first().pk)}
        step = nora.post(
            reverse("claims:log_proposal", args=[source.pk, one.pk]),
            sent | drawn(look(nora, source, one)),
            headers=HTMX,
        )
        assert step.status_code == 200
    last = look(nora, source, places[-1])

    assert len(places) >= len(paragraphs)
    assert page.context["item"].proposal == places[0]
    assert step.context["item"].proposal == places[3]
    assert Claim.objects.count() == 3
    assert f"Statement {len(places)} of {len(places)}" in last.content.decode().replace("\xa0", " ")
    assert last.context["item"].form.passage.end > len(source.captures.get().text) - len(paragraphs[-1])
