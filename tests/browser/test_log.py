"""Logging a claim in a real browser: by the keyboard alone, and without scripts."""

import pytest
from playwright.sync_api import expect

from claims.models import Claim
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(dossier, north, south):
    """Somebody to quote, and whom to accuse."""
    factories.make_speaker(name="Anna Vargová", side=north, office="Minister of Water", aliases=["A. Varga"])
    return dossier


@pytest.fixture
def signed_in(client_of, reporter, live_server):
    def sign(page):
        session = client_of(reporter).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return page

    return sign


def test_a_claim_is_logged_by_the_keyboard_alone(page, desk, signed_in, axe):
    signed_in(page).goto(f"/dossiers/{desk.pk}/log/")
    keys = page.keyboard
    keys.type("Row over the dam")
    keys.press("Tab")
    keys.type("29 Oct 2020")
    keys.press("Tab")
    keys.type("varg")
    page.wait_for_selector("#speaker-options [role=option]")
    keys.press("ArrowDown")
    keys.press("Enter")
    keys.press("Tab")
    keys.type("At least 90 civilians were killed when the dam was opened.")
    keys.press("Tab")
    keys.type("At least 90 died, she denied.")
    page.wait_for_selector("#figures .figure-row")
    assert page.input_value("#id_office") == "Minister of Water"
    assert "29 Oct 2020" in page.inner_text("#date-reading")
    assert axe(page) == []
    page.focus("#figures .figure-row input[type=checkbox]")
    keys.press("Space")
    assert page.is_visible("#figures .figure-row .fields")
    assert axe(page) == []
    keys.press("Tab")
    keys.press("Control+Enter")
    page.wait_for_url("**/claims/*/")

    claim = Claim.objects.get()
    assert (claim.speaker.name, claim.status) == ("Anna Vargová", Claim.Status.SUBMITTED)
    assert claim.figures.get().low == 90


def test_a_name_typed_whole_fills_side_and_office(page, desk, north, signed_in):
    signed_in(page).goto(f"/dossiers/{desk.pk}/log/")
    page.focus("#id_speaker")
    page.keyboard.type("A. Varga")
    page.keyboard.press("Tab")

    expect(page.locator("#id_office")).to_have_value("Minister of Water")
    assert page.input_value("#id_side") == str(north.pk)


def test_a_figure_ticked_while_the_words_are_read_stays_ticked(page, desk, signed_in):
    signed_in(page).goto(f"/dossiers/{desk.pk}/log/")
    page.fill("#id_wording", "At least 90 civilians were killed.")
    page.press("#id_wording", "Tab")
    ticks = page.locator("#figures .figure-row > input[type=checkbox]")
    expect(ticks).to_have_count(1)
    held = []
    page.route("**/read-figures/", lambda route: route.continue_() if held else held.append(route))

    page.fill("#id_passage", "She said 12 boats sank.")
    with page.expect_request("**/read-figures/"):
        ticks.focus()
    page.keyboard.press("Space")
    held[0].continue_()

    expect(ticks).to_have_count(2)
    expect(ticks.first).to_be_checked()
    expect(ticks.first).to_be_focused()
    expect(ticks.last).not_to_be_checked()


def test_fields_show_when_they_are_needed(page, desk, signed_in):
    signed_in(page).goto(f"/dossiers/{desk.pk}/log/")
    hidden = page.is_visible("#id_accused_side")
    page.select_option("#id_kind", "accusation")

    assert not hidden
    assert page.is_visible("#id_accused_side")


def test_a_refused_form_says_what_to_mend_and_has_the_focus(page, desk, signed_in, axe):
    signed_in(page).goto(f"/dossiers/{desk.pk}/log/")
    page.fill("#id_speaker", "Ana Vargas")
    page.fill("#id_wording", "Words that must stay.")
    page.click("button.primary:has-text('Submit')")
    page.wait_for_selector(".errors-summary")

    assert page.evaluate("document.activeElement.className") == "errors-summary"
    assert page.input_value("#id_wording") == "Words that must stay."
    assert page.is_visible("text=Add as a new speaker")
    assert axe(page) == []


def test_everything_can_be_done_without_scripts(page_without_script, desk, signed_in):
    page = signed_in(page_without_script)
    page.goto(f"/dossiers/{desk.pk}/log/")
    page.fill("#id_source", "Row over the dam")
    page.fill("#id_dateline", "29 Oct 2020")
    page.fill("#id_speaker", "Ana Vargas")
    page.fill("#id_wording", "At least 90 civilians were killed.")
    page.fill("#id_passage", "At least 90 civilians died.")
    page.fill("#id_date", "last week")
    page.click("button:has-text('Read figures')")
    assert "19–25 Oct 2020" in page.inner_text("#date-reading")
    page.check("#figures .figure-row > input[type=checkbox]")
    page.check("#which-speaker input >> nth=0")
    page.click("button:has-text('Save and log the next')")

    assert page.input_value("#id_source") == "Row over the dam"
    claim = Claim.objects.get()
    assert (claim.date_edtf, claim.speaker.name) == ("2020-10-19/2020-10-25", "Anna Vargová")
    assert claim.figures.count() == 1


def test_what_was_wrong_with_a_field_goes_once_it_is_typed_in(page, desk, signed_in):
    signed_in(page).goto(f"/dossiers/{desk.pk}/log/")
    page.get_by_role("button", name="Submit for review").click()
    expect(page.locator("#id_wording")).to_have_attribute("aria-invalid", "true")

    page.locator("#id_wording").press_sequentially("T")

    expect(page.locator("#id_wording")).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator("#id_wording_error")).to_have_count(0)
    expect(page.locator("#id_passage_error")).to_be_visible()
