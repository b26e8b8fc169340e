"""Every page at both ends of what people use: a wide window by day, a phone by night. Nothing for axe to find."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page

from tests import factories
from tests.factories import PASSWORD

PAGES = {
    "claims:home": "-",
    "claims:dossier": "dossier",
    "claims:unanswered": "dossier",
    "claims:figures": "dossier",
    "claims:timeline": "dossier",
    "claims:network": "dossier",
    "claims:add_matter": "dossier",
    "claims:ledger": "matter",
    "claims:edit_matter": "matter",
    "claims:list": "-",
    "claims:claim": "published",
    "claims:link": "published",
    "claims:propose": "claim,published",
    "claims:review": "-",
    "claims:review_links": "-",
    "claims:capture": "-",
    "claims:capture_into": "dossier",
    "claims:desk": "source",
    "claims:log": "dossier",
    "claims:edit": "claim",
    "claims:add_figure": "claim",
    "claims:edit_figure": "figure",
    "claims:add_citation": "claim",
    "claims:edit_citation": "citation",
    "claims:merge_speakers": "speaker",
    "claims:import_claims": "dossier",
    "claims:webhooks": "dossier",
    "unsent": "-",
    "sources:open_dossier": "-",
    "sources:edit_dossier": "dossier",
    "sources:add_side": "dossier",
    "sources:edit_side": "side",
    "sources:members": "dossier",
    "sources:speakers": "-",
    "sources:add_speaker": "dossier",
    "sources:speaker": "speaker",
    "sources:edit_speaker": "speaker",
    "sources:sources": "-",
    "sources:add_source": "dossier",
    "sources:source": "source",
    "sources:edit_source": "source",
    "account_change_password": "-",
    "account_email": "-",
    "mfa_index": "-",
    "usersessions_list": "-",
}


def addresses(world) -> dict[str, str]:
    """Where each page of the table stands in this world, and one that stands nowhere."""
    found = {
        name: reverse(name, args=[getattr(world, key).pk for key in keys.split(",") if key != "-"])
        for name, keys in PAGES.items()
    }
    return found | {"nowhere": "/claims/999999/"}


HIDDEN = "places => places.some(place => place.getBoundingClientRect().right > innerWidth + 1)"


def sign_in(page: Page, user) -> None:
    page.goto("/accounts/login/")
    page.fill("[name=login]", user.username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.locator(".account .menu").wait_for()


@pytest.mark.parametrize(
    ("width", "scheme", "scripts"),
    [(1360, "light", True), (390, "dark", True), (390, "light", False)],
    ids=["wide by day", "phone by night", "phone without scripts"],
)
@pytest.mark.django_db(transaction=True)
def test_no_page_has_a_barrier_or_scrolls_sideways(
    width, scheme, scripts, browser: Browser, live_server, world, editor, axe
):
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        java_script_enabled=scripts,
    )
    page = context.new_page()
    faults = {}
    sign_in(page, editor)

    for name, address in addresses(world).items():
        page.goto(address)
        found = axe(page) if scripts else []
        if page.locator("html").evaluate("html => html.scrollWidth > html.clientWidth"):
            found.append("scrolls sideways")
        if scripts and page.locator(".places [aria-current]").evaluate_all(HIDDEN):
            found.append("hides in its bar where we are")
        if page.locator("h1").count() != 1:
            found.append("has not one heading of the first level")
        if found:
            faults[name] = found
    context.close()

    assert faults == {}


@pytest.mark.django_db(transaction=True)
def test_pages_for_anybody_have_no_barrier(page: Page, world, axe):
    faults = {}

    for address in [
        "/",
        "/claims/",
        "/speakers/",
        "/sources/",
        "/accounts/login/",
        "/accounts/password/reset/",
        "/nowhere/",
    ]:
        page.goto(address)
        if found := axe(page):
            faults[address] = found

    assert faults == {}


def test_a_printed_dossier_shows_every_side(page: Page, dossier, world, editor):
    for name in ["Mediators", "Residents of the valley", "Observers", "Neighbours", "Refugees"]:
        factories.make_side(dossier, name=name)
    sign_in(page, editor)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1010, "height": 700})  # A4, landscape, less its margins

    page.goto(reverse("claims:dossier", args=[dossier.pk]))

    table = page.locator(".matters")
    assert table.locator("thead th").count() >= 9
    assert page.locator("html").evaluate("html => html.scrollWidth <= html.clientWidth")
    assert table.evaluate("table => table.getBoundingClientRect().right <= innerWidth")


def test_a_timeline_on_a_phone_begins_with_what_was_said_last(page: Page, dossier, world, editor):
    page.set_viewport_size({"width": 390, "height": 800})
    sign_in(page, editor)

    page.goto(reverse("claims:timeline", args=[dossier.pk]))

    left = page.locator(".scroll:has(> .timeline)").evaluate(
        "line => line.scrollWidth - line.clientWidth - line.scrollLeft"
    )
    assert left <= 1
    assert page.locator(".scroll:has(> .timeline)").evaluate("line => line.scrollLeft") > 0


def test_a_printed_list_shows_statements_and_no_ways_to_sort_them(page: Page, world, editor):
    sign_in(page, editor)
    page.goto(reverse("claims:list"))
    seen = page.get_by_text("Last logged first").is_visible()
    page.emulate_media(media="print")

    assert seen and not page.get_by_text("Last logged first").is_visible()
    assert page.locator(".claim").first.is_visible()


def test_a_printed_list_says_its_filters_without_the_crosses_that_remove_them(page: Page, world, editor):
    sign_in(page, editor)
    page.goto(reverse("claims:list") + "?kind=assertion&status=published")
    used = page.locator(".used")
    crosses, clear = used.get_by_text("✕"), used.get_by_text("Clear all")
    seen = crosses.first.is_visible() and clear.is_visible()
    page.emulate_media(media="print")

    assert seen and not crosses.first.is_visible() and not clear.is_visible()
    assert used.get_by_text("Kind: Assertion").is_visible()


def test_what_a_statement_is_linked_by_already_fits_on_a_phone(page: Page, dossier, north, south, editor):
    common = {"dossier": dossier, "kind": "accusation", "status": "published"}
    accused = factories.make_claim(**common, side=north, accused_side=south)
    answer = factories.make_claim(**common, side=south, accused_side=north)
    factories.make_link(answer, accused, relation="counter_accuses")
    page.set_viewport_size({"width": 390, "height": 900})
    sign_in(page, editor)

    page.goto(reverse("claims:link", args=[answer.pk]))

    assert page.get_by_text("linked already").is_visible()
    assert page.locator("html").evaluate("html => html.scrollWidth <= html.clientWidth")


def test_what_stands_under_a_cell_of_a_table_stays_in_its_column_on_a_phone(page: Page, dossier, north, reporter):
    page.set_viewport_size({"width": 390, "height": 900})
    sign_in(page, reporter)
    page.goto(reverse("claims:import_claims", args=[dossier.pk]))
    table = b"speaker,wording,kind,passage\nAnn Low,The dam was shut.,rumour,It was shut."
    page.set_input_files("[type=file]", {"name": "said.csv", "mimeType": "text/csv", "buffer": table})
    page.get_by_role("button", name="Show how it is read").click()

    cell = page.locator("td[data-label=Statement]")
    kind, faults = (cell.locator(part).bounding_box()["x"] for part in ("small", ".errorlist"))

    assert kind == faults
