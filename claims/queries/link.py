"""Two claims laid side by side: which relations may hold between them, and which links they have."""

from dataclasses import dataclass

from django.db.models import Q

from claims import figures
from claims.models import Citation, Claim, Figure, Link
from claims.queries.cards import cards_for
from claims.queries.claim import passages_of_all
from claims.relations import ASPECTS, EXPLAINED, MEANING, OF_FIGURES, RIVAL, Aspect, Relation, why_not

K = Claim.Kind
#: How a claim of this kind most likely answers another.
_LIKELY = {
    K.DENIAL: Relation.DENIES,
    K.ADMISSION: Relation.CONCEDES,
    K.REFUSAL: Relation.REJECTS,
    K.ACCUSATION: Relation.COUNTER_ACCUSES,
}


def links_between(user, claim: Claim, others: list[Claim]) -> dict[int, list[Link]]:
    """The links of a claim with each of these, by their keys: those that live, then those that were settled."""
    found: dict[int, list[Link]] = {other.pk: [] for other in others}
    links = Link.objects.visible_to(user).touching(claim).filter(Q(answer__in=found) | Q(target__in=found))
    related = links.select_related("decided_by", "answer__speaker", "target__speaker")
    for link in sorted(related, key=lambda link: (link.settled, link.pk)):
        found[link.target_id if link.answer_id == claim.pk else link.answer_id].append(link)
    return found


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
