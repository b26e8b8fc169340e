"""The queue of claims: what is on the desk, one decision and the next, and whoever was too late."""

import pytest

from claims.operations import claim as claims
from claims.operations import figure as figures
from claims.queries import review as queries
from tests.claims.views.reading import cost, shown
from tests.claims.views.review.pages import DESK, PUBLISHED, SUBMITTED
from tests.factories import make_claim, make_dossier


def test_the_oldest_claim_is_on_the_desk_and_the_others_wait(waiting, client_of, editor):
    response = client_of(editor).get("/review/")

    assert response.context["item"].claim == waiting[0]
    assert [row.pk for row in response.context["queue"].rows] == [claim.pk for claim in waiting]
    assert shown(response).count('aria-current="true"') == 1


def test_the_desk_shows_what_there_is_to_decide_by(waiting, client_of, editor, north, south, reporter):
    claim = waiting[0]
    twin = make_claim(side=north, by=reporter, status=PUBLISHED, wording="The first thing was said!")
    make_claim(side=south, by=reporter, status=PUBLISHED, wording="The first thing was not said!")
    figures.add(claim, by=reporter, quantity="killed", population="civilians", unit="people", low=90, high=90)

    response = client_of(editor).get(f"/review/?at={claim.pk}")

    html = shown(response)
    assert claim.citations.get().passage.exact in html
    assert "<b>90</b>" in html
    assert "Nora Reporter" in html
    assert response.context["item"].duplicates == [twin]


def test_the_desk_offers_what_another_side_says_of_the_same_and_comes_back_to_it(
    waiting, client_of, editor, north, south, reporter
):
    claim = waiting[0]
    make_claim(side=north, by=reporter, wording="The first thing was said again.")
    rival = make_claim(side=south, by=reporter, wording="The first thing is a lie.")
    client, desk = client_of(editor), f"/review/?at={claim.pk}"
    address = f"/claims/{rival.pk}/link/{claim.pk}/"

    response = client.get(desk)

    assert [candidate.claim for candidate in response.context["item"].rivals] == [rival]
    assert "both say “first”, “thing”" in shown(response) and "only one of them denies" in shown(response)
    assert f'href="{address}?next=/review/%3Fat%3D{claim.pk}"' in shown(response)

    assert f'<input type="hidden" name="next" value="{desk}">' in shown(client.get(address, {"next": desk}))
    link = {"relation": "denies", "aspect": "fact", "rationale": "It does.", "next": desk}
    assert client.post(address, link).url == desk
    assert client.get(desk).context["item"].rivals == []


def test_own_work_is_not_offered(waiting, client_of, editor, reporter):
    claims.edit(waiting[0], by=editor, revision=1, wording="The first thing was said twice.")

    response = client_of(editor).get("/review/")

    assert waiting[0] not in response.context["queue"].rows
    assert response.context["item"].claim == waiting[1]


@pytest.mark.parametrize("who", ["reporter", "reader", "outsider"])
@pytest.mark.parametrize("address", ["/review/", "/review/links/"])
def test_editors_review_and_nobody_else(client_of, request, dossier, who, address):
    assert client_of(request.getfixturevalue(who)).get(address).status_code == 403


def test_an_editor_of_another_dossier_sees_nothing_of_this_one(waiting, client_of):
    elsewhere = make_dossier()
    stranger = elsewhere.members.get(role="editor").user

    response = client_of(stranger).get(f"/review/?at={waiting[0].pk}")

    assert response.context["queue"].rows == []
    assert response.context["missed"] is None
    assert "No statement waits for you" in shown(response)


def test_a_decision_leads_to_the_next(waiting, client_of, editor):
    client = client_of(editor)
    data = {"revision": 1, "next": f"/review/?after={waiting[0].pk}"}

    response = client.post(f"/claims/{waiting[0].pk}/publish/", data, follow=True)

    assert response.redirect_chain[-1][0] == f"/review/?at={waiting[1].pk}"
    assert response.context["item"].claim == waiting[1]
    assert response.context["review_counts"].claims == 2
    assert "it stands in the ledger" in shown(response)


def test_after_the_last_the_queue_begins_again(waiting, client_of, editor):
    response = client_of(editor).get(f"/review/?after={waiting[2].pk}")

    assert response["Location"] == f"/review/?at={waiting[0].pk}"


def test_an_empty_queue_says_what_would_be_there(dossier, client_of, editor):
    assert "No statement waits for you" in shown(client_of(editor).get("/review/?after=1", follow=True))
    assert "No link waits for you" in shown(client_of(editor).get("/review/links/"))


def test_a_decision_by_htmx_swaps_the_desk_and_refreshes_the_counts(waiting, client_of, editor):
    client = client_of(editor)
    data = {"revision": 1, "next": f"/review/?after={waiting[0].pk}"}

    response = client.post(f"/claims/{waiting[0].pk}/publish/", data, follow=True, **DESK)

    html = shown(response)
    assert html.startswith('<div id="review-desk"')
    assert "<html" not in html
    assert 'id="place-review"' in html
    assert html.count('hx-swap-oob="true"') == 2
    assert "it stands in the ledger" in html


@pytest.mark.parametrize("at", ["", "x", "-1", "0", "9" * 30])
def test_a_place_that_does_not_exist_shows_the_oldest(waiting, client_of, editor, at):
    assert client_of(editor).get("/review/", {"at": at}).context["item"].claim == waiting[0]


def test_what_was_decided_meanwhile_is_told_with_the_next(waiting, client_of, editor, second_editor):
    claims.publish(waiting[0], by=second_editor, revision=1)

    response = client_of(editor).get(f"/review/?at={waiting[0].pk}")

    assert response.context["item"].claim == waiting[1]
    assert "does not wait for you (any more): it is published" in shown(response)


def test_a_returned_claim_comes_back_with_what_changed_since(waiting, client_of, editor, reporter):
    claim = claims.send_back(waiting[0], by=editor, revision=1, reason="Which thing?")
    claims.edit(claim, by=reporter, revision=1, wording="The first new thing was said.")
    claims.submit(claim, by=reporter)

    response = client_of(editor).get(f"/review/?at={claim.pk}")

    html = shown(response)
    assert "Changed since it was last returned" in html
    assert "Which thing?" in html
    assert "<ins>new </ins>" in html
    assert "seen before" in html


def test_a_new_figure_is_part_of_what_changed(waiting, client_of, editor, reporter):
    claim = claims.publish(waiting[0], by=editor, revision=1)
    figures.add(claim, by=reporter, quantity="killed", population="civilians", low=90, high=90)

    response = client_of(editor).get(f"/review/?at={claim.pk}")

    assert [(c.label, c.before, c.after) for c in response.context["item"].changed] == [
        ("Figures", "", "90 civilians killed")
    ]


def test_a_claim_that_nobody_looked_at_yet_shows_no_changes(waiting, client_of, editor):
    assert "Changed since" not in shown(client_of(editor).get("/review/"))


@pytest.mark.parametrize("headers", [{}, DESK])
def test_whoever_was_slower_sees_both_versions_and_can_go_on(waiting, client_of, editor, reporter, headers):
    claims.edit(waiting[0], by=reporter, revision=1, wording="The first new thing was said.")
    data = {"revision": 1, "next": f"/review/?after={waiting[0].pk}"}

    response = client_of(editor).post(f"/claims/{waiting[0].pk}/publish/", data, **headers)

    html = shown(response)
    assert response.status_code == 409
    assert ("<html" in html) is not bool(headers)
    assert "Somebody was faster" in html
    assert "<ins>new </ins>" in html
    assert 'name="revision" value="2"' in html
    assert f"/review/?after={waiting[0].pk}" in html
    if headers:
        assert response["HX-Push-Url"] == "false"


@pytest.mark.parametrize("meanwhile", ["published", "voided"])
def test_a_claim_that_is_gone_leaves_the_reason_and_a_way_on(waiting, client_of, editor, second_editor, meanwhile):
    if meanwhile == "published":
        claims.publish(waiting[0], by=second_editor, revision=1)
    else:
        claims.void(waiting[0], by=second_editor, reason="Logged twice.")
    data = {"revision": 1, "reason": "Which dam is it?", "next": f"/review/?after={waiting[0].pk}"}

    response = client_of(editor).post(f"/claims/{waiting[0].pk}/return/", data, **DESK)

    html = shown(response)
    assert response.status_code == 409
    assert meanwhile in html
    assert "Which dam is it?</textarea>" in html
    assert f"/review/?after={waiting[0].pk}" in html


def test_a_blank_reason_keeps_the_claim_on_the_desk(waiting, client_of, editor):
    data = {"revision": 1, "reason": " ", "next": f"/review/?after={waiting[1].pk}"}

    response = client_of(editor).post(f"/claims/{waiting[1].pk}/return/", data, **DESK)

    assert response.status_code == 400
    assert response.context["item"].claim == waiting[1]
    assert '<details class="reason" data-key="r" open>' in shown(response)


def test_the_queue_lists_fifty_and_leads_further_on(dossier, client_of, editor, reporter, north, monkeypatch):
    monkeypatch.setattr(queries, "WINDOW", 2)
    rows = [make_claim(side=north, by=reporter, status=SUBMITTED) for _ in range(5)]

    first = client_of(editor).get("/review/").context["queue"]
    further = client_of(editor).get(f"/review/?after={first.last}", follow=True).context["queue"]
    middle = client_of(editor).get(f"/review/?at={rows[4].pk}").context["queue"]

    assert ([row.pk for row in first.rows], first.later) == ([rows[0].pk, rows[1].pk], True)
    assert (further.here, further.earlier, further.later) == (rows[2], True, True)
    assert (middle.here, middle.earlier, middle.later) == (rows[4], True, False)


def test_the_desk_costs_the_same_for_one_claim_as_for_many(client_of, editor, north, reporter):
    client = client_of(editor)
    make_claim(side=north, by=reporter, status=SUBMITTED, wording="Once upon a time.")
    once = cost(client, "/review/")
    for number in range(6):
        make_claim(side=north, by=reporter, status=SUBMITTED, wording=f"{number} " * 9, figures=[{}])

    assert cost(client, "/review/") == once
