"""Two requests under one key at the same moment, each on a connection of its own."""

import pytest
from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request

from config.api.once import once
from sources.models import Side
from sources.operations import side as sides
from tests.races import race

pytestmark = pytest.mark.django_db(transaction=True)


def asking(by):
    request = HttpRequest()
    request.method, request.path, request._body = "POST", "/api/v1/sides/", b"{}"
    asked = Request(request)
    asked.user = by
    return asked


def test_the_second_waits_and_is_answered_as_the_first(dossier, reporter):
    def take(name):
        side = sides.add(dossier, by=reporter, name=name)
        return HttpResponse(side.name, status=201)

    again = race(
        lambda: once(asking(reporter), "k-1", lambda: take("East")),
        lambda: once(asking(reporter), "k-1", lambda: take("West")),
    )

    assert (again.status_code, again.content, again["Idempotency-Replayed"]) == (201, b"East", "true")
    assert [side.name for side in Side.objects.filter(dossier=dossier)] == ["East"]


def test_the_second_goes_ahead_where_the_first_is_undone(dossier, reporter):
    class Broken(Exception):
        pass

    def fail():
        sides.add(dossier, by=reporter, name="East")
        raise Broken

    with pytest.raises(Broken):
        once(asking(reporter), "k-1", fail)
    answer = once(asking(reporter), "k-1", lambda: HttpResponse("done", status=201))

    assert answer.content == b"done"
    assert not Side.objects.filter(dossier=dossier).exists()
