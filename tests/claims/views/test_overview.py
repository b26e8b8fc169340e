"""The pages over a whole dossier: unanswered, figures, timeline, network."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, Link
from tests.factories import day, make_claim, make_link

PUBLISHED, CONFIRMED = Claim.Status.PUBLISHED, Link.State.CONFIRMED
PAGES = ["unanswered", "figures", "timeline", "network"]


def page(client, dossier, name, query="", status=200):
    response = client.get(f"/dossiers/{dossier.pk}/{name}/{query}")
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture
def exchange(north, south):
    """An accusation with a figure for what befell the accused, and another side's denial of a second one."""

    def exchange():
        make_claim(
            side=north, kind="accusation", accused_side=south, status=PUBLISHED, figures=[{"affected_side": north}]
        )
        counted = make_claim(side=north, status=PUBLISHED, figures=[{"affected_side": south, "value": 4}])
        second = make_claim(side=north, status=PUBLISHED)
        make_link(make_claim(side=south, status=PUBLISHED), second, relation="denies", aspect="fact", state=CONFIRMED)
        return counted

    return exchange


@pytest.mark.parametrize("name", PAGES)
def test_an_empty_dossier_says_what_will_stand_there(client_of, dossier, reader, name):
    assert 'class="empty"' in page(client_of(reader), dossier, name)


def test_how_long_a_side_is_silent_is_no_more_than_the_date_says(client_of, dossier, reader, north, south):
    accusing = {"side": north, "kind": "accusation", "accused_side": south, "status": PUBLISHED}
    spring = {"date_edtf": "2020-04/2020-05", "first_day": "2020-04-01", "last_day": "2020-05-31"}
    for said in (spring, day("2020-04-02")):
        make_claim(**accusing, **said)

    for address in ("unanswered/", ""):
        shown = client_of(reader).get(f"/dossiers/{dossier.pk}/{address}").content.decode()
        vague, exact = re.findall(r": ((?:at least )?[\d,]+ days) without", " ".join(shown.split()))
        assert vague.startswith("at least ") and not exact.startswith("at least ")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_the_same_queries_for_one_exchange_as_for_many(client_of, dossier, editor, exchange, name):
    client, counts = client_of(editor), []
    for more in (1, 5):
        for _ in range(more):
            exchange()
        page(client, dossier, name)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(client, dossier, name)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_what_the_dossier_counts_as_unanswered_is_what_its_link_shows(client_of, dossier, exchange, reader):
    exchange()
    client = client_of(reader)

    counted = client.get(f"/dossiers/{dossier.pk}/").context["screen"].counts["unanswered"]

    address = f"/dossiers/{dossier.pk}/unanswered/?about=accusations"
    assert address in client.get(f"/dossiers/{dossier.pk}/").text
    assert len(client.get(address).context["screen"].waiting) == counted == 1


def test_who_works_on_it_is_led_on_to_find_an_answer(client_of, dossier, exchange, reporter, reader):
    counted = exchange()

    assert f"/claims/{counted.pk}/link/" in page(client_of(reporter), dossier, "unanswered")
    shown = page(client_of(reader), dossier, "unanswered")
    assert "4 civilians killed" in shown and f"/claims/{counted.pk}/link/" not in shown


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [
        ("unanswered", "?side=0", "Select a valid choice"),
        ("unanswered", "?about=nothing", "Select a valid choice"),
        ("unanswered", "?after=nowhere", "This page of the list does not exist"),
        ("figures", "?after=nowhere", "This page of the list does not exist"),
        ("timeline", "?since=2020-13-45", "2020-13-45"),
        ("timeline", "?since=2020-10-29&until=2020-10-01", "turn them round"),
        ("network", "?speaker=none", "Select a valid choice"),
    ],
)
def test_what_cannot_be_shown_is_refused_and_said(client_of, dossier, reader, exchange, name, query, said):
    exchange()

    assert said in page(client_of(reader), dossier, name, query, status=400)


def test_a_stretch_may_be_given_in_words_or_edtf(client_of, dossier, reader, exchange):
    exchange()

    assert "statements, 29 Oct 2020" in page(client_of(reader), dossier, "timeline", "?since=Oct+2020").replace(
        "1 Oct 2020 to ", ""
    )
    assert "Nothing was said then" in page(client_of(reader), dossier, "timeline", "?since=2021")


def test_figures_of_all_matters_stand_on_one_board(client_of, dossier, reader, exchange):
    exchange()

    shown = page(client_of(reader), dossier, "figures")

    assert "Civilians killed" in shown and "<b>90</b>" in shown and "<b>4</b>" in shown
