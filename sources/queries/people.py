"""People with accounts, as the pages about members need them."""

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from config.people import name_of
from sources.models import Dossier, Member

User = get_user_model()

_BY_NAME = ("first_name", "last_name", "username")


def members_of(dossier: Dossier) -> list[Member]:
    """Who works on a dossier: editors first, then by name."""
    order = {Member.Role.EDITOR: 0, Member.Role.JOURNALIST: 1, Member.Role.READER: 2}
    rows = dossier.members.active().select_related("user")
    return sorted(rows, key=lambda row: (order[row.role], name_of(row.user).casefold()))


def colleagues_outside(dossier: Dossier) -> QuerySet:
    """Accounts that could be added to a dossier."""
    inside = dossier.members.active().values("user")
    return User.objects.filter(is_active=True).exclude(pk__in=inside).order_by(*_BY_NAME)


def editors_known_to(user) -> QuerySet:
    """Who edits a dossier that this person works on: the people to ask for review."""
    shared = Member.objects.active().filter(user=user).values("dossier")
    editing = Member.objects.active().filter(role=Member.Role.EDITOR, dossier__in=shared).values("user")
    return User.objects.filter(is_active=True, pk__in=editing).exclude(pk=user.pk).order_by(*_BY_NAME)
