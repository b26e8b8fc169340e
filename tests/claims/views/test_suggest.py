"""What is offered while somebody types."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories


@pytest.fixture
def ask(nora, dossier):
    def asked(name: str, **words):
        return nora.get(reverse(f"claims:{name}", args=[dossier.pk]), words)

    return asked


@pytest.fixture
def send(nora, dossier):
    def sent(name: str, **words):
        return nora.post(reverse(f"claims:{name}", args=[dossier.pk]), words)

    return sent


@pytest.mark.parametrize("typed", ["Shusha", "şuşa", "Susa", "Shushi", "Town Hall of S"])
def test_a_speaker_is_found_unaccented_misspelt_and_by_alias(ask, north, typed):
    factories.make_speaker(name="Town Hall of Şuşa", side=north, office="Council", aliases=["Shushi authorities"])

    page = ask("suggest_speakers", speaker=typed).content.decode()

    assert 'data-value="Town Hall of Şuşa"' in page
    assert f'data-set-side="{north.pk}"' in page and 'data-set-office="Council"' in page


def test_side_and_office_are_those_of_the_day(ask, dossier, north, south, reporter):
    from sources.operations.speaker import affiliate

    speaker = factories.make_speaker(dossier, name="Anna Varga")
    affiliate(speaker, by=reporter, side=north, last_day="2020-10-24")
    affiliate(speaker, by=reporter, side=south, first_day="2020-10-25")

    now = ask("suggest_speakers", speaker="Varga", dateline="29 Oct 2020")
    then = ask("suggest_speakers", speaker="Varga", dateline="29 Oct 2020", date="last week")

    assert f'data-set-side="{south.pk}"' in now.content.decode()
    assert f'data-set-side="{north.pk}"' in then.content.decode()


def test_an_unknown_name_can_be_picked_as_new_until_the_form_has_asked(ask, north):
    assert "as a new speaker" in ask("suggest_speakers", speaker="Nobody Known").content.decode()
    assert "as a new speaker" not in ask("suggest_speakers", speaker="Nobody Known", asked="1").content.decode()


def test_what_was_typed_is_never_markup(ask, north):
    page = ask("suggest_speakers", speaker='"><script>alert(1)</script>').content.decode()

    assert "<script>" not in page


def test_speakers_of_another_dossier_are_not_offered(ask, north):
    factories.make_speaker(name="Elsewhere Person")

    assert 'data-set-speaker_pk=""' in ask("suggest_speakers", speaker="Elsewhere Person").content.decode()


def test_matters_and_sources_are_found_and_a_new_question_offered(ask, matter, source):
    assert f'data-set-matter_pk="{matter.pk}"' in ask("suggest_matters", matter="dam open").content.decode()
    assert "as a new question" in ask("suggest_matters", matter="Quite another").content.decode()
    found = ask("suggest_sources", source="row over").content.decode()
    assert f'data-set-source_pk="{source.pk}"' in found and 'data-set-dateline="29 Oct 2020"' in found


def test_a_source_is_found_by_its_address(ask, dossier):
    factories.make_source(dossier, title="A page", url="https://example.org/long/path")

    assert "A page" in ask("suggest_sources", source="example.org/long").content.decode()


def test_duplicates_are_shown_to_those_who_may_read_them(send, north, reporter):
    theirs = factories.make_claim(side=north, wording="The dam was opened at night by the north.")

    assert theirs.get_absolute_url() in send("duplicates", wording="The dam was opened by the north").content.decode()
    assert send("duplicates", wording="The dam").content.strip() == b""


def test_a_date_is_read_against_the_dateline_while_it_is_typed(ask):
    read = ask("read_date", date="last week", dateline="29 Oct 2020").content.decode()
    wrong = ask("read_date", date="2020-13-45").content.decode()

    assert "19–25 Oct 2020" in read
    assert "Type a day" in wrong


def test_figures_are_read_and_nothing_is_swapped_when_they_are_the_same(send):
    wording = "At least 90 civilians were killed."
    first = send("read_figures", wording=wording)
    rows = first.context["figures"]
    sent = {"figures-total": len(rows)}
    sent |= {f"figures-0-{name}": value for name, value in rows.rows[0].content.items()}
    sent["figures-0-was"] = rows.rows[0]["was"].value()

    assert "at least 90 civilians killed" in first.content.decode()
    assert send("read_figures", wording=wording, **sent).status_code == 204
    assert send("read_figures", wording="No number.", **sent).status_code == 200


def test_a_ticked_figure_stays_while_the_words_change(send):
    row = {"use": "on", "bound": "at_least", "number": "90", "quantity": "killed", "population": "civilians"}
    sent = {"figures-total": 1} | {f"figures-0-{name}": value for name, value in row.items()}

    page = send("read_figures", wording="At least 90 civilians were killed and 392 injured.", **sent)

    assert [one.content["number"] for one in page.context["figures"]] == ["90", "392"]
    assert [one.ticked for one in page.context["figures"]] == [True, False]


def test_the_kind_follows_the_words_until_somebody_chooses(send):
    guessed = send("guess_kind", wording="He denied it.", kind="assertion", kind_guess="assertion")
    chosen = send("guess_kind", wording="He denied it.", kind="opinion", kind_guess="assertion")

    assert guessed.context["form"]["kind"].value() == "denial"
    assert chosen.status_code == 204


@pytest.mark.parametrize("name", ["suggest_speakers", "suggest_matters", "suggest_sources", "read_date"])
def test_only_those_who_log_are_offered_anything(client_of, reader, outsider, dossier, name):
    address = reverse(f"claims:{name}", args=[dossier.pk])

    assert client_of(reader).get(address).status_code == 403
    assert client_of(outsider).get(address).status_code == 404


@pytest.mark.parametrize("words", ["", " ", "x" * 100_000, "‮", "%_\\", "'", "9" * 5000])
def test_odd_words_break_nothing(ask, send, north, words):
    asked = [
        ask("suggest_speakers", speaker=words), ask("suggest_matters", matter=words),
        ask("suggest_sources", source=words), ask("read_date", date=words, dateline=words),
        send("duplicates", wording=words, claim=words), send("read_figures", wording=words, passage=words),
        send("guess_kind", wording=words, cue=words),
    ]  # fmt: skip

    assert {response.status_code for response in asked} <= {200, 204}


def test_offers_cost_the_same_for_one_and_for_many(ask, send, dossier, north):
    def add(number: int) -> None:
        factories.make_speaker(dossier, name=f"Anna Varga {number}", side=north)
        factories.make_matter(dossier, question=f"Was the dam opened on day {number}?")
        factories.make_claim(side=north, wording=f"The dam was opened on day {number}.")

    def cost() -> list[int]:
        found = []
        for step in (
            lambda: ask("suggest_speakers", speaker="Anna Varga"),
            lambda: ask("suggest_matters", matter="Was the dam"),
            lambda: ask("suggest_sources", source="Source"),
            lambda: send("duplicates", wording="The dam was opened on day"),
        ):
            with CaptureQueriesContext(connection) as queries:
                assert step().status_code == 200
            found.append(len(queries))
        return found

    add(0)
    few = cost()
    for number in range(1, 10):
        add(number)

    assert cost() == few
