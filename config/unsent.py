"""What somebody typed into a form and sent when their session had ended: kept until they are back, then sent by them.

Scripts keep drafts in the browser; this is for who has none.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

NAME = "unsent"
"""Under which the session has the forms, and by which one that is sent at last says which it was."""
MOST = 256 * 1024
"""How many characters are kept in all: a captured article is longer, and nobody typed it."""
DAY = 24 * 3600
"""How many seconds they are kept for who does not come back."""
PERSON = "person"
"""The cookie that says, signed, who was last signed in here: a form that is kept is theirs alone."""
YEAR = 365 * DAY
OWN = ("do", "next", "revision", NAME)
SECRET = ("password", "token", "code", "secret")


def keep(request: HttpRequest) -> None:
    """Keep the form that is refused because nobody is signed in, without its secrets and files."""
    fields = {name: values for name, values in request.POST.lists() if not any(part in name.lower() for part in SECRET)}
    form = {"path": request.get_full_path(), "fields": fields, "person": _last_here(request)}
    written = json.dumps(form, sort_keys=True)
    kept = _kept(request) | {hashlib.blake2b(written.encode(), digest_size=8).hexdigest(): form}
    if typed(fields) and len(json.dumps(kept, ensure_ascii=False)) <= MOST:
        request.session[NAME] = kept
        request.session.set_expiry(DAY)


def of(request: HttpRequest) -> dict[str, dict[str, Any]]:
    """What is kept in this browser for who is signed in, by a name of its own.

    Each has the `path` to which it was sent and the values of `fields`. What somebody else sent is left out; what was
    sent where nobody is known to have been signed in is anybody's who has the browser.
    """
    return {name: form for name, form in _kept(request).items() if form["person"] in (None, request.user.pk)}


def _kept(request: HttpRequest) -> dict[str, dict[str, Any]]:
    session = getattr(request, "session", None)  # what is refused early has none
    return session.get(NAME, {}) if session is not None else {}


def _last_here(request: HttpRequest) -> int | None:
    known = request.get_signed_cookie(PERSON, default="", salt=NAME)
    return int(known) if known else None


def _remember(response: HttpResponseBase, person: int) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    response.set_signed_cookie(
        PERSON, str(person), salt=NAME, max_age=YEAR, secure=secure, httponly=True, samesite="Lax"
    )


class UnsentMiddleware:
    """Forget a form that was kept once it has been sent and was not refused, or is thrown away.

    Also note in the browser who signs in, so that what they send after their session has ended stays theirs.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "POST" and response.status_code < 400:
            sent, kept = request.POST.get(NAME), _kept(request)
            if sent in of(request):
                request.session[NAME] = {name: form for name, form in kept.items() if name != sent}
            if request.user.is_authenticated and _last_here(request) != request.user.pk:
                _remember(response, request.user.pk)
        return response


@require_http_methods(["GET", "POST"])
def unsent(request: HttpRequest) -> HttpResponse:
    """Show what is kept, to be sent or, by POST, to be thrown away (UnsentMiddleware)."""
    if request.method == "POST":
        return redirect("unsent")
    forms = [(name, form, typed(form["fields"])) for name, form in of(request).items()]
    return render(request, "unsent.html", {"forms": forms})


def typed(fields: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """What somebody filled in, each with the name of its field in words; not what a form has for itself."""
    return [
        (name.replace("_", " ").replace("-", " ").capitalize(), value)
        for name, values in fields.items()
        for value in values
        if name not in OWN and not name.endswith("_FORMS") and value.strip() and not value.isdecimal()
    ]
