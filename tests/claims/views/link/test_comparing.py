"""Comparing two claims, and proposing how the one answers the other."""

import re

import pytest

from claims.models import Link
from claims.operations import claim as claims
from tests.claims.views.link.pages import compare
from tests.claims.views.reading import shown
from tests.factories import make_claim, make_figure, make_link


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
