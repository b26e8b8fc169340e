from django.http import Http404


def members(request, **_):
    raise Http404


def set_role(request, **_):
    raise Http404


def invite(request, **_):
    raise Http404


def end_membership(request, **_):
    raise Http404


def accept_invitation(request, **_):
    raise Http404
