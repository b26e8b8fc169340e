"""The page of a dossier: how it stands, and what is to be done."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import Claim, Link
from claims.operations import assessment
from claims.queries import dossier as queries
from tests.factories import day, make_claim, make_dossier, make_link, make_matter, make_side

PUBLISHED, CONFIRMED = Claim.Status.PUBLISHED, Link.State.CONFIRMED


def page(client, dossier, status=200):
    response = client.get(f"/dossiers/{dossier.pk}/")
    assert response.status_code == status
    return response


def screen(client, dossier):
    return page(client, dossier).context["screen"]


def test_matters_stand_with_their_state_and_the_statements_of_each_side(
    client_of, dossier, north, south, matter, reader
):
    claim = make_claim(side=north, matter=matter, status=PUBLISHED)
    make_claim(side=north, matter=matter, status=PUBLISHED)
    make_link(make_claim(side=south, matter=matter, status=PUBLISHED), claim, relation="denies", state=CONFIRMED)
    make_claim(side=south, status=PUBLISHED)

    found = screen(client_of(reader), dossier)

    [line] = found.matters
    assert line.matter.contest == "denied"
    assert line.counts == [(north, 2), (south, 1)]
    assert found.elsewhere == [(north, 0), (south, 1)]
    assert [(side, side.statement_count) for side in found.sides] == [(north, 2), (south, 2)]
    assert found.counts == {"matters": 1, "disputes": 1, "statements": 4, "unanswered": 0, "sources": 4}


def test_unanswered_accusations_stand_with_their_age_and_what_came_of_asking(
    client_of, dossier, north, south, reporter
):
    last_week = (timezone.localdate() - timedelta(days=7)).isoformat()
    old = make_claim(side=north, kind="accusation", accused_side=south, status=PUBLISHED, **day("2020-10-29"))
    new = make_claim(side=north, kind="accusation", accused_side=south, status=PUBLISHED, **day(last_week))
    assessment.respond(new, side=south, state="declined", note="", by=reporter)

    found = screen(client_of(reporter), dossier)

    assert [(item.claim, item.state) for item in found.unanswered] == [(old, "not_sought"), (new, "declined")]
    assert found.unanswered[1].days == 7


def test_what_was_recorded_by_mistake_is_no_reply_that_was_sought(client_of, dossier, north, south, reporter):
    claim = make_claim(side=north, kind="accusation", accused_side=south, status=PUBLISHED)
    assessment.respond(claim, side=south, state="sought", by=reporter)
    assessment.unrespond(claim, side=south, revision=1, reason="It was East.", by=reporter)

    found = screen(client_of(reporter), dossier)

    assert [(item.claim, item.state, item.state_words) for item in found.unanswered] == [
        (claim, "not_sought", "Not sought")
    ]


def test_an_answer_takes_an_accusation_off_the_list(client_of, dossier, north, south, reader):
    accusation = make_claim(side=north, kind="accusation", accused_side=south, status=PUBLISHED)
    make_link(make_claim(side=south, status=PUBLISHED), accusation, relation="denies", state=CONFIRMED)

    assert screen(client_of(reader), dossier).unanswered == []


def test_what_waits_is_shown_to_those_who_work_on_it(client_of, dossier, north, reporter, editor, reader):
    make_claim(side=north, by=reporter, status=Claim.Status.SUBMITTED)
    returned = make_claim(side=north, by=reporter, status=Claim.Status.RETURNED)
    make_claim(side=north, by=reporter)

    by_editor, by_reporter = screen(client_of(editor), dossier), screen(client_of(reporter), dossier)

    assert (by_editor.waiting["claims"], by_editor.drafts, by_editor.returned) == (1, 0, [])
    assert (by_reporter.waiting["claims"], by_reporter.drafts, by_reporter.returned) == (0, 1, [returned])
    assert "Name the place." in page(client_of(reporter), dossier).content.decode()
    assert "Waiting" not in page(client_of(reader), dossier).content.decode()


def test_readers_are_told_what_was_published_and_not_by_whom(client_of, dossier, north, south, reader, reporter):
    shown, hidden = make_claim(side=north, status=PUBLISHED), make_claim(side=north)
    make_link(make_claim(side=south, status=PUBLISHED), shown, relation="denies", state=CONFIRMED)

    told = screen(client_of(reader), dossier).activity
    working = screen(client_of(reporter), dossier).activity

    assert {happening.said for happening in told} == {"published", "confirmed a link"}
    assert {happening.who for happening in told} == {""}
    assert hidden not in {happening.claim for happening in told}
    assert hidden in {happening.claim for happening in working}
    assert all(happening.who for happening in working)


def test_anybody_reads_a_public_dossier_and_is_offered_no_step(client, editor):
    dossier = make_dossier(editors=[editor], visibility="public")
    make_claim(side=make_side(dossier), status=PUBLISHED)
    make_claim(side=make_side(dossier), wording="Not published yet.")

    text = page(client, dossier).content.decode()

    assert "Not published yet." not in text
    for step in ("log", "edit", "members", "matters/add", "sides/add"):
        assert f'href="/dossiers/{dossier.pk}/{step}/"' not in text


def test_a_closed_dossier_is_not_there_for_others(client, client_of, dossier, outsider):
    page(client, dossier, status=404)
    page(client_of(outsider), dossier, status=404)


@pytest.mark.parametrize("key", ["0", "99999999999999999999999999"])
def test_an_unknown_dossier_is_not_there(client_of, editor, key):
    assert client_of(editor).get(f"/dossiers/{key}/").status_code == 404


def test_each_role_is_offered_its_steps(client_of, dossier, north, reporter, editor, reader):
    steps = {
        name: f'href="/dossiers/{dossier.pk}/{path}/"'
        for name, path in {"log": "log", "matter": "matters/add", "side": "sides/add", "edit": "edit"}.items()
    }
    offered = {
        user: {name for name, link in steps.items() if link in page(client_of(user), dossier).content.decode()}
        for user in (reader, reporter, editor)
    }

    assert offered == {reader: set(), reporter: {"log", "matter", "side"}, editor: {"log", "matter", "side", "edit"}}


def test_a_dossier_without_sides_asks_for_them_first(client_of, dossier, editor, reader):
    assert "Who are the sides?" in page(client_of(editor), dossier).content.decode()
    assert "Nothing is published here yet" in page(client_of(reader), dossier).content.decode()


def test_matters_are_shown_some_at_a_time_in_order_of_their_days(client_of, dossier, north, reader, monkeypatch):
    monkeypatch.setattr(queries, "MATTERS", 2)
    undated = make_matter(dossier)
    late, early, same = (make_matter(dossier, **day(on)) for on in ("2020-10-20", "2020-10-01", "2020-10-20"))
    client = client_of(reader)

    first = client.get(f"/dossiers/{dossier.pk}/")
    second = client.get(f"/dossiers/{dossier.pk}/?matters={same.pk}")
    last = client.get(f"/dossiers/{dossier.pk}/?matters={undated.pk}")

    shown = [[line.matter for line in page.context["screen"].matters] for page in (first, second, last)]
    assert shown == [[early, late], [same, undated], [undated]]
    assert f'href="?matters={same.pk}#matters"' in first.text
    assert "More matters" not in second.text
    assert "The first matters" in second.text


def test_matters_of_another_dossier_are_not_where_these_begin(client_of, dossier, north, editor):
    elsewhere = make_matter(make_dossier(editors=[editor]))

    assert client_of(editor).get(f"/dossiers/{dossier.pk}/?matters={elsewhere.pk}").status_code == 404
    assert client_of(editor).get(f"/dossiers/{dossier.pk}/?matters=x").status_code == 200


def test_costs_the_same_for_one_matter_and_for_many(client_of, dossier, north, south, editor):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            page(client_of(editor), dossier)
        return len(captured)

    def dispute():
        matter = make_matter(dossier)
        claim = make_claim(side=north, matter=matter, kind="accusation", accused_side=south, status=PUBLISHED)
        make_claim(side=south, matter=matter, kind="accusation", accused_side=north, status=PUBLISHED)
        make_link(make_claim(side=south, status=PUBLISHED), claim, relation="denies", state=CONFIRMED)

    dispute()
    one = cost()
    for _ in range(5):
        dispute()

    assert cost() == one
