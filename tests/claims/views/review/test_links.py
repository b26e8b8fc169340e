"""The queue of links: both texts and why, one decision and the next, and whoever was too late."""

from claims.models import Link
from claims.operations import claim as claims
from claims.operations import figure as figures
from claims.operations import link as links
from tests.claims.views.reading import cost, shown
from tests.claims.views.review.pages import DESK, PUBLISHED
from tests.factories import make_claim, make_link


def test_a_link_is_on_the_desk_with_both_texts_and_why(proposal, client_of, second_editor):
    html = shown(client_of(second_editor).get("/review/links/"))

    for words in ("Nobody opened the dam.", "South opened the dam.", "It speaks of that night.", "Nora Reporter"):
        assert words in html
    assert "relation denies proposed to-right" in " ".join(html.split())


def test_what_was_decided_about_the_pair_before_is_on_the_desk(proposal, rivals, client_of, editor, reporter):
    links.reject(proposal, by=editor, reason="They speak of two nights.")
    again = make_link(*rivals, by=reporter)

    html = shown(client_of(editor).get(f"/review/links/?at={again.pk}"))

    assert "Decided before about these two" in html
    assert "rejected by Emma Editor" in html and "“They speak of two nights.”" in html


def test_a_link_that_was_just_decided_is_not_told_of_as_an_earlier_one(proposal, client_of, editor, second_editor):
    links.reject(proposal, by=second_editor, reason="They speak of two nights.")
    data = {"reason": "So I say.", "next": f"/review/links/?after={proposal.pk}"}

    html = shown(client_of(editor).post(f"/links/{proposal.pk}/reject/", data, **DESK))

    assert "Tomas Editor rejected it" in html
    assert "Decided before" not in html


def test_what_one_proposed_is_not_offered_and_a_crafted_post_is_refused(rivals, client_of, editor):
    link = make_link(*rivals, by=editor)

    assert client_of(editor).get("/review/links/").context["queue"].rows == []
    response = client_of(editor).post(f"/links/{link.pk}/confirm/", {"answer_revision": 1, "target_revision": 1})

    assert response.status_code == 403
    link.refresh_from_db()
    assert link.state == "proposed"


def test_confirming_leads_to_the_next_link(proposal, client_of, editor):
    data = {"answer_revision": 1, "target_revision": 1, "next": f"/review/links/?after={proposal.pk}"}

    response = client_of(editor).post(f"/links/{proposal.pk}/confirm/", data, follow=True)

    proposal.refresh_from_db()
    assert proposal.state == "confirmed"
    assert "No link waits for you" in shown(response)


def test_a_link_between_changed_claims_is_not_confirmed_unread(proposal, client_of, editor, second_editor, reporter):
    claim = claims.edit(proposal.answer, by=reporter, revision=1, wording="Nobody opened the upper dam.")
    claims.publish(claim, by=second_editor, revision=2)
    data = {"answer_revision": 1, "target_revision": 1, "next": f"/review/links/?after={proposal.pk}"}

    response = client_of(editor).post(f"/links/{proposal.pk}/confirm/", data, **DESK)

    html = shown(response)
    assert response.status_code == 409
    assert "<ins>upper </ins>" in html
    assert 'name="answer_revision" value="2"' in html


def test_a_link_whose_claim_changed_comes_back_with_what_changed(proposal, client_of, editor, reporter, second_editor):
    links.confirm(proposal, by=editor, revisions=(1, 1))
    claim = claims.edit(proposal.answer, by=reporter, revision=1, wording="Nobody opened the upper dam.")

    waiting = client_of(editor).get("/review/links/")
    claims.publish(claim, by=second_editor, revision=2)
    published = client_of(editor).get("/review/links/")

    assert "Both statements must be published first." in shown(waiting)
    assert "The answer changed since the link was confirmed" in shown(published)
    assert "<ins>upper </ins>" in shown(published)
    assert published.context["item"].hindrance == ""


def test_rejecting_keeps_the_reason(proposal, client_of, editor):
    data = {"reason": "They speak of two nights.", "next": f"/review/links/?after={proposal.pk}"}

    client_of(editor).post(f"/links/{proposal.pk}/reject/", data)

    proposal.refresh_from_db()
    assert (proposal.state, proposal.decision_reason) == ("rejected", "They speak of two nights.")


def test_deciding_on_a_link_twice_is_told(proposal, client_of, editor, second_editor):
    links.confirm(proposal, by=second_editor, revisions=(1, 1))
    data = {"reason": "They speak of two nights.", "next": f"/review/links/?after={proposal.pk}"}

    response = client_of(editor).post(f"/links/{proposal.pk}/reject/", data, **DESK)

    html = shown(response)
    assert response.status_code == 409
    assert "Tomas Editor confirmed it" in html
    assert "They speak of two nights.</textarea>" in html


def test_a_struck_out_figure_hinders_the_confirmation(client_of, editor, second_editor, reporter, north, south):
    one, other = (
        make_claim(side=side, by=reporter, reviewer=editor, status=PUBLISHED, figures=[{"value": value}])
        for side, value in ((north, 90), (south, 12))
    )
    link = make_link(
        one, other, relation=Link.Relation.DISPUTES_FIGURE, by=reporter,
        answer_figure=one.figures.get(), target_figure=other.figures.get(),
    )  # fmt: skip
    figures.void(one.figures.get(), by=reporter, reason="It was of another day.")
    claims.publish(one, by=editor, revision=2)

    response = client_of(second_editor).get(f"/review/links/?at={link.pk}")

    assert "was struck out" in response.context["item"].hindrance


def test_the_links_desk_costs_the_same_for_one_as_for_many(proposal, client_of, editor, rivals, reporter, north):
    client = client_of(editor)
    once = cost(client, "/review/links/")
    for _ in range(5):
        make_link(rivals[0], make_claim(side=north, by=reporter, status=PUBLISHED), by=reporter)
        links.withdraw(make_link(*rivals, relation="contradicts", by=reporter), by=reporter)

    assert cost(client, "/review/links/") == once
