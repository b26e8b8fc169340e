"""Hostile methods and bodies: broken, endless, twofold. Each is refused in words, none is half saved."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from claims.models import Claim
from tests.hostile.forms import FORMS, HTMX, rows

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


# Lengths


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
