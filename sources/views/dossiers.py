from django.http import Http404


def open_dossier(request, **_):
    raise Http404


def edit_dossier(request, **_):
    raise Http404
