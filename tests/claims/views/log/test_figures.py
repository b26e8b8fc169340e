"""Figures that are logged with a claim."""

import pytest

from claims.models import Claim
from sources.models import Source
from tests.claims.views.log.form import NINETY, SIX, logged, rows


def test_figures_are_saved_only_when_ticked(nora, address, varga, south):
    unticked = NINETY | {"use": "", "number": "392", "quantity": "injured"}

    nora.post(address, SIX | rows(NINETY, unticked))

    figure = logged().figures.get()
    assert (figure.bound, figure.low, figure.high, figure.quantity) == ("at_least", 90, None, "killed")


def test_figures_in_words_appear_on_pressing_read_without_scripts(nora, address, varga, south):
    wording = "At least 90 civilians were killed; the military has not disclosed its losses."

    response = nora.post(address, SIX | {"wording": wording, "do": "read"})

    assert response.status_code == 200
    assert [row.content["number"] for row in response.context["figures"] if row.content["number"]] == ["90"]
    assert "withheld" in [row.content["bound"] for row in response.context["figures"]]
    assert not Claim.objects.exists()
    assert b"errorlist" not in response.content


def test_adding_a_figure_by_hand_keeps_what_was_typed(nora, address, varga, south):
    response = nora.post(address, SIX | rows(NINETY) | {"do": "figure"})

    assert [row.content["number"] for row in response.context["figures"]] == ["90", ""]
    assert SIX["wording"] in response.content.decode()


@pytest.mark.parametrize("number", ["-1", "NaN", "Infinity", "1e400", "9" * 500, "1,5", "ninety", ""])
def test_a_figure_that_is_no_number_is_refused_beside_its_field(nora, address, varga, south, number):
    response = nora.post(address, SIX | rows(NINETY | {"number": number}))

    assert response.status_code == 400
    assert "number" in response.context["figures"].rows[0].errors
    assert number in response.content.decode()
    assert not Claim.objects.exists() and not Source.objects.exists()


def test_a_withheld_figure_has_no_number(nora, address, varga, south):
    nora.post(address, SIX | rows({"use": "on", "bound": "withheld", "quantity": "killed", "population": "troops"}))

    figure = logged().figures.get()
    assert (figure.bound, figure.low, figure.high) == ("withheld", None, None)


@pytest.mark.parametrize("total", ["-1", "x", "1e9", "99999", "9" * 400])
def test_an_odd_count_of_rows_breaks_nothing(nora, address, varga, south, total):
    response = nora.post(address, SIX | {"figures-total": total})

    assert response.status_code in (302, 400)
