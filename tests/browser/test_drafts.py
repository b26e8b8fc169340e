"""What the browser keeps of a form: nothing typed is lost, nothing that others saved is overwritten unseen."""

import pytest
from playwright.sync_api import expect

from claims.models import Claim
from claims.operations import claim as claims
from tests import factories
from tests.hostile.forms import FORMS
from tests.hostile.stock import stocked

pytestmark = pytest.mark.django_db(transaction=True)

#: Forms that name a revision: the page that each stands on, and a field of it to type into.
REVISED = {
    "edit a dossier": ("/dossiers/{dossier}/edit/", "summary"),
    "edit a side": ("/sides/{side}/edit/", "name"),
    "edit a speaker": ("/speakers/{speaker}/edit/", "note"),
    "edit a source": ("/sources/{source}/edit/", "note"),
    "edit a matter": ("/matters/{matter}/edit/", "note"),
    "edit a claim": ("/claims/{claim}/edit/", "wording"),
    "edit a figure": ("/figures/{figure}/edit/", "place"),
    "edit a citation": ("/citations/{citation}/edit/", "origin"),
    "record a response": ("/claims/{published}/", "note"),
    "grade a claim": ("/claims/{published}/", "explanation"),
}  # fmt: skip


@pytest.fixture
def here(dossier, reporter, editor):
    return stocked(dossier, reporter, editor)


@pytest.fixture
def sign_in(client_of, live_server):
    def sign(page, user):
        session = client_of(user).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return page

    return sign


@pytest.fixture
def window(page, sign_in, second_editor):
    """The window of an editor who leaves pages with words typed in them."""
    page.on("dialog", lambda dialog: dialog.accept())
    return sign_in(page, second_editor)


def drafts(window) -> list[str]:
    return window.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))")


def type_and_wait(window, field, words) -> None:
    """Type and wait until the page has kept it. Playwright's own wait needs eval, which our policy refuses."""
    window.locator(field).fill(words)
    for _ in range(100):
        if drafts(window):
            return
        window.wait_for_timeout(50)
    pytest.fail("No draft was kept.")


def unfold(window, form) -> None:
    fold = window.locator(f"details:has({form})")
    if fold.count():
        fold.evaluate("(fold) => { fold.open = true; }")


def save(window, form):
    with window.expect_response(lambda answer: answer.request.method == "POST") as answered:
        window.locator(form).evaluate("(form) => form.requestSubmit()")
    window.wait_for_load_state()
    return answered.value


@pytest.mark.parametrize("name", REVISED)
def test_a_draft_meets_what_somebody_else_saved_meanwhile_in_a_conflict(window, here, editor, client_of, name):
    address, field = REVISED[name]
    form, at = f"form[method=post]:has([name=revision]):has([name={field}])", address.format(**vars(here))
    window.goto(at)
    unfold(window, form)
    if name == "record a response":
        window.locator(f"{form} [name=side]").select_option(str(here.other_side))
        window.locator(f"{form} [value=unreachable]").check()
    if name == "grade a claim":
        window.locator(f"{form} [value=weak]").check()
    type_and_wait(window, f"{form} [name={field}]", "Nora's words.")
    window.goto("/claims/")
    theirs = FORMS[name].filled(here) | ({"publisher": ""} if name == "edit a source" else {})
    assert client_of(editor).post(FORMS[name].at(here), theirs).status_code == 302

    window.goto(at)
    expect(window.locator(f"{form} [name={field}]")).to_have_value("Nora's words.")
    expect(window.locator(f"{form} [name={field}]")).to_be_visible()
    expect(window.locator(f"{form} .saved-words")).to_contain_text("saved by somebody since")
    first = save(window, form)

    assert first.status == 409
    expect(window.locator("#conflict-title")).to_be_visible()
    expect(window.get_by_role("alert")).to_contain_text("Nora's words.")
    expect(window.locator(f"{form} [name={field}]")).to_have_value("Nora's words.")
    assert drafts(window)

    assert save(window, form).status == 302
    expect(window.locator("#messages .success")).to_be_visible()
    assert drafts(window) == []


@pytest.fixture
def claim(north, matter, reporter):
    return factories.make_claim(
        side=north, matter=matter, wording="The dam stayed shut.", by=reporter, status=Claim.Status.SUBMITTED
    )


def test_a_draft_of_what_nobody_changed_is_saved_at_once_and_forgotten(window, claim):
    window.goto(f"/claims/{claim.pk}/edit/")
    type_and_wait(window, "[name=wording]", "The dam was shut.")
    window.goto("/claims/")

    window.goto(f"/claims/{claim.pk}/edit/")
    expect(window.locator(".saved-words")).not_to_contain_text("somebody")
    save(window, "form.log")

    expect(window.locator("#messages .success")).to_be_visible()
    assert Claim.objects.get().wording == "The dam was shut."
    assert drafts(window) == []


def test_starting_again_without_a_draft_starts_from_what_stands_now(window, claim, editor):
    window.goto(f"/claims/{claim.pk}/edit/")
    type_and_wait(window, "[name=wording]", "The dam was shut.")
    window.goto("/claims/")
    claims.edit(claim, by=editor, revision=1, wording="The dam stayed shut all night.")
    window.goto(f"/claims/{claim.pk}/edit/")

    window.get_by_role("button", name="Start again without it").click()
    expect(window.locator("[name=wording]")).to_have_value("The dam stayed shut all night.")
    window.fill("[name=wording]", "The dam stayed shut all day.")
    save(window, "form.log")

    expect(window.locator("#messages .success")).to_be_visible()
    assert Claim.objects.get().wording == "The dam stayed shut all day."


def test_starting_again_without_a_draft_lets_go_of_what_was_picked_too(window, claim, dossier):
    other = factories.make_matter(dossier, question="Who opened the dam?")
    window.goto(f"/claims/{claim.pk}/edit/")
    served = window.input_value("[name=matter_pk]")
    window.locator("[name=matter]").fill("opened")
    window.locator("#matter-options [role=option]", has_text=other.question).first.click()
    assert window.input_value("[name=matter_pk]") == str(other.pk) != served
    type_and_wait(window, "[name=wording]", "The dam was shut.")
    window.reload()

    window.get_by_role("button", name="Start again without it").click()

    assert window.input_value("[name=matter_pk]") == served


def test_words_typed_and_taken_back_leave_no_draft(window, claim):
    window.goto(f"/claims/{claim.pk}/edit/")
    type_and_wait(window, "[name=wording]", "The dam was shut.")

    window.fill("[name=wording]", claim.wording)
    window.wait_for_timeout(600)

    assert drafts(window) == []


def test_a_draft_for_merging_one_entry_is_not_put_back_for_another(window, dossier, north):
    kept, twin, other = [factories.make_speaker(name=name, side=north) for name in ("A. Varga", "Anna V.", "Anton")]
    window.goto(f"/speakers/{kept.pk}/merge/?other={twin.pk}")
    type_and_wait(window, "form[data-draft] [name=reason]", "The same person.")

    window.goto(f"/speakers/{kept.pk}/merge/?other={other.pk}")

    assert window.locator("form[data-draft] [name=other]").input_value() == str(other.pk)
    expect(window.locator("form[data-draft] [name=reason]")).to_have_value("")


# ------------------------------------------------------------- reasons


def test_a_reason_outlives_the_session(window, claim, second_editor, sign_in):
    window.goto("/review/")
    window.keyboard.press("r")
    window.keyboard.type("Name the ministry.")
    window.context.clear_cookies(name="sessionid")
    window.keyboard.press("Control+Enter")
    expect(window.locator("[name=password]")).to_be_visible()

    sign_in(window, second_editor).goto("/review/")

    reason = window.locator("details.reason [name=reason]")
    expect(reason).to_be_visible()
    expect(reason).to_have_value("Name the ministry.")
    reason.focus()
    window.keyboard.press("Control+Enter")
    expect(window.locator("#review-desk")).not_to_contain_text(claim.wording)
    assert Claim.objects.get().status == Claim.Status.RETURNED
    assert drafts(window) == []


def test_a_reason_kept_for_what_was_changed_since_does_not_decide_on_it(window, claim, reporter):
    window.goto("/review/")
    window.keyboard.press("r")
    type_and_wait(window, "details.reason [name=reason]", "Name the ministry.")
    claims.edit(claim, by=reporter, revision=1, wording="The dam stayed shut, the ministry said.")
    window.goto("/review/")

    expect(window.locator("details.reason [name=reason]")).to_have_value("Name the ministry.")
    answer = save(window, "details.reason form")

    assert answer.status == 409
    expect(window.get_by_role("alert")).to_contain_text("Somebody was faster")
    expect(window.locator("details.reason [name=reason]")).to_have_value("Name the ministry.")
    assert Claim.objects.get().status == Claim.Status.SUBMITTED


@pytest.mark.parametrize(
    ("at", "step"),
    [
        ("/claims/{claim}/", "/claims/{claim}/return/"),
        ("/claims/{claim}/", "/claims/{claim}/void/"),
        ("/claims/{answer}/", "/links/{link}/reject/"),
        ("/figures/{figure}/edit/", "/figures/{figure}/void/"),
        ("/citations/{citation}/edit/", "/citations/{citation}/void/"),
        ("/speakers/{speaker}/", "/affiliations/{affiliation}/end/"),
        ("/speakers/{speaker}/merge/", "/merges/{merge}/undo/"),
    ],
)
def test_a_reason_is_put_back_in_sight_and_forgotten_once_the_step_was_taken(window, here, at, step):
    at, form = at.format(**vars(here)), f"form[action='{step.format(**vars(here))}']"
    window.goto(at)
    unfold(window, form)
    type_and_wait(window, f"{form} [name=reason]", "It is not so.")
    window.goto("/claims/")

    window.goto(at)
    expect(window.locator(f"{form} [name=reason]")).to_be_visible()
    expect(window.locator(f"{form} [name=reason]")).to_have_value("It is not so.")
    save(window, form)

    expect(window.locator("#messages .success")).to_be_visible()
    assert drafts(window) == []


# --------------------------------------------------------- long pastes


@pytest.mark.parametrize("scripts", [True, False])
def test_a_paste_that_is_too_long_is_taken_whole_and_refused_in_words(request, sign_in, claim, editor, scripts):
    window = sign_in(request.getfixturevalue("page" if scripts else "page_without_script"), editor)
    pasted = "The dam stayed shut. " * 119
    window.goto(f"/claims/{claim.pk}/edit/")
    window.locator("[name=wording]").fill("")
    window.locator("[name=wording]").focus()
    window.keyboard.insert_text(pasted)
    window.get_by_role("button", name="Save").first.click()

    expect(window.locator("#id_wording_error")).to_contain_text("at most 2000 characters (it has 2498)")
    assert window.input_value("[name=wording]") == pasted
    assert Claim.objects.get().wording == "The dam stayed shut."
