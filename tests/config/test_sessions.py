"""Sessions and the accounts they name, as every page reads them."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

PAGE = "/accounts/password/change/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client_of, reporter):
    return client_of(reporter)


def is_signed_in(browser) -> bool:
    return browser.get(PAGE).status_code == 200


def test_who_signed_in_stays_signed_in(browser):
    assert is_signed_in(browser)
    assert is_signed_in(browser)


def test_a_session_ends_on_its_day(browser):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert not is_signed_in(browser)


def test_a_session_that_was_ended_elsewhere_is_at_an_end_here(browser):
    Session.objects.all().delete()

    assert not is_signed_in(browser)


def test_an_account_that_was_closed_is_signed_in_nowhere(browser, reporter):
    reporter.is_active = False
    reporter.save()

    assert not is_signed_in(browser)


def test_another_password_ends_the_sessions_of_an_account(browser, reporter):
    reporter.set_password("quite another 7")
    reporter.save()

    assert not is_signed_in(browser)


def test_a_cookie_that_names_no_session_signs_nobody_in(client, settings):
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 200

    assert not is_signed_in(client)
