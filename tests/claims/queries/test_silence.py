"""What waits for a reply of the side that it names."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from claims.models import Claim, Link
from claims.operations import assessment
from claims.queries.silence import ACCUSATIONS, FIGURES, silence
from tests.factories import day, make_claim, make_link

PUBLISHED, CONFIRMED = Claim.Status.PUBLISHED, Link.State.CONFIRMED


def waiting(dossier, **narrowed):
    return silence(dossier, QueryDict(), **narrowed).waiting


def accuse(side, accused, **over):
    return make_claim(side=side, kind="accusation", accused_side=accused, **{"status": PUBLISHED} | over)


def count(side, of, **over):
    return make_claim(side=side, figures=[{"affected_side": of, "value": 90}], **{"status": PUBLISHED} | over)


def test_what_has_waited_longest_comes_first(dossier, north, south):
    last_week = (timezone.localdate() - timedelta(days=7)).isoformat()
    new, old = accuse(north, south, **day(last_week)), count(south, north, **day("2020-10-29"))

    first, second = waiting(dossier)

    assert (first.claim, second.claim) == (old, new)
    assert second.days == 7
    assert [(one.side, one.figures) for one in first.silent] == [(north, list(old.figures.all()))]
    assert [(one.side, one.figures) for one in second.silent] == [(south, [])]


def test_what_came_of_asking_is_told_for_each_side(dossier, north, south, reporter):
    accusation = accuse(north, south)
    assessment.respond(accusation, side=south, state="declined", note="", by=reporter)

    [item] = waiting(dossier)

    assert [(one.state, one.state_words) for one in item.silent] == [("declined", "Declined")]


@pytest.mark.parametrize("relation", ["denies", "concedes"])
def test_a_reply_ends_the_waiting(dossier, north, south, relation):
    aspect = {"denies": "fact", "concedes": "whole"}[relation]
    for target in (accuse(north, south), count(north, south)):
        reply = make_claim(side=south, status=PUBLISHED)
        make_link(reply, target, relation=relation, aspect=aspect, state=CONFIRMED)

    assert waiting(dossier) == []


def test_a_figure_that_is_disputed_or_borne_out_by_the_side_waits_no_more(dossier, north, south):
    disputed, borne_out = count(north, south), count(north, south)
    rival = make_claim(side=south, status=PUBLISHED, figures=[{"affected_side": south, "value": 4}])
    make_link(
        rival, disputed, relation="disputes_figure", state=CONFIRMED,
        answer_figure=rival.figures.get(), target_figure=disputed.figures.get(),
    )  # fmt: skip
    make_link(make_claim(side=south, status=PUBLISHED), borne_out, relation="corroborates", state=CONFIRMED)

    assert waiting(dossier) == []


def test_who_else_replies_leaves_it_waiting(dossier, north, south, mediators):
    target = count(north, south)
    make_link(make_claim(side=mediators, status=PUBLISHED), target, relation="denies", aspect="fact", state=CONFIRMED)
    make_link(make_claim(side=south, status=PUBLISHED), target, relation="denies", aspect="fact")

    assert [item.claim for item in waiting(dossier)] == [target]


def test_own_losses_opinions_withheld_numbers_and_what_is_not_published_do_not_wait(dossier, north, south):
    count(north, north)
    count(north, south, kind="opinion")
    count(north, south, status=Claim.Status.SUBMITTED)
    accuse(north, south, status=Claim.Status.SUBMITTED)
    make_claim(side=north, status=PUBLISHED, figures=[{"affected_side": south, "bound": "withheld"}])

    assert waiting(dossier) == []


def test_it_is_narrowed_to_a_side_and_to_what_it_is_about(dossier, north, south, mediators):
    accusation, figure = accuse(north, south), count(north, south)
    accuse(south, north)
    both = make_claim(
        side=mediators, status=PUBLISHED, figures=[{"affected_side": north}, {"affected_side": south, "value": 4}]
    )

    assert [item.claim for item in waiting(dossier, side=south)] == [accusation, figure, both]
    assert [item.claim for item in waiting(dossier, side=south, about=ACCUSATIONS)] == [accusation]
    assert [item.claim for item in waiting(dossier, side=south, about=FIGURES)] == [figure, both]
    [*_, last] = waiting(dossier, side=south)
    assert [one.side for one in last.silent] == [south]


def test_accusations_and_figures_share_their_pages(dossier, north, south):
    made = [(accuse if n % 2 else count)(north, south, **day(f"2020-10-0{n}")) for n in range(1, 8)]
    seen, page = [], silence(dossier, QueryDict(), size=3)
    while True:
        seen += [item.claim for item in page.waiting]
        if not page.page.later:
            break
        page = silence(dossier, QueryDict(page.page.later[1:]), size=3)

    assert seen == made
    back = silence(dossier, QueryDict(page.page.earlier[1:]), size=3)
    assert [item.claim for item in back.waiting] == made[3:6]
