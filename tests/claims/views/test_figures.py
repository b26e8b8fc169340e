"""Figures of a claim: added, corrected, struck out, each as a change of the claim."""

import pytest
from django.urls import reverse

from claims.models import Claim
from tests import factories

NINETY = {"bound": "at_least", "number": "1,090", "quantity": "dead", "population": "civilians"}


@pytest.fixture
def claim(dossier, north, reporter):
    return factories.make_claim(side=north, by=reporter)


@pytest.fixture
def figure(claim, reporter):
    return factories.make_figure(claim, by=reporter, value=90)


def add(claim) -> str:
    return reverse("claims:add_figure", args=[claim.pk])


def edit(figure) -> str:
    return reverse("claims:edit_figure", args=[figure.pk])


def void(figure) -> str:
    return reverse("claims:void_figure", args=[figure.pk])


def test_a_figure_is_added_in_the_terms_of_the_ledger(nora, claim):
    response = nora.post(add(claim), NINETY)

    assert response.url == claim.get_absolute_url()
    figure = claim.figures.get()
    assert (figure.quantity, figure.bound, figure.low, figure.high) == ("killed", "at_least", 1090, None)
    claim.refresh_from_db()
    assert claim.revision == 2


@pytest.mark.parametrize(
    ("sent", "low", "high"),
    [
        ({"bound": "exact", "number": "5"}, 5, 5),
        ({"bound": "about", "number": "5"}, 5, 5),
        ({"bound": "at_most", "number": "5"}, None, 5),
        ({"bound": "range", "number": "5", "upto": "7"}, 5, 7),
        ({"bound": "withheld", "number": ""}, None, None),
    ],
)
def test_the_numbers_go_where_the_bound_wants_them(nora, claim, sent, low, high):
    nora.post(add(claim), NINETY | sent)

    figure = claim.figures.get()
    assert (figure.low, figure.high) == (low, high)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"number": ""}, "number"),
        ({"number": "-3"}, "number"),
        ({"number": "nan"}, "number"),
        ({"number": "1e400"}, "number"),
        ({"number": "1.2345"}, "number"),
        ({"bound": "range", "upto": "3"}, "upto"),
        ({"bound": "exact", "upto": "3000"}, "upto"),
        ({"bound": "withheld"}, "number"),
        ({"bound": "perhaps"}, "bound"),
        ({"quantity": ""}, "quantity"),
        ({"period": "2020-13-45"}, "period"),
        ({"affected_side": "999999"}, "affected_side"),
    ],
)
def test_what_does_not_fit_is_said_on_its_field_and_kept(nora, claim, sent, field):
    response = nora.post(add(claim), NINETY | sent)

    form = response.context["form"]
    assert response.status_code == 400
    assert field in form.errors
    assert {name: form[name].value() for name in sent} == sent
    assert not claim.figures.exists()


def test_a_period_in_words_becomes_edtf(nora, claim):
    nora.post(add(claim), NINETY | {"period": "27 Sep – 28 Oct 2020"})

    assert claim.figures.get().period == "2020-09-27/2020-10-28"


def test_correcting_a_figure_sends_a_published_claim_back(nora, figure, claim):
    factories.publish(claim)
    figure.refresh_from_db()

    page = nora.get(edit(figure))
    nora.post(edit(figure), {**NINETY, "number": "91", "revision": figure.revision, "reason": "A later count."})

    assert b"sends it back to review" in page.content
    assert b"killed, civilians, of no side named, in one incident" in page.content
    figure.refresh_from_db(), claim.refresh_from_db()
    assert (figure.low, claim.status) == (91, Claim.Status.SUBMITTED)
    assert figure.events.order_by("pgh_id").last().pgh_context["reason"] == "A later count."


def test_saving_a_figure_without_a_change_leaves_the_claim_published(nora, figure, claim):
    factories.publish(claim)
    form = nora.get(edit(figure)).context["form"]

    nora.post(edit(figure), {f.name: f.value() for f in form if f.value() not in (None, False)})

    claim.refresh_from_db()
    assert claim.status == Claim.Status.PUBLISHED


def test_the_second_of_two_sees_both_figures(nora, figure, client_of, editor):
    first = {**NINETY, "number": "91", "revision": figure.revision}
    client_of(editor).post(edit(figure), first)

    response = nora.post(edit(figure), first | {"number": "92"})

    assert response.status_code == 409
    assert ("92", "91") in [(one.yours, one.theirs) for one in response.context["conflicts"]]


def test_a_figure_is_struck_out_with_a_reason(nora, figure):
    without = nora.post(void(figure), {"reason": " "})
    nora.post(void(figure), {"reason": "It counts something else."})

    figure.refresh_from_db()
    assert without.status_code == 400
    assert figure.voided
    assert nora.get(edit(figure)).status_code == 404


def test_another_journalists_figures_are_not_touched(figure, claim, client_of, second_reporter, outsider):
    second, stranger = client_of(second_reporter), client_of(outsider)

    assert [second.get(add(claim)).status_code, second.post(void(figure), {"reason": "x"}).status_code] == [403, 403]
    assert [stranger.get(edit(figure)).status_code, stranger.get(add(claim)).status_code] == [404, 404]


def test_the_number_is_not_called_optional_since_most_bounds_need_it(client_of, reporter, dossier, north):
    claim = factories.make_claim(dossier, side=north, by=reporter)

    page = client_of(reporter).get(reverse("claims:add_figure", args=[claim.pk])).text
    answer = client_of(reporter).post(
        reverse("claims:add_figure", args=[claim.pk]), {"bound": "at_least", "quantity": "killed", "number": ""}
    )

    label = page.partition('<label for="id_number">')[2].partition("</label>")[0]
    assert label.strip() == "Number"
    assert "Needed, unless it is withheld." in page
    assert answer.status_code == 400
    assert "How many? Choose “withheld” if no number was given." in answer.text
