"""Two people change the same dossier, speaker or source at the same moment."""

import pytest
from django.core.exceptions import ValidationError

from config.rows import Outdated, WrongState
from sources.models import Member, Publisher
from sources.operations import dossier as dossiers
from sources.operations import member as members
from sources.operations import passage as passages
from sources.operations import side as sides
from sources.operations import source as sources
from sources.operations import speaker as speakers
from tests import factories
from tests.races import race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("make", "edit"),
    [
        (lambda dossier: dossier, dossiers.edit),
        (factories.make_side, sides.edit),
        (factories.make_speaker, speakers.edit),
        (factories.make_source, sources.edit),
    ],
    ids=["dossier", "side", "speaker", "source"],
)
def test_of_two_edits_the_second_sees_the_first_and_overwrites_nothing(dossier, editor, second_editor, make, edit):
    row = make(dossier)
    name = "title" if hasattr(row, "title") else "name"

    second = race(
        lambda: edit(row, by=editor, revision=1, **{name: "The first"}),
        lambda: edit(row, by=second_editor, revision=1, **{name: "The second"}),
    )

    assert isinstance(second, Outdated)
    assert getattr(second.current, name) == "The first"


def test_two_editors_who_demote_each_other_leave_one(dossier, editor, second_editor):
    second = race(
        lambda: members.set_role(dossier, user=second_editor, role="reader", was="editor", by=editor),
        lambda: members.set_role(dossier, user=editor, role="reader", was="editor", by=second_editor),
    )

    assert isinstance(second, Exception)
    assert Member.objects.active().filter(dossier=dossier, role="editor").count() == 1


def test_the_last_two_editors_do_not_both_leave(dossier, editor, second_editor):
    def leave(user):
        return lambda: members.end(dossier.members.get(user=user), was="editor", by=user)

    second = race(leave(editor), leave(second_editor))

    assert isinstance(second, WrongState)
    assert Member.objects.role_of(second_editor, dossier.pk) == "editor"


@pytest.mark.parametrize("was", ["", "reader"], ids=["new", "known"])
def test_two_who_give_somebody_a_role_do_not_overwrite_each_other(dossier, outsider, editor, second_editor, was):
    if was:
        members.set_role(dossier, user=outsider, role=was, by=editor)

    second = race(
        lambda: members.set_role(dossier, user=outsider, role="editor", was=was, by=editor),
        lambda: members.set_role(dossier, user=outsider, role="journalist", was=was, by=second_editor),
    )

    assert isinstance(second, Outdated)
    assert second.current.role == "editor"
    assert Member.objects.role_of(outsider, dossier.pk) == "editor"


def test_nobody_is_taken_off_in_a_role_that_was_changed_meanwhile(dossier, reader, editor, second_editor):
    member = dossier.members.get(user=reader)

    second = race(
        lambda: members.set_role(dossier, user=reader, role="editor", was="reader", by=editor),
        lambda: members.end(member, was="reader", by=second_editor),
    )

    assert isinstance(second, Outdated)
    assert Member.objects.role_of(reader, dossier.pk) == "editor"


def test_an_affiliation_is_taken_back_once(dossier, north, reporter, second_reporter):
    affiliation = factories.make_speaker(dossier, side=north).affiliations.get()

    second = race(
        lambda: speakers.end_affiliation(affiliation, by=reporter, reason="His brother."),
        lambda: speakers.end_affiliation(affiliation, by=second_reporter, reason="A namesake."),
    )

    assert isinstance(second, WrongState)
    assert affiliation.events.order_by("pgh_id").last().pgh_context["reason"] == "His brother."


def test_two_who_invite_one_person_make_one_account(dossier, editor, second_editor):
    def invite(by):
        return lambda: members.invite(dossier, email="mara@example.org", full_name="Mara", role="reader", by=by)

    race(invite(editor), invite(second_editor))

    assert Member.objects.filter(dossier=dossier, user__email="mara@example.org").count() == 1


def test_two_sides_added_at_once_look_different(dossier, reporter, second_reporter):
    second = race(
        lambda: factories.make_side(dossier, by=reporter), lambda: factories.make_side(dossier, by=second_reporter)
    )

    assert (second.slot, second.marker) == (2, "●")


def test_a_speaker_entered_by_two_at_once_is_one(dossier, reporter, second_reporter):
    def add(by):
        return lambda: speakers.add(dossier, by=by, name="A. Petrov")

    second = race(add(reporter), add(second_reporter))

    assert isinstance(second, ValidationError)
    assert second.messages == ["This dossier has a speaker of that name."]


def test_a_publisher_named_by_two_at_once_is_one(dossier, reporter, second_reporter):
    def add(by, title):
        return lambda: sources.add(dossier, by=by, title=title, publisher="The Daily Ledger")

    second = race(add(reporter, "Dam shut"), add(second_reporter, "Dam open"))

    assert second.publisher == Publisher.objects.get()


def test_words_quoted_by_two_at_once_are_one_capture_and_one_passage(source, reporter, second_reporter):
    def quote(by):
        return lambda: passages.quote(source, by=by, words="The dam was shut.")

    second = race(quote(reporter), quote(second_reporter))

    assert source.captures.get().passages.get() == second


def test_an_affiliation_is_ended_while_another_is_added(dossier, north, south, reporter, second_reporter):
    speaker = factories.make_speaker(dossier, side=north)

    second = race(
        lambda: speakers.affiliate(speaker, by=reporter, side=south),
        lambda: speakers.affiliate(speaker, by=second_reporter, side=south, office="Envoy"),
    )

    assert second.office == "Envoy"
    assert speaker.affiliations.count() == 3


def test_an_affiliation_is_recorded_once(dossier, south, reporter, second_reporter):
    speaker = factories.make_speaker(dossier)

    second = race(
        lambda: speakers.affiliate(speaker, by=reporter, side=south),
        lambda: speakers.affiliate(speaker, by=second_reporter, side=south),
    )

    assert isinstance(second, ValidationError)
    assert speaker.affiliations.count() == 1
