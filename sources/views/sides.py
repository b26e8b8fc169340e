from django.http import Http404


def add_side(request, **_):
    raise Http404


def edit_side(request, **_):
    raise Http404
