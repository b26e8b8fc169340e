"""The demo dossier: loaded by real steps, once, and its numbers meet as they should."""

import pghistory.core
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from claims import figures
from claims.models import Claim, Figure, Link
from config.database import logins
from sources.models import Dossier
from sources.operations import dossier as dossiers

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The seed loaded once for all tests here, with the web role's rights; each test undoes its own changes only."""
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {logins.WEB}")
        call_command("seed", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def seed(loaded, db):
    return Dossier.objects.get()


@pytest.fixture
def person():
    return lambda name: get_user_model().objects.get(username=name)


def said(words: str) -> Claim:
    """The one statement of the seed whose wording has these words."""
    return Claim.objects.with_contest().get(wording__contains=words)


def test_the_seed_keeps_sides_apart_and_shows_every_status(seed):
    assert [side.name for side in seed.sides.all()] == [
        "Azerbaijan",
        "Armenia",
        "Nagorno-Karabakh authorities",
        "Residents of Nagorno-Karabakh",
        "Russia",
        "Minsk Group co-chairs",
    ]
    assert seed.claims.count() == 27
    assert set(seed.claims.values_list("status", flat=True)) == {"published", "submitted", "returned", "draft"}


def test_loading_twice_changes_nothing_even_when_it_was_renamed_since(seed, person):
    dossiers.edit(seed, by=person("emma"), revision=seed.revision, name="The war of autumn 2020")
    events = {model: model.objects.count() for model in pghistory.core.event_models()}
    accounts = list(get_user_model().objects.order_by("pk").values())

    call_command("seed", verbosity=0)

    assert {model: model.objects.count() for model in events} == events
    assert list(get_user_model().objects.order_by("pk").values()) == accounts
    assert Dossier.objects.count() == 1


def test_outside_demo_mode_nothing_is_loaded(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="demo mode only"):
        call_command("seed", verbosity=0)


def test_the_declared_dead_add_up_and_leave_a_gap_to_the_total(seed):
    total = Figure.objects.get(low=5000)
    links = Link.objects.counted().filter(relation="part_of", target_figure=total)

    sum_of = figures.reconcile(total, [link.answer_figure for link in links])

    assert sum_of.declared == 1295
    assert sum_of.gap == 3705
    assert sum_of.unknown == 1, "Azerbaijan's soldiers are withheld"


def test_the_total_is_no_rival_of_its_parts(seed):
    assert not said("about 5,000").has_rival
    assert not said("1,166").has_rival
    assert figures.why_not_rivals(Figure.objects.get(low=1166), Figure.objects.get(low=5000))


def test_the_rockets_stay_unanswered_though_a_reply_was_sought(seed):
    rockets = said("Smerch")

    assert rockets.contest == "unanswered"
    assert rockets.has_rival, "the counter-accusation is a rival, but no reply"
    assert rockets.responses.get().state == "sought"


def test_the_jets_and_the_aircraft_are_denied(seed):
    assert said("two Armenian Su-25 jets").contest == "denied"
    assert said("Azerbaijani aircraft").contest == "denied"


def test_the_editors_queues_have_work_that_is_not_their_own(seed, person):
    for name in ("emma", "tomas"):
        assert Claim.objects.reviewable_by(person(name)).count() == 3
        assert Link.objects.decidable_by(person(name)).count() == 3


def test_passages_are_our_note_with_short_quotations_only(seed):
    passages = {citation.passage for claim in seed.claims.all() for citation in claim.citations.all()}

    assert {passage.capture for passage in passages} == {seed.sources.get().captures.get()}
    assert all(len(claim.own_words.split()) <= 8 for claim in seed.claims.all())


def test_the_demo_people_sign_in_with_the_password_that_is_printed(seed, client):
    from config.accounts import DEMO_PASSWORD

    assert settings.DEMO
    assert client.login(username="nora", password=DEMO_PASSWORD)
