"""Hostile addresses, queries and heads: none breaks a page, none is shown as it came."""

from http import HTTPStatus
from urllib.parse import quote

import pytest

from tests.hostile.forms import FORMS, HTMX, rows

PLACES = {
    "a way up": "/static/../../../../etc/passwd",
    "a coded way up": "/static/%2e%2e/%2e%2e/etc/passwd",
    "a doubly coded way up": "/static/%252e%252e/%252e%252e/etc/passwd",
    "a way up for Windows": "/static/..\\..\\windows\\win.ini",
    "an absolute path": "/static//etc/passwd",
    "a path of a file": "/file:///etc/passwd",
    "NUL in a path": "/claims/%00/",
    "NUL after a file": "/static/site.css%00.html",
    "another host": "//evil.example/claims",
    "another host behind backslashes": "/\\evil.example/claims",
    "a script": "/claims/<script>alert(1)</script>/",
    "a coded script": "/claims/%3Cscript%3Ealert(1)%3C/script%3E/",
    "no UTF-8": "/claims/%ff%fe/",
    "half a surrogate pair": "/claims/%ED%A0%80/",
    "a line break": "/claims/%0d%0aSet-Cookie:x=1/",
    "without end": "/claims/" + "a" * 100_000 + "/",
    "slashes without end": "/" * 10_000,
    "a key without end": "/claims/" + "9" * 100_000 + "/",
    "an invitation of nonsense": "/invitations/☠-☠/",
    "an invitation without end": "/invitations/" + "z" * 10_000 + "-x/",
    "an invitation of a large number": "/invitations/zzzzzzzzzzzzz-x/",
    "a reset of nonsense": "/accounts/password/reset/key/☠-☠/",
    "a reset of a large number": "/accounts/password/reset/key/zzzzzzzzzzzzz-x/",
    "settings": "/.env",
    "the repository": "/.git/config",
    "the admin": "/admin/",
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_an_address_of_nothing_leads_nowhere(place, here, emma):
    answer = emma.get(place, follow=False)

    assert answer.status_code in (200, 301, 302, 400, 404)
    assert "evil.example" not in answer.headers.get("Location", "").split("/claims")[0].removeprefix("/evil.example")
    assert "root:" not in answer.text and "<script>alert" not in answer.text
    if answer.status_code == 200:
        assert "password" in place or "invitations" in place


CURSORS = {
    "nonsense": "abc",
    "empty list": "[]",
    "one too few": "[1]",
    "one too many": '["2020-01-01", 1, 2]',
    "a day that never was": '["2020-13-45", 1]',
    "a huge key": f'["2020-01-01", {10**30}]',
    "a negative key": '["2020-01-01", -1]',
    "NaN": '["2020-01-01", NaN]',
    "infinity": '["2020-01-01", Infinity]',
    "half a surrogate pair": '["\\ud800", 1]',
    "NUL": '["\\u0000", 1]',
    "an object": '{"a": 1}',
    "true": "[true, true]",
    "null": "[null, null]",
    "nested without end": "[" * 100_000,
    "digits without end": "[1, " + "9" * 10_000 + "]",
    "a script": '["<script>alert(1)</script>", 1]',
}
LISTS = ["/claims/?after", "/claims/?before", "/speakers/?after", "/sources/?before", "/sources/{source}/?after"]
#: Names are any text, and the lists of sources have one key.
FITTING = {("/speakers/?after", CURSORS[name]) for name in ("a day that never was", "a script")}
FITTING |= {(address, CURSORS["one too few"]) for address in LISTS if address.startswith("/sources/")}


@pytest.mark.parametrize("cursor", CURSORS.values(), ids=CURSORS)
def test_a_place_in_a_list_that_no_link_leads_to_is_refused(cursor, here, emma):
    for address in LISTS:
        answer = emma.get(f"{address.format(**vars(here))}={quote(cursor)}")

        assert answer.status_code == (200 if (address, cursor) in FITTING else 400), address
        assert "<script>alert" not in answer.text


QUERIES = {
    "unknown names": "nonsense=1&password=2",
    "a name without end": "a" * 50_000 + "=1",
    "5,000 names": "&".join(f"f{n}=1" for n in range(5000)),
    "5,000 values": "&".join(f"side={n}" for n in range(1900)),
    "values repeated": "kind=denial&kind=denial&kind=&kind=☠",
    "unknown values": "kind=☠&status=gone&relation=likes&sort=random&unanswered=perhaps",
    "lookups": "dossier__name=x&logged_by__password__startswith=p&order_by=-pk",
    "no pairs": "&&&===&;;;",
    "broken percents": "q=%&%zz=%u0041",
    "a script": "q=<script>alert(1)</script>&kind=<script>alert(1)</script>&<script>alert(1)</script>=1",
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_a_query_of_nonsense_is_refused_in_words_or_left_aside(query, here, emma):
    addresses = ("/claims/", "/speakers/", "/sources/", f"/matters/{here.matter}/")

    answers = [emma.get(f"{address}?{query}") for address in addresses]
    answers += [emma.get(f"/claims/?{query}", headers=HTMX | {"HX-Target": "claim-list"})]

    assert {answer.status_code for answer in answers} <= {200, 302, 400}
    assert not any("<script>alert" in answer.text + "".join(answer.headers.values()) for answer in answers)


SKULL = "☠".encode().decode("latin-1")  # as servers hand it over
CODED = HTMX | {"HX-Current-URL-URI-AutoEncoded": "true"}
HEADS = {
    "a host that is not ours": {"Host": "evil.example"},
    "a host that is none": {"Host": '"><script>alert(1)</script>'},
    "a page that is none": {"HX-Current-URL": "http://[", **HTMX},
    "a page that is none, coded": {"HX-Current-URL": "%68ttp://%5B", **CODED},
    "a page with half a surrogate pair": {"HX-Current-URL": "%ED%A0%80", **CODED},
    "a page it came from that is none": {"Referer": "http://["},
    "a page it came from that is elsewhere": {"Referer": "https://evil.example/<script>alert(1)</script>"},
    "a fragment that is none": {"HX-Target": '"><script>alert(1)</script>', **HTMX},
    "a session of nonsense": {"Cookie": f"sessionid={SKULL}"},
    "a session with NUL": {"Cookie": 'sessionid="abcdefgh\\000ijkl"'},
    "a session without end": {"Cookie": "sessionid=" + "a" * 100_000},
    "messages that are forged": {"Cookie": "messages=W1siX19qc29uX21lc3NhZ2UiLDAsMjUsImEiXV0:x:y"},
    "messages with NUL": {"Cookie": 'messages="\\000"; csrftoken="\\000"'},
    "cookies of nonsense": {"Cookie": f";;;===\\\"'{SKULL}"},
    "a language of nonsense": {"Accept-Language": "../../etc/passwd;q=x, <script>" + "a-" * 5000},
    "a form of answer of nonsense": {"Accept": f"{SKULL};q=NaN"},
    "a date of nonsense": {"If-Modified-Since": "Thu, 99 Nov 99999 99:99:99 GMT", "If-None-Match": SKULL},
    "a range": {"Range": "bytes=0-18446744073709551615,-1"},
    "an id of its own": {"X-Request-ID": "a\tb<script>alert(1)</script>"},
    "another address": {"X-Forwarded-For": f"{SKULL}, 999.999.999.999", "X-Forwarded-Host": "evil.example"},
    "another method": {"X-HTTP-Method-Override": "DELETE"},
    "a browser without end": {"User-Agent": SKULL * 50_000},
}  # fmt: skip


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_hostile_head_is_a_request_like_any_other_or_refused(head, here, emma):
    before = rows()
    if "Cookie" in head:
        emma.cookies.clear()
    environ = {"HTTP_" + name.upper().replace("-", "_"): value for name, value in head.items()}

    answers = [emma.get(address, **environ) for address in ("/claims/", "/accounts/login/")]
    answers += [emma.post(FORMS["void a claim"].at(here), **environ)]

    for answer in answers:
        assert answer.status_code < 500
        assert "evil.example" not in answer.headers.get("Location", "")
        assert "<script>alert" not in "".join(answer.headers.values())
        assert "<script>alert" not in answer.text
    assert rows() == before


@pytest.mark.parametrize("status", [HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN])
def test_a_refusal_carries_the_strict_policy(status, here, emma, nora):
    answer = {
        400: lambda: emma.post(FORMS["void a claim"].at(here)),
        404: lambda: emma.get("/claims/0/"),
        403: lambda: nora.post(FORMS["void a claim"].at(here)),
    }[status]()

    assert answer.status_code == status
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
