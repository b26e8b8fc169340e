from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from config.http import render_page
from sources.forms.tokens import TokenForm
from sources.models import Token
from sources.operations import token as operations
from sources.queries.tokens import tokens_of
from sources.views.saving import attempt


@never_cache
@require_safe
def tokens(request):
    """What programs sign in with on behalf of this account."""
    return _page(request, TokenForm())


@never_cache
@require_POST
def make_token(request):
    """Make a token, and show its text this once."""
    form = TokenForm(request.POST)
    done = attempt(form, lambda: operations.make(by=request.user, **form.cleaned_data))
    if not done.row:
        return _page(request, form, status=done.status)
    token, text = done.row
    return _page(request, TokenForm(), made=token, text=text)


@require_POST
def revoke_token(request, reference):
    token = get_object_or_404(Token.objects.of(request.user), reference=reference)
    operations.revoke(token, by=request.user)
    messages.success(request, f"“{token.name}” opens nothing any more.")
    return redirect("sources:tokens")


def _page(request, form, *, made=None, text="", status=200):
    context = {"form": form, "tokens": tokens_of(request.user), "made": made, "text": text}
    return render_page(request, "sources/tokens.html", context, status=status)
