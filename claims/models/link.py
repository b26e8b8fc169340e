"""The typed ties between claims."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Greatest, Least, Now

from claims import triggers
from claims.models.claim import Claim
from claims.models.figure import Figure
from claims.querysets import LinkQuerySet
from claims.relations import ASPECTS, EXPLAINED, OF_FIGURES, SYMMETRIC, Aspect, Relation
from config.history import tracked
from sources.models import Dossier
from sources.models.constraints import NEVER_DELETED, one_of, person


def _aspects_fit() -> Q:
    fits = ~Q(relation__in=list(ASPECTS)) & Q(aspect="")
    for relation, aspects in ASPECTS.items():
        fits |= Q(relation=relation, aspect__in=aspects)
    return fits


def _key(field: str) -> Cast:
    """A key that may be missing, still as a number: LEAST of two bare NULLs would be text."""
    return Cast(field, models.BigIntegerField())


@tracked()
class Link(models.Model):
    """A typed tie: `answer` relation `target`. Proposed by one person, confirmed by another.

    Symmetric relations are stored one way round, the lower key as the answer.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        CONFIRMED = "confirmed", "Confirmed"
        NEEDS_REVIEW = "needs_review", "Needs review"
        REJECTED = "rejected", "Rejected"
        WITHDRAWN = "withdrawn", "Withdrawn"

    Relation = Relation
    Aspect = Aspect

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="links", db_index=False)
    answer = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="links_out", db_index=False)
    target = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="links_in", db_index=False)
    relation = models.CharField(max_length=20, choices=Relation)
    aspect = models.CharField(max_length=20, choices=Aspect, blank=True)
    rationale = models.TextField(blank=True, max_length=2000)
    answer_figure = models.ForeignKey(Figure, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    target_figure = models.ForeignKey(Figure, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.PROPOSED)
    proposed_by = person()
    proposed_at = models.DateTimeField(db_default=Now())
    decided_by = person(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True, max_length=2000)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            # The rivals of a claim, from either end. They and the next serve the references as well.
            models.Index("answer", "state", name="link_from_answer"),
            models.Index("target", "state", name="link_from_target"),
            models.Index("dossier", "state", name="link_by_state"),
        ]
        constraints = [
            # Whoever links the pair from whichever end: one link.
            models.UniqueConstraint(
                Least("answer", "target"),
                Greatest("answer", "target"),
                "relation",
                Least(_key("answer_figure"), _key("target_figure")),
                Greatest(_key("answer_figure"), _key("target_figure")),
                name="link_once",
                condition=~Q(state__in=["rejected", "withdrawn"]),
                nulls_distinct=False,
                violation_error_message="These two claims are linked that way already.",
            ),
            one_of("link", "relation", *Relation.values),
            one_of("link", "state", "proposed", "confirmed", "needs_review", "rejected", "withdrawn"),
            models.CheckConstraint(
                name="link_joins_two_claims",
                condition=~Q(answer=F("target")),
                violation_error_message="A claim is not linked to itself.",
            ),
            models.CheckConstraint(
                name="link_symmetric_one_way",
                condition=~Q(relation__in=SYMMETRIC) | Q(answer__lt=F("target")),
                violation_error_message="A symmetric link is stored with the lower key first.",
            ),
            models.CheckConstraint(
                name="link_aspect_fits",
                condition=_aspects_fit(),
                violation_error_message="Choose one of the aspects of this relation.",
            ),
            models.CheckConstraint(
                name="link_names_figures",
                condition=(
                    Q(relation__in=OF_FIGURES, answer_figure__isnull=False, target_figure__isnull=False)
                    | (~Q(relation__in=OF_FIGURES) & Q(answer_figure=None, target_figure=None))
                ),
                violation_error_message="A link between figures names both; other links name none.",
            ),
            models.CheckConstraint(
                name="link_explained",
                condition=~Q(relation__in=EXPLAINED) | Q(rationale__regex=r"\S"),
                violation_error_message="Say why: this relation is a judgement.",
            ),
            models.CheckConstraint(
                name="link_confirmed_has_decider",
                condition=~Q(state="confirmed") | Q(decided_by__isnull=False, decided_at__isnull=False),
                violation_error_message="A confirmed link names who confirmed it.",
            ),
            models.CheckConstraint(
                name="link_four_eyes",
                condition=~Q(state="confirmed") | ~Q(decided_by=F("proposed_by")),
                violation_error_message="Nobody confirms a link that they proposed.",
            ),
            models.CheckConstraint(
                name="link_reason_given",
                condition=~Q(state="rejected") | Q(decision_reason__regex=r"\S"),
                violation_error_message="Say why.",
            ),
        ]
        triggers = [NEVER_DELETED, *triggers.LINK]

    def __str__(self):
        return f"{self.answer_id} {self.relation} {self.target_id}"

    @property
    def stood(self) -> bool:
        """Was it ever more than a proposal? Then whoever takes it back says why."""
        return self.state != self.State.PROPOSED

    @property
    def settled(self) -> bool:
        """Was it rejected or withdrawn?"""
        return self.state in (self.State.REJECTED, self.State.WITHDRAWN)

    def get_relation_display(self) -> str:  # type: ignore[no-redef]  # Django's own puts its choices together each time
        return Relation(self.relation).label

    def get_aspect_display(self) -> str:  # type: ignore[no-redef]
        return Aspect(self.aspect).label if self.aspect else ""

    def get_state_display(self) -> str:  # type: ignore[no-redef]
        return Link.State(self.state).label
