"""Logging a claim takes few inputs: the rest is read, carried on or asked for once."""

import pytest

from claims.models import Claim
from sources.models import Source
from tests import factories
from tests.claims.views.log.form import SIX, logged

# Few inputs


def test_six_inputs_log_the_first_claim_of_a_source(nora, address, varga, south):
    response = nora.post(address, SIX)

    claim = logged()
    assert response.status_code == 302 and response.url == claim.get_absolute_url()
    assert claim.status == Claim.Status.SUBMITTED
    assert (claim.speaker, claim.side, claim.office) == (varga, varga.affiliations.get().side, "Minister of Water")
    assert (claim.date_edtf, claim.said) == ("2020-10-29", "29 Oct 2020")
    citation = claim.citations.get()
    assert (citation.passage.exact, citation.directness) == (SIX["passage"], "paraphrase")
    assert citation.passage.capture.source.dateline == "2020-10-29"


def test_three_inputs_log_the_next(nora, address, varga, south):
    first = nora.post(address, SIX | {"do": "next", "matter": "Was the dam opened?"})

    page = nora.get(first.url)
    carried = {name: field.value() for name, field in ((f.name, f) for f in page.context["form"]) if field.value()}
    three = {
        "speaker": "A. Varga",
        "wording": "The north will inspect the dam.",
        "passage": "An inspection is planned.",
    }
    second = nora.post(address, carried | three)

    assert second.status_code == 302
    claim = Claim.objects.order_by("pk").last()
    assert claim.kind == Claim.Kind.PREDICTION
    assert claim.matter.question == "Was the dam opened?"
    assert claim.date_edtf == "2020-10-29"
    assert Source.objects.count() == 1


def test_the_kind_that_the_words_suggest_is_taken_when_none_is_chosen(nora, address, varga, south):
    nora.post(address, SIX | {"kind": ""})

    assert logged().kind == Claim.Kind.DENIAL


def test_an_accusation_in_a_dossier_of_two_sides_accuses_the_other(nora, address, varga, south):
    nora.post(address, SIX | {"kind": "accusation", "wording": "The south broke the truce."})

    assert logged().accused_side == south


def test_an_accusation_among_three_sides_must_name_one(nora, address, varga, south, mediators):
    response = nora.post(address, SIX | {"kind": "accusation"})

    assert response.status_code == 400
    assert "accused_side" in response.context["form"].errors
    assert not Claim.objects.exists()


def test_an_address_alone_makes_a_source_with_a_readable_title(nora, address, varga, south):
    nora.post(address, SIX | {"source": "https://www.example.org/news/row-over-the-dam.html"})

    source = Source.objects.get()
    assert (source.title, source.url) == (
        "Row over the dam (example.org)",
        "https://www.example.org/news/row-over-the-dam.html",
    )


def test_a_passage_that_stands_in_a_capture_is_tied_to_it(nora, address, varga, south, source, reporter):
    from sources.operations.passage import capture

    kept = capture(source, by=reporter, text="Long before. It was not us, she said. Long after.", how="pasted")

    nora.post(address, SIX | {"passage": "It was not us, she said."})

    passage = logged().citations.get().passage
    assert (passage.capture, passage.prefix) == (kept, "Long before. ")


# Dates


def test_a_relative_date_is_read_against_the_dateline_with_its_reasoning(nora, address, varga, south):
    nora.post(address, SIX | {"date": "last week"})

    claim = logged()
    assert (claim.date_edtf, claim.date_words) == ("2020-10-19/2020-10-25", "last week")
    assert "29 Oct 2020" in claim.date_reasoning


@pytest.mark.parametrize("date", ["2020-13-45", "some time ago", "31 Feb 2020", "9" * 200])
def test_a_date_that_cannot_be_read_is_refused_with_what_to_type(nora, address, varga, south, date):
    response = nora.post(address, SIX | {"date": date})

    assert response.status_code == 400
    assert "date" in response.context["form"].errors
    assert date.encode() in response.content
    assert not Source.objects.exists()


def test_a_date_that_cannot_be_read_is_kept_when_marked_as_uncertain(nora, address, varga, south):
    nora.post(address, SIX | {"date": "some time ago", "uncertain": "on"})

    claim = logged()
    assert (claim.date_edtf, claim.date_words, claim.date_uncertain) == ("../2020-10-29", "some time ago", True)


def test_words_without_a_dateline_to_count_from_are_refused(nora, address, varga, south):
    response = nora.post(address, SIX | {"dateline": "", "date": "yesterday"})

    assert response.status_code == 400
    assert "dateline" in str(response.context["form"].errors["date"])


# Sources


def test_a_known_title_with_another_date_is_asked_about(nora, address, varga, south, source):
    response = nora.post(address, SIX | {"dateline": "30 Oct 2020"})

    assert response.status_code == 400
    assert response.context["form"].source_candidates == [source]


def test_another_source_of_the_same_title_is_added_on_request(nora, address, varga, south, source):
    nora.post(address, SIX | {"dateline": "30 Oct 2020", "source_asked": SIX["source"], "source_choice": "new"})

    assert Source.objects.count() == 2
    assert logged().date_edtf == "2020-10-30"


def test_a_known_source_without_dateline_is_given_one(nora, address, varga, south, dossier):
    known = factories.make_source(dossier, title="Row over the dam")

    nora.post(address, SIX)

    known.refresh_from_db()
    assert known.dateline == "2020-10-29"
    assert Source.objects.count() == 1
