"""Finding a rival, comparing the two, proposing how the one answers the other, and taking it back."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, Link
from claims.operations import claim as claims
from claims.operations import link as operations
from claims.queries import link as queries
from tests.factories import make_claim, make_figure, make_link, make_matter

PUBLISHED = Claim.Status.PUBLISHED


def shown(response):
    return " ".join(response.content.decode().split())


def cost(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def found(response):
    return [candidate.claim for candidate in response.context["search"].found]


@pytest.fixture
def claim(north, south, matter, reporter):
    return make_claim(
        side=north, matter=matter, by=reporter, kind="accusation", accused_side=south, wording="South opened the dam."
    )  # fmt: skip


@pytest.fixture
def denial(south, matter, reporter):
    return make_claim(side=south, matter=matter, by=reporter, kind="denial", wording="Nobody touched it.")


def compare(answer, target):
    return f"/claims/{answer.pk}/link/{target.pk}/"


# -------------------------------------------------------------- searching


def test_likely_rivals_are_listed_before_anything_is_typed(claim, denial, client_of, reporter, north, mediators):
    far = make_claim(side=mediators, by=reporter, date_edtf="2021-05-01", first_day="2021-05-01", last_day="2021-05-01")
    own_side = make_claim(side=north, by=reporter, matter=claim.matter, wording="Ask the engineers.")

    response = client_of(reporter).get(f"/claims/{claim.pk}/link/")

    assert found(response) == [denial, own_side]
    assert far not in found(response)
    assert "said by the side that is accused" in shown(response)
    assert "same matter" in shown(response)


def test_of_many_that_contain_a_word_those_said_next_to_it_are_ranked(claim, client_of, reporter, south, monkeypatch):
    monkeypatch.setattr(queries, "LOOKED_AT", 1)
    days = [f"{claim.first_day - timedelta(days=days)}" for days in (9, 1, -1, -9)]
    _, before, after, _ = [
        make_claim(side=south, by=reporter, wording="Of the weir.", date_edtf=day, first_day=day, last_day=day)
        for day in days
    ]

    assert set(found(client_of(reporter).get(f"/claims/{claim.pk}/link/?q=weir"))) == {before, after}


def test_opposite_sides_come_first_in_a_search_too(claim, client_of, reporter, north, mediators):
    own = make_claim(side=north, by=reporter, wording="The bridge fell.")
    other = make_claim(side=mediators, by=reporter, wording="A bridge fell.")

    assert found(client_of(reporter).get(f"/claims/{claim.pk}/link/", {"q": "bridge"})) == [other, own]
    assert found(client_of(reporter).get(f"/claims/{claim.pk}/link/", {"q": "bridge", "side": north.pk})) == [own]


def test_claims_that_count_the_same_thing_are_likely(dossier, client_of, reporter, north, south):
    one = make_claim(side=north, by=reporter, figures=[{"value": 90}], wording="Ninety died.")
    far = {"date_edtf": "2021-05-01", "first_day": "2021-05-01", "last_day": "2021-05-01"}
    other = make_claim(side=south, by=reporter, figures=[{"value": 12}], wording="A dozen lives were lost.", **far)
    make_claim(side=south, by=reporter, figures=[{"population": "cattle"}], wording="Of cows, many.", **far)

    response = client_of(reporter).get(f"/claims/{one.pk}/link/")

    assert found(response) == [other]
    assert "counts the same thing" in shown(response)


def test_a_pair_found_not_to_be_comparable_is_not_offered_again(claim, denial, client_of, reporter):
    make_link(claim, denial, relation="not_comparable", by=reporter)

    assert found(client_of(reporter).get(f"/claims/{claim.pk}/link/")) == []


def test_what_is_linked_already_says_so_and_leads_there(claim, denial, client_of, reporter):
    link = make_link(denial, claim, by=reporter)

    html = shown(client_of(reporter).get(f"/claims/{claim.pk}/link/"))

    assert "linked already: it denies this" in html
    assert f'href="/claims/{claim.pk}/#link-{link.pk}"' in html


def test_what_was_decided_before_is_told_where_it_is_proposed_anew(claim, denial, client_of, reporter, editor):
    rejected = make_link(denial, claim, by=reporter)
    operations.reject(rejected, by=editor, reason="They speak of two dams.")
    withdrawn = make_link(claim, denial, relation="contradicts", by=reporter)
    operations.withdraw(withdrawn, by=reporter)
    client = client_of(reporter)

    listed, compared = (shown(client.get(url)) for url in (f"/claims/{claim.pk}/link/", compare(denial, claim)))

    assert "rejected before: it denies this" in listed and "withdrawn before:" in listed
    assert "rejected by Emma Editor" in compared and "“They speak of two dams.”" in compared
    assert "withdrawn by Nora Reporter" in compared and "without a reason" in compared
    assert "Linked already" not in compared
    assert 'value="denies" required id="id_relation" checked' in compared


def test_comparing_costs_the_same_however_often_it_was_decided(claim, denial, client_of, reporter, editor):
    def decide():
        operations.reject(make_link(denial, claim, by=reporter), by=editor, reason="They speak of two dams.")

    client = client_of(reporter)
    decide()
    once = cost(client, compare(denial, claim)), cost(client, f"/claims/{claim.pk}/link/")
    for _ in range(4):
        decide()

    assert (cost(client, compare(denial, claim)), cost(client, f"/claims/{claim.pk}/link/")) == once


def test_the_later_or_denying_claim_is_offered_as_the_answer(claim, denial, client_of, reporter):
    assert f'href="{compare(denial, claim)}"' in shown(client_of(reporter).get(f"/claims/{claim.pk}/link/"))
    assert f'href="{compare(denial, claim)}"' in shown(client_of(reporter).get(f"/claims/{denial.pk}/link/"))


def test_only_the_results_are_swapped_while_typing(claim, denial, client_of, reporter):
    headers = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "candidates"}

    html = shown(client_of(reporter).get(f"/claims/{claim.pk}/link/", {"q": "touched"}, **headers))

    assert html.startswith('<section id="candidates"')
    assert "<html" not in html


def test_nothing_found_says_what_to_try(claim, client_of, reporter):
    assert "No statement matches" in shown(client_of(reporter).get(f"/claims/{claim.pk}/link/", {"q": "zeppelin"}))
    assert "Nothing likely yet" in shown(client_of(reporter).get(f"/claims/{claim.pk}/link/"))


@pytest.mark.parametrize("query", ["'", "a' OR 1=1 --", "&|!()", "%", "\\", "🙂", "x" * 5000])
def test_odd_searches_are_searches(claim, client_of, reporter, query):
    assert client_of(reporter).get(f"/claims/{claim.pk}/link/", {"q": query}).status_code == 200


def test_those_who_do_not_work_on_it_do_not_link(claim, client_of, reader, outsider, editor):
    claims.submit(claim, by=claim.logged_by)
    claims.publish(claim, by=editor, revision=1)

    assert client_of(reader).get(f"/claims/{claim.pk}/link/").status_code == 403
    assert client_of(outsider).get(f"/claims/{claim.pk}/link/").status_code == 404


def test_the_search_costs_the_same_for_one_claim_as_for_many(claim, denial, client_of, reporter, south):
    client = client_of(reporter)
    once = cost(client, f"/claims/{claim.pk}/link/")
    for _ in range(9):
        make_link(make_claim(side=south, by=reporter, matter=claim.matter, figures=[{}]), claim, by=reporter)

    assert cost(client, f"/claims/{claim.pk}/link/") == once


# -------------------------------------------------------------- comparing


def why(response, relation):
    return next(choice.why for choice in response.context["pair"].choices if choice.relation == relation)


def test_relations_that_cannot_hold_are_shown_with_the_reason(claim, denial, client_of, reporter):
    response = client_of(reporter).get(compare(denial, claim))

    assert why(response, "denies") == ""
    assert why(response, "rejects") == "Only a demand or proposal can be rejected."
    assert why(response, "disputes_figure") == "Both claims need a figure."
    html = shown(response)
    assert 'value="denies" required id="id_relation" checked' in html
    assert 'value="rejects" required disabled' in html
    assert "Only a demand or proposal can be rejected." in html


def test_unlike_figures_are_told_apart_before_anything_is_chosen(client_of, reporter, north, south):
    one = make_claim(side=north, by=reporter, figures=[{"population": "troops", "value": 1166}])
    other = make_claim(side=south, by=reporter, figures=[{"population": "people", "value": 5000, "bound": "about"}])

    response = client_of(reporter).get(compare(one, other))

    assert why(response, "disputes_figure") == "One counts troops, the other people."
    assert why(response, "part_of") == ""


def test_proposing_ties_the_two_and_leads_to_the_claim(claim, denial, client_of, reporter):
    data = {"relation": "denies", "aspect": "fact", "rationale": "It speaks of that night."}

    response = client_of(reporter).post(compare(denial, claim), data)

    link = Link.objects.get()
    assert response["Location"] == f"/claims/{denial.pk}/"
    assert (link.answer, link.target, link.relation, link.aspect) == (denial, claim, "denies", "fact")
    assert (link.state, link.proposed_by) == ("proposed", reporter)


@pytest.mark.parametrize(
    ("kind", "likely"),
    [
        ("denial", "denies"),
        ("refusal", None),
        ("admission", "concedes"),
        ("accusation", "counter_accuses"),
        ("assertion", None),
    ],
)
def test_the_relation_that_most_likely_holds_is_chosen_already_and_has_the_focus(
    claim, south, client_of, reporter, kind, likely
):
    accused = {"accused_side": claim.side} if kind == "accusation" else {}
    answer = make_claim(side=south, by=reporter, kind=kind, wording="About the dam.", **accused)

    page = shown(client_of(reporter).get(compare(answer, claim)))

    chosen = re.findall(r'name="relation" value="(\w+)"[^>]*checked', page)
    focused = re.findall(r'name="relation" value="(\w+)"[^>]*data-focus="first"', page)
    assert chosen == ([likely] if likely else [])
    assert focused == [likely or "denies"]


def test_a_refusal_most_likely_rejects_what_was_demanded(client_of, reporter, north, south):
    demand = make_claim(side=north, by=reporter, kind="demand", wording="Close the dam.")
    refusal = make_claim(side=south, by=reporter, kind="refusal", wording="It stays open.")

    page = shown(client_of(reporter).get(compare(refusal, demand)))

    assert re.findall(r'name="relation" value="(\w+)"[^>]*checked', page) == ["rejects"]


def test_figures_that_dispute_each_other_make_that_the_likely_relation(client_of, reporter, north, south):
    one, other = (make_claim(side=side, by=reporter, kind="denial") for side in (north, south))
    for claim, number in ((one, 90), (other, 9)):
        make_figure(claim, low=number, high=number)

    page = shown(client_of(reporter).get(compare(one, other)))

    assert re.findall(r'name="relation" value="(\w+)"[^>]*checked', page) == ["disputes_figure"]


def test_what_is_linked_that_way_already_is_not_chosen_again(claim, denial, client_of, reporter):
    make_link(denial, claim)

    assert not re.search(r'name="relation"[^>]*checked', shown(client_of(reporter).get(compare(denial, claim))))


def test_what_belongs_to_another_relation_is_left_out(claim, denial, client_of, reporter):
    data = {"relation": "contradicts", "aspect": "fact", "rationale": "Both cannot hold."}

    client_of(reporter).post(compare(denial, claim), data)

    assert Link.objects.get().aspect == ""


@pytest.mark.parametrize(
    ("data", "missing"),
    [
        ({}, "Choose how the one answers the other."),
        ({"relation": "denies"}, "Denies what? Choose one of these."),
        ({"relation": "contradicts"}, "Say why: this relation is a judgement."),
        ({"relation": "part_of"}, "Choose the figure that it joins."),
        ({"relation": "adores"}, "adores is not one of the available choices"),
    ],
)
def test_what_is_missing_is_told_beside_its_field_and_the_rest_is_kept(
    claim, denial, client_of, reporter, data, missing
):
    response = client_of(reporter).post(compare(denial, claim), data | {"next": "/claims/"})

    assert response.status_code == 400
    assert missing in shown(response)
    assert not Link.objects.exists()


def test_a_relation_that_does_not_hold_is_refused_and_what_was_typed_is_kept(claim, denial, client_of, reporter):
    data = {"relation": "rejects", "rationale": "It turns it down."}

    response = client_of(reporter).post(compare(denial, claim), data)

    assert response.status_code == 409
    assert "Only a demand or proposal can be rejected." in shown(response)
    assert "It turns it down.</textarea>" in shown(response)


@pytest.fixture
def unlike(north, south, reporter):
    """Two claims with figures of which no pair counts the same thing."""
    one = make_claim(side=north, by=reporter, figures=[{"population": "troops", "value": 1166}])
    other = make_claim(side=south, by=reporter, figures=[{"population": "people", "value": 5000, "bound": "about"}])
    return one, other, {"answer_figure": one.figures.get().pk, "target_figure": other.figures.get().pk}


def test_disputing_an_unlike_figure_is_refused_and_offers_what_may_hold(unlike, client_of, reporter):
    one, other, ends = unlike

    response = client_of(reporter).post(
        compare(one, other), ends | {"relation": "disputes_figure", "rationale": "Too few."}
    )

    html = shown(response)
    assert response.status_code == 409
    assert "One counts troops, the other people." in html
    assert 'name="instead" value="part_of"' in html
    assert 'name="instead" value="not_comparable"' in html
    assert "Too few.</textarea>" in html


@pytest.mark.parametrize("instead", ["part_of", "not_comparable"])
def test_what_is_offered_instead_takes_one_click(unlike, client_of, reporter, instead):
    one, other, ends = unlike
    data = ends | {"relation": "disputes_figure", "rationale": "Too few.", "instead": instead}

    client_of(reporter).post(compare(one, other), data)

    link = Link.objects.get()
    assert (link.relation, link.rationale) == (instead, "Too few.")


def test_the_other_way_round_keeps_what_was_typed(unlike, client_of, reporter):
    one, other, ends = unlike
    data = ends | {"relation": "part_of", "rationale": "Of all the dead.", "look": "swap"}

    response = client_of(reporter).post(compare(other, one), data)

    html = shown(response)
    assert response.status_code == 200
    assert "Of all the dead.</textarea>" in html
    assert response.context["chosen"] == "part_of"
    assert response.context["answer_figure"] == str(ends["target_figure"])
    assert "This field is required" not in html
    assert not Link.objects.exists()


def test_the_same_link_twice_is_refused_and_named(claim, denial, client_of, reporter, second_reporter):
    make_link(denial, claim, by=second_reporter)

    page = client_of(reporter).get(compare(denial, claim))
    response = client_of(reporter).post(compare(denial, claim), {"relation": "denies", "aspect": "fact"})

    assert why(page, "denies") == "They are linked this way already."
    assert "Linked already:" in shown(page)
    assert ">the first denies the second</a>" in shown(page)
    assert response.status_code == 409
    assert "linked that way already" in shown(response)


def test_a_figure_of_another_claim_cannot_be_joined(unlike, client_of, reporter, south):
    one, other, ends = unlike
    foreign = make_claim(side=south, by=reporter, figures=[{}]).figures.get()

    response = client_of(reporter).post(
        compare(one, other), ends | {"relation": "part_of", "answer_figure": foreign.pk}
    )

    assert response.status_code == 400
    assert not Link.objects.exists()


def test_a_claim_that_one_may_not_see_is_not_compared(claim, client_of, reporter):
    foreign = make_claim()

    assert client_of(reporter).get(compare(claim, foreign)).status_code == 404
    assert client_of(reporter).post(compare(foreign, claim), {"relation": "denies"}).status_code == 404


def test_a_claim_is_not_compared_with_itself(claim, client_of, reporter):
    assert client_of(reporter).get(compare(claim, claim)).status_code == 404


def test_a_voided_claim_is_not_linked(claim, denial, client_of, editor):
    claims.void(denial, by=editor, reason="Logged twice.")

    assert client_of(editor).get(compare(denial, claim)).status_code == 409


# --------------------------------------------------------------- deciding


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
