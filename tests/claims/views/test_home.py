"""The front page: the dossiers of a reader."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.models import Claim, Link
from tests.factories import make_claim, make_dossier, make_link, make_matter, make_side

PUBLISHED, CONFIRMED = Claim.Status.PUBLISHED, Link.State.CONFIRMED


@pytest.fixture
def public(editor, reporter):
    return make_dossier(name="The open story", editors=[editor], journalists=[reporter], visibility="public")


def names(response):
    return {dossier.name for dossier in response.context["dossiers"]}


def test_the_only_dossier_there_is_opens_at_once(client, public):
    response = client.get("/")

    assert response.status_code == 302
    assert response.url == f"/dossiers/{public.pk}/"


def test_the_cards_can_be_asked_for_all_the_same(client, public):
    assert names(client.get("/?all")) == {"The open story"}


def test_everybody_sees_the_dossiers_that_are_open_to_them(client, client_of, public, dossier, outsider, reader):
    newsroom = make_dossier(name="For the newsroom", visibility="newsroom")
    make_dossier(name="Somebody else's")

    assert names(client.get("/?all")) == {"The open story"}
    assert names(client_of(outsider).get("/")) == {"The open story", newsroom.name}
    assert names(client_of(reader).get("/")) == {"The open story", newsroom.name, dossier.name}


def test_a_card_counts_matters_statements_disputes_and_silence(client, public):
    north, south = make_side(public), make_side(public)
    dam, gates = make_matter(public), make_matter(public)
    opened = make_claim(side=north, matter=dam, status=PUBLISHED)
    make_link(make_claim(side=south, matter=dam, status=PUBLISHED), opened, relation="denies", state=CONFIRMED)
    make_claim(side=north, matter=gates, kind="accusation", accused_side=south, status=PUBLISHED)
    make_claim(side=south, matter=gates, status=Claim.Status.SUBMITTED)

    [card] = client.get("/?all").context["dossiers"]

    assert (card.matter_count, card.statement_count, card.dispute_count, card.unanswered_count) == (2, 3, 1, 1)
    assert card.waiting_count == 0


def test_a_card_says_what_waits_for_those_who_may_decide_it(client_of, public, editor, reporter):
    north, south = make_side(public), make_side(public)
    make_claim(side=north, by=reporter, status=Claim.Status.SUBMITTED)
    one, other = (make_claim(side=side, by=reporter, status=PUBLISHED, reviewer=editor) for side in (north, south))
    make_link(one, other, by=reporter)
    make_link(one, other, relation="contradicts", by=editor)

    [for_editor] = client_of(editor).get("/?all").context["dossiers"]
    [for_reporter] = client_of(reporter).get("/?all").context["dossiers"]

    assert (for_editor.waiting_count, for_reporter.waiting_count) == (2, 0)


def test_an_empty_front_page_says_what_to_do(client, client_of, outsider, django_user_model):
    operator = django_user_model.objects.create_user("root", is_staff=True)

    assert "Sign in" in client.get("/").content.decode()
    assert "An editor makes you a member" in client_of(outsider).get("/").content.decode()
    assert 'href="/dossiers/open/"' in client_of(operator).get("/").content.decode()


def test_only_those_who_may_open_a_dossier_are_offered_it(client, client_of, public, reporter, reader, dossier):
    assert 'href="/dossiers/open/"' in client_of(reporter).get("/?all").content.decode()
    assert 'href="/dossiers/open/"' not in client_of(reader).get("/?all").content.decode()
    assert 'href="/dossiers/open/"' not in client.get("/?all").content.decode()


def test_costs_the_same_for_one_dossier_and_for_many(client_of, public, editor):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert client_of(editor).get("/?all").status_code == 200
        return len(captured)

    one = cost()
    for _ in range(6):
        make_dossier(editors=[editor])

    assert cost() == one


def test_capture_is_offered_to_those_who_work_on_a_dossier(client_of, dossier, reader, reporter):
    link = f'href="{reverse("claims:capture")}"'

    assert link in client_of(reporter).get(reverse("claims:list")).text
    assert link not in client_of(reader).get(reverse("claims:list")).text
