from django.contrib.auth.decorators import login_not_required
from django.http import Http404

from config.http import render_page


@login_not_required
def speakers(request, **_):
    return render_page(request, "sources/speakers.html", {})


def add_speaker(request, **_):
    raise Http404


def speaker(request, **_):
    raise Http404


def edit_speaker(request, **_):
    raise Http404


def affiliate(request, **_):
    raise Http404


def end_affiliation(request, **_):
    raise Http404
