"""Logging a claim: few inputs, everything or nothing saved, nothing typed ever lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.models import Claim, Matter
from sources.models import Source, Speaker
from tests import factories

SIX = {
    "source": "Row over the dam",
    "dateline": "29 Oct 2020",
    "speaker": "Anna Varga",
    "wording": "The north did not open the dam.",
    "passage": "“We did not open the dam,” Varga said.",
    "kind": "denial",
}


@pytest.fixture
def varga(north):
    return factories.make_speaker(name="Anna Varga", side=north, office="Minister of Water", aliases=["A. Varga"])


@pytest.fixture
def address(dossier):
    return reverse("claims:log", args=[dossier.pk])


@pytest.fixture
def nora(client_of, reporter):
    return client_of(reporter)


def logged() -> Claim:
    return Claim.objects.get()


def rows(*figures: dict) -> dict:
    """The rows of figures as the form sends them."""
    sent = {"figures-total": len(figures)}
    for number, figure in enumerate(figures):
        sent |= {f"figures-{number}-{name}": value for name, value in figure.items()}
    return sent


NINETY = {"use": "on", "bound": "at_least", "number": "90", "quantity": "killed", "population": "civilians"}


# few inputs


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


# dates


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


# speakers


def test_a_name_that_nobody_bears_is_asked_about_and_nothing_is_saved(nora, address, varga, south):
    response = nora.post(address, SIX | {"speaker": "Ana Vargas"})

    assert response.status_code == 400
    assert response.context["form"].speaker_candidates == [varga]
    assert b"Add as a new speaker" in response.content
    assert not Claim.objects.exists() and not Source.objects.exists()


def test_the_speaker_who_was_meant_is_chosen_on_the_returned_form(nora, address, varga, south):
    answer = {"speaker": "Ana Vargas", "speaker_asked": "Ana Vargas", "speaker_choice": varga.pk}

    nora.post(address, SIX | answer)

    assert logged().speaker == varga


def test_a_new_speaker_is_added_in_the_same_save_with_one_more_field(nora, address, north, south):
    answer = {"speaker": "Ministry of Water", "speaker_asked": "Ministry of Water", "speaker_choice": "new"}

    without_side = nora.post(address, SIX | answer)
    nora.post(address, SIX | answer | {"side": south.pk})

    assert "side" in without_side.context["form"].errors
    speaker = Speaker.objects.get()
    assert (speaker.name, speaker.kind, speaker.affiliations.get().side) == ("Ministry of Water", "organisation", south)
    assert logged().side == south


def test_an_answer_about_another_name_does_not_count(nora, address, varga, south):
    answer = {"speaker": "Somebody Else", "speaker_asked": "Ana Vargas", "speaker_choice": varga.pk}

    response = nora.post(address, SIX | answer)

    assert response.status_code == 400


def test_the_side_of_a_speaker_is_that_of_the_day(nora, address, dossier, north, south, reporter):
    from sources.operations.speaker import affiliate

    turncoat = factories.make_speaker(dossier, name="Anna Varga")
    affiliate(turncoat, by=reporter, side=north, last_day="2020-10-01")
    affiliate(turncoat, by=reporter, side=south, office="Adviser", first_day="2020-10-02")

    nora.post(address, SIX)

    assert (logged().side, logged().office) == (south, "Adviser")


def test_a_side_that_was_chosen_stays(nora, address, varga, south):
    nora.post(address, SIX | {"side": south.pk})

    assert logged().side == south


# figures


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


# all or nothing


def test_a_refused_claim_leaves_no_source_speaker_or_matter_behind(nora, address, north, south):
    new = {"speaker": "Ministry", "speaker_asked": "Ministry", "speaker_choice": "new", "side": north.pk}

    response = nora.post(address, SIX | new | {"matter": "Was it?", "language": "x" * 36})

    assert response.status_code == 400
    assert not (Source.objects.exists() or Speaker.objects.exists() or Matter.objects.exists())


def test_what_the_model_refuses_leaves_nothing_either(nora, address, varga, south):
    response = nora.post(address, SIX | {"source": "x" * 301})

    assert response.status_code == 400
    assert "source" in response.context["form"].errors
    assert not Source.objects.exists()


def test_a_refused_form_keeps_every_character(nora, address, varga, south):
    odd = {
        "wording": "  <script>alert(1)</script> ‮RTL‬ “quotes” & ampersands 🕊 \t tab " + "ж" * 2001,
        "passage": "line one\r\nline two\r\n\r\n   indented",
        "own_words": "Մենք չենք բացել պատնեշը",
        "date": "no such day",
        "matter": "Was the dam opened — or not?",
        "origin": 'a "third" party\'s cousin',
    }

    response = nora.post(address, SIX | odd)

    form = response.context["form"]
    assert response.status_code == 400
    assert {name: form[name].value() for name in odd} == odd
    assert b"<script>alert(1)" not in response.content


def test_a_megabyte_of_text_is_refused_and_kept(nora, address, varga, south):
    response = nora.post(address, SIX | {"wording": "w" * 1_000_000, "passage": "p" * 1_000_000})

    assert response.status_code == 400
    assert set(response.context["form"].errors) == {"wording", "passage"}
    assert len(response.content) > 2_000_000


def test_right_to_left_marks_are_stored_as_they_came(nora, address, varga, south):
    nora.post(address, SIX | {"wording": "He said ‮olleh‬ to them."})

    assert logged().wording == "He said ‮olleh‬ to them."


# steps


def test_a_draft_may_do_without_its_passage(nora, address, varga, south):
    response = nora.post(address, SIX | {"do": "draft", "passage": ""})

    assert response.status_code == 302
    assert logged().status == Claim.Status.DRAFT
    assert Source.objects.count() == 1


def test_review_asks_for_the_passage(nora, address, varga, south):
    response = nora.post(address, SIX | {"passage": ""})

    assert response.status_code == 400
    assert "passage" in response.context["form"].errors


def test_save_and_add_the_rival_flips_the_side_and_leads_to_the_link(nora, address, varga, south):
    first = nora.post(address, SIX | {"do": "rival", "matter": "Was the dam opened?"})
    claim = logged()

    page = nora.get(first.url)
    form = page.context["form"]
    assert (form["side"].value(), form["kind"].value(), form["rival"].value()) == (south.pk, "denial", claim.pk)
    factories.make_speaker(name="Boris Dahl", side=south)
    answer = {"rival": claim.pk, "speaker": "Boris Dahl", "wording": "The north did open it.", "side": south.pk}
    second = nora.post(address, SIX | answer)

    rival = Claim.objects.order_by("pk").last()
    assert second.url == reverse("claims:propose", args=[rival.pk, claim.pk])


def test_a_side_that_was_merely_offered_gives_way_to_the_speakers_own(nora, address, varga, south):
    nora.post(address, SIX | {"side": south.pk, "side_offered": south.pk})

    assert logged().side != south


def test_a_likely_duplicate_is_shown_and_can_be_cited_instead(nora, address, varga, south, dossier, reporter):
    stands = factories.make_claim(speaker=varga, wording="The north did not open the dam at night.", by=reporter)

    looked = nora.post(address, SIX | {"do": "read"})
    response = nora.post(address, {name: SIX[name] for name in ("source", "dateline", "passage")} | {"cite": stands.pk})

    assert looked.context["similar"] == [stands]
    assert response.url == stands.get_absolute_url()
    assert Claim.objects.count() == 1
    stands.refresh_from_db()
    assert (stands.citations.count(), stands.revision) == (2, 2)


def test_citing_another_persons_claim_is_not_offered_to_a_journalist(nora, address, varga, south, second_reporter):
    theirs = factories.make_claim(speaker=varga, wording="The north did not open the dam at night.", by=second_reporter)

    looked = nora.post(address, SIX | {"do": "read"})
    response = nora.post(address, SIX | {"cite": theirs.pk})

    assert looked.context["similar"] == [theirs]
    assert b'name="cite"' not in looked.content
    assert response.status_code == 403


# sources


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


# foreign rows


@pytest.mark.parametrize("field", ["speaker_pk", "source_pk", "matter_pk", "side", "accused_side"])
@pytest.mark.parametrize("key", ["foreign", "0", "-1", "9" * 30, "abc", "1 OR 1=1"])
def test_a_key_of_another_dossier_or_of_nothing_is_said_on_its_field(nora, address, varga, south, field, key):
    elsewhere = factories.make_claim(matter=factories.make_matter(), kind="accusation")
    keys = {
        "speaker_pk": elsewhere.speaker_id,
        "source_pk": elsewhere.citations.get().passage.capture.source_id,
        "matter_pk": elsewhere.matter_id,
        "side": elsewhere.side_id,
        "accused_side": elsewhere.accused_side_id,
    }
    sent = {field: keys[field] if key == "foreign" else key, "matter": "Was it?", "kind": "accusation"}

    response = nora.post(address, SIX | sent)

    assert response.status_code == 400
    assert field.removesuffix("_pk") in response.context["form"].errors


@pytest.mark.parametrize("name", ["source", "matter", "rival", "speaker"])
def test_an_address_with_a_foreign_key_is_not_found(nora, address, varga, south, name):
    elsewhere = factories.make_claim()

    assert nora.get(address, {name: elsewhere.pk + 1000}).status_code == 404
    assert nora.get(address, {name: "x"}).status_code == 404


@pytest.mark.parametrize("total", ["-1", "x", "1e9", "99999", "9" * 400])
def test_an_odd_count_of_rows_breaks_nothing(nora, address, varga, south, total):
    response = nora.post(address, SIX | {"figures-total": total})

    assert response.status_code in (302, 400)


def test_readers_and_outsiders_see_no_form(client_of, reader, outsider, address, north, south):
    assert client_of(reader).get(address).status_code == 403
    assert client_of(reader).post(address, SIX).status_code == 403
    assert client_of(outsider).get(address).status_code == 404


def test_a_dossier_without_sides_says_what_to_do_first(nora, address):
    response = nora.get(address)

    assert b"Add a side" in response.content


def test_the_page_costs_the_same_with_many_speakers_duplicates_and_figures(nora, address, dossier, north, south):
    def add(number: int) -> None:
        factories.make_speaker(dossier, name=f"Speaker {number}", side=south)
        factories.make_claim(side=north, wording=f"The north did not open the dam, {number}.")

    def cost(figures: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            sent = SIX | {"speaker": "Spea", "do": "read"} | rows(*[NINETY] * figures)
            assert nora.post(address, sent).status_code == 200
        return len(queries)

    add(0)
    few = cost(1)
    for number in range(1, 12):
        add(number)

    assert cost(12) == few
