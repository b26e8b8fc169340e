"""Two entries for one speaker become one, and two again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.models import SpeakerMerge
from claims.operations import speaker as operations
from sources.operations import speaker as speakers
from tests.factories import make_claim, make_dossier, make_link, make_speaker, make_user


@pytest.fixture
def kept(dossier, north):
    return make_speaker(dossier, name="Vahram Poghosyan", side=north)


@pytest.fixture
def double(dossier, north):
    return make_speaker(dossier, name="Vagram Pogosyan", side=north, aliases=["V. P."])


@pytest.fixture
def url(kept):
    return reverse("claims:merge_speakers", args=[kept.pk])


def test_entries_that_look_alike_are_offered_at_once(client_of, editor, url, double, dossier):
    make_speaker(dossier, name="Hikmet Hajiyev")

    page = client_of(editor).get(url)

    assert [row.name for row in page.context["candidates"]] == ["Vagram Pogosyan"]


def test_another_name_may_be_searched_for_in_place(client_of, editor, url, dossier):
    make_speaker(dossier, name="Hikmet Hajiyev")

    answer = client_of(editor).get(
        url, {"q": "hajiev"}, headers={"HX-Request": "true", "HX-Target": "merge-candidates"}
    )

    assert "Hikmet Hajiyev" in answer.text
    assert "<html" not in answer.text


def test_the_preview_says_what_would_move(client_of, editor, url, kept, double):
    make_claim(speaker=kept)
    make_claim(speaker=double)
    make_claim(speaker=double)

    preview = client_of(editor).get(url, {"other": double.pk}).context["preview"]

    assert (preview.kept_claims, preview.merged_claims) == (1, 2)
    assert preview.names == ["Vagram Pogosyan", "V. P."]


def test_merging_moves_the_statements_and_names(client_of, editor, url, kept, double):
    claim = make_claim(speaker=double)

    answer = client_of(editor).post(url, {"other": double.pk, "reason": "One man."})

    claim.refresh_from_db()
    kept.refresh_from_db()
    assert answer.url == reverse("sources:speaker", args=[kept.pk])
    assert claim.speaker == kept
    assert kept.aliases == ["Vagram Pogosyan", "V. P."]


def test_merging_what_is_merged_already_says_so_and_merges_nothing(client_of, editor, url, kept, double):
    sent = {"other": double.pk, "reason": "One man."}
    client_of(editor).post(url, sent)

    again = client_of(editor).post(url, sent, follow=True)
    seen = client_of(editor).get(f"{url}?other={double.pk}", follow=True)

    for page in (again, seen):
        assert page.status_code == 200
        assert "Vagram Pogosyan and Vahram Poghosyan are one speaker already." in page.text
        assert page.redirect_chain[-1][0] == reverse("sources:speaker", args=[kept.pk])
    assert SpeakerMerge.objects.count() == 1


def test_merging_what_was_merged_into_a_third_meanwhile_says_into_which(client_of, editor, dossier, url, kept, double):
    third = make_speaker(dossier, name="V. Poghosyan")
    operations.merge(third, merged=double, by=editor)

    page = client_of(editor).post(url, {"other": double.pk, "reason": "One man."}, follow=True)

    assert "Vagram Pogosyan was merged into V. Poghosyan meanwhile. Choose that entry if all are one." in page.text
    assert page.redirect_chain[-1][0] == url
    assert SpeakerMerge.objects.count() == 1


def test_a_merged_entry_says_so_and_leads_to_the_kept_one(client_of, editor, reporter, kept, double):
    operations.merge(kept, merged=double, by=editor, reason="One man.")

    page = client_of(reporter).get(reverse("sources:speaker", args=[double.pk])).text

    assert "This entry was merged" in page
    assert reverse("sources:speaker", args=[kept.pk]) in page
    assert reverse("sources:edit_speaker", args=[double.pk]) not in page
    assert "One man." in page


def test_a_merged_entry_is_not_edited(client_of, editor, kept, double):
    operations.merge(kept, merged=double, by=editor)

    answer = client_of(editor).post(
        reverse("sources:edit_speaker", args=[double.pk]), {"name": "Other", "kind": "person", "revision": "1"}
    )

    assert answer.status_code == 409
    assert "Change that one." in answer.text


@pytest.mark.parametrize("side", ["kept", "double"])
def test_a_merge_is_undone_from_either_entry(client_of, editor, kept, double, side, request):
    claim = make_claim(speaker=double)
    record = operations.merge(kept, merged=double, by=editor)
    client, entry = client_of(editor), request.getfixturevalue(side)

    page = client.get(reverse("claims:merge_speakers", args=[entry.pk])).text
    client.post(reverse("claims:unmerge_speakers", args=[record.pk]), {"reason": "Two men."})

    claim.refresh_from_db()
    double.refresh_from_db()
    assert reverse("claims:unmerge_speakers", args=[record.pk]) in page
    assert claim.speaker == double
    assert double.merged_into is None


@pytest.mark.parametrize("step", ["merge", "undo"])
def test_a_reason_is_asked_for(client_of, editor, url, kept, double, step):
    client = client_of(editor)
    if step == "undo":
        url = reverse("claims:unmerge_speakers", args=[operations.merge(kept, merged=double, by=editor).pk])

    answer = client.post(url, {"other": double.pk, "reason": " "})

    assert answer.status_code == 400
    assert "This field is required." in answer.text
    double.refresh_from_db()
    assert (double.merged_into == kept) == (step == "undo")


def test_speakers_of_two_dossiers_are_never_one(client_of, editor, url):
    foreign = make_speaker(make_dossier(editors=[make_user(is_staff=True)]))
    client = client_of(editor)

    assert client.get(url, {"other": foreign.pk}).status_code == 404
    assert client.post(url, {"other": foreign.pk, "reason": "x"}).status_code in (400, 404)
    assert not SpeakerMerge.objects.exists()


def test_a_speaker_is_not_merged_into_itself(client_of, editor, url, kept):
    assert client_of(editor).post(url, {"other": kept.pk, "reason": "x"}).status_code in (400, 404)


@pytest.mark.parametrize(("who", "status"), [("reporter", 403), ("reader", 403), ("outsider", 404)])
def test_only_editors_merge(client_of, editor, url, kept, double, who, status, request):
    client = client_of(request.getfixturevalue(who))

    assert client.get(url).status_code == status
    assert client.post(url, {"other": double.pk, "reason": "x"}).status_code == status
    record = operations.merge(kept, merged=double, by=editor)
    assert client.post(reverse("claims:unmerge_speakers", args=[record.pk]), {"reason": "x"}).status_code == status


def test_many_candidates_cost_the_queries_of_one(client_of, editor, url, double, dossier, north):
    client = client_of(editor)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    one = cost()
    for number in range(20):
        make_speaker(dossier, name=f"Vahram Poghosyan {number}", side=north)

    assert cost() == one


def test_the_preview_says_whom_it_would_speak_for(client_of, editor, reporter, url, double, south):
    speakers.affiliate(double, by=reporter, side=south, office="Envoy")

    page = client_of(editor).get(url, {"other": double.pk})

    assert [row.office for row in page.context["preview"].affiliations] == ["Envoy"]
    assert "South</bdi>, <bdi>Envoy" in page.text


def test_the_preview_names_the_links_that_would_tie_the_speaker_to_themself(client_of, editor, url, kept, double):
    mine, theirs = (make_claim(speaker=speaker, status="published") for speaker in (kept, double))
    denial = make_link(mine, theirs, state="confirmed")
    make_link(theirs, mine, relation="contradicts")
    make_link(mine, theirs, relation="disputes_framing", state="rejected")
    make_link(mine, theirs, relation="elaborates", state="confirmed")

    page = client_of(editor).get(url, {"other": double.pk}).text

    assert "2 links would tie <bdi>Vahram Poghosyan</bdi> to themself" in page
    assert "1 of them is confirmed, and goes back to review." in page
    assert f"{mine.get_absolute_url()}#link-{denial.pk}" in page


def test_the_preview_says_nothing_of_links_where_none_would_tie_the_speaker_to_themself(
    client_of, editor, url, kept, double
):
    make_link(make_claim(speaker=double, status="published"), make_claim(status="published", speaker=double),
              relation="contradicts", state="confirmed")  # fmt: skip

    assert "themself" not in client_of(editor).get(url, {"other": double.pk}).text


def test_the_preview_shows_the_first_of_many_such_links_and_says_how_many_there_are(
    client_of, editor, url, kept, double
):
    mine = make_claim(speaker=kept, status="published")
    for _ in range(12):
        make_link(mine, make_claim(speaker=double, status="published"))

    page = client_of(editor).get(url, {"other": double.pk})

    assert "12 links would tie" in page.text
    assert "None of them is confirmed." in page.text
    assert "These are the first 10." in page.text
    assert len(page.context["preview"].ties) == 10


def test_a_claim_says_that_a_merge_sent_its_link_back_to_review(client_of, editor, second_editor, kept, double):
    mine, theirs = (make_claim(speaker=speaker, status="published") for speaker in (kept, double))
    link = make_link(mine, theirs, state="confirmed")
    operations.merge(kept, merged=double, by=editor, reason="One man.")

    for address in (mine.get_absolute_url(), f"{reverse('claims:review_links')}?at={link.pk}"):
        page = client_of(second_editor).get(address).text
        assert "Vagram Pogosyan and Vahram Poghosyan were merged into one speaker." in page
        assert "a statement changed" not in page
        assert "A statement that it joins was changed" not in page
