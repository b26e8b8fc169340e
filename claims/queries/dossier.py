"""The dossiers of a reader, and the state of one of them."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from claims.models import Claim, ClaimEvent, Link, LinkEvent, Matter, Response
from claims.permissions import allowed_in_dossier
from claims.queries.cards import with_cards
from claims.querysets import ClaimQuerySet
from sources.models import Dossier, Side, Source
from sources.permissions import WORKING, allowed_steps, role_of

#: How many of each kind the page shows before it leads to the list.
SHORT = 8
#: How many matters stand in the table at once.
MATTERS = 200
S = Claim.Status


def steps_in(user, dossier_id) -> set[str]:
    """What this person may start from the dossier, or from a matter of it."""
    return _steps(role_of(user, dossier_id))


def _steps(role: str | None) -> set[str]:
    return allowed_steps(role) | allowed_in_dossier(role) | ({"link"} if role in WORKING else set())


def shelf(user) -> QuerySet[Dossier]:
    """Dossiers this person may open, the liveliest first, with counts of what they may see in each.

    `waiting` counts what they themselves may decide.
    """
    claims, links = Claim.objects.visible_to(user), Link.objects
    reviewable = Claim.objects.reviewable_by(user) if user.is_authenticated else Claim.objects.none()
    decidable = links.decidable_by(user) if user.is_authenticated else links.none()
    newest = _of_each(claims).annotate(at=Max(Greatest("worded_at", "published_at"))).values("at")
    return (
        Dossier.objects.visible_to(user)
        .annotate(
            matter_count=_counted(Matter.objects.all()),
            statement_count=_counted(Claim.objects.published()),
            dispute_count=_counted(Matter.objects.disputed()),
            unanswered_count=_counted(Claim.objects.unanswered()),
            waiting_count=_counted(reviewable) + _counted(decidable),
            newest=Coalesce(Subquery(newest), F("opened_at")),
        )
        .order_by("-newest", "pk")
    )


def _of_each(rows: QuerySet) -> QuerySet:
    return rows.filter(dossier=OuterRef("pk")).order_by().values("dossier")


def _counted(rows: QuerySet) -> Coalesce:
    return Coalesce(Subquery(_of_each(rows).annotate(n=Count("pk")).values("n")), 0)


@dataclass
class Unanswered:
    """An accusation without an answer: its age since it was made, and what came of asking."""

    claim: Claim
    days: int
    state: str
    state_words: str


@dataclass
class MatterLine:
    matter: Matter
    counts: list[tuple[Side, int]]


@dataclass(frozen=True)
class Happening:
    """One step somebody took. `who` is empty where the reader does not work on the dossier."""

    at: datetime
    who: str
    said: str
    claim: Claim
    other: Claim | None = None


@dataclass
class DossierScreen:
    dossier: Dossier
    role: str | None
    steps: set[str]
    sides: list[Side]
    matters: list[MatterLine]
    more_matters: bool
    elsewhere: list[tuple[Side, int]]  # statements under no matter
    unanswered: list[Unanswered]
    counts: dict[str, int]
    waiting: dict[str, int] = field(default_factory=dict)
    returned: list[Claim] = field(default_factory=list)
    drafts: int = 0
    activity: list[Happening] = field(default_factory=list)


def dossier(user, found: Dossier) -> DossierScreen:
    """The dossier for this reader, in a number of queries that does not grow with it."""
    role = role_of(user, found.pk)
    by_cell: Counter = Counter()
    claims = Claim.objects.visible_to(user).published().filter(dossier=found).order_by()
    for matter, side, n in claims.values_list("matter", "side").annotate(n=Count("pk")):
        by_cell[matter, side] = n
    sides = list(found.sides.all())
    for side in sides:
        side.statement_count = sum(n for (_, key), n in by_cell.items() if key == side.pk)
    matters = Matter.objects.filter(dossier=found)
    shown = list(matters.with_contest()[: MATTERS + 1])
    unanswered = Claim.objects.visible_to(user).filter(dossier=found).unanswered()
    screen = DossierScreen(
        dossier=found,
        role=role,
        steps=_steps(role),
        sides=sides,
        matters=[
            MatterLine(matter, [(side, by_cell[matter.pk, side.pk]) for side in sides]) for matter in shown[:MATTERS]
        ],
        more_matters=len(shown) > MATTERS,
        elsewhere=[(side, by_cell[None, side.pk]) for side in sides if any(by_cell[None, s.pk] for s in sides)],
        unanswered=_unanswered(unanswered),
        counts={
            "matters": matters.count(),
            "disputes": matters.disputed().count(),
            "statements": sum(by_cell.values()),
            "unanswered": unanswered.count(),
            "sources": Source.objects.filter(dossier=found).count(),
        },
        activity=_activity(user, found, role),
    )
    if role in WORKING:
        _add_work(screen, user)
    return screen


def _unanswered(claims: ClaimQuerySet) -> list[Unanswered]:
    """The oldest accusations first: they have waited longest."""
    today = timezone.localdate()
    asked = Prefetch("responses", Response.objects.filter(side=F("claim__accused_side")), to_attr="asked")
    found = []
    for claim in with_cards(claims).prefetch_related(asked).order_by("first_day", "pk")[:SHORT]:
        response = claim.asked[0] if claim.asked else None
        found.append(
            Unanswered(
                claim,
                days=max((today - claim.last_day).days, 0),
                state=response.state if response else "not_sought",
                state_words=response.get_state_display() if response else "Not sought",
            )
        )
    return found


def _add_work(screen: DossierScreen, user) -> None:
    """What waits: for this person to decide, and of their own claims, to finish."""
    here = Q(dossier=screen.dossier)
    own = Claim.objects.filter(here, logged_by=user)
    screen.waiting = {
        "claims": Claim.objects.reviewable_by(user).filter(here).count(),
        "links": Link.objects.decidable_by(user).filter(here).count(),
        "in_review": Claim.objects.filter(here).waiting().count(),
        "ties_in_review": Link.objects.filter(here).waiting().count(),
    }
    screen.drafts = own.filter(status=S.DRAFT).count()
    screen.returned = list(own.filter(status=S.RETURNED).select_related("speaker", "side")[:SHORT])


_SAID = {
    "log": "logged",
    "submit": "sent to review",
    "publish": "published",
    "return": "returned",
    "void": "struck out",
    "edit": "reworded",
    "propose": "proposed a link",
    "confirm": "confirmed a link",
    "reject": "rejected a link",
    "withdraw": "withdrew a link",
}
_CLAIM_STEPS = ["log", "submit", "publish", "return", "void", "edit"]
_LINK_STEPS = ["propose", "confirm", "reject", "withdraw"]


def _activity(user, found: Dossier, role: str | None) -> list[Happening]:
    """The last steps. Readers see what was published and confirmed; who did it, only those who work on it."""
    working = role in WORKING
    steps = ClaimEvent.objects.filter(dossier=found, pgh_obj__in=Claim.objects.visible_to(user))
    ties = LinkEvent.objects.filter(dossier=found, pgh_obj__in=Link.objects.visible_to(user))
    if working:
        steps = steps.filter(pgh_context__step__in=_CLAIM_STEPS)
        ties = ties.filter(pgh_context__step__in=_LINK_STEPS)
    else:
        steps = steps.filter(pgh_context__step="publish")
        ties = ties.filter(pgh_context__step="confirm")
    ends = ("pgh_obj__answer__speaker", "pgh_obj__target__speaker")
    happened = [
        _happening(event, working, event.pgh_obj)
        for event in steps.select_related("pgh_obj__speaker", "pgh_obj__side").order_by("-pgh_id")[: 3 * SHORT]
    ]
    happened += [
        _happening(event, working, event.pgh_obj.answer, event.pgh_obj.target)
        for event in ties.select_related(*ends).order_by("-pgh_id")[: 3 * SHORT]
    ]
    happened.sort(key=lambda one: one.at, reverse=True)
    newest = {}  # what one person did to one claim is told by its last step
    for one in happened:
        newest.setdefault((one.who, one.claim.pk, one.other and one.other.pk), one)
    return list(newest.values())[:SHORT]


def _happening(event, working: bool, claim: Claim, other: Claim | None = None) -> Happening:
    signed = event.pgh_context
    step = signed.get("step", "")
    said = _SAID.get(step, step.replace("_", " "))
    return Happening(event.pgh_created_at, signed.get("name", "") if working else "", said, claim, other)
