"""What the log form offers while somebody types. Fragments only."""

from django.http import HttpResponse


def suggest_speakers(request, pk):
    return HttpResponse()


def suggest_matters(request, pk):
    return HttpResponse()


def suggest_sources(request, pk):
    return HttpResponse()


def duplicates(request, pk):
    return HttpResponse()


def read_date(request, pk):
    return HttpResponse()


def read_figures(request, pk):
    return HttpResponse()
