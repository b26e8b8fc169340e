"""A step that the server refuses, taken in place: people see why, and stay where they are."""

import pytest
from playwright.sync_api import Page, expect

from claims.models import Claim
from tests.browser.test_pages import sign_in


@pytest.mark.django_db(transaction=True)
def test_a_form_that_is_too_large_is_refused_in_sight(page: Page, world, editor, settings):
    sign_in(page, editor)
    page.goto("/review/")
    settings.COUNTERCLAIM_BODY_LIMIT = 10

    page.keyboard.press("p")

    expect(page.locator("#problem")).to_contain_text("more text than one request may carry")
    expect(page.locator("#problem")).to_be_focused()
    assert page.url.endswith("/review/")
    assert Claim.objects.get(pk=world.claim.pk).status == Claim.Status.SUBMITTED


@pytest.mark.parametrize("status", [429, 500, 503])
@pytest.mark.django_db(transaction=True)
def test_a_refusal_that_names_its_place_is_shown_there(page: Page, world, editor, status):
    box = '<div id="problem" class="problem" role="alert" tabindex="-1">Wait a moment.</div>'
    where = {"HX-Retarget": "#problem", "HX-Reswap": "outerHTML", "HX-Push-Url": "false"}
    page.route("**/publish/", lambda route: route.fulfill(status=status, headers=where, body=box))
    sign_in(page, editor)
    page.goto("/review/")

    page.keyboard.press("p")

    expect(page.locator("#problem")).to_have_text("Wait a moment.")


@pytest.mark.django_db(transaction=True)
def test_what_a_broken_server_sends_does_not_get_into_the_page(page: Page, world, editor):
    page.route("**/publish/", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    sign_in(page, editor)
    page.goto("/review/")

    page.keyboard.press("p")

    expect(page.locator("#problem")).to_contain_text("Something broke on our side")
    expect(page.locator("h1")).to_have_text("Review")
