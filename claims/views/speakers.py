from django.http import Http404


def merge_speakers(request, **_):
    raise Http404


def unmerge_speakers(request, **_):
    raise Http404
