"""The feed of changes: in the order of commits, without a gap, and only of what the person may see."""

import random
from threading import Event, Thread

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from claims.documents import reading
from claims.models import Change, Claim, Link
from claims.operations import claim as claims
from claims.operations import link as links
from claims.queries.changes import changes
from config.errors import DomainError, Gone
from config.rows import WrongState
from sources.models import Side, Source, Speaker
from sources.operations import dossier as dossiers
from sources.operations import member as members
from sources.operations import speaker as speaker_steps
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def follow(user, cursor="", limit=1000):
    """Everything from a cursor on, and where it ends."""
    found = []
    while True:
        page = changes(user, cursor, limit=limit)
        found += [(row.resource, row.key) for row in page.rows]
        cursor = page.cursor
        if not page.more:
            return found, cursor


def test_every_record_comes_once_at_its_last_change(dossier, north, source, reporter):
    claim = factories.make_claim(dossier, side=north, by=reporter)
    first, cursor = follow(reporter)

    assert len(first) == len(set(first))
    assert {("dossiers", dossier.pk), ("sides", north.pk), ("sources", source.pk), ("claims", claim.pk)} <= set(first)
    assert follow(reporter, cursor) == ([], cursor)
    claims.edit(claim, by=reporter, revision=1, wording="It was said anew.")
    claims.submit(claim, by=reporter)
    assert follow(reporter, cursor)[0] == [("claims", claim.pk)]


def test_pages_of_any_length_give_the_same(dossier, north, reporter):
    for _ in range(3):
        factories.make_claim(dossier, side=north)

    assert follow(reporter, limit=2)[0] == follow(reporter)[0]


def test_who_needs_no_copy_of_what_was_begins_with_now(dossier, north, reporter):
    factories.make_claim(dossier, side=north, by=reporter)

    found, cursor = follow(reporter, "now")
    later = factories.make_claim(dossier, side=north, by=reporter)

    assert found == []
    assert ("claims", later.pk) in follow(reporter, cursor)[0]
    assert len(follow(reporter, cursor)[0]) < len(follow(reporter)[0])


def test_what_was_running_when_now_was_asked_for_comes_after_it(dossier, north, reporter):
    began, asked = Event(), Event()

    def slow():
        with transaction.atomic():
            factories.make_claim(dossier, side=north, by=reporter)
            began.set()
            asked.wait(10)
        connection.close()

    writer = Thread(target=slow)
    writer.start()
    began.wait(10)
    cursor = changes(reporter, "now").cursor
    asked.set()
    writer.join()

    assert ("claims", Claim.objects.get().pk) in follow(reporter, cursor)[0]


def test_readers_are_told_of_what_they_may_see_only(dossier, north, south, reader, outsider, reporter):
    link = factories.make_link(
        factories.make_claim(dossier, side=north, status="published"),
        factories.make_claim(dossier, side=south, status="published"),
    )
    draft = factories.make_claim(dossier, side=north)
    found, cursor = follow(reader)

    assert {key for resource, key in found if resource == "claims"} == {link.answer_id, link.target_id}
    assert "links" not in dict(found)
    assert ("links", link.pk) in follow(reporter)[0]
    assert ("claims", draft.pk) in follow(reporter)[0]
    assert {resource for resource, _ in follow(outsider)[0]} <= {"publishers"}
    assert follow(AnonymousUser())[0] == follow(outsider)[0]

    factories.confirm(link)
    assert set(follow(reader, cursor)[0]) == {
        ("claims", link.answer_id),
        ("claims", link.target_id),
        ("links", link.pk),
    }


def test_a_source_comes_to_readers_once_something_published_cites_it(dossier, north, source, reader, editor):
    claim = factories.make_claim(dossier, side=north, passage=factories.make_passage(source), status="submitted")
    first, cursor = follow(reader)

    claims.publish(claim, by=editor, revision=1)

    assert ("sources", source.pk) not in first
    assert set(follow(reader, cursor)[0]) == {("claims", claim.pk), ("sources", source.pk)}


def test_who_is_given_a_role_starts_again(dossier, outsider, editor, reporter):
    factories.make_dossier(journalists=[outsider])
    _, cursor = follow(outsider)
    _, kept = follow(reporter)

    members.set_role(dossier, user=outsider, role="journalist", by=editor)

    with pytest.raises(Gone, match="may see"):
        changes(outsider, cursor)
    assert ("dossiers", dossier.pk) in follow(outsider)[0]
    follow(reporter, kept)


def test_who_opens_a_dossier_follows_on(dossier, editor):
    _, cursor = follow(editor)

    opened = dossiers.start(by=editor, name="The border dispute", sides=[("East", "East")])

    assert {("dossiers", opened.pk), ("sides", opened.sides.get().pk)} <= set(follow(editor, cursor)[0])


@pytest.mark.parametrize(
    "cursor", ["x", "é", "AAAA", "bnVsbA", "WyIiLCIiLDEsIiJd", "WyIiLC0xLDEsIiJd", "WyIiLHRydWUsMSwiIl0"]
)
def test_what_is_no_cursor_is_refused(reporter, cursor):
    with pytest.raises(ValidationError):
        changes(reporter, cursor)


def test_a_restored_feed_starts_again(dossier, north, reporter):
    factories.make_claim(dossier, side=north)
    found, cursor = follow(reporter)

    Change.objects.update(xact=2**40)  # as on a server that has counted further

    with pytest.raises(Gone, match="restored"):
        changes(reporter, cursor)
    again, cursor = follow(reporter)
    assert sorted(again) == sorted(found)
    claim = factories.make_claim(dossier, side=north)
    assert ("claims", claim.pk) in follow(reporter, cursor)[0]


# Transactions that overlap


def test_what_commits_late_is_not_hidden_by_what_commits_first(dossier, north, reporter):
    """T1 writes first and commits last; T2 writes and commits meanwhile. The reader is given both, in that order."""
    _, cursor = follow(reporter)
    begun, finish = Event(), Event()
    ours: list[int] = []

    def slow():
        with transaction.atomic():
            ours.append(factories.make_claim(dossier, side=north, by=reporter).pk)
            begun.set()
            finish.wait(10)
        connection.close()

    writer = Thread(target=slow)
    writer.start()
    begun.wait(10)
    quick = factories.make_claim(dossier, side=north, by=reporter)
    meanwhile, cursor = follow(reporter, cursor)
    finish.set()
    writer.join(10)
    after, _ = follow(reporter, cursor)

    assert ("claims", quick.pk) not in meanwhile
    seen = [key for resource, key in after if resource == "claims"]
    assert seen == [ours[0], quick.pk]


def test_a_copy_that_follows_four_writers_is_what_the_server_holds(dossier, north, south, reporter, editor, reader):
    """Four people write what they like for a while; two copies follow, and hold in the end exactly what is there."""
    speakers = [factories.make_speaker(dossier, side=side) for side in (north, south)]
    passage = factories.make_passage(factories.make_source(dossier))
    stop = Event()
    troubles: list[Exception] = []
    copies = {user: _Copy(user) for user in (reporter, reader)}

    def write(seed):
        pick = random.Random(seed)  # noqa: S311 - dice
        while not stop.is_set():
            try:
                _something(pick, dossier, speakers, passage, reporter, editor)
            except (DomainError, WrongState):
                pass  # somebody was faster
            except Exception as error:  # noqa: BLE001 - whatever it is, the test wants to see it
                troubles.append(error)
        connection.close()

    def copy(kept):
        while not stop.is_set():
            kept.catch_up()
        connection.close()

    threads = [Thread(target=write, args=(seed,)) for seed in range(4)]
    threads += [Thread(target=copy, args=(kept,)) for kept in copies.values()]
    for thread in threads:
        thread.start()
    stop.wait(4)
    stop.set()
    for thread in threads:
        thread.join(20)

    assert troubles == []
    assert Claim.objects.count() > 2
    for kept in copies.values():
        kept.catch_up()
        there = kept.there()
        assert kept.rows == there


class _Copy:
    """What a program keeps that follows the feed."""

    MODELS = {"speakers": Speaker, "sides": Side, "sources": Source, "links": Link}

    def __init__(self, user):
        self.user, self.cursor, self.rows = user, "", {}

    def catch_up(self):
        while True:
            page = changes(self.user, self.cursor, limit=7)
            for row in page.rows:
                known = self.read(row.resource, row.key)
                if known is None:
                    self.rows.pop((row.resource, row.key), None)
                else:
                    self.rows[row.resource, row.key] = known
            self.cursor = page.cursor
            if not page.more:
                return

    def read(self, resource, key):
        if resource == "claims":
            return reading.one(key, self.user)
        if resource not in self.MODELS:
            return None
        return self.MODELS[resource].objects.visible_to(self.user).filter(pk=key).values().first()

    def there(self):
        keys = [("claims", pk) for pk in Claim.objects.visible_to(self.user).values_list("pk", flat=True)]
        for resource, model in self.MODELS.items():
            keys += [(resource, pk) for pk in model.objects.visible_to(self.user).values_list("pk", flat=True)]
        return {(resource, key): self.read(resource, key) for resource, key in keys}


def _something(pick, dossier, speakers, passage, reporter, editor):
    """One step, whichever the dice say."""
    everything = list(Claim.objects.filter(dossier=dossier))
    proposals = list(Link.objects.waiting())
    step = pick.choice(["log", "log", "edit", "publish", "void", "propose", "propose", "confirm", "rename"])
    if step == "log" or len(everything) < 2:
        speaker = pick.choice(speakers)
        factories.make_claim(
            dossier, by=reporter, speaker=speaker, passage=passage, status=pick.choice(["draft", "submitted"])
        )
        return
    one, other = pick.sample(everything, 2)
    if step == "edit":
        claims.edit(one, by=reporter, revision=one.revision, wording=f"Said {pick.random()}.")
    elif step == "publish":
        claims.publish(one, by=editor, revision=one.revision)
    elif step == "void" and pick.random() < 0.3:
        claims.void(one, by=editor, reason="Satire.")
    elif step == "propose":
        links.propose(one, target=other, relation="contradicts", rationale="Both cannot be.", by=reporter)
    elif step == "confirm" and proposals:
        link = pick.choice(proposals)
        answer, target = (Claim.objects.get(pk=pk) for pk in (link.answer_id, link.target_id))
        links.confirm(link, by=editor, revisions=(answer.revision, target.revision))
    elif step == "rename":
        speaker = Speaker.objects.get(pk=pick.choice(speakers).pk)
        speaker_steps.edit(speaker, by=reporter, revision=speaker.revision, name=f"Speaker {pick.random()}")
