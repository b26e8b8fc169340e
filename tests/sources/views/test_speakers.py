"""The directory and the pages of speakers."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sources.models import Speaker
from sources.operations import dossier as dossiers
from sources.operations import speaker as speakers
from sources.queries import paging
from tests.factories import make_dossier, make_side, make_speaker, make_user

DIRECTORY = reverse("sources:speakers")


@pytest.fixture
def public(dossier, editor):
    return dossiers.edit(dossier, by=editor, revision=1, visibility="public")


@pytest.fixture
def speaker(dossier, north):
    return make_speaker(dossier, name="Vahram Poghosyan", side=north, office="Spokesman", aliases=["Vagram Pogosian"])


def _names(answer):
    return [row.name for row in answer.context["page"].rows]


def _cost(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_anybody_reads_the_speakers_of_a_public_dossier(client, public, speaker):
    hidden = make_speaker(make_dossier(editors=[make_user(is_staff=True)]), name="Hidden")

    assert _names(client.get(DIRECTORY)) == ["Vahram Poghosyan"]
    assert "Spokesman" in client.get(reverse("sources:speaker", args=[speaker.pk])).text
    assert client.get(reverse("sources:speaker", args=[hidden.pk])).status_code == 404


@pytest.mark.parametrize("typed", ["poghosyan", "pogosian", "Vahran Pogosyan", "VAHRAM"])
def test_a_speaker_is_found_by_any_name_however_spelt(client_of, reader, speaker, dossier, typed):
    make_speaker(dossier, name="Hikmet Hajiyev")

    assert _names(client_of(reader).get(DIRECTORY, {"q": typed})) == ["Vahram Poghosyan"]


def test_the_directory_is_narrowed_by_dossier_side_and_kind(client_of, reader, dossier, speaker, south, editor):
    group = make_speaker(dossier, name="Officials", kind="group", side=south)
    client = client_of(reader)

    assert _names(client.get(DIRECTORY, {"kind": "group"})) == ["Officials"]
    assert _names(client.get(DIRECTORY, {"side": south.pk})) == ["Officials"]
    assert _names(client.get(DIRECTORY, {"dossier": dossier.pk})) == ["Officials", "Vahram Poghosyan"]
    assert group.dossier == dossier


@pytest.mark.parametrize("query", ["kind=nobody", "side=x", "dossier=999999", "side=99999999999999999999", "after=x"])
def test_a_choice_that_is_not_offered_is_refused(client_of, reader, speaker, query):
    assert client_of(reader).get(f"{DIRECTORY}?{query}").status_code == 400


def test_pages_lead_on_by_key(client_of, reader, dossier, monkeypatch):
    monkeypatch.setattr(paging, "SIZE", 2)
    for name in "ABCDE":
        make_speaker(dossier, name=name)
    client = client_of(reader)

    names, url = [], DIRECTORY
    while url:
        answer = client.get(url)
        names += _names(answer)
        url = answer.context["page"].later and DIRECTORY + answer.context["page"].later

    assert names == list("ABCDE")


def test_the_rows_alone_are_sent_to_the_part_of_the_page_that_asks(client_of, reader, speaker):
    answer = client_of(reader).get(DIRECTORY, headers={"HX-Request": "true", "HX-Target": "speaker-rows"})

    assert answer.text.strip().startswith('<div id="speaker-rows"')
    assert "<html" not in answer.text


def test_thirty_speakers_cost_the_queries_of_one(client_of, reporter, dossier, speaker, north):
    client = client_of(reporter)
    one = _cost(client, DIRECTORY)
    for _ in range(29):
        make_speaker(dossier, side=north)

    assert _cost(client, DIRECTORY) == one
    assert _cost(client, f"{DIRECTORY}?q=speaker") <= one


def test_a_speaker_with_a_past_costs_no_more_than_a_new_one(client_of, reporter, dossier, speaker):
    url, client = reverse("sources:speaker", args=[speaker.pk]), client_of(reporter)
    speakers.edit(speaker, by=reporter, revision=1, note="First.")
    short = _cost(client, url)
    for number in range(2, 12):
        speakers.affiliate(speaker, by=reporter, side=make_side(dossier))
        speakers.edit(speaker, by=reporter, revision=number, note=f"Note {number}")

    assert _cost(client, url) == short


def test_the_page_tells_who_changed_what(client_of, reader, editor, speaker):
    speakers.edit(speaker, by=editor, revision=1, note="Speaks through agencies.")

    page = client_of(reader).get(reverse("sources:speaker", args=[speaker.pk])).text

    assert "Emma Editor</span> edited the speaker" in page
    assert "<ins>Speaks through agencies.</ins>" in page


def test_a_speaker_is_added_with_side_office_and_other_names(client_of, reporter, dossier, north):
    answer = client_of(reporter).post(
        reverse("sources:add_speaker", args=[dossier.pk]),
        {
            "name": "Anna N.",
            "kind": "person",
            "side": north.pk,
            "office": "Spokeswoman",
            "aliases": " A. N. \r\n\r\nAnna\r\nAnna",
        },
    )

    anna = Speaker.objects.get(name="Anna N.")
    assert answer.url == reverse("sources:speaker", args=[anna.pk])
    assert anna.aliases == ["A. N.", "Anna"]
    assert [(a.side, a.office) for a in anna.affiliations.all()] == [(north, "Spokeswoman")]


def test_a_name_that_is_taken_is_refused_in_words_and_nothing_is_lost(client_of, reporter, dossier, speaker):
    answer = client_of(reporter).post(
        reverse("sources:add_speaker", args=[dossier.pk]),
        {"name": "vahram poghosyan", "kind": "person", "note": "<script>alert(1)</script>"},
    )

    assert answer.status_code == 400
    assert "This dossier has a speaker of that name." in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text


def test_a_side_of_another_dossier_is_not_on_offer(client_of, reporter, dossier):
    foreign = make_side(make_dossier(editors=[make_user(is_staff=True)]))

    answer = client_of(reporter).post(
        reverse("sources:add_speaker", args=[dossier.pk]), {"name": "Anna", "kind": "person", "side": foreign.pk}
    )

    assert answer.status_code == 400
    assert not dossier.speakers.exists()


def test_the_second_to_save_sees_both_versions(client_of, reporter, editor, speaker):
    url = reverse("sources:edit_speaker", args=[speaker.pk])
    typed = {"name": speaker.name, "kind": "person", "note": "", "revision": "1"}
    client_of(editor).post(url, typed | {"aliases": "Theirs\r\nTwo"})

    conflict = client_of(reporter).post(url, typed | {"aliases": "Mine\r\nTwo"})

    assert conflict.status_code == 409
    assert [(d.label, d.yours, d.theirs) for d in conflict.context["conflicts"]] == [
        ("Aliases", "Mine\nTwo", "Theirs\nTwo")
    ]
    assert "Mine" in conflict.context["form"]["aliases"].value()


def test_the_same_text_is_no_conflict_for_its_line_ends(client_of, reporter, editor, speaker):
    url = reverse("sources:edit_speaker", args=[speaker.pk])
    typed = {"name": speaker.name, "kind": "person", "note": "One\r\ntwo", "aliases": "", "revision": "1"}
    client_of(editor).post(url, typed)

    assert client_of(reporter).post(url, typed).context["conflicts"] == []


def test_an_affiliation_is_recorded_and_taken_back_with_its_reason(client_of, reporter, speaker, south):
    client = client_of(reporter)
    client.post(
        reverse("sources:affiliate", args=[speaker.pk]),
        {"side": south.pk, "office": "Adviser", "first_day": "2018-05-01", "last_day": "2020-01-31"},
    )
    page = client.get(reverse("sources:speaker", args=[speaker.pk])).text
    added = speaker.affiliations.get(side=south)

    client.post(reverse("sources:end_affiliation", args=[added.pk]), {"reason": "Another man."})

    assert "1 May 2018" in page
    added.refresh_from_db()
    assert not added.active
    assert "Another man." in client.get(reverse("sources:speaker", args=[speaker.pk])).text


def test_what_is_recorded_already_is_refused_beside_the_side_and_nothing_typed_is_lost(
    client_of, reporter, speaker, south
):
    speakers.affiliate(speaker, by=reporter, side=south, office="Adviser", first_day=date(2020, 1, 1))

    answer = client_of(reporter).post(
        reverse("sources:affiliate", args=[speaker.pk]), {"side": south.pk, "office": "adviser"}
    )

    assert answer.status_code == 400
    assert "“South, Adviser, from 1 Jan 2020” is recorded already" in answer.text
    assert 'value="adviser"' in answer.text
    assert speaker.affiliations.filter(side=south).count() == 1


def test_days_the_wrong_way_round_are_refused_on_the_page(client_of, reporter, speaker, south):
    answer = client_of(reporter).post(
        reverse("sources:affiliate", args=[speaker.pk]),
        {"side": south.pk, "office": "Adviser", "first_day": "2020-05-01", "last_day": "2020-01-31"},
    )

    assert answer.status_code == 400
    assert "The last day is before the first." in answer.text
    assert 'value="Adviser"' in answer.text


@pytest.mark.parametrize(("who", "status"), [("editor", 200), ("reporter", 200), ("reader", 403), ("outsider", 404)])
def test_who_sees_the_forms(client_of, who, status, dossier, speaker, request):
    client = client_of(request.getfixturevalue(who))

    assert client.get(reverse("sources:add_speaker", args=[dossier.pk])).status_code == status
    assert client.get(reverse("sources:edit_speaker", args=[speaker.pk])).status_code == status


@pytest.mark.parametrize(("who", "status"), [("reader", 403), ("outsider", 404)])
def test_who_may_not_change_affiliations(client_of, who, status, speaker, south, request):
    client = client_of(request.getfixturevalue(who))
    ending = reverse("sources:end_affiliation", args=[speaker.affiliations.get().pk])

    assert client.post(reverse("sources:affiliate", args=[speaker.pk]), {"side": south.pk}).status_code == status
    assert client.post(ending, {"reason": "x"}).status_code == status
    assert speaker.affiliations.get().active
