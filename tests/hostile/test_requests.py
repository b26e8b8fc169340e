"""Hostile requests: forged, replayed, broken, endless. Each is answered, none breaks anything, none leads elsewhere."""

import email
import html
from http import HTTPStatus
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from claims.models import Claim
from tests.factories import PASSWORD
from tests.hostile.forms import FORMS, rows

HTMX = {"HX-Request": "true"}

# Forms that somebody else made people send


def token_of(client, address="/dossiers/open/"):
    return str(client.get(address).context["csrf_token"])


@pytest.mark.parametrize("name", FORMS)
def test_a_form_without_its_token_is_refused(name, here, careful):
    form, before = FORMS[name], rows()

    answer = careful.post(form.at(here), form.filled(here), headers=HTMX)

    assert answer.status_code == 403
    assert "Reload the page" in answer.text
    assert rows() == before


FORGED = {
    "empty": "",
    "too short": "abc",
    "made up": "x" * 64,
    "too long": "x" * 100_000,
    "no letters": "☠" * 64,
    "a script": '"><script>x1</script>',
}


@pytest.mark.parametrize("token", FORGED.values(), ids=FORGED)
@pytest.mark.parametrize("place", ["field", "header", "cookie"])
def test_a_forged_token_is_refused(token, place, here, careful):
    form, before, real = FORMS["void a claim"], rows(), token_of(careful)
    fields, headers = form.filled(here, csrfmiddlewaretoken=real), {}
    if place == "cookie":
        careful.cookies[settings.CSRF_COOKIE_NAME] = token.encode("ascii", "ignore").decode()
    else:
        fields["csrfmiddlewaretoken"] = token if place == "field" else ""
        headers = {"X-CSRFToken": token.encode("ascii", "ignore").decode()} if place == "header" else {}

    assert careful.post(form.at(here), fields, headers=headers).status_code == 403
    assert rows() == before


def test_the_token_of_another_visitor_or_of_an_earlier_sign_in_is_refused(here, newsroom, careful):
    form, before = FORMS["void a claim"], rows()
    stranger = Client(enforce_csrf_checks=True)
    stolen, old = token_of(stranger, "/accounts/login/"), token_of(careful)
    careful.force_login(newsroom.emma, backend="django.contrib.auth.backends.ModelBackend")
    careful.post("/accounts/logout/", {"csrfmiddlewaretoken": token_of(careful)})
    careful.cookies.pop(settings.CSRF_COOKIE_NAME, None)
    careful.force_login(newsroom.emma, backend="django.contrib.auth.backends.ModelBackend")
    token_of(careful)

    for token in (stolen, old):
        assert careful.post(form.at(here), form.filled(here, csrfmiddlewaretoken=token)).status_code == 403
    assert rows() == before


def test_a_request_from_another_site_is_refused_even_with_a_token(here, careful):
    form, before = FORMS["void a claim"], rows()
    fields = form.filled(here, csrfmiddlewaretoken=token_of(careful))

    for origin in ("https://evil.example", "null", "http://testserver.evil.example", "http://[", "☠"):
        origin = origin.encode("ascii", "ignore").decode()
        if origin:
            assert careful.post(form.at(here), fields, headers={"Origin": origin}).status_code == 403, origin
    assert rows() == before


REPLAYED = {
    "publish": (302, 409),
    "void a claim": (302, 409),
    "return a claim": (302, 409),
    "reject a link": (302, 409),
    "withdraw a link": (302, 409),
    "propose a link": (302, 409),
    "undo a merge": (302, 409),
    "merge speakers": (302, 302),
    "edit a claim": (302, 409),
    "edit a figure": (302, 409),
    "edit a dossier": (302, 409),
    "grade a claim": (302, 409),
    "add a side": (302, 400),
    "add a matter": (302, 400),
    "add a speaker": (302, 400),
    "add a source": (302, 400),
    "strike out a figure": (302, 404),
    "keep a text": (302, 302),
}


@pytest.mark.parametrize("name", REPLAYED)
def test_a_form_that_is_sent_again_changes_nothing_more(name, here, careful):
    form = FORMS.get(name)
    address, fields = (
        (form.at(here), form.filled(here)) if form else (f"/claims/{here.claim}/publish/", {"revision": "1"})
    )
    fields["csrfmiddlewaretoken"] = token_of(careful)

    statuses = [careful.post(address, fields).status_code]
    after = rows()
    statuses.append(careful.post(address, fields).status_code)

    assert tuple(statuses) == REPLAYED[name]
    assert rows() == after


# Methods


def _addresses(resolver, head="/"):
    for pattern in resolver.url_patterns:
        route = head + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route.replace("<int:pk>", "{pk}").replace("<int:other>", "{other}").replace("<str:key>", "1-x")


OURS = [address for address in _addresses(get_resolver()) if not address.startswith(("/accounts/", "/media"))]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PROPFIND", "☠"])
def test_a_method_that_no_page_knows_changes_nothing(method, here, emma):
    before = rows()

    for address in OURS:
        answer = emma.generic(method, address.format(pk=here.claim, other=here.answer), headers=HTMX)

        assert answer.status_code in (400, 403, 404, 405), (address, answer.status_code)
    assert rows() == before


@pytest.mark.parametrize("name", FORMS)
def test_opening_the_address_of_a_form_changes_nothing(name, here, emma):
    form, before = FORMS[name], rows()

    for method in (emma.get, emma.head):
        assert method(form.at(here), form.filled(here)).status_code in (200, 404, 405)
    assert rows() == before


# Bodies

WORDS = b"wording=The+dam+was+shut."
PART = b'--X\r\nContent-Disposition: form-data; name="wording"\r\n\r\nThe dam was shut.\r\n--X--\r\n'
BASE64 = b"\r\nContent-Transfer-Encoding: base64\r\n\r\n="
MULTIPART = "multipart/form-data; boundary=X"
FORM = "application/x-www-form-urlencoded"
BODIES = {
    "JSON": (b'{"wording": "\\ud800"}', "application/json"),
    "plain text": (WORDS, "text/plain"),
    "XML with an entity": (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "text/xml"),
    "no type": (WORDS, ""),
    "a type of nonsense": (WORDS, ";;;=/\\"),
    "a type without end": (WORDS, "a/" + "b" * 100_000),
    "a form in UTF-16": (WORDS, f"{FORM}; charset=utf-16"),
    "a form in no known script": (WORDS, f"{FORM}; charset=klingon"),
    "a form in a codec that is no text": (WORDS, f"{FORM}; charset=rot13"),
    "parts in UTF-7": (PART, f"{MULTIPART}; charset=utf-7"),
    "parts in no known script": (PART, f"{MULTIPART}; charset=klingon"),
    "parts in a codec that is no text": (PART, f"{MULTIPART}; charset=rot13"),
    "parts in base64": (PART, f"{MULTIPART}; charset=base64"),
    "parts in punycode": (PART, f"{MULTIPART}; charset=punycode"),
    "parts without boundary": (PART, "multipart/form-data"),
    "parts with an odd boundary": (PART, "multipart/form-data; boundary=\x01"),
    "parts with another boundary": (PART, "multipart/form-data; boundary=Y"),
    "parts cut off": (PART[:-30], MULTIPART),
    "parts cut in the head": (PART[:20], MULTIPART),
    "parts without a name": (PART.replace(b'name="wording"', b""), MULTIPART),
    "parts in base64 that is none": (PART.replace(b"\r\n\r\n", BASE64), MULTIPART),
    "parts with a head without end": (PART.replace(b"form-data;", b"form-data;" + b" x" * 50_000), MULTIPART),
    "a file for a text": (PART.replace(b'"wording"', b'"wording"; filename="../../x.html"'), MULTIPART),
    "a file whose name has NUL": (PART.replace(b'"wording"', b'"wording"; filename="a\0b"'), MULTIPART),
    "5,000 fields": (b"&".join(b"f%d=" % n for n in range(5000)), FORM),
    "5,000 parts": (PART[:-7] * 5000 + PART, MULTIPART),
    "5,000 times one field": (b"wording=a&" * 5000, FORM),
    "5,000 files": (PART[:-7].replace(b'"wording"', b'"f"; filename="f"') * 5000 + PART, MULTIPART),
    "only separators": (b"&" * 100_000, FORM),
    "no UTF-8": (b"wording=\xff\xfe\xfd&\xff=\xfe", FORM),
    "broken percents": (b"wording=%&%zz=%u0041&%%%=%0", FORM),
    "nothing": (b"", FORM),
}  # fmt: skip


@pytest.mark.parametrize(("body", "kind"), BODIES.values(), ids=BODIES)
def test_a_body_that_is_no_form_is_refused_and_nothing_is_saved(body, kind, here, emma):
    before = rows()

    for name in ("log a claim", "keep a text"):
        answer = emma.generic("POST", FORMS[name].at(here), body, content_type=kind)

        assert answer.status_code in (400, 413), (name, answer.status_code)
        assert "<main" in answer.text or 'id="problem"' in answer.text
    assert rows() == before


@pytest.mark.parametrize("first", [True, False])
def test_of_a_field_that_is_sent_twice_one_counts_and_the_claim_is_whole(first, here, emma):
    form = FORMS["log a claim"]
    twice = {"wording": ["One.", "Other."], "side": ["0", str(here.side)], "do": ["nonsense", "submit"]}
    if first:
        twice = {name: values[::-1] for name, values in twice.items()}
    before = rows()

    answer = emma.post(form.at(here), form.filled(here, **twice))

    if first:  # the last one counts, and it is a side of nobody
        assert answer.status_code in (200, 400)
        assert rows() == before
    else:
        assert answer.status_code == 302
        assert Claim.objects.latest("pk").wording == "Other."


@pytest.mark.parametrize("total", ["-1", "0", "5000", "9" * 5000, "NaN", "²", "", '"><script>x1</script>'])
def test_as_many_figures_as_a_form_says_it_has_are_read_within_bounds(total, here, emma):
    form = FORMS["log a claim"]
    ticked = {f"figures-{n}-use": "on" for n in range(60)}

    answer = emma.post(form.at(here), form.filled(here, **ticked | {"figures-total": total}))

    assert answer.status_code in (302, 400)
    assert "<script>x" not in answer.text


# Addresses and heads

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


# Where people are led


ELSEWHERE = {
    "another site": "https://evil.example/",
    "another site of any scheme": "//evil.example/",
    "with more slashes": "///evil.example/",
    "with backslashes": "\\\\evil.example/",
    "with a slash and a backslash": "/\\evil.example/",
    "with a tab": "/\t/evil.example/",
    "with a line break": "/\r\nLocation: https://evil.example/",
    "with a space before it": " https://evil.example/",
    "as a person at our host": "http://testserver@evil.example/",
    "as a part of a host": "http://testserver.evil.example/",
    "a script": "javascript:alert(1)",
    "a script in disguise": "java\tscript:alert(1)",
    "a page of its own": "data:text/html,<script>alert(1)</script>",
    "no address": "http://[",
    "without end": "/" + "a" * 20_000,
    "with half brackets": "http://[::1/",
}
LED = {
    "publish": ("/claims/{claim}/publish/", {"revision": "1"}),
    "return": ("/claims/{claim}/return/", {"revision": "1", "reason": "So."}),
    "void": ("/claims/{claim}/void/", {"reason": "So."}),
    "respond": (
        "/claims/{published}/respond/",
        {"side": "{other_side}", "state": "sought", "revision": "{other_side}:1"},
    ),
    "grade": ("/claims/{published}/grade/", {"grade": "fair", "explanation": "So.", "revision": "0"}),
    "reject": ("/links/{link}/reject/", {"reason": "So."}),
    "propose": ("/claims/{claim}/link/{answer}/", {"relation": "contradicts", "rationale": "So."}),
    "confirm": ("/links/{link}/confirm/", {"answer_revision": "1", "target_revision": "1"}),
}


@pytest.mark.parametrize(
    ("step", "to"),
    [*(("publish", to) for to in ELSEWHERE), *((step, "another site of any scheme") for step in LED)],
)
def test_a_step_leads_to_no_page_but_ours(step, to, here, emma):
    address, fields = LED[step]
    sent = {name: value.format(**vars(here)) for name, value in fields.items()}

    answer = emma.post(address.format(**vars(here)), sent | {"next": ELSEWHERE[to]})

    assert answer.status_code == 302
    assert answer.url.startswith("/claims/" if to != "with a line break" else "/%0D%0ALocation:%20http")


@pytest.mark.parametrize("to", ELSEWHERE.values(), ids=ELSEWHERE)
def test_signing_in_and_out_leads_to_no_page_but_ours(to, here, client):
    sent = {"login": "emma", "password": PASSWORD, "next": to}

    answers = [client.get("/accounts/login/", {"next": to}), client.post("/accounts/login/", sent)]
    answers += [client.get("/accounts/login/", {"next": to}), client.post("/accounts/logout/", {"next": to})]
    answers += [client.post("/demo/sign-in/", {"role": "editor", "next": to})]

    for answer in answers:
        assert answer.status_code in (200, 302), answer.status_code
        location = answer.headers.get("Location", "/")
        assert location.startswith("/") and not location.startswith(("//", "/\\", "/\t"))
        assert "<script>alert" not in answer.text


# Letters

LETTERS = {
    "a line break": "Ivo\nBcc: all@evil.example",
    "a carriage return": "Ivo\rBcc: all@evil.example",
    "both": "Ivo\r\nBcc: all@evil.example\r\n\r\nBuy this.",
    "separators of Unicode": "Ivo\u2028Bcc: all@evil.example\u2029\x0b\x0c\x85",
    "a coded line break": "Ivo%0ABcc:%20all@evil.example =?utf-8?q?=0ABcc:_all@evil.example?=",
}


@pytest.mark.parametrize("text", LETTERS.values(), ids=LETTERS)
@pytest.mark.parametrize("field", ["full_name", "email", "dossier", "editor"])
def test_a_letter_goes_to_the_invited_alone_with_the_heads_that_we_wrote(field, text, here, newsroom, emma):
    form = FORMS["invite a colleague"]
    if field == "dossier":
        emma.post(FORMS["edit a dossier"].at(here), FORMS["edit a dossier"].filled(here, name=text))
    if field == "editor":
        User.objects.filter(pk=newsroom.emma.pk).update(first_name=text)
    name, address = (text if field == one else form.fields[one] for one in ("full_name", "email"))

    answer = emma.post(form.at(here), form.filled(here, full_name=name, email=address))

    if field == "email":
        assert answer.status_code == 400
        assert mail.outbox == []
        return
    assert answer.status_code == 302
    (letter,) = mail.outbox
    assert letter.recipients() == ["ivo@example.org"]
    sent = email.message_from_bytes(letter.message().as_bytes())
    assert sent["To"] == "ivo@example.org"
    assert sent["Bcc"] is None and sent["Cc"] is None
    assert set(sent.keys()) <= {
        "Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date", "Message-ID",
    }  # fmt: skip


ADDRESSES = {
    "a script": "javascript:alert(1)",
    "a script with capitals": "JaVaScRiPt:alert(1)",
    "a script behind a space": " javascript:alert(1)",
    "a script behind a control character": "\x01javascript:alert(1)",
    "a script with a tab": "java\tscript:alert(1)",
    "a script that looks like the web": "javascript://example.org/%0aalert(1)",
    "a page of its own": "data:text/html,<script>alert(1)</script>",
    "a script of old": "vbscript:msgbox(1)",
    "a file": "file:///etc/passwd",
    "another protocol": "ftp://example.org/",
    "two lines": "https://example.org/\njavascript:alert(1)",
    "no host": "https://",
    "half brackets": "https://[::1/",
    "a host without end": "https://" + "a" * 300 + ".org/",
    "a port beyond all": "https://example.org:99999999/",
}


@pytest.mark.parametrize("url", ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_that_leads_off_the_web_is_refused(url, here, emma):
    before = rows()

    for name, field in (("add a source", "url"), ("edit a source", "url"), ("log a claim", "address")):
        answer = emma.post(FORMS[name].at(here), FORMS[name].filled(here, **{field: url}))

        assert answer.status_code == 400, name
        assert f'href="{html.escape(url)}"' not in answer.text
    assert rows() == before


def test_an_address_of_the_web_does_not_break_out_of_its_link(here, emma):
    form = FORMS["add a source"]

    answer = emma.post(form.at(here), form.filled(here, url='https://example.org/"onclick="alert(1)'))

    page = emma.get(answer.url).text
    assert 'href="https://example.org/&quot;onclick=&quot;alert(1)"' in page
    assert 'onclick="alert' not in page


def _wide(number: int) -> str:
    """Letters of three bytes, none like the next, that no index makes shorter."""
    return "".join(chr(0x4E00 + n * 7919 % 20_000) for n in range(number))


def _unfolding(number: int) -> str:
    """Signs that stand for several letters each once they are folded."""
    return "".join(chr(0x3300 + n * 97 % 0x58) for n in range(number))


LONGEST = {
    "a web address": ("add a source", "url", f"https://example.org/{_wide(1900)}", 400),
    "a question": ("add a matter", "question", _wide(300), 302),
    "a question that unfolds": ("add a matter", "question", _unfolding(300), 302),
    "a name": ("add a speaker", "name", _wide(200), 302),
    "a name that unfolds": ("add a speaker", "name", _unfolding(200), 302),
    "a publisher": ("add a source", "publisher", _unfolding(200), 302),
    "a side": ("add a side", "name", _wide(120), 302),
    "a wording": ("edit a claim", "wording", _wide(2000), 302),
}


@pytest.mark.parametrize(("name", "field", "text", "status"), LONGEST.values(), ids=LONGEST)
def test_the_longest_text_of_any_script_is_kept_or_refused_in_words(name, field, text, status, here, emma):
    answer = emma.post(FORMS[name].at(here), FORMS[name].filled(here, **{field: text}))

    assert answer.status_code == status


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
