"""What every answer carries, what is refused before any view, and where an expired session leads."""

import json

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, ValidationError
from django.db import IntegrityError, OperationalError
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.views.decorators.http import require_POST

from config.api.views import ApiView, answer
from config.errors import DomainError, problem_for
from config.http import log, render_page
from config.urls import *  # noqa: F403 - the site's own addresses, and three of the test's

HTMX = {"HTTP_HX_REQUEST": "true"}

pytestmark = pytest.mark.django_db


def refusing(request, what):
    raise {
        "rule": DomainError("It is published already.", code="wrong-state"),
        "person": PermissionDenied("Nobody publishes their own work."),
        "input": ValidationError({"wording": ["Say what was said."]}),
        "nothing": Http404("no such claim"),
        "bug": LookupError("a bug"),
        "database": OperationalError("gone"),
    }[what]


def echo(request):
    return HttpResponse("fine")


class Carried(ApiView):
    """What of people's things the request carries."""

    open_to_all = True

    def get(self, request):
        return answer(request, [name for name in ("session", "_messages") if hasattr(request._request, name)])


urlpatterns = [
    *urlpatterns,  # noqa: F405
    path("refusing/<str:what>/", refusing),
    path("echo/", echo),
    path("posting/", require_POST(echo)),
    path("api/carried/", Carried.as_view()),
    path("api/echo/", echo),
]


@pytest.fixture
def nora(settings):
    settings.ROOT_URLCONF = __name__
    return User.objects.create_user("nora", "nora@example.org", "counterclaim-demo")


@pytest.fixture
def signed_in(nora):
    client = Client(raise_request_exception=False)
    client.force_login(nora)
    return client


# Health


def test_health_is_told_without_signing_in(client):
    assert client.get("/healthz").json() == {"status": "ok"}


def test_readiness_asks_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = client.get("/readyz")

    assert answer.json() == {"status": "ready"}


# Refusals

STATUSES = {"rule": 409, "person": 403, "input": 400, "nothing": 404, "bug": 500, "database": 503}


@pytest.mark.parametrize(("what", "status"), STATUSES.items())
def test_a_refusal_is_a_page_with_its_status(signed_in, what, status):
    answer = signed_in.get(f"/refusing/{what}/")

    assert answer.status_code == status
    assert 'id="problem"' in answer.text and "<html" in answer.text


@pytest.mark.parametrize(("what", "status"), STATUSES.items())
def test_a_refusal_goes_into_the_alert_box_when_htmx_asked(signed_in, what, status):
    answer = signed_in.get(f"/refusing/{what}/", **HTMX)

    assert answer.status_code == status
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#problem", "outerHTML")
    assert 'id="problem"' in answer.text and "<html" not in answer.text


def test_the_address_of_a_step_says_so_to_whoever_opens_it(signed_in):
    answer = signed_in.get("/posting/")

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Open the page it belongs to." in answer.text and "<html" in answer.text


def test_a_refusal_says_why(signed_in):
    assert "Nobody publishes their own work." in signed_in.get("/refusing/person/").text
    assert "Say what was said." in signed_in.get("/refusing/input/").text


def test_a_bug_tells_the_reader_nothing_of_itself(signed_in):
    answer = signed_in.get("/refusing/bug/")

    assert "LookupError" not in answer.text and "a bug" not in answer.text


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (DomainError("x"), 409, "refused"),
        (PermissionDenied(), 403, "forbidden"),
        (ValidationError("x"), 400, "invalid"),
        (Http404(), 404, "not-found"),
        (SuspiciousOperation(), 400, "bad-request"),
        (RequestDataTooBig(), 413, "too-large"),
    ],
)
def test_the_table_of_errors(error, status, code):
    problem = problem_for(error)

    assert (problem.status, problem.code) == (status, code)
    assert problem.title and problem.detail


@pytest.mark.parametrize("error", [LookupError(), TypeError(), IntegrityError("not null")])
def test_a_bug_is_no_refusal(error):
    assert problem_for(error) is None


# Sign-in


def test_a_page_asks_for_sign_in_and_comes_back_to_itself(nora, client):
    answer = client.get("/echo/?page=2")

    assert answer.status_code == 302
    assert answer.url == "/accounts/login/?next=/echo/%3Fpage%3D2"


def test_an_expired_session_sends_the_whole_page_to_the_sign_in(nora, client):
    answer = client.post("/echo/", HTTP_HX_CURRENT_URL="http://testserver/claims/7/?tab=history", **HTMX)

    assert answer.status_code == 200
    assert answer["HX-Redirect"] == "/accounts/login/?next=/claims/7/%3Ftab%3Dhistory"


def test_an_expired_session_comes_back_to_the_page_not_to_the_post(nora, client):
    answer = client.post("/echo/", HTTP_REFERER="http://testserver/claims/7/")

    assert answer.url == "/accounts/login/?next=/claims/7/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/claims/", "", "//evil.example/"])
def test_nobody_is_led_elsewhere_after_sign_in(nora, client, elsewhere):
    plain = client.post("/echo/", HTTP_REFERER=elsewhere)
    htmx = client.post("/echo/", HTTP_HX_CURRENT_URL=elsewhere, **HTMX)

    assert plain.url == htmx["HX-Redirect"] == "/accounts/login/?next=/"


def test_nobody_signs_up_by_themselves(client):
    form = {"username": "eve", "email": "e@example.org", "password1": "correct-horse", "password2": "correct-horse"}

    client.post("/accounts/signup/", form)

    assert not User.objects.filter(username="eve").exists()


def test_guessing_a_password_locks_the_account_for_a_while(nora, client):
    for _ in range(5):
        client.post("/accounts/login/", {"login": "nora", "password": "wrong"})

    client.post("/accounts/login/", {"login": "nora", "password": "counterclaim-demo"})

    assert "_auth_user_id" not in client.session


def test_one_click_signs_in_as_a_demo_person(nora, client):
    answer = client.post("/demo/sign-in/", {"role": "journalist", "next": "/claims/"})

    assert client.session["_auth_user_id"] == str(nora.pk)
    assert answer.url == "/claims/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_one_click_leads_nowhere_else(nora, client, elsewhere):
    answer = client.post("/demo/sign-in/", {"role": "journalist", "next": elsewhere})

    assert answer.url == "/"


def test_outside_the_demo_there_is_no_one_click(nora, client, settings):
    settings.DEMO = False

    assert client.post("/demo/sign-in/", {"role": "journalist"}).status_code == 404
    assert "_auth_user_id" not in client.session


# What comes in


@pytest.mark.parametrize(
    "request_of",
    [
        lambda client: client.get("/echo/", {"q": "a\x00b"}),
        lambda client: client.get("/echo/", {"a\x00b": "q"}),
        lambda client: client.get("/echo%00/"),
        lambda client: client.post("/echo/", {"wording": "a\x00b"}),
        lambda client: client.post("/echo/", "wording=a%00b", content_type="application/x-www-form-urlencoded"),
    ],
)
def test_what_cannot_be_stored_is_refused_before_any_view(signed_in, request_of):
    answer = request_of(signed_in)

    assert answer.status_code == 400
    assert "cannot be stored" in answer.text


def test_a_program_is_told_which_parameters_cannot_be_stored(client):
    answer = client.get("/api/echo/?q=a%00b&kind=denial&side=%00&a%00b=1")

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert [error["path"] for error in answer.json()["errors"]] == ["q", "side", "a\ufffdb"]
    assert all("Leave out the character" in error["message"] for error in answer.json()["errors"])


def test_half_a_surrogate_pair_arrives_as_a_replacement_or_not_at_all(signed_in):
    answer = signed_in.post("/echo/", b"wording=%ED%A0%80", content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 200


def test_an_article_of_a_megabyte_is_taken(signed_in):
    assert signed_in.post("/echo/", {"text": "x" * 1_000_000}).status_code == 200


@pytest.mark.parametrize("megabytes", [6, 11])
def test_more_than_a_request_may_carry_is_refused(signed_in, megabytes):
    answer = signed_in.post("/echo/", {"text": "x" * megabytes * 1_048_576})

    assert answer.status_code == 413


def test_too_many_fields_are_refused(signed_in):
    assert signed_in.post("/echo/", {f"f{n}": "" for n in range(2001)}).status_code == 400


@pytest.mark.parametrize("length", ["x", "-1", "9" * 30])
def test_a_strange_length_is_no_crash(signed_in, length):
    assert signed_in.post("/echo/", {}, CONTENT_LENGTH=length).status_code < 500


def test_a_form_without_its_token_is_refused_in_words(nora):
    client = Client(enforce_csrf_checks=True)
    client.force_login(nora)

    answer = client.post("/echo/", {})

    assert answer.status_code == 403
    assert "Reload the page" in answer.text


def test_a_host_that_is_not_ours_is_refused(client):
    assert client.get("/healthz", headers={"host": "evil.example"}).status_code == 400


# The short way of programs


def test_a_program_goes_past_what_only_people_need(nora, client):
    assert client.get("/api/carried/").json() == []


def test_a_browser_brings_its_session_to_the_interface(signed_in):
    assert signed_in.get("/api/carried/").json() == ["session", "_messages"]


def test_a_page_among_the_addresses_of_programs_asks_for_sign_in_all_the_same(nora, client, signed_in):
    assert client.get("/api/echo/").url == "/accounts/login/?next=/api/echo/"
    assert signed_in.get("/api/echo/").text == "fine"


@pytest.mark.parametrize(
    "address", ["/api/carried/", "/api/carried/?x=1", "/api/v1/nothing/", "/api/v1/claims/export/"]
)
def test_every_answer_to_a_program_carries_a_policy_too(nora, client, address):
    headers = client.get(address).headers

    assert "default-src" in headers["Content-Security-Policy"] and "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "X-Request-ID" in headers and "Set-Cookie" not in headers


# What goes out


def test_every_answer_carries_the_strict_policy(signed_in):
    for address in ("/echo/", "/refusing/person/", "/nowhere/", "/refusing/bug/"):
        headers = signed_in.get(address).headers

        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
        assert "camera=()" in headers["Permissions-Policy"]


def test_an_answer_carries_the_id_that_the_log_has(client, capfd, caplog):
    answer = client.get("/healthz", headers={"x-request-id": "from-the-proxy"})

    assert answer["X-Request-ID"] == "from-the-proxy"
    assert client.get("/healthz", headers={"x-request-id": "bad id\n"})["X-Request-ID"] != "bad id\n"


def test_each_request_is_a_line_of_json_in_the_log(client, capfd):
    client.get("/healthz", headers={"x-request-id": "from-the-proxy"})

    line = json.loads(capfd.readouterr().err.splitlines()[-1])
    assert line.items() >= {"event": "request", "path": "/healthz", "status": 200, "level": "info"}.items()
    assert line.items() >= {"request_id": "from-the-proxy", "logger": "counterclaim.http", "method": "GET"}.items()
    assert line["timestamp"].endswith("Z") and line["milliseconds"] >= 0


def test_what_json_has_no_way_to_write_is_logged_all_the_same(capfd):
    log.warning("odd", half="\ud800", long=2**70, error=ValueError("x"))

    assert json.loads(capfd.readouterr().err)["long"] == 2**70


def test_a_log_line_is_one_json_object():
    import logging

    import structlog

    handler = logging.getLogger().handlers and next(
        handler
        for handler in logging.getLogger().handlers
        if isinstance(handler.formatter, structlog.stdlib.ProcessorFormatter)
    )
    record = logging.LogRecord("x", logging.INFO, "", 0, "two\nlines", (), None)

    assert json.loads(handler.format(record))["event"] == "two\nlines"


@pytest.mark.parametrize(
    ("headers", "whole"),
    [
        ({}, True),
        ({**HTMX, "HTTP_HX_TARGET": "problem"}, False),
        ({**HTMX, "HTTP_HX_TARGET": "main"}, True),
        ({**HTMX, "HTTP_HX_TARGET": "problem", "HTTP_HX_HISTORY_RESTORE_REQUEST": "true"}, True),
    ],
)
def test_only_listed_fragments_can_be_asked_for(rf: RequestFactory, headers, whole):
    from django.contrib.auth.models import AnonymousUser
    from django_htmx.middleware import HtmxDetails

    request = rf.get("/", **headers)
    request.htmx, request.user = HtmxDetails(request), AnonymousUser()

    answer = render_page(request, "problem.html", {"problem": problem_for(Http404())}, fragments=["problem"])

    assert ("<html" in answer.text) is whole
    assert answer["Vary"] == "HX-Request, HX-Target"
