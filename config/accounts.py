"""Accounts: nobody signs up by themselves, and demo mode signs people in by one click."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from config.http import onward

# Whom the demo's buttons sign in; their password stands in the log of `make run`.
DEMO_PEOPLE = {"journalist": "nora", "editor": "emma", "reader": "rana"}
DEMO_PASSWORD = "counterclaim-demo"  # noqa: S105 - meant to be known, and refused outside demo mode
DEMO_NAMES = {
    "nora": "Nora Reporter",
    "ilya": "Ilya Reporter",
    "emma": "Emma Editor",
    "tomas": "Tomas Editor",
    "rana": "Rana Reader",
}


class InvitedOnly(DefaultAccountAdapter):
    """Accounts come from an editor's invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        try:
            return super().is_safe_url(url)
        except ValueError:  # “http://[” is no address at all
            return False


def demo_people() -> dict[str, User]:
    """The demo's accounts by their names, made as far as they are missing. Refused outside demo mode."""
    if not settings.DEMO:
        raise PermissionDenied("Accounts with a known password are for the demo only.")
    known = {user.username: user for user in User.objects.filter(username__in=DEMO_NAMES)}
    return {name: known.get(name) or _demo_account(name) for name in DEMO_NAMES}


def _demo_account(name: str) -> User:
    first, last = DEMO_NAMES[name].split()
    return User.objects.create_user(
        name,
        f"{name}@example.org",
        DEMO_PASSWORD,
        first_name=first,
        last_name=last,
        is_staff=name == DEMO_PEOPLE["editor"],  # the newsroom's own account, which opens the first dossier
    )


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as the demo journalist, editor or reader; does not exist outside demo mode."""
    username = DEMO_PEOPLE.get(request.POST.get("role", ""))
    if not settings.DEMO or username is None:
        raise Http404
    user = get_object_or_404(User, username=username)
    login(request, user)
    return redirect(onward(request, "/"))
