"""A dossier is taken to another installation and back: it is the same, its history too, and work goes on."""

import gzip
import json
import re
import tracemalloc

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import IntegrityError, connection

from claims.models import Claim, Delivery, Link, Webhook
from claims.moving import departing
from claims.operations import claim as claims
from claims.operations import link as links
from config.history import recorded
from sources.models import Dossier, DossierEvent, Errand, Publisher, Reading, Token
from sources.queries import history
from tests import factories
from tests.claims.moving import dossiers
from tests.claims.moving.installations import answerable, content, counted, lines, operator, take_in


def told(dossier):
    """What people read of the history of every claim: who did what when and why, and what changed."""
    return [
        [(change.at, change.who, change.said, change.reason, [tuple(field) for field in change.fields])
         for change in history.changes(claim, claim.figures.order_by("pk"), claim.citations.order_by("pk"))]
        for claim in dossier.claims.order_by("pk")
    ]  # fmt: skip


def test_a_dossier_comes_back_without_a_difference(full, installation, tmp_path):
    with installation():
        arrived = take_in(full.path)
        departing.export(arrived.dossier, tmp_path / "back.gz")

        call_command("verify", verbosity=0)

    assert content(tmp_path / "back.gz") == content(full.path)


def test_a_file_is_packed_as_its_name_says_and_read_as_it_is(full, installation, tmp_path):
    plain = tmp_path / "full.ndjson"
    plain.write_bytes(gzip.decompress(full.path.read_bytes()))
    misnamed = plain.rename(tmp_path / "misnamed.gz")

    with installation():
        dossier = take_in(misnamed).dossier
        departing.export(dossier, tmp_path / "back.ndjson")
        departing.export(dossier, tmp_path / "back.ndjson.gz")
        reason = dossier.events.order_by("pgh_id").last().pgh_context["reason"]

    assert (tmp_path / "back.ndjson").read_bytes() == misnamed.read_bytes()
    assert content(tmp_path / "back.ndjson.gz") == content(full.path)
    assert re.fullmatch(r"From a file, SHA-256 [0-9a-f]{64}\.", reason)


@pytest.mark.parametrize("seed", range(3))
def test_so_does_any_other(seed, installation, tmp_path):
    with installation():
        departing.export(dossiers.make_by_chance(seed), tmp_path / "there.gz")
    with installation():
        factories.make_link(state="confirmed")  # so that keys are others
        arrived = take_in(tmp_path / "there.gz")
        call_command("verify", verbosity=0)
        departing.export(arrived.dossier, tmp_path / "back.gz")

    assert content(tmp_path / "back.gz") == content(tmp_path / "there.gz")


def test_everything_stands_in_the_file(full):
    assert {row["table"] for row in lines(full.path)} == set(departing.sections())


def test_the_history_is_told_as_before(full, installation):
    with full.here:
        before = told(Dossier.objects.get(pk=full.key))
    with installation():
        after = told(take_in(full.path).dossier)

    assert after == before and any(len(steps) > 3 for steps in after)


def test_nothing_sleeps_afterwards_and_people_go_on(full, installation):
    with installation():
        dossier = take_in(full.path).dossier
        emma = User.objects.get(username="emma")
        waiting = dossier.claims.get(status="submitted")
        proposed = dossier.links.get(state="proposed")

        claims.publish(waiting, by=emma, revision=waiting.revision)
        links.reject(proposed, by=emma, reason="They speak of two days.")

        assert Claim.objects.get(pk=waiting.pk).events.latest("pgh_id").pgh_context["user"] == emma.pk
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgenabled <> 'O'")
            assert cursor.fetchone() == (0,)
        with pytest.raises(IntegrityError):
            Claim.objects.filter(pk=waiting.pk).update(office="Unsigned")
        call_command("verify", verbosity=0)


def test_what_was_done_elsewhere_comes_back_too(full, installation, tmp_path):
    with installation():
        dossier = take_in(full.path).dossier
        links.withdraw(Link.objects.get(state="proposed"), by=User.objects.get(username="nora"), reason="A slip.")
        departing.export(dossier, tmp_path / "on.gz")
    with installation():
        departing.export(take_in(tmp_path / "on.gz").dossier, tmp_path / "back.gz")

    assert content(tmp_path / "back.gz") == content(tmp_path / "on.gz")
    assert len(lines(tmp_path / "on.gz")) == len(lines(full.path)) + 1


def test_people_are_known_by_their_usernames_or_made_without_a_way_in(full, installation):
    with installation():
        factories.make_user("zoe")
        nora = factories.make_user("nora", full_name="Nora Now")

        arrived = take_in(full.path)

        assert arrived.known == ["nora"]
        assert arrived.made == ["emma", "ilya", "rana", "tomas"]
        assert arrived.edited is False
        assert arrived.dossier.claims.filter(logged_by=nora).exists()
        nora.refresh_from_db()
        assert (nora.last_name, nora.is_active) == ("Now", True)
        emma = User.objects.get(username="emma")
        assert (emma.get_full_name(), emma.email, emma.is_active) == ("Emma Editor", "", False)
        assert not emma.has_usable_password() and not emma.is_staff


def test_a_publisher_of_that_name_is_the_publisher(full, installation):
    with installation():
        own = factories.make_source(publisher="the daily LEDGER").publisher

        dossier = take_in(full.path).dossier

        assert sorted(Publisher.objects.values_list("name", flat=True)) == ["the daily LEDGER", "the élan"]
        assert own.events.count() == 1
        assert dossier.sources.filter(publisher__name="the élan").exists()
        call_command("verify", verbosity=0)


def test_secrets_stay_where_they_are(full, installation):
    packed = gzip.decompress(full.path.read_bytes()).decode()

    assert [secret for secret in dossiers.SECRETS if secret in packed] == []
    with full.here:
        tokens = list(Token.objects.values_list("digest", "token_key"))
        passwords = list(User.objects.values_list("password", flat=True))
        assert tokens and Webhook.objects.exists() and Delivery.objects.exists()
    assert [value for value in [*passwords, *(v for pair in tokens for v in pair)] if value in packed] == []


def test_the_dossier_remembers_where_it_came_from_and_the_file_does_not(full, installation, tmp_path):
    with installation():
        dossier = take_in(full.path).dossier

        event = DossierEvent.objects.get(pgh_obj=dossier, pgh_label="import")
        assert (event.pgh_context["name"], event.pgh_context["step"]) == ("Admin", "import")
        assert "SHA-256" in event.pgh_context["reason"]
        assert "imported" in [change.said.split()[0] for change in history.changes(dossier)]
        with pytest.raises(Exception, match="permission denied|Cannot update or delete"), operator():
            DossierEvent.objects.filter(pk=event.pk).update(pgh_label="insert")
    assert "import" not in {row["pgh_label"] for row in lines(full.path, "sources_dossierevent")}


def test_it_is_taken_in_a_second_time_only_under_another_name(full, installation, tmp_path):
    with installation():
        first = take_in(full.path).dossier
        second = take_in(full.path, name="The dam again").dossier
        departing.export(second, tmp_path / "second.gz")

        assert (Dossier.objects.get(pk=first.pk).name, second.name) == ("The river and the dam", "The dam again")
        renamed = second.events.latest("pgh_id")
        assert (renamed.name, renamed.pgh_label, renamed.pgh_context["step"]) == ("The dam again", "update", "import")
        call_command("verify", verbosity=0)
    with installation():
        departing.export(take_in(tmp_path / "second.gz").dossier, tmp_path / "back.gz")

    assert content(tmp_path / "back.gz") == content(tmp_path / "second.gz")


def test_what_workers_had_not_ended_is_asked_for_again(full, installation):
    with installation():
        take_in(full.path)

        with connection.cursor() as cursor:
            cursor.execute("SELECT task_name, args FROM procrastinate_jobs WHERE task_name IN ('bring', 'read')")
            asked = sorted((name, *json.loads(args).values()) for name, args in cursor.fetchall())
        errands = Errand.objects.filter(state="waiting").values_list("pk", flat=True)
        readings = Reading.objects.filter(state="waiting").values_list("pk", flat=True)
        assert asked == sorted([*(("bring", key) for key in errands), *(("read", key) for key in readings)])
        assert errands


def test_the_rest_of_the_installation_is_left_alone(full, installation):
    with full.here:
        departing.export(Dossier.objects.get(name="Another"), full.path.with_name("another.gz"))
    with installation():
        take_in(full.path)
        before = counted()
        take_in(full.path.with_name("another.gz"))
        after = counted()

        assert Dossier.objects.count() == 2
        assert {
            name for name in after if after[name] != before[name] and name.startswith(("auth", "mfa", "django"))
        } == set()
        assert after["sources_publisher"] == before["sources_publisher"] == 2
        call_command("verify", verbosity=0)


def test_some_thousand_rows_go_out_and_come_in_without_being_held(installation, tmp_path):
    with installation():
        passage = factories.make_passage(words="word " * 3_000)
        dossier = passage.capture.source.dossier
        by = dossier.opened_by
        with recorded(by, "mark"), connection.cursor() as cursor:
            cursor.execute(
                'INSERT INTO sources_passage (capture_id, start, "end", exact, prefix, suffix)'
                " SELECT capture_id, at, at + 1000, substr(exact, at + 1, 1000), '', ''"
                " FROM sources_passage, generate_series(1, 4000) at WHERE id = %s",
                [passage.pk],
            )
        left, _ = _held(lambda: departing.export(dossier, tmp_path / "many.gz"))
    with installation():
        answerable()
        arrived, dossier = _held(lambda: take_in(tmp_path / "many.gz").dossier)
        departing.export(dossier, tmp_path / "back.gz")

    assert len(gzip.decompress((tmp_path / "many.gz").read_bytes())) > 8_000_000
    assert left < 2_000_000 and arrived < 2_000_000
    assert content(tmp_path / "back.gz") == content(tmp_path / "many.gz")


def _held(step):
    """How many bytes Python held at most on the way, and what the step gave."""
    tracemalloc.start()
    try:
        given = step()
        return tracemalloc.get_traced_memory()[1], given
    finally:
        tracemalloc.stop()
