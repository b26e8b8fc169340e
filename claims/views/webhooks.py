"""Who elsewhere is told what happens in a dossier, and how the telling went. For its editors alone."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from claims.forms.webhooks import WebhookForm
from claims.models import Delivery, Webhook
from claims.operations import webhook as operations
from claims.permissions import require_in_dossier
from claims.queries.webhooks import deliveries_of, told_of
from config.http import render_page
from sources.models import Dossier
from sources.views.saving import attempt


@never_cache
@require_GET
def webhooks(request, pk):
    return _page(request, _managed(request, pk), WebhookForm())


@never_cache
@require_POST
def make_webhook(request, pk):
    """Have an address told, and show its secret this once."""
    dossier, form = _managed(request, pk), WebhookForm(request.POST)
    done = attempt(form, lambda: operations.make(dossier, by=request.user, **form.cleaned_data))
    if not done.row:
        return _page(request, dossier, form, status=done.status)
    made, secret = done.row
    return _page(request, dossier, WebhookForm(), made=made, secret=secret)


@require_POST
def end_webhook(request, pk):
    webhook = get_object_or_404(Webhook.objects.visible_to(request.user), pk=pk)
    operations.end(webhook, by=request.user)
    messages.success(request, f"{webhook.url} is told nothing any more.")
    return redirect("claims:webhooks", webhook.dossier_id)


@require_POST
def send_again(request, pk):
    rows = Delivery.objects.visible_to(request.user).select_related("webhook")
    delivery = operations.send_again(get_object_or_404(rows, pk=pk), by=request.user)
    messages.success(request, f"{delivery.message} is sent again.")
    return redirect("claims:webhooks", delivery.dossier_id)


def _managed(request, pk) -> Dossier:
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), pk=pk)
    require_in_dossier(request.user, "manage_webhooks", dossier.pk)
    return dossier


def _page(request, dossier, form, *, made=None, secret="", status=200):
    told, ended = told_of(dossier)
    context = {
        "dossier": dossier,
        "form": form,
        "made": made,
        "secret": secret,
        "told": told,
        "ended": ended,
        "deliveries": deliveries_of(dossier),
    }
    return render_page(request, "claims/webhooks.html", context, status=status)
