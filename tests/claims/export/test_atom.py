"""Feeds of what is new, as feedparser reads them."""

from datetime import timedelta

import feedparser
import pytest
from django.utils import timezone

from claims.export import atom
from claims.models import Link
from tests import factories

pytestmark = pytest.mark.django_db


def read(body: bytes) -> feedparser.FeedParserDict:
    feed = feedparser.parse(body)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def test_new_claims_come_newest_first(statements, export, reader, reporter, door):
    newest = factories.make_claim(statements["first"].dossier, status="published", wording="The latest.")

    for person in (reader, reporter):
        feed = read(export(person, "atom", door=door))
        assert feed.version == "atom10"
        assert [entry.link for entry in feed.entries] == [
            f"http://testserver/claims/{claim.pk}/" for claim in (newest, statements["answer"], statements["first"])
        ]
    assert feed.entries[0].title.endswith(": The latest.")
    assert feed.feed.updated == feed.entries[0].updated
    assert timezone.now() - timezone.datetime.fromisoformat(feed.feed.updated) < timedelta(minutes=5)


def test_new_disputes_are_confirmed_rivals(statements, export, reader, reporter, door):
    link = Link.objects.get(relation="denies")

    for person in (reader, reporter):
        (entry,) = read(export(person, "atom", door=door, feed="disputes")).entries
        assert entry.id == f"tag:testserver,2026:/links/{link.pk}/"
        assert " denies " in entry.title
        assert "(South)" in entry.title
        assert "The dam was opened." in entry.summary
        assert entry.tags[0].term == "denies"


@pytest.mark.parametrize("feed", ["claims", "disputes"])
def test_whoever_may_read_nothing_gets_an_empty_feed(feed, statements, export, outsider, door):
    for person in (outsider, None):
        assert read(export(person, "atom", door=door, feed=feed)).entries == []


def test_names_stay_and_the_filter_is_part_of_the_feeds_name(statements, export, reader, north):
    whole, narrowed = read(export(reader, "atom")), read(export(reader, "atom", side=north.pk))

    assert whole.feed.id == read(export(reader, "atom")).feed.id != narrowed.feed.id
    assert whole.feed.id == read(export(reader, "atom", door="/api/v1/claims/export/")).feed.id
    assert narrowed.feed.subtitle == "Side: North"
    assert [entry.id for entry in narrowed.entries] == [f"tag:testserver,2026:/claims/{statements['first'].pk}/"]
    assert {link.rel: link.href for link in narrowed.feed.links} == {
        "self": f"http://testserver/claims/export/?format=atom&side={north.pk}",
        "alternate": f"http://testserver/claims/?side={north.pk}",
    }


def test_hostile_words_are_words(dossier, export, reader, hostile):
    claim = factories.make_claim(dossier, status="published", wording=hostile)

    (entry,) = read(export(reader, "atom")).entries

    said = claim.wording.replace("\x01", "�").replace("\x0b", "�").replace("\ufffe", "�")
    assert entry.title.endswith(f": {said}")
    assert {entry.title_detail.type, entry.summary_detail.type} == {"text/plain"}


def test_whoever_has_the_feed_already_is_told_so(statements, client_of, reader, door):
    first = client_of(reader).get(f"{door}?format=atom")

    again = client_of(reader).get(f"{door}?format=atom", headers={"If-None-Match": first["ETag"]})
    factories.make_claim(statements["first"].dossier, status="published")
    later = client_of(reader).get(f"{door}?format=atom", headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, again.status_code, later.status_code) == (200, 304, 200)
    assert first["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert again.content == b""
    assert again["ETag"] == first["ETag"] != later["ETag"]


def test_a_feed_holds_the_newest_only(statements, export, reader, monkeypatch):
    monkeypatch.setattr(atom, "NEWEST", 1)

    (entry,) = read(export(reader, "atom")).entries

    assert entry.link.endswith(f"/claims/{statements['answer'].pk}/")
