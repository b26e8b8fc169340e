"""Log a claim, and edit one: the journalists' main page."""

from django.http import HttpResponse


def log(request, pk):
    return HttpResponse()


def edit(request, pk):
    return HttpResponse()
