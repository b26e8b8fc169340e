"""What holds at every address of the interface: refusals, lists, conditions, tokens, rates."""

import json

import pytest
from django.test import Client

from config.api import throttles
from sources.models import Side
from tests import factories

SIDES = "/api/v1/sides/"


def problem(answer):
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert set(body) >= {"type", "title", "status", "detail", "code", "errors"}
    assert body["status"] == answer.status_code
    assert body["errors"] or body["status"] != 400
    return body


# Refusals


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/no-such-thing/", 404),
        ("/api/", 404),
        ("/api/v1/sides/999999999999999999999999/", 404),
        ("/api/v1/sides/?colour=red", 400),
        ("/api/v1/sides/?limit=0", 400),
        ("/api/v1/sides/?limit=1001", 400),
        ("/api/v1/sides/?limit=ten", 400),
        ("/api/v1/sides/?cursor=nonsense", 400),
        ("/api/v1/sides/?cursor=bnVsbA", 400),
        ("/api/v1/sides/?dossier=999", 400),
        ("/api/v1/sides/?dossier=%00", 400),
    ],
)
def test_what_cannot_be_answered_is_a_problem_in_json(db, client, address, status):
    assert problem(client.get(address))["status"] == status


def test_an_unknown_parameter_is_named(db, client):
    assert problem(client.get(f"{SIDES}?colour=red"))["errors"][0]["path"] == "colour"


@pytest.mark.parametrize(
    ("body", "media", "status"),
    [
        ('{"name": ', "application/json", 400),
        ('{"name": NaN}', "application/json", 400),
        ('{"name": "\\ud800"}', "application/json", 400),
        ("[" * 3000, "application/json", 400),
        ("[]", "application/json", 400),
        ("7", "application/json", 400),
        ("", "application/json", 400),
        ("name=North", "application/x-www-form-urlencoded", 415),
        ("<side/>", "application/xml", 415),
        ("x" * (6 * 1024 * 1024), "application/json", 413),
    ],
)
def test_a_body_that_is_none_is_refused(program_of, reporter, dossier, body, media, status):
    headers = program_of(reporter).headers

    answer = Client().post(SIDES, body, content_type=media, headers=headers)

    assert problem(answer)["status"] == status


def test_a_method_that_is_not_there_is_refused_with_those_that_are(program_of, reporter, north):
    answer = program_of(reporter).client.delete(f"{SIDES}{north.pk}/")

    assert problem(answer)["code"] == "method-not-allowed"
    assert answer["Allow"] == "GET, HEAD, PATCH"


def test_a_bug_is_a_problem_too(db, monkeypatch):
    monkeypatch.setattr(Side.objects.__class__, "visible_to", lambda *_: 1 / 0, raising=False)

    answer = Client(raise_request_exception=False).get(SIDES)

    assert (problem(answer)["status"], problem(answer)["code"]) == (500, "error")


# Who asks


def test_nobody_writes_without_saying_who_they_are(db, client):
    answer = client.post(SIDES, {}, content_type="application/json")

    assert problem(answer)["status"] == 401
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("header", ["Bearer ccl_0", "Bearer", "Basic bm9ib2R5", "Bearer a b", "Bearer \xff"])
def test_whoever_shows_something_else_is_not_served_as_nobody(db, client, header):
    answer = client.get(SIDES, headers={"Authorization": header})

    assert problem(answer)["status"] == 401


def test_a_token_that_ended_opens_nothing(program_of, reporter):
    assert program_of(reporter, days=-1).get(SIDES).status_code == 401


def test_a_token_of_an_account_that_was_closed_opens_nothing(program_of, reporter):
    program = program_of(reporter)
    type(reporter).objects.filter(pk=reporter.pk).update(is_active=False)

    assert program.get(SIDES).status_code == 401


def test_a_token_that_may_only_read_writes_nothing(program_of, reporter, dossier):
    program = program_of(reporter, read_only=True)

    answer = program.post(SIDES, {"dossier": dossier.pk, "name": "East"})

    assert (problem(answer)["status"], problem(answer)["code"]) == (403, "read-only-token")
    assert program.get(SIDES).status_code == 200


def test_a_session_writes_only_with_the_proof_that_its_own_page_sent_it(client_of, reporter, dossier):
    client = Client(enforce_csrf_checks=True)
    client.force_login(reporter)

    answer = client.post(SIDES, {"dossier": dossier.pk, "name": "East"}, content_type="application/json")

    assert problem(answer)["status"] == 403
    assert not Side.objects.filter(name="East").exists()


def test_public_dossiers_are_read_without_a_token_if_the_operator_allows(db, client, settings):
    factories.make_side(factories.make_dossier(visibility="public"), name="North")

    allowed = client.get(SIDES)
    settings.API_PUBLIC = False
    forbidden = client.get(SIDES)

    assert [side["name"] for side in allowed.json()["results"]] == ["North"]
    assert problem(forbidden)["status"] == 401
    assert client.get("/api/v1/schema/").status_code == 200


# Lists


def test_a_list_stays_right_while_rows_are_added(program_of, reporter, dossier):
    for n in range(4):
        factories.make_side(dossier, name=f"Side {n}")
    program = program_of(reporter)

    first = program.get(f"{SIDES}?limit=2").json()
    factories.make_side(dossier, name="Side 4")
    rest = program.get(first["next"]).json()
    last = program.get(rest["next"]).json()

    names = [side["name"] for page in (first, rest, last) for side in page["results"]]
    assert names == [f"Side {n}" for n in range(5)]
    assert last["next"] is None


def test_a_cursor_is_of_one_list_only(program_of, reporter, dossier, north, south):
    program = program_of(reporter)
    cursor = program.get(f"{SIDES}?limit=1").json()["next"].partition("cursor=")[2]

    assert program.get(f"/api/v1/claims/?cursor={cursor}").status_code == 400


# Conditions


def test_what_has_not_changed_is_not_sent_again(program_of, editor, north):
    program = program_of(editor)
    for address in (SIDES, f"{SIDES}{north.pk}/", "/api/v1/schema/"):
        etag = program.get(address)["ETag"]

        again = program.get(address, **{"If-None-Match": f'"other", W/{etag}'})

        assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    before = program.get(SIDES)["ETag"]
    program.patch(f"{SIDES}{north.pk}/", {"name": "The North", "revision": 1})
    assert program.get(SIDES, **{"If-None-Match": before}).status_code == 200


def test_a_change_names_the_version_it_was_made_upon(program_of, editor, north):
    program, address = program_of(editor), f"{SIDES}{north.pk}/"
    etag = program.get(address)["ETag"]

    blind = program.patch(address, {"name": "The North"})
    done = program.patch(address, {"name": "The North"}, If_Match=etag)
    late = program.patch(address, {"name": "Northerners"}, If_Match=etag)
    forced = program.patch(address, {"short_name": "N"}, If_Match="*")

    assert [answer.status_code for answer in (blind, done, late, forced)] == [400, 200, 412, 200]
    assert problem(late)["current"]["name"] == "The North"
    assert program.patch(address, {"name": "X"}, If_Match=done["ETag"]).status_code == 412


# Once


def test_a_request_is_taken_once_under_its_key(program_of, reporter, dossier):
    program, body = program_of(reporter), {"dossier": dossier.pk, "name": "East"}

    first = program.post(SIDES, body, Idempotency_Key="k-1")
    again = program.post(SIDES, body, Idempotency_Key="k-1")
    other = program.post(SIDES, body | {"name": "West"}, Idempotency_Key="k-1")

    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.content, again["Location"], again["ETag"]) == (first.content, first["Location"], first["ETag"])
    assert Side.objects.filter(name="East").count() == 1
    assert problem(other)["code"] == "idempotency-key-reused"


def test_what_was_refused_may_be_mended_under_the_same_key(program_of, reporter, dossier):
    program = program_of(reporter)

    refused = program.post(SIDES, {"dossier": dossier.pk, "name": ""}, Idempotency_Key="k-1")
    mended = program.post(SIDES, {"dossier": dossier.pk, "name": "East"}, Idempotency_Key="k-1")

    assert (refused.status_code, mended.status_code) == (400, 201)


def test_a_key_is_ones_own_and_has_a_form(program_of, reporter, editor, dossier):
    body = {"dossier": dossier.pk, "name": "East"}
    program_of(reporter).post(SIDES, body, Idempotency_Key="k-1")

    assert program_of(editor).post(SIDES, body, Idempotency_Key="k-1").status_code == 400  # such a side is there
    assert program_of(editor).post(SIDES, body, Idempotency_Key="k 1").status_code == 400


def test_a_key_is_forgotten_after_a_day(program_of, reporter, dossier, by_hand):
    program, body = program_of(reporter), {"dossier": dossier.pk, "name": "East"}
    program.post(SIDES, body, Idempotency_Key="k-1")
    by_hand(reporter, "UPDATE sources_answeredrequest SET at = at - interval '25 hours'")

    assert program.post(SIDES, body | {"name": "West"}, Idempotency_Key="k-1").status_code == 201


# Rates


@pytest.fixture
def slow(settings):
    settings.API_RATE, settings.API_ANONYMOUS_RATE = 3, 2
    throttles.forget()
    yield
    throttles.forget()


def test_an_account_asks_so_often_a_minute_whatever_its_tokens(program_of, reporter, slow):
    answers = [program_of(reporter).get(SIDES) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert problem(answers[3])["code"] == "throttled"
    assert 1 <= int(answers[3]["Retry-After"]) <= 60
    assert answers[0]["RateLimit"].startswith('"account";r=2;t=')


def test_an_address_without_an_account_asks_less_often_and_guesses_no_tokens(db, client, slow):
    answers = [client.get(SIDES, headers={"Authorization": "Bearer ccl_guess"}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [401, 401, 429]
    assert client.get(SIDES).status_code == 429


def test_another_account_is_not_slowed_down(program_of, reporter, editor, slow):
    for _ in range(4):
        program_of(reporter).get(SIDES)

    assert program_of(editor).get(SIDES).status_code == 200


# The document


def test_the_document_is_valid_and_nothing_in_it_was_guessed(db, client, capsys):
    from drf_spectacular.drainage import GENERATOR_STATS
    from drf_spectacular.generators import SchemaGenerator
    from drf_spectacular.validation import validate_schema

    with GENERATOR_STATS.silence():
        made = SchemaGenerator().get_schema(public=True)

    validate_schema(made)
    assert not GENERATOR_STATS
    assert made["openapi"] == "3.1.1"
    assert json.loads(client.get("/api/v1/schema/").content)["paths"].keys() == made["paths"].keys()


def test_the_document_comes_as_json_and_as_yaml(db, client):
    assert client.get("/api/v1/schema/")["Content-Type"] == "application/json"
    assert client.get("/api/v1/schema/?format=yaml")["Content-Type"] == "application/yaml"
    assert client.get("/api/v1/schema/", headers={"Accept": "application/yaml"}).content.startswith(b"openapi: 3.1.1")
    assert client.get("/api/v1/schema/?format=xml").status_code == 400


def test_the_root_leads_to_every_list_and_to_the_page_about_them(db, client):
    resources = client.get("/api/v1/").json()["resources"]

    assert resources["sides"] == "http://testserver/api/v1/sides/"
    assert {client.get(address).status_code for address in resources.values()} == {200}
