"""Dossiers are opened, renamed and seen as they should be."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from config.rows import Outdated
from sources.models import Dossier, Member, Speaker
from sources.operations import dossier as dossiers
from sources.operations import member as members
from sources.operations import passage as passages
from sources.operations import side as sides
from sources.operations import source as sources
from sources.operations import speaker as speakers
from tests import factories
from tests.steps import last_step


def test_whoever_opens_a_dossier_edits_it(editor):
    dossier = dossiers.start(by=editor, name="The river dispute")

    assert (dossier.opened_by, dossier.visibility) == (editor, "members")
    assert Member.objects.role_of(editor, dossier.pk) == "editor"
    assert last_step(dossier) == (editor.pk, "open_dossier", "")


def test_a_journalist_who_opens_a_dossier_names_who_reviews_it(dossier, reporter, second_editor):
    for editors in ([], [reporter]):
        with pytest.raises(ValidationError, match="Name an editor"):
            dossiers.start(by=reporter, name="Floods", editors=editors)

    opened = dossiers.start(by=reporter, name="Floods", editors=[second_editor])

    assert [Member.objects.role_of(user, opened.pk) for user in (reporter, second_editor)] == ["journalist", "editor"]


def test_only_who_works_somewhere_opens_a_dossier(dossier, reader, outsider):
    for person in (reader, outsider):
        with pytest.raises(PermissionDenied, match="Ask an editor to invite you"):
            dossiers.start(by=person, name="Floods")


def test_a_dossier_is_renamed_by_its_editors_only_and_never_over_anothers_change(dossier, editor, reporter):
    with pytest.raises(PermissionDenied):
        dossiers.edit(dossier, by=reporter, revision=1, name="Floods")
    renamed = dossiers.edit(dossier, by=editor, revision=1, name="Floods")
    assert (renamed.name, renamed.revision) == ("Floods", 2)
    with pytest.raises(Outdated):
        dossiers.edit(dossier, by=editor, revision=1, name="Droughts")


@pytest.mark.parametrize("person", ["reader", "outsider"])
def test_only_who_works_on_a_dossier_adds_to_it(request, dossier, source, person):
    person = request.getfixturevalue(person)

    for add in (
        lambda: sides.add(dossier, by=person, name="East"),
        lambda: speakers.add(dossier, by=person, name="A. Petrov"),
        lambda: sources.add(dossier, by=person, title="Dam shut"),
        lambda: sources.edit(source, by=person, revision=1, title="Dam shut"),
        lambda: passages.capture(source, by=person, text="The dam was shut.", how="typed"),
        lambda: passages.quote(source, by=person, words="The dam was shut."),
    ):
        with pytest.raises(PermissionDenied):
            add()


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [
        ("public", {"anonymous", "outsider", "reader", "reporter", "editor"}),
        ("newsroom", {"outsider", "reader", "reporter", "editor"}),
        ("members", {"reader", "reporter", "editor"}),
    ],
)
def test_a_dossier_is_seen_by_whom_its_visibility_says(request, dossier, editor, visibility, seen_by):
    from django.contrib.auth.models import AnonymousUser

    factories.make_speaker(dossier=dossier)
    dossiers.edit(dossier, by=editor, revision=1, visibility=visibility)
    people = {name: request.getfixturevalue(name) for name in ("outsider", "reader", "reporter", "editor")}
    people["anonymous"] = AnonymousUser()

    for rows in (Dossier.objects, Speaker.objects):
        assert {name for name, person in people.items() if rows.visible_to(person).exists()} == seen_by


def test_who_left_no_longer_sees_a_members_dossier(dossier, editor, reader):
    members.end(dossier.members.get(user=reader), was="reader", by=editor)

    assert not Dossier.objects.visible_to(reader).exists()
