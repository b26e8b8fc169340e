"""Deciding about a link on the page of a claim, and taking it back."""

import pytest

from claims.operations import link as operations
from tests.claims.views.reading import shown
from tests.factories import make_claim, make_link, make_matter


@pytest.fixture
def link(claim, denial, reporter):
    return make_link(denial, claim, by=reporter)


@pytest.mark.parametrize("verb", ["confirm", "reject"])
def test_a_journalist_decides_on_no_link(link, client_of, second_reporter, verb):
    response = client_of(second_reporter).post(f"/links/{link.pk}/{verb}/", {"reason": "x"})

    assert response.status_code == 403


@pytest.mark.parametrize("verb", ["confirm", "reject", "withdraw"])
def test_a_link_that_one_may_not_see_is_not_there(link, client_of, outsider, reader, verb):
    assert client_of(outsider).post(f"/links/{link.pk}/{verb}/").status_code == 404
    assert client_of(reader).post(f"/links/{link.pk}/{verb}/").status_code == 404


def test_a_proposal_is_taken_back_by_whoever_made_it_without_a_word(link, claim, client_of, reporter):
    response = client_of(reporter).post(f"/links/{link.pk}/withdraw/", {"page": claim.pk})

    link.refresh_from_db()
    assert link.state == "withdrawn"
    assert response["Location"] == f"/claims/{claim.pk}/#link-{link.pk}"


def test_nobody_else_takes_a_proposal_back(link, client_of, second_reporter):
    assert client_of(second_reporter).post(f"/links/{link.pk}/withdraw/").status_code == 403


@pytest.mark.parametrize("state", ["proposed", "confirmed"])
def test_a_reason_is_asked_for_where_one_is_needed(state, client_of, editor):
    made = make_link(state=state)
    who = made.decided_by or made.proposed_by

    page = client_of(who).get(f"/claims/{made.answer_id}/").text

    asked = page.partition(f'id="withdraw-{made.pk}-reason"')[0].rpartition("<form")[2]
    field = asked.rpartition("<textarea")[2] + page.partition(f'id="withdraw-{made.pk}-reason"')[2].partition(">")[0]
    assert ("optional" in asked, "required" in field) == ((state == "proposed"), (state == "confirmed"))


def test_withdrawing_what_stood_needs_a_reason(client_of, editor):
    confirmed = make_link(state="confirmed")
    who = confirmed.dossier.members.get(role="editor", user=confirmed.decided_by).user

    refused = client_of(who).post(f"/links/{confirmed.pk}/withdraw/", {"reason": " "})
    taken = client_of(who).post(f"/links/{confirmed.pk}/withdraw/", {"reason": "They speak of two nights."})

    assert refused.status_code == 400
    assert f'id="withdraw-{confirmed.pk}-reason_error"' in shown(refused)
    assert "Say why a link that stood is withdrawn." in shown(refused)
    assert taken.status_code == 302


def test_confirming_before_both_are_published_is_refused_on_the_claims_page(link, claim, client_of, editor):
    data = {"answer_revision": 1, "target_revision": 1, "page": claim.pk}

    response = client_of(editor).post(f"/links/{link.pk}/confirm/", data)

    assert response.status_code == 409
    assert "Publish both claims first" in shown(response)
    assert "South opened the dam." in shown(response)


def test_a_confirmation_that_names_no_revisions_is_not_understood(link, client_of, editor):
    assert client_of(editor).post(f"/links/{link.pk}/confirm/").status_code == 400


def test_rejecting_without_a_reason_asks_for_it_on_the_claims_page(link, claim, client_of, editor):
    response = client_of(editor).post(f"/links/{link.pk}/reject/", {"reason": "", "page": claim.pk})

    assert response.status_code == 400
    assert f'id="reject-{link.pk}-reason"' in shown(response)
    assert shown(response).count('<details class="reason" open>') == 1


def test_a_link_of_two_matters_is_told_on_both_pages(claim, client_of, reporter, south, dossier):
    other = make_claim(side=south, by=reporter, matter=make_matter(dossier))
    link = operations.propose(other, target=claim, relation="denies", aspect="fact", by=reporter)

    for end in (claim, other):
        assert f'id="link-{link.pk}"' in shown(client_of(reporter).get(f"/claims/{end.pk}/"))
