"""The page of a claim, and the steps taken from it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, Grading, Link, Response
from claims.operations import claim as operations
from sources.models import Dossier
from sources.operations import dossier as dossiers
from tests.factories import make_claim, make_figure, make_link, make_passage, make_source, make_user

SUBMITTED, PUBLISHED = Claim.Status.SUBMITTED, Claim.Status.PUBLISHED


def page_of(claim):
    return f"/claims/{claim.pk}/"


def step(claim, verb):
    return f"{page_of(claim)}{verb}/"


def shown(response):
    return " ".join(response.content.decode().split())


def cost(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.fixture
def claim(north, south, matter, reporter):
    return make_claim(
        side=north, matter=matter, by=reporter, status=SUBMITTED, kind="accusation", accused_side=south,
        wording="South opened the dam.", own_words="They opened it.", date_words="Thursday",
        date_reasoning="The article is of a Thursday.",
    )  # fmt: skip


def test_the_page_says_who_said_what_for_whom_and_when(claim, client_of, reader, editor):
    operations.publish(claim, by=editor, revision=claim.revision)

    html = shown(client_of(reader).get(page_of(claim)))

    for words in ("South opened the dam.", "They opened it.", claim.speaker.name, "Was the dam opened?", "29 Oct 2020"):
        assert words in html
    assert "“Thursday” in the source" in html
    assert "The article is of a Thursday." in html
    assert html.count("<h1") == 1


def test_a_passage_stands_in_its_context(dossier, client_of, editor, reporter):
    source = make_source(dossier, title="Row over the dam")
    make_passage(source, words="Before it. The dam was opened at night. After it.")
    passage = make_passage(source, words="The dam was opened at night.")
    claim = make_claim(dossier, passage=passage, cue="said", origin="a radio station", by=reporter)

    html = shown(client_of(editor).get(page_of(claim)))

    assert "Before it. <mark" in html
    assert "The dam was opened at night.</mark> After it." in html
    assert "at second hand through a radio station" in html
    assert passage.capture.sha256[:12] in html


def test_a_long_capture_is_cut_at_words(dossier, client_of, editor):
    source = make_source(dossier)
    make_passage(source, words="first " + "word " * 200 + "HERE" + " word" * 200 + " last")
    claim = make_claim(dossier, passage=make_passage(source, words="HERE"))

    html = shown(client_of(editor).get(page_of(claim)))

    assert ">… word word" in html
    assert "word …</blockquote>" in html
    assert "first" not in html.split("<blockquote")[1].split("</blockquote>")[0]


def test_figures_are_shown_with_all_that_they_count(claim, client_of, editor, south):
    make_figure(claim, affected_side=south, place="Lower town", period="2020-10", cumulative=True, words="ninety")

    html = shown(client_of(editor).get(page_of(claim)))

    for words in ("<b>90</b>", "civilians killed, a running total", "Lower town", "Oct 2020", "“ninety”"):
        assert words in html


def test_rivals_stand_beside_the_claim_with_who_proposed_and_who_decided(claim, client_of, editor, south, reporter):
    operations.publish(claim, by=editor, revision=claim.revision)
    denial = make_claim(side=south, by=reporter, status=PUBLISHED, kind="denial", wording="Nobody opened it.")
    make_link(denial, claim, state="confirmed", rationale="It speaks of that night.", by=reporter, reviewer=editor)

    html = shown(client_of(editor).get(page_of(claim)))

    assert "Nobody opened it." in html
    assert "relation denies confirmed to-left" in html
    assert "denies the fact" in html
    assert "It speaks of that night." in html
    assert "Proposed by Nora Reporter" in html
    assert "confirmed by Emma Editor" in html
    assert "denied" in html


def test_a_total_shows_the_sum_of_its_parts_and_the_gap(dossier, client_of, editor, reporter):
    total = make_claim(dossier, status=PUBLISHED, figures=[{"bound": "about", "value": 5000}])
    for value in (1166, 39):
        part = make_claim(dossier, status=PUBLISHED, figures=[{"value": value}])
        ends = {"answer_figure": part.figures.get(), "target_figure": total.figures.get()}
        make_link(part, total, relation=Link.Relation.PART_OF, state="confirmed", **ends)
    proposed = make_claim(dossier, status=PUBLISHED, figures=[{"value": 7}])
    make_link(
        proposed, total, relation="part_of", answer_figure=proposed.figures.get(), target_figure=total.figures.get()
    )

    html = shown(client_of(editor).get(page_of(total)))

    assert "1,205 declared, about 3,795 not accounted for" in html


def test_responses_tell_what_came_of_asking_each_side_that_is_named(claim, client_of, reporter, editor, south):
    assert "not sought" in shown(client_of(reporter).get(page_of(claim)))

    response = client_of(reporter).post(
        step(claim, "respond"), {"side": south.pk, "state": "declined", "note": "By telephone."}
    )

    assert response.status_code == 302
    assert Response.objects.get(claim=claim).recorded_by == reporter
    html = shown(client_of(reporter).get(page_of(claim)))
    assert "declined" in html
    assert "By telephone." in html


def test_answered_is_derived_from_a_confirmed_link(claim, client_of, editor, south):
    operations.publish(claim, by=editor, revision=claim.revision)
    make_link(make_claim(side=south, status=PUBLISHED), claim, state="confirmed")

    assert "pill answered" in shown(client_of(editor).get(page_of(claim)))


def test_a_counter_accusation_leaves_it_unanswered(claim, client_of, editor, south, north):
    operations.publish(claim, by=editor, revision=claim.revision)
    other = make_claim(side=south, status=PUBLISHED, kind="accusation", accused_side=north)
    make_link(other, claim, relation="counter_accuses", state="confirmed")

    html = shown(client_of(editor).get(page_of(claim)))

    assert "pill answered" not in html
    assert "pill not_sought" in html


def test_the_history_names_the_person_the_step_and_the_reason_to_those_who_work_on_it(
    claim, client_of, editor, reporter, reader
):
    operations.send_back(claim, by=editor, revision=claim.revision, reason="Name the dam.")
    operations.submit(claim, by=reporter)
    operations.publish(claim, by=editor, revision=claim.revision)

    worked_on = shown(client_of(reporter).get(page_of(claim)))
    read = shown(client_of(reader).get(page_of(claim)))

    assert "Emma Editor</span> returned" in worked_on
    assert "Name the dam." in worked_on
    assert "Name the dam." not in read


@pytest.mark.parametrize("who", ["reader", "outsider", None])
def test_what_is_not_published_is_not_there_for_others(claim, client_of, who, request):
    user = request.getfixturevalue(who) if who else None

    assert client_of(user).get(page_of(claim)).status_code == 404


def test_anybody_reads_a_published_claim_of_a_public_dossier(editor, client_of):
    dossier = dossiers.start(by=editor, name="Open", visibility=Dossier.Visibility.PUBLIC)
    claim = make_claim(dossier, status=PUBLISHED)

    response = client_of(None).get(page_of(claim))

    assert response.status_code == 200
    assert '<form method="post" action="/claims/' not in response.content.decode()


def test_a_script_in_the_wording_is_shown_and_not_run(dossier, client_of, editor):
    claim = make_claim(dossier, wording="<script>alert(1)</script>", own_words='"><img src=x onerror=alert(2)>')

    html = client_of(editor).get(page_of(claim)).content.decode()

    assert "<script>alert" not in html
    assert "<img" not in html


def test_the_page_costs_the_same_for_one_link_as_for_many(claim, client_of, editor, south, reporter):
    client = client_of(editor)

    def link_another():
        make_link(make_claim(side=south, by=reporter, figures=[{}, {"value": 3}]), claim, by=reporter)

    link_another()
    once = cost(client, page_of(claim))
    for _ in range(7):
        link_another()

    assert cost(client, page_of(claim)) == once


# ------------------------------------------------------------------ steps


def test_publishing_goes_back_to_the_page_and_says_so(claim, client_of, editor):
    response = client_of(editor).post(step(claim, "publish"), {"revision": claim.revision}, follow=True)

    assert response.redirect_chain == [(page_of(claim), 302)]
    assert "it stands in the ledger" in shown(response)
    claim.refresh_from_db()
    assert (claim.status, claim.published_by) == (PUBLISHED, editor)


def test_a_step_goes_on_to_a_page_of_ours_only(claim, client_of, editor):
    data = {"revision": claim.revision, "next": "https://evil.example/"}

    assert client_of(editor).post(step(claim, "publish"), data)["Location"] == page_of(claim)


@pytest.mark.parametrize("verb", ["publish", "return", "void", "grade"])
def test_a_journalist_takes_no_step_of_an_editor(claim, client_of, reporter, verb):
    assert client_of(reporter).post(step(claim, verb), {"revision": 1, "reason": "x"}).status_code == 403
    claim.refresh_from_db()
    assert claim.status == SUBMITTED


def test_an_editor_does_not_publish_what_they_wrote_by_a_crafted_post(dossier, client_of, editor):
    claim = make_claim(dossier, by=editor, status=SUBMITTED)

    assert "Publish" not in shown(client_of(editor).get(page_of(claim))).split("What you may do")[1].split("</div>")[0]
    response = client_of(editor).post(step(claim, "publish"), {"revision": claim.revision})

    assert response.status_code == 403
    assert "another editor must" in shown(response)


def test_an_editor_does_not_publish_what_they_worded_last(claim, client_of, editor):
    operations.edit(claim, by=editor, revision=claim.revision, wording="South opened the dam at night.")
    claim.refresh_from_db()

    assert client_of(editor).post(step(claim, "publish"), {"revision": claim.revision}).status_code == 403


@pytest.mark.parametrize("verb", ["submit", "publish", "return", "void", "respond", "grade"])
def test_a_claim_that_one_may_not_see_is_not_there(claim, client_of, outsider, verb):
    assert client_of(outsider).post(step(claim, verb), {"revision": 1}).status_code == 404


@pytest.mark.parametrize("verb", ["submit", "publish", "return", "void", "respond", "grade"])
def test_a_step_is_never_taken_by_opening_its_address(claim, client_of, editor, verb):
    assert client_of(editor).get(step(claim, verb)).status_code == 405


def test_publishing_twice_is_refused_and_the_page_stays_usable(claim, client_of, editor, second_editor):
    operations.publish(claim, by=second_editor, revision=claim.revision)

    response = client_of(editor).post(step(claim, "publish"), {"revision": claim.revision})

    assert response.status_code == 409
    assert "You cannot publish a claim that is published." in shown(response)
    assert "South opened the dam." in shown(response)


def test_whoever_read_an_older_wording_sees_both_versions_and_decides_again(claim, client_of, editor, reporter):
    operations.edit(claim, by=reporter, revision=claim.revision, wording="South opened the upper dam.")

    response = client_of(editor).post(step(claim, "publish"), {"revision": claim.revision})

    assert response.status_code == 409
    html = shown(response)
    assert "Somebody was faster" in html
    assert "As you read it" in html
    assert "<ins>upper </ins>" in html
    assert 'name="revision" value="2"' in html
    claim.refresh_from_db()
    assert claim.status == SUBMITTED


def test_a_refused_reason_is_kept(claim, client_of, editor, reporter):
    operations.edit(claim, by=reporter, revision=claim.revision, wording="South opened the upper dam.")

    response = client_of(editor).post(step(claim, "return"), {"revision": claim.revision, "reason": "Which dam is it?"})

    assert response.status_code == 409
    assert "Which dam is it?</textarea>" in shown(response)


def test_a_reason_is_kept_even_where_the_step_is_gone(claim, client_of, editor, second_editor):
    operations.publish(claim, by=second_editor, revision=claim.revision)

    response = client_of(editor).post(step(claim, "return"), {"revision": claim.revision, "reason": "Which dam is it?"})

    assert response.status_code == 409
    assert "Which dam is it?</textarea>" in shown(response)


@pytest.mark.parametrize("verb", ["return", "void"])
@pytest.mark.parametrize("reason", ["", "   "])
def test_a_step_that_needs_a_reason_asks_for_it(claim, client_of, editor, verb, reason):
    response = client_of(editor).post(step(claim, verb), {"revision": claim.revision, "reason": reason})

    assert response.status_code == 400
    assert f'id="{verb}-reason"' in shown(response)
    claim.refresh_from_db()
    assert claim.status == SUBMITTED


@pytest.mark.parametrize("revision", ["", "x", "-1", "99999999999999999999"])
def test_a_post_that_names_no_revision_is_not_understood(claim, client_of, editor, revision):
    assert client_of(editor).post(step(claim, "publish"), {"revision": revision}).status_code == 400


def test_a_returned_claim_shows_why_and_can_be_submitted_again(claim, client_of, editor, reporter):
    client_of(editor).post(step(claim, "return"), {"revision": claim.revision, "reason": "Name the dam."})

    assert "Name the dam." in shown(client_of(reporter).get(page_of(claim)))
    client_of(reporter).post(step(claim, "submit"))

    claim.refresh_from_db()
    assert claim.status == SUBMITTED


def test_a_voided_claim_offers_no_step_and_stays_readable(claim, client_of, editor):
    client_of(editor).post(step(claim, "void"), {"reason": "It was logged twice."})

    html = shown(client_of(editor).get(page_of(claim)))
    assert "It was logged twice." in html
    assert "What you may do" not in html


def test_grading_needs_its_explanation_and_keeps_the_grade_chosen(claim, client_of, editor):
    operations.publish(claim, by=editor, revision=claim.revision)

    refused = client_of(editor).post(step(claim, "grade"), {"grade": "weak", "explanation": " ", "revision": 0})
    taken = client_of(editor).post(step(claim, "grade"), {"grade": "weak", "explanation": "No witness.", "revision": 0})

    assert refused.status_code == 400
    assert 'value="weak" ' in shown(refused)
    assert taken.status_code == 302
    assert Grading.objects.get(claim=claim).explanation == "No witness."


def test_two_editors_who_grade_at_once_do_not_overwrite_each_other(claim, client_of, editor, second_editor):
    operations.publish(claim, by=editor, revision=claim.revision)
    client_of(second_editor).post(step(claim, "grade"), {"grade": "fair", "explanation": "Footage.", "revision": 0})

    response = client_of(editor).post(
        step(claim, "grade"), {"grade": "weak", "explanation": "No witness.", "revision": 0}
    )

    assert response.status_code == 409
    html = shown(response)
    assert "No witness.</textarea>" in html
    assert "Footage." in html
    assert Grading.objects.get(claim=claim).grade == "fair"
    again = client_of(editor).post(step(claim, "grade"), {"grade": "weak", "explanation": "No witness.", "revision": 1})
    assert 'name="revision" value="1"' in html
    assert again.status_code == 302


def test_the_history_tells_each_figure_that_was_added_in_one_line(dossier, north, south, reporter, client_of):
    figures = [
        {"bound": "at_least", "value": 90, "affected_side": south, "place": "Barda", "cumulative": True},
        {"bound": "withheld", "population": "troops"},
    ]
    claim = make_claim(dossier, side=north, by=reporter, figures=figures)

    history = shown(client_of(reporter).get(page_of(claim))).partition('class="history"')[2]

    for line in (f"at least 90 civilians killed, of {south.short_name}, in Barda, as a running total",) + (
        "withheld troops killed",
    ):
        assert line in history
    assert history.count("Figure added") == 2
    assert "Quantity" not in history


def test_two_who_record_what_came_of_asking_a_side_do_not_overwrite_each_other(
    claim, client_of, reporter, editor, south
):
    sent = {"side": south.pk, "state": "sought", "note": "By letter.", "revision": ""}
    client_of(editor).post(step(claim, "respond"), sent | {"state": "declined", "note": "By telephone."})

    response = client_of(reporter).post(step(claim, "respond"), sent)

    html = shown(response)
    assert response.status_code == 409
    assert "By letter.</textarea>" in html
    assert "By telephone." in html
    assert Response.objects.get(claim=claim).state == "declined"
    assert f'name="revision" value="{south.pk}:1"' in html
    again = client_of(reporter).post(step(claim, "respond"), sent | {"revision": f"{south.pk}:1"})
    assert again.status_code == 302
    assert Response.objects.get(claim=claim).note == "By letter."


def test_a_response_that_is_shown_may_be_changed(claim, client_of, reporter, editor, south):
    client_of(editor).post(step(claim, "respond"), {"side": south.pk, "state": "sought"})
    page = shown(client_of(reporter).get(page_of(claim)))

    response = client_of(reporter).post(
        step(claim, "respond"), {"side": south.pk, "state": "declined", "revision": f"{south.pk}:1"}
    )

    assert f'name="revision" value="{south.pk}:1"' in page
    assert response.status_code == 302


@pytest.mark.parametrize("read", ["x", "1", "1:2:3", "1:" + "9" * 400, "-1:1"])
def test_what_was_read_of_the_responses_is_refused_where_it_makes_no_sense(claim, client_of, reporter, south, read):
    sent = {"side": south.pk, "state": "sought", "revision": read}

    assert client_of(reporter).post(step(claim, "respond"), sent).status_code == 400
    assert not Response.objects.exists()


def test_a_side_of_another_dossier_cannot_be_asked(claim, client_of, reporter):
    elsewhere = make_claim().side

    response = client_of(reporter).post(step(claim, "respond"), {"side": elsewhere.pk, "state": "sought"})

    assert response.status_code == 400
    assert not Response.objects.exists()


def test_an_account_without_a_membership_sees_no_steps(editor, client_of):
    dossier = dossiers.start(by=editor, name="Open", visibility=Dossier.Visibility.PUBLIC)
    claim = make_claim(dossier, status=PUBLISHED)

    assert "What you may do" not in shown(client_of(make_user()).get(page_of(claim)))
