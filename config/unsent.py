"""What somebody typed into a form and sent when their session had ended: kept until they are back, then sent by them.

Scripts keep drafts in the browser; this is for who has none.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

NAME = "unsent"
"""Under which the session has it."""
MOST = 256 * 1024
"""How many characters are kept: a captured article is longer, and nobody typed it."""
DAY = 24 * 3600
"""How many seconds it is kept for who does not come back."""
OWN = ("do", "next", "revision")
SECRET = ("password", "token", "code", "secret")


def keep(request: HttpRequest) -> None:
    """Keep the form that is refused because nobody is signed in, without its secrets and files."""
    fields = {name: values for name, values in request.POST.lists() if not any(part in name.lower() for part in SECRET)}
    length = sum(len(name) + len(value) for name, values in fields.items() for value in values)
    if typed(fields) and length <= MOST:
        request.session[NAME] = {"path": request.get_full_path(), "fields": fields}
        request.session.set_expiry(DAY)


def forget_sent(request: HttpRequest) -> None:
    """Somebody sends a form: if it is the one that was kept, it need not be kept any more."""
    kept = of(request)
    if kept and kept["path"] == request.get_full_path():
        del request.session[NAME]


def of(request: HttpRequest) -> dict[str, Any] | None:
    """What is kept for this browser: `path`, to which it was sent, and `fields`, by name, each with its values."""
    session = getattr(request, "session", None)  # what is refused early has none
    return session.get(NAME) if session is not None else None


@require_http_methods(["GET", "POST"])
def unsent(request: HttpRequest) -> HttpResponse:
    """Show what is kept, to be sent or, by POST, to be thrown away."""
    kept = of(request)
    if request.method == "POST":
        request.session.pop(NAME, None)
        return redirect("/")
    return render(request, "unsent.html", {"kept": kept, "typed": typed(kept["fields"]) if kept else []})


def typed(fields: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """What somebody filled in, each with the name of its field in words; not what a form has for itself."""
    return [
        (name.replace("_", " ").replace("-", " ").capitalize(), value)
        for name, values in fields.items()
        for value in values
        if name not in OWN and not name.endswith("_FORMS") and value.strip() and not value.isdecimal()
    ]
