"""The key in an invitation lets in exactly one person, once."""

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.utils.http import int_to_base36

from sources import invitations
from sources.operations import member as operations
from sources.permissions import may_hand_over
from tests.factories import make_dossier, make_user


@pytest.fixture
def account(dossier, editor):
    return operations.invite(
        dossier, email="vera@example.org", full_name="Vera Newcomer", role="reader", by=editor
    ).user


def test_the_key_finds_the_account_it_was_made_for(account):
    assert invitations.account_of(invitations.key_for(account)) == account


def test_the_key_is_dead_once_a_password_is_set(account):
    key = invitations.key_for(account)

    operations.accept_invitation(account, key=key, password="a long enough password")

    assert invitations.account_of(key) is None


@pytest.mark.parametrize("key", ["", "-", "x", "1-x", "zzzzzzzzzzzzzzzzzzzzz-x", "0-abc", "ü-ö"])
def test_a_made_up_key_finds_nobody(db, key):
    assert invitations.account_of(key) is None


def test_a_password_reset_is_no_invitation(account):
    assert invitations.account_of(f"{int_to_base36(account.pk)}-{default_token_generator.make_token(account)}") is None


def test_the_key_dies_after_some_days(account, settings):
    key = invitations.key_for(account)

    settings.PASSWORD_RESET_TIMEOUT = -1

    assert invitations.account_of(key) is None


def test_an_editor_may_hand_over_the_link_of_whom_they_invited(account, editor):
    assert may_hand_over(editor, account)


def test_nobody_may_hand_over_a_link_that_opens_another_dossier(account, editor):
    other_editor = make_user(is_staff=True)
    operations.set_role(make_dossier(editors=[other_editor]), user=account, role="editor", by=other_editor)

    assert not may_hand_over(editor, account)


def test_nobody_may_hand_over_an_account_in_use_or_with_wider_rights(editor, reporter):
    staff = make_user(is_staff=True)
    staff.set_unusable_password()

    assert not may_hand_over(editor, reporter)
    assert not may_hand_over(editor, staff)
