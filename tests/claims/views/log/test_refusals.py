"""A claim that is refused: nothing is saved, nothing typed is lost, and no row of others is reached."""

import pytest
from django.utils.html import escape

from claims.models import Matter
from sources.models import Source, Speaker
from tests import factories
from tests.claims.views.log.form import SIX, logged

# All or nothing


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
        "passage": "line one\nline two\n\n   indented",
        "own_words": "Մենք չենք բացել պատնեշը",
        "date": "no such day",
        "matter": "Was the dam opened — or not?",
        "origin": 'a "third" party\'s cousin',
    }

    sent = {name: words.replace("\n", "\r\n") for name, words in odd.items()}  # as browsers do
    response = nora.post(address, SIX | sent)

    form = response.context["form"]
    assert response.status_code == 400
    assert {name: form[name].value() for name in odd} == odd
    assert b"<script>alert(1)" not in response.content


def test_a_date_that_cannot_be_read_is_said_at_the_top_and_at_the_field_and_not_a_third_time(nora, address, varga):
    response = nora.post(address, SIX | {"date": "2020-13"})

    (told,) = response.context["form"].errors["date"]
    assert response.content.decode().count(escape(told)) == 2


def test_a_megabyte_of_text_is_refused_and_kept(nora, address, varga, south):
    response = nora.post(address, SIX | {"wording": "w" * 1_000_000, "passage": "p" * 1_000_000})

    assert response.status_code == 400
    assert set(response.context["form"].errors) == {"wording", "passage"}
    assert len(response.content) > 2_000_000


def test_right_to_left_marks_are_stored_as_they_came(nora, address, varga, south):
    nora.post(address, SIX | {"wording": "He said ‮olleh‬ to them."})

    assert logged().wording == "He said ‮olleh‬ to them."


# Foreign rows


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


def test_readers_and_outsiders_see_no_form(client_of, reader, outsider, address, north, south):
    assert client_of(reader).get(address).status_code == 403
    assert client_of(reader).post(address, SIX).status_code == 403
    assert client_of(outsider).get(address).status_code == 404


def test_a_dossier_without_sides_says_what_to_do_first(nora, address):
    response = nora.get(address)

    assert b"Add a side" in response.content
