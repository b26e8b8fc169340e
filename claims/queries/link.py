"""Finding the claims that answer one, and laying two of them side by side."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    FloatField,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from claims import figures
from claims.models import Citation, Claim, Figure, Link
from claims.queries.cards import cards_for, cards_of
from claims.queries.claim import passages_of_all
from claims.relations import ASPECTS, EXPLAINED, MEANING, OF_FIGURES, RIVAL, Aspect, Relation, why_not
from sources.models import Side
from sources.querysets import Fold

#: How many are listed at once; whoever looks for another narrows the search.
LISTED = 25
#: Days between two statements that are about as old as each other.
NEAR = timedelta(days=7)
#: How many are listed for no better reason than that.
NEARBY = 8
#: How many that contain what somebody looks for are ranked, of those from the day on and of those before it.
LOOKED_AT = 100
#: How alike two wordings must be (0 to 1, pg_trgm) to say so.
ALIKE = 0.3

K = Claim.Kind
_ANSWERING_KINDS = {K.DENIAL, K.ADMISSION, K.REFUSAL, K.WITHHELD}
#: How a claim of this kind most likely answers another.
_LIKELY = {
    K.DENIAL: Relation.DENIES,
    K.ADMISSION: Relation.CONCEDES,
    K.REFUSAL: Relation.REJECTS,
    K.ACCUSATION: Relation.COUNTER_ACCUSES,
}


@dataclass(frozen=True)
class Candidate:
    """A claim that may be the rival of another, why it is offered, and the links that the two have or had."""

    claim: Claim
    reasons: list[str]
    links: list[Link]
    answers: bool

    @property
    def likely(self) -> bool:
        return bool(self.reasons)


@dataclass(frozen=True)
class Search:
    found: list[Candidate]
    more: bool
    sides: list[Side]


def candidates(user, claim: Claim, *, words: str = "", side: int | None = None) -> Search:
    """Claims to tie to this one: from the accused side, then those with a clue, opposite sides first in each.

    Without `words` only the likely ones: of the same matter, worded alike, counting the same thing, or
    said by another side within a week. Pairs found not to be comparable are not offered again.
    """
    others = Claim.objects.visible_to(user).live().filter(dossier=claim.dossier_id).exclude(pk=claim.pk)
    others = others.exclude(pk__in=_set_apart(claim))
    if side:
        others = others.filter(side=side)
    keys = _nearest(others.matching(words), claim) if words.strip() else _likely(others, claim)
    ranked = list(_ranked(others.filter(pk__in=keys), claim)[: LISTED + 1])
    found = ranked[:LISTED]
    cards = cards_of(other.pk for other in found)
    links = links_between(user, claim, found)
    return Search(
        found=[
            Candidate(cards[other.pk], _reasons(other, claim), links[other.pk], answers(other, claim))
            for other in found
        ],
        more=len(ranked) > LISTED,
        sides=list(Side.objects.filter(dossier=claim.dossier_id)),
    )


def answers(other: Claim, claim: Claim) -> bool:
    """Is it the other that answers this claim? The later one does; on the same day, a denial or the like."""
    if other.first_day != claim.first_day:
        return other.first_day > claim.first_day
    if (other.kind in _ANSWERING_KINDS) != (claim.kind in _ANSWERING_KINDS):
        return other.kind in _ANSWERING_KINDS
    return other.pk > claim.pk


def _set_apart(claim: Claim) -> QuerySet:
    """The keys of the claims that somebody found not to be comparable with this one."""
    apart = Link.objects.live().touching(claim).filter(relation=Relation.NOT_COMPARABLE)
    return apart.values_list(Case(When(answer=claim, then=F("target_id")), default=F("answer_id")))


def _likely(others: QuerySet, claim: Claim) -> list[int]:
    """Keys of the likely ones. Each clue is looked up by itself, so that each may use its index."""
    near = others.exclude(side=claim.side_id).filter(
        first_day__range=(_earlier(claim.first_day), _later(claim.last_day))
    )
    clues = [
        others.resembling(claim.wording),
        others.filter(Exists(_same_scope(claim))),
        near.order_by("-first_day", "-pk")[:NEARBY],
    ]
    if claim.matter_id:
        clues.append(others.filter(matter=claim.matter_id).order_by("-first_day", "-pk"))
    return list({pk for clue in clues for pk in clue.values_list("pk", flat=True)[: 2 * LISTED]})


def _nearest(others: QuerySet, claim: Claim) -> list[int]:
    """Keys of those said next to the claim in time, later and earlier."""
    later = others.filter(first_day__gte=claim.first_day).order_by("first_day", "pk")
    earlier = others.filter(first_day__lt=claim.first_day).order_by("-first_day", "-pk")
    return [pk for rows in (later, earlier) for pk in rows.values_list("pk", flat=True)[:LOOKED_AT]]


def _earlier(day: date) -> date:
    return max(day, date.min + NEAR) - NEAR  # open beginnings are the first day there is


def _later(day: date) -> date:
    return min(day, date.max - NEAR) + NEAR


def _same_scope(claim: Claim) -> QuerySet:
    """Figures of the claim of the outer query that count what one of this claim's figures counts."""
    scopes = Figure.objects.live().filter(claim=claim).values("scope")
    return Figure.objects.live().filter(claim=OuterRef("pk"), scope__in=scopes)


def _ranked(claims: QuerySet, claim: Claim) -> QuerySet:
    likeness = Func(Fold("wording"), Fold(Value(claim.wording)), function="similarity", output_field=FloatField())
    return claims.annotate(
        opposite=_flag(~Q(side=claim.side_id)),
        accused=_flag(Q(side=claim.accused_side_id)) if claim.accused_side_id else Value(False),
        same_matter=_flag(Q(matter=claim.matter_id)) if claim.matter_id else Value(False),
        same_scope=Exists(_same_scope(claim)),
        alike=likeness,
        clue=_flag(Q(same_matter=True) | Q(same_scope=True) | Q(alike__gte=ALIKE)),
    ).order_by("-accused", "-clue", "-opposite", "-same_matter", "-same_scope", "-alike", "-first_day", "pk")


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _reasons(other: Claim, claim: Claim) -> list[str]:
    """Why the other is likely to answer this claim, or be answered by it, in words."""
    near = other.opposite and _earlier(claim.first_day) <= other.first_day <= _later(claim.last_day)
    said = [
        (other.accused, "said by the side that is accused"),
        (other.same_matter, "same matter"),
        (other.same_scope, "counts the same thing"),
        (other.alike >= ALIKE, "worded alike"),
        (near, "another side, within a week"),
    ]
    return [words for holds, words in said if holds]


def links_between(user, claim: Claim, others: list[Claim]) -> dict[int, list[Link]]:
    """The links of a claim with each of these, by their keys: those that live, then those that were settled."""
    found: dict[int, list[Link]] = {other.pk: [] for other in others}
    links = Link.objects.visible_to(user).touching(claim).filter(Q(answer__in=found) | Q(target__in=found))
    related = links.select_related("decided_by", "answer__speaker", "target__speaker")
    for link in sorted(related, key=lambda link: (link.settled, link.pk)):
        found[link.target_id if link.answer_id == claim.pk else link.answer_id].append(link)
    return found


# -------------------------------------------------------------- comparing


@dataclass(frozen=True)
class Choice:
    """One relation as an option: `why` says in words why it cannot be chosen, or is empty."""

    relation: Relation
    hint: str
    aspects: list[Aspect]
    explained: bool
    of_figures: bool
    rival: bool
    why: str


@dataclass(frozen=True)
class Pair:
    """A figure of each claim, and why they are no rivals, in words; empty if they are."""

    answer: Figure
    target: Figure
    why: list[str]


@dataclass(frozen=True)
class Comparison:
    answer: Claim
    target: Claim
    passages: dict[int, list[Citation]]
    choices: list[Choice]
    pairs: list[Pair]
    links: list[Link]
    settled: list[Link]

    @property
    def answer_passages(self) -> list[Citation]:
        return self.passages[self.answer.pk]

    @property
    def target_passages(self) -> list[Citation]:
        return self.passages[self.target.pk]

    @property
    def likely(self) -> Relation | None:
        """The relation that most likely holds: of figures that dispute each other, or by the kind of the answer."""
        disputed = any(not pair.why for pair in self.pairs)
        likely = Relation.DISPUTES_FIGURE if disputed else _LIKELY.get(K(self.answer.kind))
        return next((choice.relation for choice in self.choices if choice.relation == likely and not choice.why), None)

    @property
    def groups(self) -> list[tuple[str, list[Choice]]]:
        """The relations by what they make of the two claims; those that can be chosen first."""
        choices = sorted(self.choices, key=lambda choice: bool(choice.why))
        return [
            ("It is a rival", [choice for choice in choices if choice.rival]),
            ("It is related, and no rival", [choice for choice in choices if not choice.rival]),
        ]


def compare(user, answer_pk: int, target_pk: int) -> Comparison | None:
    """Two claims that this person may see, and which relations may hold between them; None if one is hidden."""
    claims = cards_for(user, [answer_pk, target_pk])
    if len(claims) < 2:
        return None
    answer, target = claims[answer_pk], claims[target_pk]
    between = links_between(user, answer, [target])[target.pk]
    links = [link for link in between if not link.settled]
    pairs = [
        Pair(one, other, figures.why_not_rivals(one, other))
        for one in answer.live_figures
        for other in target.live_figures
    ]
    return Comparison(
        answer=answer,
        target=target,
        passages=passages_of_all(claims.values()),
        choices=[_choice(relation, answer, target, pairs, links) for relation in Relation],
        pairs=pairs,
        links=links,
        settled=[link for link in between if link.settled],
    )


def _choice(relation: Relation, answer: Claim, target: Claim, pairs: list[Pair], links: list[Link]) -> Choice:
    return Choice(
        relation=relation,
        hint=MEANING[relation],
        aspects=ASPECTS.get(relation, []),
        explained=relation in EXPLAINED,
        of_figures=relation in OF_FIGURES,
        rival=relation in RIVAL,
        why=why_not(relation, answer, target)
        or _why_not_figures(relation, pairs)
        or _why_not_again(relation, answer, links),
    )


def _why_not_figures(relation: Relation, pairs: list[Pair]) -> str:
    if relation not in OF_FIGURES:
        return ""
    if not pairs:
        return "Both claims need a figure."
    if relation == Relation.DISPUTES_FIGURE and all(pair.why for pair in pairs):
        return " ".join(pairs[0].why) if len(pairs) == 1 else "None of their figures count the same thing and differ."
    return ""


def _why_not_again(relation: Relation, answer: Claim, links: list[Link]) -> str:
    if relation in OF_FIGURES:
        return ""  # once for each pair of figures: the operation knows
    return "They are linked this way already." if any(link.relation == relation for link in links) else ""
