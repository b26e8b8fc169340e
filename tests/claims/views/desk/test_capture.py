"""How a text comes to the desk, and what stands there until it is read."""

import pytest
from django.urls import reverse

from sources.models import Source
from sources.operations import intake
from tests import factories
from tests.claims.proposals.dossiers import ARTICLE
from tests.claims.views.desk.working import look
from tests.worker import work

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The river rose by two metres in the night and fell again by noon.", "No statement found"),
        ("Река поднялась ночью на два метра и к полудню снова опустилась.", "does not seem to be English"),
    ],
)
def test_where_nothing_is_found_the_desk_says_why(nora, war, reporter, text, said):
    source = intake.paste(war, by=reporter, text=text)
    work()

    assert said in look(nora, source).content.decode()


def test_a_text_that_is_pasted_comes_to_the_desk(nora, war):
    answer = nora.post(reverse("claims:capture_into", args=[war.pk]), {"text": ARTICLE})
    work()

    source = Source.objects.get()
    assert answer.url == reverse("claims:desk", args=[source.pk])
    assert "When was this published?" in look(nora, source).content.decode()


def test_the_day_of_a_source_is_asked_for_once(nora, war, reporter):
    source = intake.paste(war, by=reporter, text=ARTICLE)
    work()
    address = reverse("claims:date_source", args=[source.pk])

    wrong = nora.post(address, {"dateline": "some day", "revision": source.revision})
    nora.post(address, {"dateline": "29 Oct 2020", "revision": source.revision})

    source.refresh_from_db()
    assert (wrong.status_code, source.dateline) == (400, "2020-10-29")
    assert "some day" in wrong.content.decode()
    assert "When was this published?" not in look(nora, source).content.decode()


def test_the_day_that_a_text_begins_with_is_offered_and_kept_by_a_person(nora, war, reporter):
    source = intake.paste(war, by=reporter, text="STEPANAKERT, 29 October 2020 (Wire) - Officials said nothing.")
    work()

    page = look(nora, source).content.decode()

    source.refresh_from_db()
    assert 'value="29 October 2020"' in page and "Its first lines say so" in page
    assert source.dateline == ""


def test_until_the_reader_has_read_the_text_stands_alone(nora, war, reporter):
    source = intake.paste(war, by=reporter, text=ARTICLE)
    page = look(nora, source).content.decode()

    assert "The reader is not running" in page
    assert "within sight of Shushi" in page


def test_once_the_text_is_read_the_desk_takes_the_place_of_the_waiting_one(nora, article):
    news = nora.get(
        reverse("claims:desk_news", args=[article.pk]),
        {"seen": "another", "waiting": "1"},
        headers={"HX-Request": "true", "HX-Target": "desk-pulse"},
    )
    page = news.content.decode()

    assert (news["HX-Retarget"], news["HX-Reswap"]) == ("#desk", "outerHTML")
    assert page.count('id="desk"') == 1
    assert "Statement 1 of" in page
    assert page.index("main > .head") < page.index(f"<h1>{article.title}</h1>") < page.index("Statement 1 of")
    assert "<html" not in page


def test_an_address_that_is_captured_already_is_named(nora, war, reporter):
    source = factories.make_source(war, by=reporter, url="https://example.org/a", title="Row over the dam")
    page = nora.get(reverse("claims:capture_into", args=[war.pk]), {"url": "https://example.org/a"}).content.decode()

    assert reverse("claims:desk", args=[source.pk]) in page


def test_a_bookmark_leads_to_the_capture_of_an_address(nora, war):
    page = nora.get(reverse("claims:capture"), {"url": "https://example.org/a", "dossier": war.pk}).content.decode()

    assert 'value="https://example.org/a"' in page


def test_a_capture_without_anything_says_what_to_give(nora, war):
    answer = nora.post(reverse("claims:capture_into", args=[war.pk]), {})

    assert answer.status_code == 400
    assert "Paste a text, choose a file, or type an address." in answer.content.decode()


def test_a_source_without_a_text_takes_it_on_the_desk(nora, war, reporter):
    source = factories.make_source(war, by=reporter)
    empty = nora.post(reverse("claims:paste_text", args=[source.pk]), {"text": " "})
    nora.post(reverse("claims:paste_text", args=[source.pk]), {"text": ARTICLE})
    work()

    assert empty.status_code == 400
    assert look(nora, source).context["desk"].items


def test_a_text_that_nobody_read_is_read_when_somebody_asks(nora, war, reporter):
    source = factories.make_capture(factories.make_source(war, by=reporter), text=ARTICLE, by=reporter).source
    page = look(nora, source).content.decode()
    nora.post(reverse("claims:read_text", args=[source.pk]))
    work()

    assert "Nobody has asked yet" in page
    assert look(nora, source).context["desk"].items
