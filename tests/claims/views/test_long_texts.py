"""Text that is longer than a field holds: taken whole, refused in words, given back. Browsers cut at a `maxlength`."""

import re

import pytest
from django.urls import reverse

from claims.models import Claim
from tests import factories
from tests.browser.test_pages import PAGES

LONG = "The dam stayed shut.\n" * 1000


@pytest.fixture
def claim(north, matter, reporter):
    return factories.make_claim(side=north, matter=matter, by=reporter)


@pytest.mark.parametrize("name", PAGES)
def test_no_field_of_any_page_cuts_what_is_pasted(world, client_of, editor, name):
    keys = [getattr(world, key).pk for key in PAGES[name].split(",") if key != "-"]

    page = client_of(editor).get(reverse(name, args=keys)).content.decode()

    assert re.findall(r"<[^>]*maxlength[^>]*>", page) == []


@pytest.mark.parametrize(
    ("field", "most"),
    [("wording", 2000), ("own_words", 4000), ("translation", 4000), ("speaker", 200), ("reason", 400)],
)
def test_a_text_too_long_is_given_back_whole_with_how_long_it_may_be(client_of, claim, reporter, field, most):
    typed = LONG.strip()[: most + 500].replace("\n", "; ") if field in ("speaker", "reason") else LONG
    fields = {"wording": "It was shut.", "kind": "assertion", "date": "29 Oct 2020", "revision": "1", field: typed}

    answer = client_of(reporter).post(f"/claims/{claim.pk}/edit/", fields)

    assert answer.status_code == 400
    assert f"at most {most} characters" in answer.content.decode()
    assert answer.context["form"][field].value() == typed
    assert typed in answer.content.decode()
    assert Claim.objects.get().revision == 1


def test_a_reason_too_long_is_given_back_whole(client_of, claim, reporter):
    answer = client_of(reporter).post(f"/claims/{claim.pk}/void/", {"reason": LONG})

    assert answer.status_code == 400
    assert "at most 2000 characters" in answer.content.decode()
    assert LONG in answer.content.decode()
