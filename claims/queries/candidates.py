"""Finding the claims that may answer one, and saying why each of them may."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from claims.likeness import Shared, sharing
from claims.models import Claim, Figure, Link
from claims.proposals.denials import OUTRIGHT, denial
from claims.proposals.words import telling
from claims.queries.cards import cards_of
from claims.queries.link import links_between
from claims.relations import Relation
from sources.models import Side

#: How many are listed at once; whoever looks for another narrows the search.
LISTED = 25
#: Days between two statements that are about as old as each other.
NEAR = timedelta(days=7)
#: How many are listed for no better reason than that.
NEARBY = 8
#: How many that contain what somebody looks for are ranked, of those from the day on and of those before it.
LOOKED_AT = 100
#: How many of those that share words are ranked.
SHARING = 100
#: How much of what a wording says (0 to 1) must be shared to speak of the same.
ABOUT_THE_SAME = 0.1
#: How many of the shared words are told.
TOLD = 3
#: What it counts for, beside the words, to be put under the same matter, to count the same thing or to accuse in turn.
TOGETHER = 0.5
#: And to be said about then, and by who is accused.
THEN = 0.1

_ANSWERING_KINDS = {Claim.Kind.DENIAL, Claim.Kind.ADMISSION, Claim.Kind.REFUSAL, Claim.Kind.WITHHELD}


@dataclass(frozen=True)
class Candidate:
    """A claim that may be the rival of another, why it is offered, and the links that the two have or had.

    `likely` is it with a clue: not just because another side said it about then. `answers`: it is it that answers.
    """

    claim: Claim
    likely: bool
    reasons: list[str]
    links: list[Link]
    answers: bool

    @property
    def linked(self) -> bool:
        return not all(link.settled for link in self.links)


@dataclass(frozen=True)
class Search:
    found: list[Candidate]
    more: bool
    sides: list[Side]


def candidates(user, claim: Claim, *, words: str = "", side: int | None = None) -> Search:
    """Claims to tie to this one (a card, as `queries.cards` gives it): those with a clue, opposite sides first.

    Of these the likeliest first, which share most of its words, its matter or what it counts, and count double where
    only one of the two denies; then the newest. Without `words` only those with a clue, and some that another side
    said within a week. Pairs found not to be comparable are not offered again.
    """
    others = Claim.objects.visible_to(user).live().filter(dossier=claim.dossier_id).exclude(pk=claim.pk)
    others = others.exclude(pk__in=_set_apart(claim))
    if side:
        others = others.filter(side=side)
    keys = _nearest(others.matching(words), claim) if words.strip() else None
    ranked = _ranked(others, claim, keys)
    listed = ranked[:LISTED]
    cards = cards_of(clues.pk for clues in listed)
    links = links_between(user, claim, list(cards.values()))
    return Search(
        found=[
            Candidate(cards[clues.pk], clues.any, clues.reasons, links[clues.pk], answers(cards[clues.pk], claim))
            for clues in listed
        ],
        more=len(ranked) > LISTED,
        sides=list(Side.objects.filter(dossier=claim.dossier_id)),
    )


def likely_rivals(user, claim: Claim, most: int) -> list[Candidate]:
    """The likeliest of what another side said, as far as it is not linked with the claim yet."""
    likely = [candidate for candidate in candidates(user, claim).found if candidate.likely and not candidate.linked]
    return [candidate for candidate in likely if candidate.claim.side_id != claim.side_id][:most]


def answers(other: Claim, claim: Claim) -> bool:
    """Is it the other that answers this claim? The later one does; on the same day, a denial or the like."""
    if other.first_day != claim.first_day:
        return other.first_day > claim.first_day
    if (other.kind in _ANSWERING_KINDS) != (claim.kind in _ANSWERING_KINDS):
        return other.kind in _ANSWERING_KINDS
    return other.pk > claim.pk


@dataclass(frozen=True)
class _Clues:
    """What speaks for it that a claim is the rival of another."""

    pk: int
    first_day: date
    accused: bool
    accusing: bool
    opposite: bool
    near: bool
    same_matter: bool
    same_scope: bool
    shared: Shared
    turned: float
    """How much more plainly one of the two denies than the other, 0 to 1."""

    @property
    def same_words(self) -> bool:
        return self.shared.part >= ABOUT_THE_SAME

    @property
    def in_turn(self) -> bool:
        """Does it come from who is accused, or accuse who accuses, about then?"""
        return self.near and (self.accused or self.accusing)

    @property
    def any(self) -> bool:
        return self.same_matter or self.same_scope or self.same_words or self.in_turn

    @property
    def likelihood(self) -> float:
        together = self.same_matter + self.same_scope + (self.near and self.accusing)
        return (self.shared.part + TOGETHER * together + THEN * (self.near + self.in_turn)) * (1 + self.turned)

    @property
    def rank(self) -> tuple[Any, ...]:
        return -self.any, -self.opposite, -self.likelihood, -self.first_day.toordinal(), -self.pk

    @property
    def reasons(self) -> list[str]:
        """Why the one is likely to answer the other, in words."""
        words = ", ".join(f"“{word}”" for word in self.shared.words[:TOLD])
        said = [
            (self.accused, "said by the side that is accused"),
            (self.accusing, "accuses in turn"),
            (self.same_matter, "same matter"),
            (self.same_scope, "counts the same thing"),
            (self.same_words, f"both say {words}"),
            (self.any and self.turned == OUTRIGHT, "only one of them denies"),
            (self.opposite and self.near, "another side, within a week"),
        ]
        return [words for holds, words in said if holds]


def _ranked(others: QuerySet, claim: Claim, keys: Iterable[int] | None) -> list[_Clues]:
    """The likeliest of the claims with these keys, or of all; one more than are listed."""
    among = others if keys is None else others.filter(pk__in=keys)
    shared = sharing(among, telling(claim.wording), most=SHARING)
    if keys is None:
        keys = _likely(others, claim) | {key for key, found in shared.items() if found.part >= ABOUT_THE_SAME}
    return sorted(_clues(others.filter(pk__in=keys), claim, shared), key=lambda clues: clues.rank)[: LISTED + 1]


def _clues(others: QuerySet, claim: Claim, shared: dict[int, Shared]) -> Iterable[_Clues]:
    denies = _denies(claim.kind, claim.wording)
    rows = others.annotate(
        accused=_flag(Q(side=claim.accused_side_id)) if claim.accused_side_id else Value(False),
        accusing=_flag(_accusing(claim)),
        opposite=_flag(~Q(side=claim.side_id)),
        near=_flag(_near(claim)),
        same_matter=_flag(Q(matter=claim.matter_id)) if claim.matter_id else Value(False),
        same_scope=Exists(_same_scope(claim).filter(claim=OuterRef("pk"))),
    ).values(
        "kind", "wording", "pk", "first_day", "accused", "accusing", "opposite", "near", "same_matter", "same_scope"
    )
    for row in rows.order_by():
        turned = abs(denies - _denies(row.pop("kind"), row.pop("wording")))
        yield _Clues(**row, shared=shared.get(row["pk"], Shared()), turned=turned)


def _denies(kind: str, wording: str) -> float:
    return OUTRIGHT if kind == Claim.Kind.DENIAL else denial(wording)


def _set_apart(claim: Claim) -> QuerySet:
    """The keys of the claims that somebody found not to be comparable with this one."""
    apart = Link.objects.live().touching(claim).filter(relation=Relation.NOT_COMPARABLE)
    return apart.values_list(Case(When(answer=claim, then=F("target_id")), default=F("answer_id")))


def _likely(others: QuerySet, claim: Claim) -> set[int]:
    """Keys of those that are likely whatever they say. Each clue is looked up by itself, to use its own index."""
    newest = others.order_by("-first_day", "-pk")
    near = newest.exclude(side=claim.side_id).filter(_near(claim))
    counting = _same_scope(claim).order_by("-pk").values("claim")[: 2 * LISTED]
    clues = [others.filter(pk__in=counting).order_by(), near[:NEARBY]]
    if claim.matter_id:
        clues.append(newest.filter(matter=claim.matter_id)[: 2 * LISTED])
    if claim.accused_side_id:
        clues += [near.filter(side=claim.accused_side_id)[:NEARBY], near.filter(_accusing(claim))[:NEARBY]]
    return {pk for clue in clues for pk in clue.values_list("pk", flat=True)}


def _nearest(others: QuerySet, claim: Claim) -> list[int]:
    """Keys of those said next to the claim in time, later and earlier."""
    later = others.filter(first_day__gte=claim.first_day).order_by("first_day", "pk")
    earlier = others.filter(first_day__lt=claim.first_day).order_by("-first_day", "-pk")
    return [pk for rows in (later, earlier) for pk in rows.values_list("pk", flat=True)[:LOOKED_AT]]


def _accusing(claim: Claim) -> Q:
    """Does it accuse the side that accuses here?"""
    accusation = Claim.Kind.ACCUSATION
    return Q(kind=accusation, accused_side=claim.side_id) if claim.kind == accusation else Q(pk=None)


def _near(claim: Claim) -> Q:
    return Q(first_day__range=(_earlier(claim.first_day), _later(claim.last_day)))


def _earlier(day: date) -> date:
    return max(day, date.min + NEAR) - NEAR  # open beginnings are the first day there is


def _later(day: date) -> date:
    return min(day, date.max - NEAR) + NEAR


def _same_scope(claim: Claim) -> QuerySet:
    """The figures that count what one of this claim's figures counts."""
    return Figure.objects.live().filter(scope__in={figure.scope for figure in claim.live_figures})


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
