"""The numbers inside a claim: add, correct, strike out."""

from django.http import HttpResponse


def add_figure(request, pk):
    return HttpResponse()


def edit_figure(request, pk):
    return HttpResponse()


def void_figure(request, pk):
    return HttpResponse()
