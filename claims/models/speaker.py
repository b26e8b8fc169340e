"""Two entries that were found to be one speaker."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from config.history import tracked
from sources.models import Dossier, Speaker
from sources.models.constraints import NEVER_DELETED, person
from sources.querysets import OfDossierQuerySet


@tracked()
class SpeakerMerge(models.Model):
    """Two entries that were found to be one speaker, and what moved (claims, affiliations, names), to be undone."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey(Speaker, on_delete=models.PROTECT, related_name="merges_kept")
    merged = models.ForeignKey(Speaker, on_delete=models.PROTECT, related_name="merges")
    claim_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    affiliation_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    added_aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    merged_by = person()
    merged_at = models.DateTimeField(db_default=Now())
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = OfDossierQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="speakermerge_once",
                fields=["merged"],
                condition=Q(undone_at=None),
                violation_error_message="This speaker is merged already.",
            ),
        ]
        triggers = [NEVER_DELETED]

    def __str__(self):
        return f"{self.merged} into {self.kept}"
