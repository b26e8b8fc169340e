"""Two people at the same thing, each in a browser of their own; and one person at what is not theirs to do."""

import json
import re
from datetime import UTC, datetime

import psycopg
import pytest
from playwright.sync_api import Page, expect

from claims.models import Claim, Link
from claims.operations import claim as claims
from config.history import SETTING
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def opened_by(browser, live_server, client_of):
    """A browser in which somebody is signed in: `opened_by(editor).goto("/review/")`. Script errors fail the test."""
    contexts, errors = [], []

    def opened(user) -> Page:
        context = browser.new_context(base_url=live_server.url, locale="en-GB")
        context.set_default_timeout(10_000)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        session = client_of(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    assert not errors, errors


@pytest.fixture
def claim(north, matter, reporter):
    speaker = factories.make_speaker(name="Anna Varga", side=north)
    return factories.make_claim(
        speaker=speaker, matter=matter, wording="The dam stayed shut.", by=reporter, status=Claim.Status.SUBMITTED
    )


@pytest.fixture
def denial(claim, south, matter, reporter):
    wording = "The dam was opened at night."
    return factories.make_claim(
        side=south, matter=matter, wording=wording, kind=Claim.Kind.DENIAL, by=reporter, status=Claim.Status.SUBMITTED
    )


def test_the_second_of_two_who_edit_sees_both_versions_and_saves_knowingly(
    opened_by, claim, editor, second_editor, axe
):
    first, second = opened_by(editor), opened_by(second_editor)
    for page in (first, second):
        page.goto(f"/claims/{claim.pk}/edit/")
    first.fill("[name=wording]", "The dam stayed shut all night.")
    first.get_by_role("button", name="Save").first.click()
    first.wait_for_url(f"**/claims/{claim.pk}/")

    second.fill("[name=wording]", "The dam stayed shut, the minister said.")
    second.fill("[name=own_words]", "It was shut.")
    second.fill("[name=reason]", "Closer to the source.")
    with second.expect_response(f"**/claims/{claim.pk}/edit/") as answered:
        second.get_by_role("button", name="Save").first.click()

    assert answered.value.status == 409
    alert = second.get_by_role("alert")
    wording = alert.get_by_role("row", name="Wording")
    expect(wording.get_by_role("cell").nth(0)).to_have_text("The dam stayed shut, the minister said.")
    expect(wording.get_by_role("cell").nth(1)).to_have_text("The dam stayed shut all night.")
    assert second.input_value("[name=wording]") == "The dam stayed shut, the minister said."
    assert second.input_value("[name=own_words]") == "It was shut."
    assert second.input_value("[name=reason]") == "Closer to the source."
    assert Claim.objects.get().wording == "The dam stayed shut all night."
    assert axe(second) == []

    second.get_by_role("button", name="Save").first.click()
    second.wait_for_url(f"**/claims/{claim.pk}/")
    history = second.locator(".history").last
    expect(history).to_contain_text("all night")
    expect(history).to_contain_text("the minister said")
    expect(history).to_contain_text("Emma Editor")
    expect(history).to_contain_text("Tomas Editor")
    expect(history).to_contain_text("Closer to the source.")
    assert [event.wording for event in claim.events.order_by("pgh_id")][-2:] == [
        "The dam stayed shut all night.",
        "The dam stayed shut, the minister said.",
    ]
    assert Claim.objects.get().revision == 3


def test_the_second_of_two_who_publish_is_told_that_it_stands_already(opened_by, claim, editor, second_editor):
    first, second = opened_by(editor), opened_by(second_editor)
    for page in (first, second):
        page.goto(f"/claims/{claim.pk}/")
    first.get_by_role("button", name="Publish").click()
    expect(first.locator("#messages")).to_contain_text("Published")

    with second.expect_response(f"**/claims/{claim.pk}/publish/") as answered:
        second.get_by_role("button", name="Publish").click()

    assert answered.value.status == 409
    expect(second.get_by_role("alert")).to_contain_text("You cannot publish a claim that is published")
    assert Claim.objects.get().published_by == editor
    assert [event.pgh_context["step"] for event in claim.events.all()].count("publish") == 1


def test_whoever_publishes_what_its_author_has_just_changed_sees_the_change_first(
    opened_by, claim, reporter, editor, axe
):
    page = opened_by(editor)
    page.goto(f"/claims/{claim.pk}/")
    claims.edit(claim, by=reporter, revision=1, wording="The dam stayed shut until dawn.")

    with page.expect_response(f"**/claims/{claim.pk}/publish/") as answered:
        page.get_by_role("button", name="Publish").click()

    assert answered.value.status == 409
    wording = page.get_by_role("alert").get_by_role("row", name="Wording")
    expect(wording.get_by_role("cell").nth(0)).to_have_text(re.compile(r"The dam stayed shut\s*\."))
    expect(wording.get_by_role("cell").nth(1)).to_have_text(re.compile(r"The dam stayed shut\s+until dawn\s*\."))
    assert Claim.objects.get().status == Claim.Status.SUBMITTED
    assert axe(page) == []

    page.get_by_role("button", name="Publish").click()
    expect(page.locator("#messages")).to_contain_text("Published")
    assert Claim.objects.get().published_revision == 2


def test_the_second_of_two_at_the_review_desk_goes_on_with_the_next(opened_by, claim, denial, editor, second_editor):
    first, second = opened_by(editor), opened_by(second_editor)
    for page in (first, second):
        page.goto(f"/review/?at={claim.pk}")
    first.get_by_role("button", name="Publish").click()
    expect(first.locator(".wording.large")).to_have_text(denial.wording)

    with second.expect_response(f"**/claims/{claim.pk}/publish/") as answered:
        second.get_by_role("button", name="Publish").click()

    assert answered.value.status == 409
    expect(second.get_by_role("alert")).to_contain_text("You cannot publish a claim that is published")
    assert Claim.objects.get(pk=claim.pk).published_by == editor


def test_the_same_pair_proposed_from_both_ends_at_once_is_one_link(opened_by, claim, denial, reporter, second_reporter):
    ends = [(opened_by(reporter), denial, claim), (opened_by(second_reporter), claim, denial)]
    for page, answer, target in ends:
        page.goto(f"/claims/{answer.pk}/link/{target.pk}/")
        page.locator("[name=relation][value=contradicts]").check()
        page.fill("[name=rationale]", f"Either it was shut or it was not, says {answer.pk}.")
    statuses = []
    for page, _, _ in ends:
        page.on("response", lambda answer: statuses.append(answer.status) if answer.request.method == "POST" else None)

    # Both are sent before either answer is waited for.
    for page, _, _ in ends:
        page.evaluate("document.querySelector('form#propose').requestSubmit()")
    for page, _, _ in ends:
        expect(page.locator("#messages .success, [role=alert] h2").first).to_be_visible()

    assert sorted(statuses) == [302, 409]
    link = Link.objects.get()
    assert (link.answer, link.target, link.state) == (claim, denial, Link.State.PROPOSED)
    loser, answer, _ = next(end for end in ends if end[0].locator("[role=alert] h2").count())
    expect(loser.locator("main")).to_contain_text("These two claims are linked that way already.")
    assert loser.input_value("[name=rationale]") == f"Either it was shut or it was not, says {answer.pk}."


# The same form twice at once, as an impatient hand sends it without scripts

TWICE = """async ([address, fields]) => {
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const body = () => new URLSearchParams({...fields, csrfmiddlewaretoken: token});
    const send = () => fetch(address, {method: "POST", body: body(), redirect: "manual"});
    const answers = await Promise.all([send(), send()]);
    return answers.map((answer) => answer.type === "opaqueredirect" ? 302 : answer.status).sort();
}"""


@pytest.mark.parametrize("speaker_is_known", [True, False])
def test_a_claim_that_is_sent_twice_at_once_is_logged_once_and_whole(
    opened_by, dossier, north, reporter, speaker_is_known
):
    if speaker_is_known:
        factories.make_speaker(name="Anna Varga", side=north)
    page = opened_by(reporter)
    page.goto(f"/dossiers/{dossier.pk}/log/")
    fields = {"source": "Row over the dam", "dateline": "2020-10-29", "speaker": "Anna Varga", "matter": "Who shut it?"}
    new = {"speaker_asked": "Anna Varga", "speaker_choice": "new", "side": str(north.pk)}
    said = {"wording": "The dam stayed shut.", "passage": "It stayed shut.", "do": "submit"}

    statuses = page.evaluate(TWICE, [f"/dossiers/{dossier.pk}/log/", fields | new | said])

    assert statuses in ([302, 400], [302, 409])
    claim = Claim.objects.get()
    assert claim.citations.get().passage.exact == "It stayed shut."
    assert [dossier.speakers.count(), dossier.sources.count(), dossier.matters.count()] == [1, 1, 1]


def test_a_decision_that_is_sent_twice_at_once_is_taken_once(opened_by, claim, editor):
    page = opened_by(editor)
    page.goto(f"/claims/{claim.pk}/")

    assert page.evaluate(TWICE, [f"/claims/{claim.pk}/publish/", {"revision": "1"}]) == [302, 409]
    assert [event.pgh_context["step"] for event in claim.events.all()].count("publish") == 1


# What is not theirs to do, by page, by crafted POST and by SQL

POST = """async ([address, fields]) => {
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const body = new URLSearchParams({...fields, csrfmiddlewaretoken: token});
    return (await fetch(address, {method: "POST", body, redirect: "manual"})).status;
}"""


@pytest.fixture
def link(claim, denial, reporter):
    """Between published claims, so that nothing but who proposed it stands in the way."""
    for end in (claim, denial):
        factories.publish(end)
    return factories.make_link(denial, claim, by=reporter)


@pytest.mark.parametrize("with_htmx", [False, True])
def test_a_journalist_publishes_nothing_by_a_crafted_post(opened_by, claim, reporter, with_htmx):
    page = opened_by(reporter)
    page.goto(f"/claims/{claim.pk}/")
    assert not page.get_by_role("button", name="Publish").count()

    if with_htmx:
        page.set_extra_http_headers({"HX-Request": "true"})
    status = page.evaluate(POST, [f"/claims/{claim.pk}/publish/", {"revision": "1"}])

    assert status == 403
    assert Claim.objects.get().status == Claim.Status.SUBMITTED
    assert "publish" not in {event.pgh_context["step"] for event in claim.events.all()}


def test_a_journalist_confirms_nothing_by_a_crafted_post(opened_by, link, reporter):
    page = opened_by(reporter)
    page.goto(f"/claims/{link.answer_id}/")
    assert not page.get_by_role("button", name="Confirm").count()

    fields = {"answer_revision": "1", "target_revision": "1"}
    status = page.evaluate(POST, [f"/links/{link.pk}/confirm/", fields])

    assert status == 403
    assert Link.objects.get().state == Link.State.PROPOSED


def test_a_journalist_publishes_and_confirms_nothing_by_sql(web_login, link, north, reporter, editor):
    waiting = factories.make_claim(side=north, by=reporter, status=Claim.Status.SUBMITTED)
    now = datetime.now(UTC)
    publish = """
        UPDATE claims_claim
        SET status = 'published', published_by_id = %s, published_at = %s, published_revision = revision WHERE id = %s
    """
    confirm = "UPDATE claims_link SET state = 'confirmed', decided_by_id = %s, decided_at = %s WHERE id = %s"

    for statement, row in ((publish, waiting), (confirm, link)):
        for in_the_name_of in (reporter, editor):
            with pytest.raises(psycopg.errors.CheckViolation), web_login.transaction():
                web_login.execute("SELECT set_config(%s, %s, true)", [SETTING, json.dumps({"user": reporter.pk})])
                web_login.execute(statement, [in_the_name_of.pk, now, row.pk])
                web_login.execute("SET CONSTRAINTS ALL IMMEDIATE")
