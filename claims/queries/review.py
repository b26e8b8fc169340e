"""What waits for an editor: the two queues, and all that one decision needs."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, QuerySet

from claims import figures
from claims.models import Citation, Claim, Link
from claims.permissions import allowed_steps
from claims.queries import claim as of_claim
from claims.queries.candidates import Candidate, likely_rivals
from claims.queries.cards import cards_of
from claims.queries.counting import counted, told
from claims.queries.differences import differences, last_look
from claims.queries.link import links_between
from claims.relations import SYMMETRIC, Relation, why_not
from config.people import name_of
from config.prepared import prepared
from sources.permissions import EDITOR, WORKING, role_of
from sources.queries.history import FieldChange

#: How many of a queue are listed at once.
WINDOW = 50
#: How many duplicates and how many rivals of a claim are offered.
OFFERED = 3

#: Beyond this many a queue is not counted: “99+”.
COUNTED = 99


@dataclass(frozen=True)
class Waiting:
    """How many claims and links this person may decide now, whether they may review at all, and work on anything."""

    claims: int = 0
    links: int = 0
    may_review: bool = False
    works: bool = False

    @property
    def claims_said(self) -> str:
        return told(self.claims, COUNTED)

    @property
    def links_said(self) -> str:
        return told(self.links, COUNTED)

    @property
    def said(self) -> str:
        """Both together; empty where nothing waits."""
        return told(self.claims + self.links, COUNTED) if self.claims or self.links else ""


def waiting_for(user) -> Waiting:
    """One query, and none for anonymous visitors."""
    return Waiting(*_waiting(user)[0]) if user.is_authenticated else Waiting()


@prepared
def _waiting(person):
    memberships = person.memberships.filter(active=True)
    return (
        get_user_model()
        .objects.filter(pk=person.pk)
        .values_list(
            counted(Claim.objects.reviewable_by(person), COUNTED),
            counted(Link.objects.decidable_by(person), COUNTED),
            Exists(memberships.filter(role=EDITOR)),
            Exists(memberships.filter(role__in=WORKING)),
        )
    )


@dataclass(frozen=True)
class Queue:
    """A stretch of a queue, oldest first. `here` is the row to decide: the one wanted, or the next."""

    rows: list[Any]
    here: Any | None
    earlier: bool = False
    later: bool = False

    @property
    def last(self) -> int:
        return self.rows[-1].pk


def _queue(waiting: QuerySet, wanted: int | None) -> Queue:
    waiting = waiting.order_by("pk")
    rows, earlier = list(waiting[: WINDOW + 1]), False
    if wanted and len(rows) > WINDOW and wanted > rows[WINDOW - 1].pk:
        onward = list(waiting.filter(pk__gte=wanted)[: WINDOW + 1])
        rows, earlier = onward or rows, bool(onward)
    later, rows = len(rows) > WINDOW, rows[:WINDOW]
    following = (row for row in rows if row.pk >= (wanted or 0))
    return Queue(rows, next(following, rows[0] if rows else None), earlier, later)


def claims_waiting(user, wanted: int | None = None) -> Queue:
    waiting = Claim.objects.reviewable_by(user).select_related("dossier", "speaker", "side")
    return _queue(waiting, wanted)


def links_waiting(user, wanted: int | None = None) -> Queue:
    waiting = Link.objects.decidable_by(user).select_related(
        "dossier", "answer__side", "answer__speaker", "target__side", "target__speaker"
    )
    return _queue(waiting, wanted)


def after(waiting: QuerySet, pk: int) -> int | None:
    """The key of the one that comes after `pk` in a queue; of the first when there is none after it."""
    keys = waiting.order_by("pk").values_list("pk", flat=True)
    return keys.filter(pk__gt=pk).first() or keys.first()


@dataclass(frozen=True)
class ClaimItem:
    """One claim on the desk, and what there is to judge it by."""

    claim: Claim
    steps: list[str]
    passages: list[Citation]
    duplicates: list[Claim]
    rivals: list[Candidate]
    looked: str = ""
    changed: list[FieldChange] = field(default_factory=list)

    @property
    def now(self) -> str:
        """How the claim stands, for somebody who was too late to decide about it; "" while it waits."""
        claim = self.claim
        if claim.status == Claim.Status.PUBLISHED:
            return f"{name_of(claim.published_by)} published it at {claim.published_at:%H:%M} (UTC)."
        waits = claim.status == Claim.Status.SUBMITTED
        return "" if waits else f"It is {claim.get_status_display().lower()} now."


def claim_item(user, pk: int) -> ClaimItem:
    """What an editor needs to decide about a claim that they may see."""
    claim = of_claim.read(user, pk)
    cards_of([], {pk: claim})
    of_claim.tell_periods(claim.live_figures)
    look = last_look(claim)
    return ClaimItem(
        claim=claim,
        steps=allowed_steps(user, claim, role_of(user, claim.dossier_id)),
        passages=of_claim.passages_of(claim),
        duplicates=duplicates_of(user, claim),
        rivals=likely_rivals(user, claim, OFFERED),
        looked={"publish": "published", "return": "returned"}[look[1]] if look else "",
        changed=differences(claim, look[0]) if look else [],
    )


def duplicates_of(user, claim: Claim) -> list[Claim]:
    """Some live claims of the same side that are worded alike: what another side says alike is an answer."""
    alike = Claim.objects.visible_to(user).live().filter(dossier=claim.dossier_id, side=claim.side_id)
    alike = alike.exclude(pk=claim.pk)
    found = list(alike.resembling(claim.wording).values_list("pk", flat=True)[:OFFERED])
    cards = cards_of(found)
    return [cards[key] for key in found]


@dataclass(frozen=True)
class End:
    """One of the two claims of a link on the desk, and what changed in it since the link was last decided."""

    claim: Claim
    passages: list[Citation]
    changed: list[FieldChange]


@dataclass(frozen=True)
class LinkItem:
    """One link on the desk. `hindrance` says why it cannot be confirmed now, in words, or is empty.

    `settled` are the links that the two had before, and that were rejected or withdrawn.
    """

    link: Link
    steps: list[str]
    answer: End
    target: End
    hindrance: str = ""
    settled: list[Link] = field(default_factory=list)

    @property
    def ends(self) -> list[End]:
        return [self.answer, self.target]

    @property
    def read(self) -> list[Claim]:
        """The two claims, whose revisions are what the editor decides on."""
        return [self.answer.claim, self.target.claim]

    @property
    def look(self) -> str:
        """How the tie is drawn: its relation, its state, and where it points."""
        direction = "both" if self.link.relation in SYMMETRIC else "to-right"
        return f"{self.link.relation} {self.link.state} {direction}"

    @property
    def now(self) -> str:
        """How the link stands, for somebody who was too late to decide about it; "" while it waits."""
        if self.link.state in (Link.State.PROPOSED, Link.State.NEEDS_REVIEW):
            return ""
        if not self.link.decided_by:
            return f"It is {self.link.get_state_display().lower()} now."
        done, at = self.link.get_state_display().lower(), f"{self.link.decided_at:%H:%M}"
        return f"{name_of(self.link.decided_by)} {done} it at {at} (UTC)."


def link_item(user, pk: int) -> LinkItem:
    """What an editor needs to decide about a link that they may see."""
    link = (
        Link.objects.visible_to(user)
        .select_related(
            "dossier", "proposed_by", "decided_by", "answer_figure__affected_side", "target_figure__affected_side"
        )
        .get(pk=pk)
    )
    of_claim.tell_periods(figure for figure in (link.answer_figure, link.target_figure) if figure)
    claims = cards_of([link.answer_id, link.target_id])
    passages = of_claim.passages_of_all(claims.values())
    answer, target = (
        End(claims[key], passages[key], _changed_since(link, claims[key]))
        for key in (link.answer_id, link.target_id)
    )  # fmt: skip
    return LinkItem(
        link=link,
        steps=allowed_steps(user, link, role_of(user, link.dossier_id)),
        answer=answer,
        target=target,
        hindrance=_hindrance(link, answer.claim, target.claim),
        settled=_settled_before(user, link),
    )


def _settled_before(user, link: Link) -> list[Link]:
    between = links_between(user, link.answer, [link.target])[link.target_id]
    return [other for other in between if other.settled and other != link]


def _changed_since(link: Link, claim: Claim) -> list[FieldChange]:
    return differences(claim, link.decided_at) if link.decided_at else []


def _hindrance(link: Link, answer: Claim, target: Claim) -> str:
    if {answer.status, target.status} != {Claim.Status.PUBLISHED}:
        return "Both statements must be published first."
    one, other = link.answer_figure, link.target_figure
    if one and other and (one.voided or other.voided):
        return "One of the figures it joins was struck out. Reject it, and propose it anew with another figure."
    if one and other and link.relation == Relation.DISPUTES_FIGURE:
        return " ".join(figures.why_not_rivals(one, other))
    return why_not(link.relation, answer, target) or ""


def may_review(user) -> bool:
    """Is this person an editor of any dossier?"""
    return user.is_authenticated and user.memberships.filter(active=True, role=EDITOR).exists()
