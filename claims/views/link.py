"""Tying one claim to another."""

from django.views.decorators.http import require_GET, require_http_methods, require_POST


@require_GET
def link(request, pk):
    raise NotImplementedError


@require_http_methods(["GET", "POST"])
def propose(request, pk, other):
    raise NotImplementedError


@require_POST
def confirm(request, pk):
    raise NotImplementedError


reject = withdraw = confirm
