"""Who may take which step in a dossier: one table."""

from django.core.exceptions import PermissionDenied

from config.history import read_once
from config.prepared import Given, prepared
from sources.models import Dossier, Member

READER, JOURNALIST, EDITOR = Member.Role.READER, Member.Role.JOURNALIST, Member.Role.EDITOR
WORKING = {JOURNALIST, EDITOR}

#: step -> the roles in the dossier that may take it
MAY = {
    "see_members": {READER, JOURNALIST, EDITOR},
    "edit_dossier": {EDITOR},
    "manage_members": {EDITOR},
    "add_side": WORKING,
    "edit_side": {EDITOR},
    "add_speaker": WORKING,
    "edit_speaker": WORKING,
    "add_source": WORKING,
    "edit_source": WORKING,
    "capture": WORKING,
    "find_statements": WORKING,
}


def role_of(user, dossier_id) -> str | None:
    """The role this person holds in the dossier now, or None. A step asks once: it is taken in the role it began in."""
    if not user.is_authenticated:
        return None
    return read_once(("role", user.pk, dossier_id), lambda: _role(user.pk, dossier_id))


def _role(member: int, dossier: int) -> str | None:
    return next((role for (role,) in _roles(member=member, dossier=dossier)), None)


@prepared
def _roles():
    held = Member.objects.active().filter(user=Given("member"), dossier=Given("dossier"))
    return held.order_by().values_list("role")


def allowed_steps(role: str | None) -> set[str]:
    """The steps to offer on screen to somebody with this role."""
    return {step for step, roles in MAY.items() if role in roles}


def require(user, step: str, dossier_id) -> None:
    """Raise PermissionDenied unless this person's role in the dossier allows the step."""
    if role_of(user, dossier_id) not in MAY[step]:
        raise PermissionDenied(f"Your role in this dossier does not let you {step.replace('_', ' ')}.")


def may_open_dossiers(user) -> bool:
    """Journalists and editors of any dossier may open another; so may the operator's own account."""
    if not user.is_authenticated:
        return False
    return user.is_staff or works_somewhere(user)


def works_somewhere(user) -> bool:
    """Is this person a journalist or editor of any dossier?"""
    return Dossier.objects.worked_on_by(user, *WORKING).exists()


def require_to_open_dossiers(user) -> None:
    if not may_open_dossiers(user):
        raise PermissionDenied("Journalists and editors open dossiers. Ask an editor to invite you.")


def role_when_opening(user) -> str:
    """Who edits anywhere, or runs the site, opens a dossier as its editor; a journalist as its journalist."""
    edits = user.is_staff or Dossier.objects.worked_on_by(user, EDITOR).exists()
    return EDITOR if edits else JOURNALIST


def may_hand_over(user, account) -> bool:
    """May this person see the link that sets another's first password? Not where it opens more than they manage.

    The account has never been used, and every dossier it works on has this person as an editor.
    """
    if account.has_usable_password() or account.is_staff or account.is_superuser:
        return False
    managed = Dossier.objects.worked_on_by(user, EDITOR)
    return not account.memberships.filter(active=True).exclude(dossier__in=managed).exists()
