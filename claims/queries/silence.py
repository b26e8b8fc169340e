"""What the side that is named has not replied to: accusations, and figures for what befell it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import QueryDict
from django.utils import timezone

from claims.models import Claim, Figure, Link, Response
from claims.queries.cards import cards_of
from claims.relations import ANSWERING, Relation
from sources.models import Dossier, Side
from sources.queries.paging import SIZE, Page, page_of_all

ACCUSATIONS, FIGURES = "accusations", "figures"

#: How a side takes up a figure for what befell it.
_TAKING_UP = [*ANSWERING, Relation.DISPUTES_FIGURE, Relation.CORROBORATES]
#: What states no fact, or waits for an answer as an accusation already.
_OTHERWISE = [Claim.Kind.OPINION, Claim.Kind.PREDICTION, Claim.Kind.ACCUSATION]


@dataclass
class Silent:
    """A side that was named and has not replied: what came of asking it, and the figures that name it."""

    side: Side
    state: str = "not_sought"
    state_words: str = "Not sought"
    figures: list[Figure] = field(default_factory=list)


@dataclass
class Waiting:
    """A statement without a reply, the days since it was made, and who is silent."""

    claim: Claim
    days: int
    silent: list[Silent]


@dataclass
class Silence:
    waiting: list[Waiting]
    page: Page


def silence(
    dossier: Dossier, query: QueryDict, *, side: Side | None = None, about: str = "", size: int = SIZE
) -> Silence:
    """What has waited longest comes first. `about` is ACCUSATIONS, FIGURES or "" for both; `side` is the silent one."""
    published = Claim.objects.published().filter(dossier=dossier)
    accusations = published.unanswered()
    if side:
        accusations = accusations.filter(accused_side=side)
    counting = published.exclude(kind__in=_OTHERWISE)
    counting = counting.filter(Exists(_open(Figure.objects.filter(claim=OuterRef("pk")), side)))
    found = {ACCUSATIONS: accusations, FIGURES: counting}
    wanted = [rows.only("first_day") for name, rows in found.items() if about in ("", name)]
    page = page_of_all(wanted, query, "first_day", "pk", size=size)
    return Silence(_waiting([claim.pk for claim in page.rows], side), page)


def _open(figures: QuerySet[Figure], side: Side | None) -> QuerySet[Figure]:
    """Those of these figures that tell what befell another side, and which that side has not taken up."""
    taken_up = Link.objects.counted().filter(relation__in=_TAKING_UP)
    back = taken_up.filter(target=OuterRef("claim"), answer__side=OuterRef("affected_side"))
    forth = taken_up.filter(answer=OuterRef("claim"), target__side=OuterRef("affected_side"))
    others = figures.filter(voided=False, affected_side__isnull=False).exclude(affected_side=F("claim__side"))
    others = others.exclude(bound=Figure.Bound.WITHHELD).filter(~Exists(back), ~Exists(forth))
    return others.filter(affected_side=side) if side else others


def _waiting(keys: list[int], side: Side | None) -> list[Waiting]:
    today, cards, naming = timezone.localdate(), cards_of(keys), defaultdict(list)
    counting = Figure.objects.filter(claim__in=keys).exclude(claim__kind__in=_OTHERWISE)
    for figure in _open(counting, side).select_related("affected_side").order_by("pk"):
        naming[figure.claim_id].append(figure)
    asked = {(one.claim_id, one.side_id): one for one in Response.objects.standing().filter(claim__in=keys)}
    return [_one(cards[key], naming[key], asked, today) for key in keys]


def _one(claim: Claim, figures: list[Figure], asked: dict[tuple[int, int], Response], today: date) -> Waiting:
    silent: dict[int, Silent] = {}
    if claim.kind == Claim.Kind.ACCUSATION and claim.accused_side:
        silent[claim.accused_side.pk] = Silent(claim.accused_side)
    for figure in figures:
        if side := figure.affected_side:
            silent.setdefault(side.pk, Silent(side)).figures.append(figure)
    for one in silent.values():
        if response := asked.get((claim.pk, one.side.pk)):
            one.state, one.state_words = response.state, response.get_state_display()
    return Waiting(claim, max((today - claim.last_day).days, 0), list(silent.values()))
