"""Where claims stand in their sources."""

from django.db import models
from django.db.models import Q

from claims import triggers
from claims.models.claim import Claim
from claims.querysets import CitationQuerySet
from config.history import tracked
from sources.models import Passage, Proposal
from sources.models.constraints import NEVER_DELETED, one_of
from sources.querysets import SourceQuerySet


@tracked()
class Citation(models.Model):
    """Where a claim stands in a source: the passage, its cue verb, and through whom we have it."""

    class Directness(models.TextChoices):
        DIRECT = "direct", "Direct quotation"
        PARAPHRASE = "paraphrase", "Paraphrase"

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="citations", db_index=False)
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="citations")
    cue = models.CharField(max_length=80, blank=True, help_text="The verb: said, denied, accused.")
    directness = models.CharField(max_length=10, choices=Directness, default=Directness.PARAPHRASE)
    origin = models.CharField(max_length=200, blank=True, help_text="Through whom we have it, if at second hand.")
    proposal = models.ForeignKey(
        Proposal,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="citations",
        help_text="What was logged, if it was found by reading the text.",
    )
    voided = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)

    objects = CitationQuerySet.as_manager()

    class Meta:
        ordering = ["claim", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="citation_once",
                fields=["claim", "passage"],
                violation_error_message="This claim cites that passage already.",
            ),
            one_of("citation", "directness", "direct", "paraphrase"),
        ]
        triggers = [NEVER_DELETED, *triggers.CITATION]

    def __str__(self):
        return f"{self.claim_id} in {self.passage_id}"


# A source is shown to all who may open its dossier as soon as they may read a claim that cites it.
_CITED = "captures__passages__citations"
SourceQuerySet.shown_by.append(
    Q(
        Q(**{f"{_CITED}__claim__status": Claim.Status.PUBLISHED})
        | Q(**{f"{_CITED}__claim__status": Claim.Status.VOIDED, f"{_CITED}__claim__published_at__isnull": False}),
        **{f"{_CITED}__voided": False},
    )
)
