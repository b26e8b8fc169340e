from django.contrib.auth.decorators import login_not_required
from django.http import Http404

from config.http import render_page


@login_not_required
def sources(request, **_):
    return render_page(request, "sources/sources.html", {})


def add_source(request, **_):
    raise Http404


def source(request, **_):
    raise Http404


def edit_source(request, **_):
    raise Http404


def capture(request, **_):
    raise Http404
