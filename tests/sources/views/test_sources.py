"""The directory and the pages of sources."""

import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sources.models import Source
from sources.operations import dossier as dossiers
from sources.operations import passage as passages
from sources.queries import sources as queries
from sources.queries.sources import stretches
from tests.factories import make_claim, make_dossier, make_passage, make_source, make_user

DIRECTORY = reverse("sources:sources")


def _typed(**over):
    return {"title": "A release", "kind": "release", "dateline": "", "language": "", "url": ""} | over


def _titles(answer):
    return [row.title for row in answer.context["page"].rows]


def _cost(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def _published(source, words=""):
    """Let everybody who may open the dossier see a source: something that is published cites it."""
    make_claim(source.dossier, passage=make_passage(source, words=words), status="published")
    return source


def test_anybody_reads_the_sources_of_what_is_published_in_a_public_dossier(client, dossier, editor, source):
    dossiers.edit(dossier, by=editor, revision=1, visibility="public")
    _published(source)
    secret = _published(make_source(make_dossier(editors=[make_user(is_staff=True)]), title="Of members only"))
    unread = make_source(dossier, title="What nobody has reviewed")

    assert _titles(client.get(DIRECTORY)) == ["Row over the dam"]
    assert client.get(reverse("sources:source", args=[source.pk])).status_code == 200
    for hidden in (secret, unread):
        assert client.get(reverse("sources:source", args=[hidden.pk])).status_code == 404


def test_the_directory_is_narrowed_by_words_publisher_kind_and_days(client_of, reporter, dossier, source):
    release = make_source(
        dossier, title="Déclaration de presse", kind="release", publisher="The Ministry",
        dateline="2020-11", first_day="2020-11-01", last_day="2020-11-30",
    )  # fmt: skip
    client = client_of(reporter)

    assert _titles(client.get(DIRECTORY)) == ["Déclaration de presse", "Row over the dam"]
    assert _titles(client.get(DIRECTORY, {"q": "presse DECLARATION"})) == ["Déclaration de presse"]
    assert _titles(client.get(DIRECTORY, {"publisher": release.publisher_id})) == ["Déclaration de presse"]
    assert _titles(client.get(DIRECTORY, {"kind": "article"})) == ["Row over the dam"]
    assert _titles(client.get(DIRECTORY, {"until": "Oct 2020"})) == ["Row over the dam"]
    assert _titles(client.get(DIRECTORY, {"since": "2020-11"})) == ["Déclaration de presse"]


@pytest.mark.parametrize("query", ["kind=x", "publisher=x", "since=2020-13-45", "dossier=0", "before=[]"])
def test_a_choice_that_is_not_offered_is_refused(client_of, reader, source, query):
    assert client_of(reader).get(f"{DIRECTORY}?{query}").status_code == 400


def test_thirty_sources_cost_the_queries_of_one(client_of, reporter, dossier, source):
    client = client_of(reporter)
    one = _cost(client, DIRECTORY)
    for number in range(29):
        make_source(dossier, publisher=f"Publisher {number}")

    assert _cost(client, DIRECTORY) == one


def test_a_source_with_thirty_passages_costs_no_more_than_with_one(client_of, reporter, source):
    url, client = reverse("sources:source", args=[source.pk]), client_of(reporter)
    passages.quote(source, by=reporter, words="First words.")
    one = _cost(client, url)
    for number in range(15):
        passages.quote(source, by=reporter, words=f"Words number {number} in a capture of their own.")

    assert _cost(client, url) == one


def test_a_dateline_in_words_is_read_and_the_reading_is_shown(client_of, reporter, dossier):
    answer = client_of(reporter).post(
        reverse("sources:add_source", args=[dossier.pk]), _typed(dateline="29 Oct 2020"), follow=True
    )

    source = Source.objects.get()
    assert (source.dateline, str(source.first_day), str(source.last_day)) == ("2020-10-29", "2020-10-29", "2020-10-29")
    assert "“29 Oct 2020” read" in answer.text
    assert "29 Oct 2020" in answer.context["dated"]


def test_an_unreadable_dateline_says_what_to_type_and_keeps_what_was_typed(client_of, reporter, dossier):
    answer = client_of(reporter).post(
        reverse("sources:add_source", args=[dossier.pk]), _typed(dateline="the other day", note="Kept.")
    )

    assert answer.status_code == 400
    assert "Type a day such as" in answer.text
    assert 'value="the other day"' in answer.text and "Kept." in answer.text
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/x", "file:///etc/passwd", "not an address"]
)
def test_only_addresses_on_the_web_are_kept(client_of, reporter, dossier, url):
    answer = client_of(reporter).post(reverse("sources:add_source", args=[dossier.pk]), _typed(url=url))

    assert answer.status_code == 400
    assert "begins with http:// or https://" in answer.text


def test_the_database_refuses_an_address_that_could_run(as_web, reporter, source):
    with pytest.raises(Exception, match="source_address_on_the_web"):
        as_web("UPDATE sources_source SET url = 'javascript:alert(1)' WHERE id = %s", [source.pk])


def test_an_address_is_followed_without_a_trace(client_of, reader, dossier):
    source = _published(make_source(dossier, url="https://example.org/a"))

    page = client_of(reader).get(reverse("sources:source", args=[source.pk])).text

    assert 'href="https://example.org/a" rel="noopener noreferrer nofollow"' in page


def test_an_edit_is_saved_and_told_in_the_history(client_of, editor, source):
    url = reverse("sources:edit_source", args=[source.pk])
    typed = _typed(
        title="Row over the big dam", kind="article", publisher="The Agency", dateline="2020-10-29", revision=1
    )

    page = client_of(editor).post(url, typed, follow=True)

    source.refresh_from_db()
    assert (source.title, source.publisher.name, source.dateline) == (
        "Row over the big dam",
        "The Agency",
        "2020-10-29",
    )
    assert "<ins>big" in page.text
    assert "read" not in str(list(page.context["messages"])[0])  # the dateline did not change


def test_a_dateline_may_be_taken_away(client_of, editor, source):
    client_of(editor).post(reverse("sources:edit_source", args=[source.pk]), _typed(revision=1))

    source.refresh_from_db()
    assert (source.dateline, source.first_day, source.last_day) == ("", None, None)


def test_the_second_to_save_sees_both_versions(client_of, editor, reporter, source):
    url = reverse("sources:edit_source", args=[source.pk])
    client_of(editor).post(url, _typed(title="Theirs", revision=1))

    conflict = client_of(reporter).post(url, _typed(title="Mine", revision=1))

    assert conflict.status_code == 409
    assert [(d.yours, d.theirs) for d in conflict.context["conflicts"]] == [("Mine", "Theirs")]


def test_a_pasted_text_is_kept_to_the_letter(client_of, reporter, source):
    text = "  First line \r\n\r\nSecond: “Şuşa” \u202eright to left\u202c <b>bold</b>\r\n"

    answer = client_of(reporter).post(reverse("sources:capture", args=[source.pk]), {"text": text, "how": "pasted"})

    capture = source.captures.get()
    kept = text.replace("\r\n", "\n")
    assert answer.url == reverse("sources:source", args=[source.pk]) + f"#capture-{capture.pk}"
    assert (capture.text, capture.sha256) == (kept, hashlib.sha256(kept.encode()).hexdigest())


@pytest.mark.parametrize(("how", "read"), [("pasted", 1), ("typed", 0)])
def test_a_whole_text_that_is_kept_is_read_for_its_statements(client_of, reporter, source, how, read):
    for _ in range(2):
        client_of(reporter).post(reverse("sources:capture", args=[source.pk]), {"text": "Words.", "how": how})

    assert source.captures.get().readings.count() == read


def test_the_same_text_again_is_the_same_capture(client_of, reporter, source):
    for _ in range(2):
        client_of(reporter).post(reverse("sources:capture", args=[source.pk]), {"text": "Words.", "how": "pasted"})

    assert source.captures.count() == 1


@pytest.mark.parametrize(
    "typed", [{"text": "", "how": "pasted"}, {"text": " \n ", "how": "pasted"}, {"text": "Words.", "how": "fetched"}]
)
def test_what_is_no_text_is_refused(client_of, reporter, source, typed):
    assert client_of(reporter).post(reverse("sources:capture", args=[source.pk]), typed).status_code == 400
    assert not source.captures.exists()


def test_passages_are_marked_in_the_text_and_scripts_do_not_run(client_of, reporter, source):
    passages.capture(source, by=reporter, text="He said: <script>alert(1)</script> and left.", how="pasted")
    passage = passages.quote(source, by=reporter, words="<script>alert(1)</script>")

    page = client_of(reporter).get(reverse("sources:source", args=[source.pk])).text

    assert f'<span id="passage-{passage.pk}"></span><mark>&lt;script&gt;alert(1)&lt;/script&gt;</mark>' in page


def test_overlapping_passages_cut_the_text_at_each_end(reporter, source):
    capture = passages.capture(source, by=reporter, text="abcdefgh", how="pasted")
    first = passages.mark(capture, by=reporter, start=1, end=5)
    second = passages.mark(capture, by=reporter, start=3, end=7)

    cut = stretches(capture.text, [second, first])

    assert [(s.text, s.marked, s.begins) for s in cut] == [
        ("a", False, []),
        ("bc", True, [first.pk]),
        ("de", True, [second.pk]),
        ("fg", True, []),
        ("h", False, []),
    ]


def test_many_captures_come_in_pages(client_of, reporter, source, monkeypatch):
    monkeypatch.setattr(queries, "CAPTURES", 2)
    for number in range(3):
        passages.capture(source, by=reporter, text=f"Text {number}", how="pasted")
    url = reverse("sources:source", args=[source.pk])

    first = client_of(reporter).get(url).context["page"]
    second = client_of(reporter).get(url + first.later).context["page"]

    assert [c.text for c in [*first.rows, *second.rows]] == ["Text 2", "Text 1", "Text 0"]


@pytest.mark.parametrize(("who", "status"), [("editor", 200), ("reporter", 200), ("reader", 403), ("outsider", 404)])
def test_who_sees_the_forms(client_of, who, status, dossier, source, request):
    _published(source)
    client = client_of(request.getfixturevalue(who))

    assert client.get(reverse("sources:add_source", args=[dossier.pk])).status_code == status
    assert client.get(reverse("sources:edit_source", args=[source.pk])).status_code == status


@pytest.mark.parametrize(("who", "status"), [("reader", 403), ("outsider", 404)])
def test_who_may_not_keep_a_text(client_of, who, status, source, request):
    _published(source, "The dam was shut.")
    client = client_of(request.getfixturevalue(who))

    answer = client.post(reverse("sources:capture", args=[source.pk]), {"text": "Words.", "how": "pasted"})

    assert answer.status_code == status
    assert source.captures.get().text == "The dam was shut."


def test_the_public_learns_neither_who_works_here_nor_what_was_changed(client_of, reporter):
    dossier = make_dossier(journalists=[reporter], visibility="public")
    source = _published(make_source(dossier, by=reporter))

    page = client_of(None).get(f"/sources/{source.pk}/").content.decode()

    assert reporter.get_full_name() not in page
    assert 'id="past"' not in page


@pytest.mark.parametrize(
    ("who", "legible"), [("reporter", True), ("editor", True), ("reader", False), ("outsider", False), (None, False)]
)
def test_only_those_who_work_on_it_read_the_text_and_see_what_was_taken_from_it(
    client_of, dossier, source, editor, reporter, who, legible, request
):
    dossiers.edit(dossier, by=editor, revision=1, visibility="public")
    capture = passages.capture(source, by=reporter, text="Somebody else wrote this. The dam was shut.", how="pasted")
    _published(source, "The dam was shut.")

    page = client_of(who and request.getfixturevalue(who)).get(reverse("sources:source", args=[source.pk])).text

    assert ("Somebody else wrote this." in page) == legible
    assert ("<mark>The dam was shut.</mark>" in page) == legible
    assert capture.sha256 in page
