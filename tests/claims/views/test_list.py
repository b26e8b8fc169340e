"""The list of claims, whole and in fragments."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Claim
from claims.operations.speaker import merge
from tests.factories import make_claim, make_dossier, make_matter, make_passage, make_side, make_speaker

PUBLISHED = Claim.Status.PUBLISHED


def ask(client, query="", status=200, **headers):
    response = client.get(f"/claims/{query}", headers=headers)
    assert response.status_code == status
    return response


def fragment(target, page="http://testserver/claims/"):
    return {"HX-Request": "true", "HX-Target": target, "HX-Current-URL": page}


def test_the_page_shows_the_rows_the_facets_and_what_is_in_use(client_of, north, reader):
    make_claim(side=north, status=PUBLISHED, wording="The dam was opened.")

    text = ask(client_of(reader), f"?side={north.pk}&q=dam").content.decode()

    assert "The dam was opened." in text
    assert f'name="side" value="{north.pk}"' in text
    assert 'aria-label="Filters in use"' in text
    assert "1 statement<" in text


def test_everybody_lists_what_they_may_read(client, client_of, dossier, north, reader, reporter, outsider):
    make_claim(side=north, wording="A draft.")
    make_claim(side=north, status=PUBLISHED, wording="Read by members.")
    public = make_dossier(visibility="public")
    make_claim(side=make_side(public), status=PUBLISHED, wording="Read by all.")

    listed = {
        who: {claim.wording for claim in ask(visitor).context["page"].rows}
        for who, visitor in {
            "anybody": client,
            "outsider": client_of(outsider),
            "reader": client_of(reader),
            "reporter": client_of(reporter),
        }.items()
    }

    assert listed == {
        "anybody": {"Read by all."},
        "outsider": {"Read by all."},
        "reader": {"Read by all.", "Read by members."},
        "reporter": {"Read by all.", "Read by members.", "A draft."},
    }


def test_a_changed_filter_gets_rows_and_facets_and_the_address_in_one_spelling(client_of, north, reader):
    make_claim(side=north, status=PUBLISHED, wording="The dam was opened.")

    response = ask(client_of(reader), f"?q=&side={north.pk}&since=", **fragment("claim-list"))

    text = response.content.decode()
    assert "<html" not in text
    assert 'id="claim-list"' in text
    assert 'id="claim-rows"' in text
    assert 'hx-swap-oob="innerHTML:#claim-told"' in text
    assert response["HX-Push-Url"] == f"/claims/?side={north.pk}"
    assert "HX-Target" in response["Vary"]


def test_another_page_gets_the_rows_alone_and_is_led_to_the_whole_list(client_of, north, reader, monkeypatch):
    monkeypatch.setattr("sources.queries.paging.page_of.__kwdefaults__", {"size": 1})
    claims = [make_claim(side=north, status=PUBLISHED) for _ in range(2)]
    speaker = claims[0].speaker_id
    here = fragment("claim-rows", f"http://testserver/speakers/{speaker}/")

    response = ask(client_of(reader), f"?speaker={speaker}&speaker={claims[1].speaker_id}", **here)

    text = response.content.decode()
    assert text.strip().startswith('<div id="claim-rows"')
    assert "hx-push-url" not in text
    assert "/claims/?speaker=" in text
    assert "HX-Push-Url" not in response


def test_no_other_part_of_the_page_can_be_pulled_out(client_of, north, reader):
    assert "<html" in ask(client_of(reader), **fragment("head")).content.decode()


@pytest.mark.parametrize(
    "place",
    [
        "x",
        "[]",
        "null",
        '["2020-10-29"]',
        '["2020-13-45", 1]',
        '["2020-10-29", "x"]',
        '["2020-10-29", 99999999999999999999]',
        '["2020-10-29", -1]',
        "[1, 2]",
        '["2020-10-29", 1, 2]',
        '{"a": 1}',
        "[" * 5000,
    ],
)
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_place_in_the_list_that_no_link_leads_to_is_refused(client_of, north, reader, way, place):
    response = client_of(reader).get("/claims/", {way: place})

    assert response.status_code == 400
    assert "first page" in response.content.decode()


def test_a_place_in_a_list_sorted_otherwise_is_refused(client_of, north, reader):
    place = json.dumps(["2020-10-29", 1])

    response = client_of(reader).get("/claims/", {"after": place, "sort": "logged"})

    assert response.status_code == 400


@pytest.mark.parametrize("target", ["", "claim-list", "claim-rows"])
def test_what_cannot_be_read_is_named_on_the_page_and_in_fragments(client_of, north, reader, target):
    make_claim(side=north, status=PUBLISHED, wording="The dam was opened.")
    headers = fragment(target) if target else {}

    response = ask(client_of(reader), f"?sied=4&since=2020-13-45&side={north.pk}", 400, **headers)

    text = response.content.decode()
    assert "The dam was opened." not in text
    if target != "claim-rows":
        assert "There is no filter called “sied”." in text
        assert 'value="2020-13-45"' in text
        assert f'name="side" value="{north.pk}" id="side-{north.pk}" checked' in text


def test_nul_is_refused(client_of, reader):
    assert client_of(reader).get("/claims/?q=a%00b").status_code == 400


def test_nothing_found_and_nothing_there_are_said_apart(client_of, dossier, north, reader):
    assert "Nothing is logged yet" in ask(client_of(reader)).content.decode()
    assert "No statement matches" in ask(client_of(reader), "?q=dam").content.decode()


def test_what_comes_closest_is_told_apart_from_what_has_all_the_words(client_of, north, reader):
    make_claim(side=north, status=PUBLISHED, wording="The dam was opened.")
    words = fragment("claim-rows")

    for headers in ({}, words):
        none = ask(client_of(reader), "?q=dam+dawn", **headers).text
        assert "No statement has all of these words. The closest:" in none and "The dam was opened." in none
        assert "No statement matches" not in none

    make_claim(side=north, status=PUBLISHED, wording="The dam broke at dawn.")

    some = ask(client_of(reader), "?q=dam+dawn").text
    assert some.index("The dam broke") < some.index("With some of these words") < some.index("The dam was opened.")
    assert "<strong>1 statement</strong>" in some


def test_a_whole_sentence_can_be_pasted(client_of, north, reader):
    make_claim(side=north, status=PUBLISHED, wording="The dam was opened.")
    sentence = "Officials of the province told reporters in the capital that somebody had opened the dam. " * 4

    assert "The dam was opened." in ask(client_of(reader), f"?q={sentence}").text
    assert "500" in ask(client_of(reader), f"?q={sentence * 2}", 400).text


def test_costs_the_same_for_one_claim_and_for_many(client_of, north, reader):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            ask(client_of(reader))
        return len(captured)

    make_claim(side=north, status=PUBLISHED, figures=[{"value": 3}])
    one = cost()
    for _ in range(8):
        make_claim(side=north, status=PUBLISHED, figures=[{"value": 3}])

    assert cost() == one


def test_the_source_stays_chosen_while_other_filters_change(client_of, source, north, reader):
    make_claim(side=north, passage=make_passage(source), status=PUBLISHED)

    page = ask(client_of(reader), f"?source={source.pk}")

    assert len(page.context["page"].rows) == 1
    assert f'type="hidden" name="source" value="{source.pk}"' in page.text
    assert "Source: Row over the dam" in page.text


def test_a_page_without_statements_of_its_own_does_not_speak_of_filters(client_of, dossier, north, reader):
    speaker = make_speaker(dossier, side=north)

    rows = ask(
        client_of(reader),
        f"?speaker={speaker.pk}",
        **fragment("claim-rows", f"http://testserver/speakers/{speaker.pk}/"),
    ).text

    assert "No statement yet" in rows
    assert "filter" not in rows


@pytest.mark.parametrize(("address", "shown"), [("/claims/", True), ("/speakers/", False), ("/sources/", False)])
def test_the_search_of_statements_holds_only_what_was_searched_there(client_of, reader, address, shown):
    header = client_of(reader).get(address, {"q": "needle"}).text.partition('class="find"')[2].partition("</form>")[0]

    assert ("needle" in header) == shown


def test_sides_matters_and_speakers_of_several_dossiers_say_of_which(client_of, editor, dossier, north):
    other = make_dossier(editors=[editor], name="The port")
    for side in (north, make_side(other, name="North")):
        make_claim(side=side, matter=make_matter(side.dossier), status=PUBLISHED)

    every, one = (ask(client_of(editor), query).context["facets"] for query in ("", f"?dossier={dossier.pk}"))

    for name in ("side", "matter", "speaker"):
        assert {option.of for option in every[name].options} == {dossier.name, "The port"}
        assert {option.of for option in one[name].options} == {""}


def test_an_entry_that_was_merged_away_leads_to_the_speaker_that_stands(client_of, dossier, north, editor):
    kept, merged = (make_speaker(dossier, side=north, name=name) for name in ("The MoD", "Defence"))
    claim = make_claim(speaker=merged)
    merge(kept, merged=merged, by=editor)
    client = client_of(editor)

    page = client.get(f"/claims/?speaker={merged.pk}")
    listed = client.get(f"/api/v1/claims/?speaker={merged.pk}").json()["results"]
    exported = client.get(f"/claims/export/?format=ndjson&speaker={merged.pk}")

    assert "Speaker: The MoD" in page.text
    assert [one.pk for one in page.context["page"].rows] == [one["id"] for one in listed] == [claim.pk]
    assert claim.wording in b"".join(exported.streaming_content).decode()
