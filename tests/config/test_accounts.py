"""Accounts: by invitation only, locked after wrong guesses, with a second factor and a list of sessions."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import cache

from config.mail import FILED
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_attempts_yet():
    cache.clear()
    yield
    cache.clear()


def sign_in(client, name: str, password: str = PASSWORD):
    return client.post("/accounts/login/", {"login": name, "password": password})


def code_for(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def with_second_factor(client, user) -> str:
    """Turn the second factor on as its owner would; give its secret."""
    sign_in(client, user.username)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r'value="([A-Z2-7]{16,})"', page).group(1)
    done = client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})
    assert done.status_code == 302
    return secret


@pytest.mark.parametrize("name", ["nora", "nora@example.org", "NORA@example.org"])
def test_people_sign_in_by_name_or_address(client, reporter, name):
    assert sign_in(client, name).status_code == 302
    assert client.get("/accounts/password/change/").status_code == 200


def test_wrong_guesses_lock_the_account_even_for_the_right_password(client, reporter):
    for guess in range(10):
        sign_in(client, reporter.username, f"guess {guess}")

    answer = sign_in(client, reporter.username)

    assert answer.status_code == 200
    assert "Too many failed login attempts" in answer.content.decode()
    assert client.get("/accounts/password/change/").status_code == 302


def test_nobody_signs_up_uninvited(client):
    answer = client.post("/accounts/signup/", {"email": "a@example.org", "username": "a", "password1": PASSWORD})

    assert 'name="password1"' not in answer.content.decode()
    assert not get_user_model().objects.exists()


def test_a_changed_password_replaces_the_old_one(client, reporter):
    sign_in(client, reporter.username)
    new = "quite another pass phrase"

    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    client.logout()
    assert sign_in(client, reporter.username).status_code == 200
    assert sign_in(client, reporter.username, new).status_code == 302


def test_a_forgotten_password_is_set_anew_through_the_mailed_link(client, reporter):
    client.post("/accounts/password/reset/", {"email": reporter.email})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body).group(1)
    new = "quite another pass phrase"

    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": new, "password2": new})

    assert sign_in(client, reporter.username, new).status_code == 302


def test_an_unknown_address_is_not_given_away(client):
    answer = client.post("/accounts/password/reset/", {"email": "nobody@example.org"})

    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/password/reset/done/"


def test_the_second_factor_is_asked_for_and_a_wrong_code_refused(client, client_of, reporter):
    secret = with_second_factor(client, reporter)
    elsewhere = client_of(None)

    assert sign_in(elsewhere, reporter.username)["Location"].startswith("/accounts/2fa/authenticate/")
    assert elsewhere.get("/accounts/password/change/").status_code == 302
    assert elsewhere.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200

    cache.clear()  # a code is good for one use; the app's next one would come in half a minute
    assert elsewhere.post("/accounts/2fa/authenticate/", {"code": code_for(secret)}).status_code == 302
    assert elsewhere.get("/accounts/password/change/").status_code == 200


def test_somebody_ends_a_session_elsewhere(client, client_of, reporter):
    elsewhere = client_of(None)
    sign_in(elsewhere, reporter.username)
    elsewhere.get("/accounts/sessions/")
    sign_in(client, reporter.username)

    of_two = client.get("/accounts/sessions/")
    client.post("/accounts/sessions/")
    of_one = client.get("/accounts/sessions/")

    assert "it ends all but this one" in of_two.text and "Sign out everywhere else" in of_two.text
    assert "You are signed in here alone." in of_one.text and "Sign out everywhere else" not in of_one.text
    assert elsewhere.get("/accounts/sessions/").status_code == 302


def test_without_a_mail_server_a_reset_does_not_say_that_mail_was_sent(client, reporter, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = FILED, str(tmp_path)

    form = client.get("/accounts/password/reset/").text
    done = client.post("/accounts/password/reset/", {"email": reporter.email}, follow=True).text

    mail_kept = next(tmp_path.iterdir()).read_text()
    assert "No mail server is set here" in form and "No mail server is set here" in done
    assert "send you an email" not in form and "sent you" not in done
    assert "/accounts/password/reset/key/" in mail_kept and "/accounts/password/reset/key/" not in done


def test_with_a_mail_server_a_reset_says_that_a_mail_comes(client):
    assert "we mail you a link" in client.get("/accounts/password/reset/").text
