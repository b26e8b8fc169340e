"""What is sent by somebody whose session has ended is not lost."""

import re
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from claims.models import Claim
from config import unsent
from tests.claims.views.log.form import SIX
from tests.factories import PASSWORD, make_speaker

pytestmark = pytest.mark.django_db

WORDING = "The dam was opened\nat night."


@pytest.fixture
def form(north):
    make_speaker(name="Anna Varga", side=north)
    return SIX | {"wording": WORDING, "passage": "", "do": "draft"}


@pytest.fixture
def address(dossier):
    return f"/dossiers/{dossier.pk}/log/"


@pytest.fixture
def signed_out(client_of, reporter):
    """The browser of somebody whose session was ended elsewhere."""
    client = client_of(reporter)
    Session.objects.all().delete()
    return client


def sign_in(client, user):
    return client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})


def shown(response):
    return response.content.decode()


def forms_on(page) -> list[dict[str, str]]:
    """The fields of each form that can be sent now."""
    forms = re.findall(r"<form[^>]*>((?:(?!</form>).)*)Send it now", page, flags=re.DOTALL)
    hidden = [re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', form) for form in forms]
    return [{name: unescape(value) for name, value in fields} for fields in hidden]


def test_a_form_sent_after_the_session_ended_is_shown_again_and_sent_by_its_author(
    signed_out, reporter, address, form, dossier
):
    refused = signed_out.post(address, form, HTTP_REFERER=f"http://testserver{address}")
    assert refused.url == f"/accounts/login/?next={address}"
    assert sign_in(signed_out, reporter).status_code == 302

    assert "look at it and send it" in shown(signed_out.get(address))
    page = shown(signed_out.get("/unsent/"))
    assert "The dam was opened<br>at night." in page
    assert f'action="{address}"' in page
    sent = signed_out.post(address, forms_on(page)[0])

    assert sent.status_code == 302
    assert Claim.objects.get().wording == WORDING
    assert "look at it and send it" not in shown(signed_out.get("/"))


def test_what_one_person_sent_is_not_shown_to_another_who_signs_in_on_the_same_machine(
    client, reporter, editor, address, form
):
    sign_in(client, reporter)
    Session.objects.all().delete()
    client.post(address, form)

    sign_in(client, editor)
    assert "look at it and send it" not in shown(client.get("/"))
    assert "Nothing is waiting here" in shown(client.get("/unsent/"))

    [kept] = client.session[unsent.NAME]
    client.post("/unsent/", {"unsent": kept})
    assert kept in client.session[unsent.NAME]


def test_nothing_is_sent_by_itself(signed_out, reporter, address, form):
    signed_out.post(address, form)
    sign_in(signed_out, reporter)
    signed_out.get("/unsent/")

    assert not Claim.objects.exists()


def test_it_can_be_thrown_away(signed_out, reporter, address, form):
    signed_out.post(address, form)
    sign_in(signed_out, reporter)
    [kept] = forms_on(shown(signed_out.get("/unsent/")))

    page = signed_out.post("/unsent/", {"unsent": kept["unsent"]}, follow=True)

    assert "Nothing is waiting here" in shown(page)


def test_what_is_refused_when_it_is_sent_at_last_stays_kept(signed_out, reporter, address, form):
    signed_out.post(address, form | {"dateline": "no day at all"})
    sign_in(signed_out, reporter)
    [kept] = forms_on(shown(signed_out.get("/unsent/")))

    assert signed_out.post(address, kept).status_code == 400
    assert [one["unsent"] for one in forms_on(shown(signed_out.get("/unsent/")))] == [kept["unsent"]]


def test_another_form_to_the_same_place_leaves_it_there(signed_out, reporter, address, form):
    signed_out.post(address, form)
    sign_in(signed_out, reporter)

    assert signed_out.post(address, form | {"wording": "Something else was said."}).status_code == 302
    assert len(forms_on(shown(signed_out.get("/unsent/")))) == 1


def test_of_two_forms_both_are_kept_and_one_that_is_sent_twice_once(signed_out, reporter, address, form):
    signed_out.post(address, form)
    signed_out.post(address, form)
    signed_out.post(address, form | {"wording": "Something else was said."})
    sign_in(signed_out, reporter)

    kept = forms_on(shown(signed_out.get("/unsent/")))

    assert [one["wording"] for one in kept] == [WORDING, "Something else was said."]


def test_secrets_are_not_kept(signed_out, reporter):
    signed_out.post("/accounts/password/change/", {"oldpassword": "hush", "password1": "hush", "note": "words"})
    sign_in(signed_out, reporter)

    assert "hush" not in shown(signed_out.get("/unsent/"))


def test_a_step_without_words_is_not_kept(signed_out, reporter, address):
    signed_out.post(address, {"revision": "3", "next": "/review/", "do": "draft", "side": "7", "office": " "})
    sign_in(signed_out, reporter)

    assert "Nothing is waiting here" in shown(signed_out.get("/unsent/"))


def test_a_whole_article_is_not_kept(signed_out, reporter, address):
    signed_out.post(address, {"text": "a" * unsent.MOST})
    sign_in(signed_out, reporter)

    assert "Nothing is waiting here" in shown(signed_out.get("/unsent/"))


def test_markup_that_was_typed_is_shown_as_words(signed_out, reporter, address):
    signed_out.post(address, {"wording": '"><b>bold</b>', "<i>": "who knows"})
    sign_in(signed_out, reporter)

    page = shown(signed_out.get("/unsent/"))

    assert "<b>bold" not in page
    assert "<i>" not in page


def test_what_another_site_sends_is_not_kept(reporter, address, form):
    forged = Client(enforce_csrf_checks=True)

    assert forged.post(address, form).status_code == 403
    assert unsent.NAME not in forged.session


def test_who_is_back_stays_signed_in_as_long_as_ever(signed_out, client, reporter, address, form):
    signed_out.post(address, form)
    sign_in(signed_out, reporter)
    sign_in(client, reporter)

    assert signed_out.session.get_expiry_age() == pytest.approx(client.session.get_expiry_age(), abs=60)
