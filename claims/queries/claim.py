"""One claim with all that its page shows, in a number of queries that does not grow."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import F, Model, Value
from django.db.models.functions import Greatest, Least, Substr

from claims import figures
from claims.models import Citation, Claim, Figure, Grading, Link, Response
from claims.permissions import allowed_steps
from claims.queries.cards import carded, cards_of
from claims.relations import ANSWERING, RIVAL, SYMMETRIC, Relation
from config.prepared import Given, GivenKeys, Prepared, prepared
from sources.dates import days
from sources.models import Side
from sources.permissions import WORKING, role_of
from sources.queries.history import Change, changes_in, events_of

#: How much of the capture (in characters) is shown to either side of a passage.
AROUND = 280

S, L = Claim.Status, Link.State


@dataclass
class Tie:
    """A link as it is seen from one of its claims: `here` says whether that claim is the answering one."""

    link: Link
    this: Claim
    other: Claim
    steps: list[str]
    forms: dict[str, Any] = field(default_factory=dict)  # the page's, for the steps that ask why

    @property
    def here(self) -> bool:
        return self.link.answer_id == self.this.pk

    @property
    def rival(self) -> bool:
        return self.link.relation in RIVAL

    @property
    def symmetric(self) -> bool:
        return self.link.relation in SYMMETRIC

    @property
    def direction(self) -> str:
        """Where the tie points when this claim stands on the left."""
        if self.symmetric:
            return "both"
        return "to-right" if self.here else "to-left"

    @property
    def ends(self) -> list[Claim]:
        """The answering claim, then the other."""
        return [self.this, self.other] if self.here else [self.other, self.this]

    @property
    def confirmable(self) -> bool:
        return {self.this.status, self.other.status} == {S.PUBLISHED}

    @property
    def counts(self) -> bool:
        """Confirmed, and between claims that are published: all that contest and totals look at."""
        return self.link.state == L.CONFIRMED and self.confirmable


@dataclass(frozen=True)
class Asked:
    """What came of asking one side: `state` is “answered” where a confirmed link says so."""

    side: Side
    state: str
    label: str
    response: Response | None = None
    answers: list[Tie] = field(default_factory=list)
    forms: dict[str, Any] = field(default_factory=dict)  # the page's, to take back what was recorded


@dataclass(frozen=True)
class Total:
    """A figure of the claim that other figures are declared parts of."""

    figure: Figure
    parts: list[Tie]
    sum: figures.Reconciliation

    @property
    def declared(self) -> str:
        return figures.describe(self.sum.declared_bound, self.sum.declared, self.sum.declared)

    @property
    def gap(self) -> str:
        """What the parts leave open of the total; “about” where a side of it is not exact."""
        left = abs(self.sum.gap or Decimal(0))
        return figures.describe("exact" if self.sum.gap_is_exact else "about", left, left)


@dataclass(frozen=True)
class ClaimScreen:
    claim: Claim
    steps: list[str]
    passages: list[Citation]
    rivals: list[Tie]
    others: list[Tie]
    settled: list[Tie]
    totals: list[Total]
    asked: list[Asked]
    grading: Grading | None
    sides: list[Side]  # of the dossier, where they are asked or told of
    history: list[Change]

    @property
    def ties(self) -> list[Tie]:
        return [*self.rivals, *self.others, *self.settled]


def claim_screen(user, pk: int) -> ClaimScreen:
    """The page of a claim. Its history, drafts included, is for those who work on it.

    Raises Claim.DoesNotExist where this person may not see it.
    """
    claim = read(user, pk)
    role = role_of(user, claim.dossier_id)
    ties = ties_of(user, claim, role)
    tell_periods(claim.live_figures)
    live = [tie for tie in ties if not tie.link.settled]
    rivals = [tie for tie in live if tie.rival]
    passages = passages_of(claim)
    sides = _sides(dossier=claim.dossier_id) if role in WORKING else []
    grading = _grading(claim)
    return ClaimScreen(
        claim=claim,
        steps=_offered(allowed_steps(user, claim, role), grading),
        passages=passages,
        rivals=rivals,
        others=[tie for tie in live if tie not in rivals],
        settled=[tie for tie in ties if tie not in live],
        totals=_totals(claim, live),
        asked=_asked(claim, live),
        grading=grading,
        sides=sides,
        history=_history(claim, ties, passages, sides) if role in WORKING else [],
    )


def _grading(claim: Claim) -> Grading | None:
    grading: Grading | None = getattr(claim, "grading", None)
    return grading if grading and grading.stands else None


def _offered(steps: list[str], grading: Grading | None) -> list[str]:
    """The steps without taking back a grade that there is not."""
    return [step for step in steps if step != "ungrade" or grading]


def read(user, pk: int) -> Claim:
    """A claim with all of a card but its figures, and with the people that its facts name.

    Raises Claim.DoesNotExist where this person may not see it.
    """
    found = _claim(user, claim=pk)
    if not found:
        raise Claim.DoesNotExist
    return found[0]


@prepared
def _claim(person):
    people = ("logged_by", "worded_by", "published_by", "grading__graded_by")
    return carded(Claim.objects.visible_to(person)).filter(pk=Given("claim")).select_related(*people).order_by()


@prepared
def _sides():
    return Side.objects.filter(dossier=Given("dossier"))


# ---------------------------------------------------------------- history


def _events(model: type[Model]) -> Prepared:
    rows = (
        Link.objects.touching(Given("claim")) if model is Link else model._default_manager.filter(claim=Given("claim"))
    )
    return Prepared(lambda: events_of(model).filter(pgh_obj__in=rows.order_by().values("pk")))


_OWN = Prepared(lambda: events_of(Claim).filter(pgh_obj=Given("claim")))
_RELATED = {model: _events(model) for model in (Figure, Citation, Response, Grading, Link)}


def _history(claim: Claim, ties: list[Tie], passages: list[Citation], sides: list[Side]) -> list[Change]:
    names = {side.pk: side.short_name for side in sides}
    whole: dict[type[Model], Any] = {Figure: lambda event: _figure_in_a_line(event, names)}
    related = [(model, events(claim=claim.pk)) for model, events in _RELATED.items()]
    known = [claim, *(tie.other for tie in ties), *(citation.passage for citation in passages), *sides]
    others = {tie.link.pk: f"{tie.other.speaker.name}: “{tie.other}”" for tie in ties}
    which: dict[type[Model], Any] = {Link: lambda event: others.get(event.pgh_obj_id, "")}
    return changes_in(claim, _OWN(claim=claim.pk), related, whole=whole, known=known, which=which)


def _figure_in_a_line(event: Any, sides: dict[int, str]) -> str:
    """A figure as it was added: “at least 90 civilians killed, of Azerbaijan, in Barda, as a running total”."""
    names = ("bound", "low", "high", "unit", "quantity", "population")
    figure = Figure(**{name: getattr(event, name) for name in names})
    more = (
        f"of {sides[event.affected_side_id]}" if event.affected_side_id in sides else "",
        f"in {event.place}" if event.place else "",
        f"over {period_of(event)}" if event.period else "",
        "as a running total" if event.cumulative else "",
        f"“{event.words}”" if event.words else "",
    )
    return ", ".join(filter(None, [str(figure), *more]))


_FIRST = {L.CONFIRMED: 0, L.NEEDS_REVIEW: 1, L.PROPOSED: 2}


def ties_of(user, claim: Claim, role: str | None) -> list[Tie]:
    """All links of a claim that this person may see, what stands first, the claims at their other ends with cards.

    The claim is given its live figures as well.
    """
    links = _links(user, claim=claim.pk)
    links.sort(key=lambda link: (_FIRST.get(link.state, 3), link.pk))
    tell_periods(figure for link in links for figure in (link.answer_figure, link.target_figure) if figure)
    others = cards_of({_far_end(link, claim) for link in links}, {claim.pk: claim})
    return [
        Tie(link, claim, others[_far_end(link, claim)], allowed_steps(user, link, role))
        for link in links
    ]  # fmt: skip


@prepared
def _links(person):
    related = ("answer_figure__affected_side", "target_figure__affected_side", "proposed_by", "decided_by")
    return Link.objects.visible_to(person).touching(Given("claim")).select_related(*related).order_by()


def _far_end(link: Link, claim: Claim) -> int:
    return link.target_id if link.answer_id == claim.pk else link.answer_id


def _totals(claim: Claim, ties: list[Tie]) -> list[Total]:
    """Each figure of the claim with the confirmed parts that are declared of it."""
    parts: dict[Figure, list[Tie]] = {}
    for tie in ties:
        total = tie.link.target_figure
        if tie.link.relation == Relation.PART_OF and total and not tie.here and tie.counts:
            parts.setdefault(total, []).append(tie)
    return [Total(total, found, _sum(total, found)) for total, found in parts.items()]


def _sum(total: Figure, parts: list[Tie]) -> figures.Reconciliation:
    return figures.reconcile(total, [tie.link.answer_figure for tie in parts if tie.link.answer_figure])


def _asked(claim: Claim, ties: list[Tie]) -> list[Asked]:
    """Every side that the claim names, or that somebody asked, and what came of it."""
    recorded = {r.side_id: r for r in _responses(claim=claim.pk)}
    sides = {side.pk: side for side in named_sides(claim)} | {r.side_id: r.side for r in recorded.values()}
    return [_reply(side, recorded.get(side.pk), _answers(side, ties)) for side in sides.values()]


@prepared
def _responses():
    return Response.objects.standing().filter(claim=Given("claim")).select_related("side", "recorded_by")


def named_sides(claim: Claim) -> list[Side]:
    """The sides that a claim speaks of: the one it accuses, and those its figures count."""
    named = [claim.accused_side, *(figure.affected_side for figure in claim.live_figures)]
    return list({side.pk: side for side in named if side and side.pk != claim.side_id}.values())


def _answers(side: Side, ties: list[Tie]) -> list[Tie]:
    return [
        tie
        for tie in ties
        if tie.link.relation in ANSWERING and not tie.here and tie.counts and tie.other.side_id == side.pk
    ]


def _reply(side: Side, response: Response | None, answers: list[Tie]) -> Asked:
    if answers:
        return Asked(side, "answered", "Answered", response, answers)
    if response:
        return Asked(side, response.state, response.get_state_display(), response)
    return Asked(side, "not_sought", "Not sought")


def passages_of(claim: Claim) -> list[Citation]:
    """The live citations of a claim with the stretch of the capture around each, `before` and `after` it."""
    return passages_of_all([claim])[claim.pk]


def passages_of_all(claims: Iterable[Claim]) -> dict[int, list[Citation]]:
    """As `passages_of`, for several claims at once, by claim."""
    found: dict[int, list[Citation]] = {claim.pk: [] for claim in claims}
    for citation in _in_context(found):
        found[citation.claim_id].append(citation)
    return found


@prepared
def _citations():
    text, start = "passage__capture__text", F("passage__start")
    return (
        Citation.objects.live()
        .filter(claim__in=GivenKeys("claims"))
        .select_related("passage__capture__source__publisher")
        .defer(text)
        .annotate(
            before_raw=Substr(text, Greatest(start - AROUND, 0) + 1, Least(start, Value(AROUND))),
            after_raw=Substr(text, F("passage__end") + 1, Value(AROUND)),
        )
    )


def _in_context(claims: Iterable[int]) -> list[Any]:
    found = _citations(claims=list(claims))
    for citation in found:
        citation.before = _cut(citation.before_raw, at_start=True)
        citation.after = _cut(citation.after_raw, at_start=False)
        source = citation.passage.capture.source
        citation.dateline = days.describe(source.dateline, source.first_day, source.last_day) if source.dateline else ""
    return found


def _cut(text: str, *, at_start: bool) -> str:
    """Text that was cut at a length, back to whole words, with an ellipsis where more is left out."""
    close = re.sub(r"\n\s*\n", "\n", text)  # empty lines would only push the passage away
    if len(text) < AROUND:
        return close
    return "… " + re.sub(r"^\S*\s+", "", close) if at_start else re.sub(r"\s+\S*$", "", close) + " …"


def tell_periods(counted: Iterable[Figure]) -> None:
    """Give each figure its `period_words`."""
    for figure in counted:
        figure.period_words = period_of(figure)


def period_of(figure: Any) -> str:
    """The period a figure counts, for people; as it is kept where it is no date that we can read."""
    try:
        return days.describe(figure.period, *days.bounds(figure.period)) if figure.period else ""
    except days.UnreadableDate:
        return figure.period
