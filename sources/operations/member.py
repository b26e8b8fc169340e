"""Who works on a dossier, in which role; and how new colleagues come in."""

import re

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.crypto import get_random_string

from config.history import recorded
from config.people import name_of
from config.rows import Outdated, WrongState, lock, save
from sources import invitations
from sources.models import Dossier, Member
from sources.permissions import EDITOR, require

User = get_user_model()


def set_role(dossier: Dossier, *, user, role: str, by, was: str = "") -> Member:
    """Make somebody a member, or change what they may do. The last editor stays one.

    `was` is the role that was read ("": no member). Raises Outdated if somebody changed it since.
    """
    with recorded(by, "set_role"):
        dossier = lock(dossier)
        require(by, "manage_members", dossier.pk)
        member = Member.objects.filter(dossier=dossier, user=user).first() or Member(dossier=dossier, user=user)
        _require_role_read(member, was)
        if role != EDITOR:
            _require_another_editor(member)
        member.role, member.active = role, True
        return save(member)


def end(member: Member, *, by, was: str) -> Member:
    """Take somebody off a dossier, whose role was read as `was`. What they did stays theirs.

    Raises WrongState for the last editor, Outdated if somebody changed the role meanwhile.
    """
    with recorded(by, "end_membership"):
        lock(member.dossier)
        member = lock(member)
        require(by, "manage_members", member.dossier_id)
        _require_role_read(member, was)
        _require_another_editor(member)
        member.active = False
        return save(member)


def _require_role_read(member: Member, was: str) -> None:
    """The role is all that a membership says, and so its own revision."""
    if was != (member.role if member.pk and member.active else ""):
        raise Outdated(member)


def _require_another_editor(member: Member) -> None:
    others = Member.objects.active().filter(dossier=member.dossier_id, role=EDITOR).exclude(pk=member.pk)
    if member.pk and member.active and member.role == EDITOR and not others.exists():
        raise WrongState("A dossier keeps at least one editor. Make somebody else an editor first.")


def invite(dossier: Dossier, *, email: str, full_name: str, role: str, by) -> Member:
    """Give a new colleague an account without a password, and a role. The caller sends the link to set one.

    Somebody who has an account with this address just becomes a member. Raises ValidationError for a member.
    """
    with recorded(by, "invite"):
        dossier = lock(dossier)
        require(by, "manage_members", dossier.pk)
        user = User.objects.filter(email__iexact=email).first() or _new_account(email, full_name)
        if Member.objects.role_of(user, dossier.pk):
            name = name_of(user)
            raise ValidationError({"email": f"{name} is a member already: change the role in the list of members."})
        return set_role(dossier, user=user, role=role, by=by)


def _new_account(email: str, full_name: str):
    first, _, last = full_name.strip().partition(" ")
    stem = re.sub(r"[^a-z0-9.+_-]", "", email.partition("@")[0].lower())[:40] or "colleague"
    name = stem
    while User.objects.filter(username__iexact=name).exists():
        name = f"{stem}-{get_random_string(4).lower()}"
    account = User(username=name, email=email, first_name=first[:150], last_name=last[:150])
    account.set_unusable_password()
    return save(account)


def accept_invitation(account, *, key: str, password: str):
    """Let an invited colleague choose the first password. Raises WrongState when the key was used."""
    with recorded(account, "accept_invitation"):
        account = lock(account)
        if invitations.account_of(key) != account:
            raise WrongState("This invitation was used already, or is too old. Ask for a new one.")
        account.set_password(password)
        return save(account)
