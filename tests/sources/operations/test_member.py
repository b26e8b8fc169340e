"""Roles are given by editors, and a dossier keeps one."""

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError

from config.rows import WrongState
from sources.models import Member
from sources.operations import member as members
from tests import factories
from tests.steps import last_step

User = get_user_model()


def role_of(dossier, user) -> str | None:
    return Member.objects.role_of(user, dossier.pk)


def test_a_role_is_given_and_changed_by_an_editor(dossier, editor, outsider):
    member = members.set_role(dossier, user=outsider, role="reader", by=editor)
    members.set_role(dossier, user=outsider, role="journalist", was="reader", by=editor)

    assert role_of(dossier, outsider) == "journalist"
    assert last_step(member) == (editor.pk, "set_role", "")


@pytest.mark.parametrize("person", ["reporter", "reader", "outsider"])
def test_nobody_gives_roles_but_an_editor(request, dossier, person):
    person = request.getfixturevalue(person)

    with pytest.raises(PermissionDenied):
        members.set_role(dossier, user=person, role="editor", by=person)
    with pytest.raises(PermissionDenied):
        members.end(dossier.members.first(), was="editor", by=person)
    with pytest.raises(PermissionDenied):
        members.invite(dossier, email="new@example.org", full_name="New", role="reader", by=person)


def test_a_dossier_keeps_its_last_editor(dossier, editor, second_editor):
    members.set_role(dossier, user=second_editor, role="journalist", was="editor", by=editor)
    member = dossier.members.get(user=editor)

    with pytest.raises(WrongState, match="at least one editor"):
        members.set_role(dossier, user=editor, role="reader", was="editor", by=editor)
    with pytest.raises(WrongState, match="at least one editor"):
        members.end(member, was="editor", by=editor)

    assert role_of(dossier, editor) == "editor"


def test_who_left_may_do_nothing_more_and_can_come_back(dossier, editor, reporter):
    members.end(dossier.members.get(user=reporter), was="journalist", by=editor)
    assert role_of(dossier, reporter) is None
    with pytest.raises(PermissionDenied):
        factories.make_side(dossier, by=reporter)

    members.set_role(dossier, user=reporter, role="journalist", by=editor)

    assert role_of(dossier, reporter) == "journalist"
    assert dossier.members.filter(user=reporter).count() == 1


def test_inviting_makes_an_account_without_a_password(dossier, editor):
    member = members.invite(dossier, email="mara@example.org", full_name="Mara van Dam", role="journalist", by=editor)

    account = member.user
    assert (account.username, account.get_full_name()) == ("mara", "Mara van Dam")
    assert not account.has_usable_password()
    assert member.role == "journalist"


def test_inviting_somebody_with_an_account_makes_them_a_member(dossier, editor, outsider):
    accounts = User.objects.count()

    member = members.invite(dossier, email=outsider.email.upper(), full_name="", role="reader", by=editor)

    assert member.user == outsider
    assert User.objects.count() == accounts


def test_inviting_a_member_changes_no_role(dossier, editor, second_editor):
    with pytest.raises(ValidationError, match="is a member already") as refusal:
        members.invite(dossier, email=second_editor.email, full_name="", role="reader", by=editor)

    assert list(refusal.value.error_dict) == ["email"]
    assert role_of(dossier, second_editor) == "editor"


def test_two_people_with_one_name_before_the_at_get_two_accounts(dossier, editor):
    one = members.invite(dossier, email="mara@example.org", full_name="Mara A", role="reader", by=editor)
    other = members.invite(dossier, email="mara@example.com", full_name="Mara B", role="reader", by=editor)

    assert one.user != other.user
