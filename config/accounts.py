"""Accounts: nobody signs up by themselves, and demo mode signs people in by one click."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

# Whom the demo's buttons sign in; their password stands in the log of `make run`.
DEMO_PEOPLE = {"journalist": "nora", "editor": "emma", "reader": "rana"}
DEMO_PASSWORD = "counterclaim-demo"  # noqa: S105 - meant to be known, and refused outside demo mode


class InvitedOnly(DefaultAccountAdapter):
    """Accounts come from an editor's invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as the demo journalist, editor or reader; does not exist outside demo mode."""
    username = DEMO_PEOPLE.get(request.POST.get("role", ""))
    if not settings.DEMO or username is None:
        raise Http404
    user = get_object_or_404(get_user_model(), username=username)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(_safe_next(request))


def _safe_next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if here else "/"
