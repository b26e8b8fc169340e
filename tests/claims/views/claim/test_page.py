"""The page of a claim: what it shows, to whom, and at what cost."""

import pytest

from claims.models import Link
from claims.operations import claim as operations
from sources.models import Dossier
from sources.operations import dossier as dossiers
from tests.claims.views.claim.pages import PUBLISHED, page_of
from tests.claims.views.reading import cost, shown
from tests.factories import make_claim, make_figure, make_link, make_passage, make_source, make_user


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


def test_a_name_that_ends_in_a_full_stop_gets_no_second_one(dossier, client_of, editor, reporter):
    source = make_source(dossier, by=reporter, publisher="The Ledger Inc.", title="Dam shut")
    claim = make_claim(dossier, passage=make_passage(source), origin="Radio North Ltd.", by=reporter)

    html = client_of(editor).get(f"/claims/{claim.pk}/").text

    assert "through Radio North Ltd.\n" in html
    assert "The Ledger Inc.\n" in html


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


def test_the_history_tells_each_figure_that_was_added_in_one_line(dossier, north, south, reporter, client_of):
    figures = [
        {
            "bound": "at_least",
            "value": 90,
            "affected_side": south,
            "place": "Barda",
            "period": "2020-10",
            "cumulative": True,
        },
        {"bound": "withheld", "population": "troops"},
    ]
    claim = make_claim(dossier, side=north, by=reporter, figures=figures)

    history = shown(client_of(reporter).get(page_of(claim))).partition('class="history"')[2]

    for line in (
        f"at least 90 civilians killed, of {south.short_name}, in Barda, over Oct 2020, as a running total",
    ) + ("withheld troops killed",):
        assert line in history
    assert history.count("Figure added") == 2
    assert "Quantity" not in history


def test_an_account_without_a_membership_sees_no_steps(editor, client_of):
    dossier = dossiers.start(by=editor, name="Open", visibility=Dossier.Visibility.PUBLIC)
    claim = make_claim(dossier, status=PUBLISHED)

    assert "What you may do" not in shown(client_of(make_user()).get(page_of(claim)))


def test_whoever_may_not_see_it_yet_signs_in_and_comes_back_to_it(claim, client):
    html = shown(client.get(page_of(claim)))

    assert html.count(f'href="/accounts/login/?next={page_of(claim)}"') == 2


def test_the_history_says_which_of_several_links_was_decided(north, south, reporter, client_of):
    claim = make_claim(side=north, status=PUBLISHED, wording="The dam was opened.")
    denials = [
        make_claim(side=south, status=PUBLISHED, kind="denial", wording=f"Not on {day}.")
        for day in ("Monday", "Friday")
    ]
    for denial, state in zip(denials, (Link.State.REJECTED, Link.State.CONFIRMED), strict=True):
        make_link(denial, claim, state=state)

    history = shown(client_of(reporter).get(page_of(claim))).partition('class="history"')[2]
    steps = history.split("<li>")

    confirmed, rejected = (next(step for step in steps if f" {verb} " in step) for verb in ("confirmed", "rejected"))
    assert f"{denials[1].speaker.name}: “Not on Friday.”" in confirmed and "Monday" not in confirmed
    assert f"{denials[0].speaker.name}: “Not on Monday.”" in rejected and "Friday" not in rejected
