"""Where a claim stands in its sources: add, correct, strike out."""

from django.http import HttpResponse


def add_citation(request, pk):
    return HttpResponse()


def edit_citation(request, pk):
    return HttpResponse()


def void_citation(request, pk):
    return HttpResponse()
