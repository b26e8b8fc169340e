"""The dossiers of a reader, and the state of one of them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from claims.models import Claim, ClaimDocument, ClaimEvent, Link, LinkEvent, Matter, Response
from claims.permissions import allowed_in_dossier
from claims.queries.cards import cards_of
from claims.queries.counting import count, counted, told
from claims.queries.review import COUNTED
from claims.querysets import ClaimQuerySet, MatterQuerySet
from config.prepared import Given, Prepared
from sources.models import Dossier, Side, Source
from sources.permissions import EDITOR, WORKING, allowed_steps, role_of

#: How many of each kind the page shows before it leads to the list.
SHORT = 8
#: How many matters stand in the table at once.
MATTERS = 50
S = Claim.Status


def steps_in(user, dossier_id) -> set[str]:
    """What this person may start from the dossier, or from a matter of it."""
    return _steps(role_of(user, dossier_id))


def _steps(role: str | None) -> set[str]:
    return allowed_steps(role) | allowed_in_dossier(role) | ({"link"} if role in WORKING else set())


def shelf(user, most: int) -> list[Dossier]:
    """Dossiers this person may open, the liveliest first, with counts of what they may see in each.

    `waiting_said` tells how much they themselves may decide, "" where nothing waits for them.
    """
    here = Q(dossier=OuterRef("pk"))
    worked_on = Claim.objects.visible_to(user).filter(here).annotate(at=Greatest("worded_at", "published_at"))
    waiting: Any = Value(0)
    if user.is_authenticated:
        reviewable, decidable = Claim.objects.reviewable_by(user), Link.objects.decidable_by(user)
        waiting = counted(reviewable.filter(here), COUNTED) + counted(decidable.filter(here), COUNTED)
    dossiers = list(
        Dossier.objects.visible_to(user)
        .annotate(
            matter_count=counted(Matter.objects.filter(here)),
            statement_count=counted(Claim.objects.published().filter(here)),
            dispute_count=counted(Matter.objects.disputed().filter(here)),
            unanswered_count=counted(ClaimDocument.objects.filter(here, is_unanswered=True)),
            waiting_count=waiting,
            newest=Coalesce(Subquery(worked_on.order_by("-at").values("at")[:1]), F("opened_at")),
        )
        .order_by("-newest", "pk")[:most]
    )
    for dossier in dossiers:
        dossier.waiting_said = told(dossier.waiting_count, COUNTED) if dossier.waiting_count else ""
    return dossiers


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
    matters_before: bool
    later_matters: int | None  # the key of the first that stands on the next page
    elsewhere: list[tuple[Side, int]]  # statements under no matter
    unanswered: list[Unanswered]
    counts: dict[str, int]
    waiting: dict[str, int] = field(default_factory=dict)
    returned: list[Claim] = field(default_factory=list)
    drafts: int = 0
    activity: list[Happening] = field(default_factory=list)


def dossier(user, found: Dossier, first: int | None = None) -> DossierScreen:
    """The dossier for this reader, in a number of queries that does not grow with it.

    Its matters from the one with the key `first` on. Raises Matter.DoesNotExist if that is none of them.
    """
    role = role_of(user, found.pk)
    published = Claim.objects.published().filter(dossier=found).order_by()  # to all who may open the dossier
    by_side = published.filter(side=OuterRef("pk"))
    sides: list[Any] = list(
        found.sides.annotate(statement_count=counted(by_side), elsewhere_count=counted(by_side.filter(matter=None)))
    )
    matters = Matter.objects.filter(dossier=found)
    shown, later = _stretch(matters, first)
    cells = published.filter(matter__in=shown).values_list("matter", "side").annotate(n=Count("*"))
    by_cell = {(matter, side): n for matter, side, n in cells}
    screen = DossierScreen(
        dossier=found,
        role=role,
        steps=_steps(role),
        sides=sides,
        matters=[MatterLine(one, [(side, by_cell.get((one.pk, side.pk), 0)) for side in sides]) for one in shown],
        matters_before=first is not None,
        later_matters=later,
        elsewhere=[(side, side.elsewhere_count) for side in sides if any(one.elsewhere_count for one in sides)],
        unanswered=_unanswered(Claim.objects.filter(dossier=found).unanswered()),
        counts={
            "matters": count(matters),
            "disputes": count(matters.disputed()),
            "statements": count(published),
            "unanswered": count(ClaimDocument.objects.filter(dossier=found, is_unanswered=True)),
            "sources": count(Source.objects.filter(dossier=found)),
        },
        activity=_activity(user, found, role),
    )
    if role in WORKING:
        _add_work(screen, user)
    return screen


def _stretch(matters: MatterQuerySet, first: int | None) -> tuple[list[Matter], int | None]:
    """So many matters with their state, in order of their days, those without a day last; and the key of the next."""
    on = matters.order_by(F("first_day").asc(nulls_last=True), "pk")
    if first is not None:
        start = matters.get(pk=first)
        same = Q(first_day=start.first_day, pk__gte=start.pk)
        on = on.filter(same | Q(first_day__gt=start.first_day) | Q(first_day=None) if start.first_day else same)
    keys = list(on.values_list("pk", flat=True)[: MATTERS + 1])
    found = matters.with_contest().in_bulk(keys[:MATTERS])
    return [found[key] for key in keys[:MATTERS]], keys[MATTERS] if len(keys) > MATTERS else None


def _unanswered(claims: ClaimQuerySet) -> list[Unanswered]:
    """The oldest accusations first: they have waited longest."""
    today = timezone.localdate()
    keys = list(claims.order_by("first_day", "pk").values_list("pk", flat=True)[:SHORT])
    cards = cards_of(keys)
    recorded = Response.objects.standing().filter(claim__in=keys, side=F("claim__accused_side"))
    asked = {one.claim_id: one for one in recorded}
    found = []
    for key in keys:
        claim, response = cards[key], asked.get(key)
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
        "claims": count(Claim.objects.reviewable_by(user).filter(here)) if screen.role == EDITOR else 0,
        "links": count(Link.objects.decidable_by(user).filter(here)) if screen.role == EDITOR else 0,
        "in_review": count(Claim.objects.filter(here).waiting()),
        "ties_in_review": count(Link.objects.filter(here).waiting()),
    }
    screen.drafts = count(own.filter(status=S.DRAFT))
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
    steps, ties = (_WORKING_STEPS, _WORKING_TIES) if working else (_READING_STEPS, _READING_TIES)
    happened = [_happening(event, working, event.pgh_obj) for event in steps(user, dossier=found.pk)]
    happened += [
        _happening(event, working, event.pgh_obj.answer, event.pgh_obj.target) for event in ties(user, dossier=found.pk)
    ]
    happened.sort(key=lambda one: one.at, reverse=True)
    newest = {}  # what one person did to one claim is told by its last step
    for one in happened:
        newest.setdefault((one.who, one.claim.pk, one.other and one.other.pk), one)
    return list(newest.values())[:SHORT]


def _last(steps: list[str]) -> Prepared:
    """The last of these steps that were taken on claims which a person may see."""

    def last(person):
        events = ClaimEvent.objects.filter(dossier=Given("dossier"), pgh_obj__in=Claim.objects.visible_to(person))
        events = events.filter(pgh_context__step__in=steps).select_related("pgh_obj__speaker", "pgh_obj__side")
        return events.order_by("-pgh_id")[: 3 * SHORT]

    return Prepared(last)


def _last_on_links(steps: list[str]) -> Prepared:
    def last(person):
        events = LinkEvent.objects.filter(dossier=Given("dossier"), pgh_obj__in=Link.objects.visible_to(person))
        ends = ("pgh_obj__answer__speaker", "pgh_obj__target__speaker")
        return events.filter(pgh_context__step__in=steps).select_related(*ends).order_by("-pgh_id")[: 3 * SHORT]

    return Prepared(last)


_WORKING_STEPS, _READING_STEPS = _last(_CLAIM_STEPS), _last(["publish"])
_WORKING_TIES, _READING_TIES = _last_on_links(_LINK_STEPS), _last_on_links(["confirm"])


def _happening(event, working: bool, claim: Claim, other: Claim | None = None) -> Happening:
    signed = event.pgh_context
    step = signed.get("step", "")
    said = _SAID.get(step, step.replace("_", " "))
    return Happening(event.pgh_created_at, signed.get("name", "") if working else "", said, claim, other)
