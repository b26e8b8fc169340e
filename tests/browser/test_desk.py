"""From a text that is pasted to its statements in the ledger: by the keyboard alone, by touch, and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from claims.models import Claim, Link
from sources.models import Proposal, Source
from sources.operations import intake
from tests import factories
from tests.browser.test_pages import sign_in
from tests.claims.proposals.dossiers import ARTICLE, SEED_ARTICLE
from tests.worker import work

pytestmark = pytest.mark.django_db(transaction=True)

DATELINE = "29 Oct 2020"
#: Keys that somebody may press, on average, for each statement of an article.
AT_MOST = 4


class Hands:
    """A keyboard that counts: each key that goes down is one, a chord of two keys is two."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        self.pressed += key.count("+") + 1
        self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.pressed += len(words)
        self.page.keyboard.type(words)

    def paste(self, text: str) -> None:
        self.pressed += 2
        self.page.keyboard.insert_text(text)


@pytest.fixture
def war(dossier, reporter):
    for name, short in (("Azerbaijan", ""), ("Armenia", ""), ("Nagorno-Karabakh authorities", "NK authorities")):
        factories.make_side(dossier, name=name, short_name=short, by=reporter)
    return dossier


@pytest.fixture
def source(war, reporter):
    """The article on the desk, read, with its dateline."""
    return taken_in(war, reporter)


def taken_in(dossier, by, text: str = ARTICLE) -> Source:
    days = {"dateline": "2020-10-29", "first_day": "2020-10-29", "last_day": "2020-10-29"}
    source = intake.paste(dossier, by=by, text=text, **days)
    work()
    return source


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.innerText || document.activeElement.id || ''")


def log_all(page: Page, hands: Hands) -> None:
    """Log statement after statement, with its rival where one is found, until none is left."""
    for _ in range(60):
        if page.locator(".panel.done").count():
            return
        before = page.locator("#statement-title").inner_text()
        logged = page.locator("#desk-progress b").inner_text()
        if page.locator("[name=rivals]").count():
            hands.press("y")
        if page.locator("#id_side").input_value() == "":
            page.focus("#id_side")  # the desk has put the focus there
            hands.type("Nag")
        hands.press("Enter")
        expect(page.locator("#desk-progress b")).not_to_have_text(logged)
        assert page.locator(".panel.done").count() or page.locator("#statement-title").inner_text() != before
    pytest.fail("The statements do not come to an end.")


def from_pasting_to_logged(page: Page, dossier, text: str) -> tuple[int, int]:
    """How many keys it took, and how many statements were logged with them."""
    hands = Hands(page)
    page.goto(f"/dossiers/{dossier.pk}/capture/")
    expect(page.locator("[name=text]")).to_be_focused()
    hands.paste(text)
    hands.press("Control+Enter")
    page.wait_for_url("**/desk/")
    work()
    expect(page.locator("#desk-list li").first).to_be_visible(timeout=15000)
    hands.type(DATELINE)
    hands.press("Enter")
    expect(page.locator(".ask")).to_have_count(0)
    log_all(page, hands)
    return hands.pressed, Proposal.objects.count()


def test_all_statements_of_an_article_are_logged_by_the_keyboard_alone(page: Page, war, reporter):
    sign_in(page, reporter)
    pressed, statements = from_pasting_to_logged(page, war, ARTICLE)

    assert Claim.objects.count() >= statements
    assert pressed / statements <= AT_MOST, f"{pressed} keys for {statements} statements"
    denial = Claim.objects.get(own_words="disinformation")
    link = denial.links_out.get()
    assert (link.relation, link.target.speaker.name) == ("denies", "Azerbaijani Defense Ministry")
    assert link.target.matter == denial.matter
    assert {tie.relation for tie in Link.objects.all()} == {"denies", "counter_accuses", "part_of"}
    assert {int(tie.target_figure.low) for tie in Link.objects.filter(relation="part_of")} == {5000}


@pytest.mark.skipif(not SEED_ARTICLE.exists(), reason="The article itself is not here.")
def test_all_statements_of_the_seed_article_are_logged_by_the_keyboard_alone(page: Page, war, reporter):
    sign_in(page, reporter)
    pressed, statements = from_pasting_to_logged(page, war, SEED_ARTICLE.read_text(encoding="utf-8"))

    assert statements >= 20
    assert pressed / statements <= AT_MOST, f"{pressed} keys for {statements} statements"
    assert Link.objects.filter(relation="denies").count() == 2


def test_each_key_does_what_the_help_says(page: Page, source, reporter, axe):
    sign_in(page, reporter)
    page.goto(f"/sources/{source.pk}/desk/")
    title, keys = page.locator("#statement-title"), page.keyboard
    expect(title).to_contain_text("Statement 1 of")
    keys.press("j")
    expect(title).to_contain_text("Statement 2 of")
    keys.press("k")
    expect(title).to_contain_text("Statement 1 of")
    keys.press("x")
    expect(title).to_contain_text("Statement 2 of")
    expect(page.locator("#messages")).to_contain_text("Skipped")
    keys.press("k")
    expect(page.locator(".statement-card")).to_contain_text("Skipped by Nora Reporter")
    assert axe(page) == []
    keys.press("u")
    expect(page.locator("form.statement")).to_be_visible()
    page.wait_for_timeout(500)  # the statement takes the focus once it has settled; a person reads it first
    keys.press("e")
    expect(page.locator("#id_wording")).to_be_focused()
    keys.type("In other words.")
    keys.press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text("In other words.")
    keys.press("?")
    expect(page.locator("#help-keys")).to_contain_text("Skip")

    assert Claim.objects.get().wording == "In other words."
    assert axe(page) == []


def test_a_refusal_keeps_what_was_typed_and_says_what_to_mend(page: Page, source, reporter, axe):
    sign_in(page, reporter)
    page.goto(f"/sources/{source.pk}/desk/")
    page.fill("#id_wording", "")
    page.fill("#id_own_words", "Words that must stay.")
    page.press("#id_own_words", "Control+Enter")

    expect(page.locator(".errors-summary")).to_be_visible()
    assert page.input_value("#id_own_words") == "Words that must stay."
    assert axe(page) == []


def test_what_was_typed_is_there_again_after_a_look_elsewhere(page: Page, source, reporter):
    sign_in(page, reporter)
    page.goto(f"/sources/{source.pk}/desk/")
    page.fill("#id_wording", "Half a sentence")
    page.wait_for_timeout(600)
    page.press("#id_wording", "Escape")
    page.keyboard.press("j")
    expect(page.locator("#statement-title")).to_contain_text("Statement 2 of")
    page.keyboard.press("k")

    expect(page.locator("#id_wording")).to_have_value("Half a sentence")


def test_marked_words_start_a_statement(page: Page, source, reporter, axe):
    sign_in(page, reporter)
    page.goto(f"/sources/{source.pk}/desk/")
    page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.querySelector("[data-text]"), NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf("within sight of Shushi");
            if (at < 0) continue;
            getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + 22);
            return;
          }
        }"""
    )
    expect(page.locator("#log-marked")).to_be_visible()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("s")
    expect(page.locator("#statement-title")).to_have_text("Your own passage")

    assert page.input_value("#id_wording") == "Within sight of Shushi."
    expect(page.locator("#id_speaker")).to_be_focused()
    assert axe(page) == []


def test_two_people_on_one_text_see_each_other(page: Page, source, reporter, second_reporter, browser, live_server):
    sign_in(page, reporter)
    page.goto(f"/sources/{source.pk}/desk/")
    context = browser.new_context(base_url=live_server.url)
    other = context.new_page()
    sign_in(other, second_reporter)
    other.goto(f"/sources/{source.pk}/desk/")
    other.keyboard.press("Enter")
    expect(other.locator("#desk-progress b")).to_have_text("1")

    page.fill("#id_own_words", "Mine")
    expect(page.locator("#desk-list")).to_contain_text("Ilya Reporter", timeout=15000)
    assert page.input_value("#id_own_words") == "Mine"
    page.evaluate("""() => document.addEventListener("htmx:afterSwap", ({ target }) => {
        if (target.id === "desk-item") setTimeout(() => { window.focusedAtOnce = document.activeElement.textContent; });
    })""")
    page.press("#id_own_words", "Control+Enter")
    expect(page.locator(".statement-card")).to_contain_text("Ilya Reporter logged this statement first")
    page.wait_for_function("window.focusedAtOnce")
    assert page.evaluate("window.focusedAtOnce") == "Go on to the next", "a key pressed at once goes elsewhere"
    assert page.input_value("#id_own_words") == "Mine"
    page.keyboard.press("Enter")
    expect(page.locator("#statement-title")).to_contain_text("Statement 2 of")
    context.close()

    assert Claim.objects.count() == 1


def test_everything_works_without_scripts(page_without_script: Page, war, reporter):
    page = page_without_script
    sign_in(page, reporter)
    page.goto(f"/dossiers/{war.pk}/capture/")
    page.fill("#id_text", ARTICLE)
    page.click("button:has-text('Find the statements')")
    work()
    page.click("text=Look again")
    page.fill("[name=dateline] >> nth=0", DATELINE)
    page.click("button:has-text('Keep')")
    page.click("#desk-text a:has-text('shot down')")
    page.click("button.primary:has-text('Log statement')")
    expect(page.locator("#messages")).to_contain_text("Logged for review")
    page.click("#desk-text a:has-text('disinformation')")
    page.check("[name=rivals]")
    page.click("button.primary:has-text('Log statement')")
    expect(page.locator("#messages")).to_contain_text("Logged and linked")
    page.click("button:has-text('Skip')")
    page.fill("#pick-words", "within sight of Shushi")
    page.click("button:has-text('Start')")

    expect(page.locator("#statement-title")).to_have_text("Your own passage")
    assert Link.objects.get().relation == "denies"


def test_a_phone_shows_the_words_above_the_form(browser, live_server, source, reporter, axe):
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 390, "height": 800}, has_touch=True, color_scheme="dark"
    )
    page = context.new_page()
    sign_in(page, reporter)
    page.goto(f"/sources/{source.pk}/desk/")
    page.locator("button.primary:has-text('Log statement')").tap()
    expect(page.locator("#statement-title")).to_contain_text("Statement 2 of")

    assert page.locator(".statement-card .passage").is_visible()
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert axe(page) == []
    context.close()


def test_a_dead_reader_is_said(page: Page, war, reporter, axe):
    source = intake.paste(war, by=reporter, text=ARTICLE)
    sign_in(page, reporter)
    page.goto(f"/sources/{source.pk}/desk/")

    expect(page.locator(".waiting")).to_contain_text("The reader is not running")
    assert axe(page) == []


def test_the_bookmark_is_there_to_drag(page: Page, war, reporter, axe):
    sign_in(page, reporter)
    page.goto("/capture/?url=https://example.org/a")
    page.click("text=Capture this page")

    assert page.locator("[data-bookmark]").get_attribute("href").startswith("javascript:location.href=")
    assert page.input_value("#id_url") == "https://example.org/a"
    assert axe(page) == []
