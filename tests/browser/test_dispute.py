"""The main job from end to end: log a claim and its denial, publish, link, confirm, read the dispute."""

import pytest
from playwright.sync_api import Page, expect

from claims.models import Claim, Link, Matter
from tests.factories import PASSWORD, make_claim, make_speaker

QUESTION = "Were two Su-25 jets shot down?"


@pytest.fixture(params=["with scripts", "without scripts"])
def visitor(request) -> Page:
    return request.getfixturevalue("page" if request.param == "with scripts" else "page_without_script")


def sign_in(page: Page, user) -> None:
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.fill("[name=login]", user.username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    expect(page.locator(".account")).to_contain_text(user.get_full_name())


def open_dossier(page: Page, *, editor) -> int:
    page.goto("/dossiers/open/")
    page.fill("[name=name]", "A war of words")
    page.fill("[name=side-1-name]", "Azerbaijan")
    page.fill("[name=side-2-name]", "Armenia")
    page.get_by_label(editor.get_full_name()).check()
    page.get_by_role("button", name="Open the dossier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A war of words")
    return Matter._meta.get_field("dossier").related_model.objects.get(name="A war of words").pk


def log(page: Page, *, speaker: str, side: str, wording: str, passage: str, button: str) -> None:
    """Fill the open form for a speaker whom nobody has logged before."""
    page.fill("[name=speaker]", speaker)
    page.fill("[name=wording]", wording)
    page.fill("[name=passage]", passage)
    page.get_by_role("button", name=button).last.click()
    page.get_by_label("Add as a new speaker").check()
    page.select_option("[name=side]", label=side)
    page.get_by_role("button", name=button).last.click()


def publish_next(page: Page, wording: str) -> None:
    expect(page.locator(".wording.large")).to_have_text(wording)
    page.get_by_role("button", name="Publish").click()


@pytest.mark.django_db(transaction=True)
def test_a_denial_is_logged_published_linked_and_confirmed(visitor, dossier, reporter, editor):
    page = visitor
    sign_in(page, reporter)
    new = open_dossier(page, editor=editor)

    page.goto(f"/dossiers/{new}/log/")
    page.fill("[name=source]", "Army closes in on town")
    page.fill("[name=dateline]", "29 Oct 2020")
    page.fill("[name=matter]", QUESTION)
    log(
        page,
        speaker="Ministry of Defence",
        side="Azerbaijan",
        wording="Two Su-25 jets were shot down.",
        passage="The ministry reported bringing down two Su-25 jets",
        button="Save and add the rival",
    )
    expect(page.get_by_role("heading", level=1)).to_have_text("Log the rival")
    log(
        page,
        speaker="Armenian officials",
        side="Armenia",
        wording="The report of downed jets is disinformation.",
        passage="“disinformation”, officials said",
        button="Submit and link",
    )
    expect(page.get_by_role("heading", level=1)).to_have_text("How does the one answer the other?")
    page.get_by_label("denies says that it is not so").check()
    page.get_by_label("the fact").check()
    page.get_by_role("button", name="Propose the link").click()
    expect(page.locator("main")).to_contain_text("denies")
    assert [claim.status for claim in Claim.objects.all()] == ["submitted", "submitted"]

    page.goto(f"/matters/{Matter.objects.get().pk}/")
    expect(page.locator(".head")).to_contain_text("no rival known")

    sign_in(page, editor)
    page.goto("/review/")
    publish_next(page, "Two Su-25 jets were shot down.")
    publish_next(page, "The report of downed jets is disinformation.")
    expect(page.locator(".empty")).to_be_visible()
    page.goto("/review/links/")
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator(".empty")).to_be_visible()
    assert Link.objects.get().state == Link.State.CONFIRMED

    page.goto(f"/matters/{Matter.objects.get().pk}/")
    expect(page.locator(".head .pill")).to_have_text("denied")
    expect(page.locator("td.tie")).to_contain_text("denies")
    expect(page.locator("table.ledger .claim")).to_have_count(2)

    denial = Claim.objects.get(kind=Claim.Kind.DENIAL)
    page.goto(f"/claims/{denial.pk}/")
    history = page.locator(".history").last
    expect(history).to_contain_text("Nora Reporter")
    expect(history).to_contain_text("Emma Editor")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("height", [900, 300])
def test_two_statements_are_compared_from_the_top_and_answered_by_a_key(page, dossier, north, south, reporter, height):
    claim = make_claim(side=north, by=reporter, wording="South opened the dam.")
    denial = make_claim(side=south, by=reporter, kind="denial", wording="Nobody touched it.")
    page.set_viewport_size({"width": 390, "height": height})
    sign_in(page, reporter)

    page.goto(f"/claims/{denial.pk}/link/{claim.pk}/")

    expect(page.locator("[name=relation][value=denies]")).to_be_focused()
    expect(page.locator("[name=relation][value=denies]")).to_be_checked()
    assert page.evaluate("scrollY") == 0
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=relation][value=denies]")).not_to_be_checked()


@pytest.mark.django_db(transaction=True)
def test_what_is_sent_without_scripts_after_the_session_ended_is_sent_again_by_its_author(
    page_without_script, dossier, north, reporter
):
    page = page_without_script
    make_speaker(name="Anna Varga", side=north)
    sign_in(page, reporter)
    page.goto(f"/dossiers/{dossier.pk}/log/")
    page.fill("[name=source]", "Row over the dam")
    page.fill("[name=dateline]", "29 Oct 2020")
    page.fill("[name=speaker]", "Anna Varga")
    page.fill("[name=wording]", "The dam is safe.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save draft").click()
    page.fill("[name=login]", reporter.username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")

    page.get_by_role("link", name="look at it and send it").click()
    expect(page.get_by_text("The dam is safe.")).to_be_visible()
    assert not Claim.objects.exists()
    page.get_by_role("button", name="Send it now").click()

    page.wait_for_url("**/claims/*/")
    assert Claim.objects.get().wording == "The dam is safe."
