"""The pages over a whole dossier: what is unanswered, what is counted, when what was said, and who answers whom."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from claims.forms.overview import SilenceForm, SpeakerForm, StretchForm
from claims.queries import timeline as timelines
from claims.queries.dossier import steps_in
from claims.queries.figures import figures as read_figures
from claims.queries.network import HEIGHT, WIDTH
from claims.queries.network import network as read_network
from claims.queries.silence import silence
from config.http import render_page
from sources.models import Dossier


@login_not_required
@require_safe
def unanswered(request, pk):
    dossier = _find(request, pk)
    form = SilenceForm(request.GET, dossier=dossier)
    chosen = form.chosen()
    found = silence(dossier, request.GET, side=chosen.get("side"), about=chosen.get("about", ""))
    return _show(request, dossier, "unanswered", {"screen": found, "narrowed": any(chosen.values())}, form)


@login_not_required
@require_safe
def figures(request, pk):
    dossier = _find(request, pk)
    return _show(request, dossier, "figures", {"screen": read_figures(request.user, dossier, request.GET)})


@login_not_required
@require_safe
def timeline(request, pk):
    dossier = _find(request, pk)
    form = StretchForm(request.GET)
    since, until = form.chosen().get("since"), form.chosen().get("until")
    found = timelines.timeline(dossier, since=since and since.first_day, until=until and until.last_day)
    context = {"screen": found, "narrowed": bool(since or until), "left": timelines.LEFT, "width": timelines.WIDTH}
    return _show(request, dossier, "timeline", context, form)


@login_not_required
@require_safe
def network(request, pk):
    dossier = _find(request, pk)
    form = SpeakerForm(request.GET, dossier=dossier)
    speaker = form.chosen().get("speaker")
    context = {
        "screen": read_network(dossier, speaker=speaker),
        "speaker": speaker,
        "width": WIDTH,
        "height": HEIGHT,
    }
    return _show(request, dossier, "network", context, form)


def _find(request, pk: int) -> Dossier:
    return get_object_or_404(Dossier.objects.visible_to(request.user), pk=pk)


def _show(request, dossier: Dossier, page: str, context: Mapping[str, Any], form: Form | None = None):
    context = {
        "dossier": dossier,
        "page": page,
        "form": form,
        "steps": steps_in(request.user, dossier.pk),
        **context,
    }
    status = 400 if form and form.errors else 200
    return render_page(request, f"claims/{page}.html", context, status=status)
