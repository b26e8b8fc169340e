"""Forms that somebody else made people send, and forms that are sent again: none changes anything."""

import pytest
from django.conf import settings
from django.test import Client

from tests.hostile.forms import FORMS, HTMX, rows


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
    careful.force_login(newsroom.emma)
    careful.post("/accounts/logout/", {"csrfmiddlewaretoken": token_of(careful)})
    careful.cookies.pop(settings.CSRF_COOKIE_NAME, None)
    careful.force_login(newsroom.emma)
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
