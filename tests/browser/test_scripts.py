"""Markup that was typed into every field stays text in a real browser: nothing of it becomes a part of the page."""

import pytest

from tests.hostile.forms import FORMS
from tests.hostile.stock import stocked

pytestmark = pytest.mark.django_db(transaction=True)

MARKUP = '"><img src onerror=x()>'
#: In an order in which each still finds what it changes.
SENT = [
    "edit a dossier", "edit a side", "edit a speaker", "add a speaker", "say for whom somebody speaks", "edit a source",
    "keep a text", "edit a matter", "edit a claim", "add a figure", "add a citation", "edit a citation",
    "record a response", "grade a claim", "propose a link", "undo a merge",
]  # fmt: skip
PAGES = [
    "/?all", "/dossiers/{dossier}/", "/dossiers/{dossier}/edit/", "/dossiers/{dossier}/members/",
    "/dossiers/{dossier}/log/?speaker={speaker}&source={source}&matter={matter}&rival={published}",
    "/matters/{matter}/", "/matters/{matter}/edit/", "/claims/", "/claims/?q=img&side={side}",
    "/claims/{claim}/", "/claims/{published}/", "/claims/{answer}/", "/claims/{claim}/edit/", "/claims/{claim}/link/",
    "/claims/{claim}/link/{published}/", "/citations/{citation}/edit/", "/figures/{figure}/edit/", "/review/",
    "/review/links/", "/speakers/", "/speakers/{speaker}/", "/speakers/{speaker}/edit/",
    "/speakers/{speaker}/merge/?other={twin}", "/sources/", "/sources/{source}/", "/sources/{source}/edit/",
]  # fmt: skip


@pytest.fixture
def here(dossier, reporter, editor, client_of):
    """A dossier in which the editor has typed markup into every field of every form."""
    here, emma = stocked(dossier, reporter, editor), client_of(editor)
    for name in SENT:
        form = FORMS[name]
        fields = form.filled(here, **dict.fromkeys(form.texts, MARKUP))
        if "speaker_asked" in fields:
            fields |= {"speaker_asked": MARKUP, "speaker_choice": str(here.speaker)}
        if name in ("add a speaker", "keep a text"):
            fields |= {"name": f"Another {MARKUP}", "text": f"A text {MARKUP} of its own"}
        assert emma.post(form.at(here), fields).status_code == 302, name
    return here


@pytest.fixture
def window(page, client_of, editor, live_server):
    """The editor's window; a box that pops up fails the test, as errors of scripts and of the policy do."""
    popped = []

    def pop(dialog):
        if dialog.type != "beforeunload":
            popped.append(dialog.message)
        dialog.accept()

    page.on("dialog", pop)
    session = client_of(editor).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    yield page
    assert popped == []


def injected(page):
    return page.locator("[onerror], img[src='']").count()


def test_markup_in_every_field_is_text_on_every_page(window, here):
    for address in PAGES:
        answer = window.goto(address.format(**vars(here)))

        assert answer.status == 200, address
        assert injected(window) == 0, address
        window.keyboard.press("?")
        assert injected(window) == 0, address


def await_draft(window) -> None:
    """Until the page has kept a draft. Playwright's own wait needs eval, which our policy refuses."""
    for _ in range(100):
        if window.evaluate("Object.keys(localStorage).some((key) => key.startsWith('draft:'))"):
            return
        window.wait_for_timeout(100)
    pytest.fail("No draft was kept.")


def test_markup_is_text_in_what_scripts_put_on_the_page(window, here):
    window.goto(f"/dossiers/{here.dossier}/log/")
    window.focus("#id_speaker")
    window.keyboard.type(MARKUP)
    window.wait_for_selector("#speaker-options [role=option]")
    window.keyboard.press("ArrowDown")
    window.keyboard.press("Enter")
    window.fill("#id_wording", f"At least 90 civilians {MARKUP} were killed.")
    window.wait_for_selector("#figures .figure-row")
    await_draft(window)

    assert injected(window) == 0
    window.reload()
    window.wait_for_selector(".saved-words")
    assert MARKUP in window.input_value("#id_wording")
    assert injected(window) == 0
