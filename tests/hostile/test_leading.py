"""Where people are led: to no page but ours, by no step, no letter and no link."""

import email
import html

import pytest
from django.contrib.auth.models import User
from django.core import mail

from tests.factories import PASSWORD
from tests.hostile.forms import FORMS, rows

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
    "unrespond": ("/claims/{published}/unrespond/", {"side": "{other_side}", "revision": "1", "reason": "So."}),
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
    assert answer.url.startswith("/claims/" if to != "with a line break" else "/%0ALocation:%20http")


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


# Links

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
