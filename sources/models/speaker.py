"""Who says things, for which side, in which office, when."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Concat

from config.history import tracked
from sources.models.constraints import NEVER_DELETED, not_blank, one_of
from sources.models.dossier import Dossier, Side
from sources.querysets import (
    Fold,
    OfDossierQuerySet,
    Romanised,
    SpeakerQuerySet,
)


@tracked(exclude=["name_folded", "names"])
class Speaker(models.Model):
    """A person, organisation or unnamed group (“Armenian officials”) that says things.

    A speaker merged into another keeps its row, so that the merge can be undone.
    """

    class Kind(models.TextChoices):
        PERSON = "person", "Person"
        ORGANISATION = "organisation", "Organisation"
        GROUP = "group", "Unnamed group"

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="speakers")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.PERSON)
    name = models.CharField(max_length=200)
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    note = models.TextField(blank=True, max_length=2000)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    revision = models.PositiveIntegerField(default=1)
    name_folded = models.GeneratedField(expression=Fold("name"), output_field=models.TextField(), db_persist=True)
    names = models.GeneratedField(
        expression=Concat(
            Fold(Func(F("name"), F("aliases"), function="lines")),
            Romanised(Func(F("name"), F("aliases"), function="lines")),
        ),
        output_field=models.TextField(),
        db_persist=True,
        help_text="Name and aliases, folded and romanised, each on a line of its own.",
    )

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            # Type-ahead and search by a part of any name.
            GinIndex(OpClass(F("names"), name="gin_trgm_ops"), name="speaker_names_trgm"),
        ]
        constraints = [
            models.UniqueConstraint(name="speaker_in_dossier", fields=["dossier", "id"]),
            models.UniqueConstraint(
                F("name_folded"),
                "dossier",
                name="speaker_name_once",
                condition=Q(merged_into=None),
                violation_error_message="This dossier has a speaker of that name.",
            ),
            one_of("speaker", "kind", "person", "organisation", "group"),
            not_blank("speaker", "name", "A speaker needs a name."),
            models.CheckConstraint(
                name="speaker_not_merged_into_itself",
                condition=~Q(merged_into=F("id")),
                violation_error_message="A speaker cannot be merged into itself.",
            ),
        ]
        triggers = [NEVER_DELETED]

    def __str__(self):
        return self.name

    def would_gain(self, other: Speaker) -> list[Affiliation]:
        """What another entry is recorded to speak for, and this one is not: it comes with the other's statements."""
        own, others = (speaker.affiliations.filter(active=True).select_related("side") for speaker in (self, other))
        known = {affiliation.terms for affiliation in own}
        return [affiliation for affiliation in others if affiliation.terms not in known]


@tracked()
class Affiliation(models.Model):
    """For which side, and in which office, a speaker spoke between two days (either may be open)."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    speaker = models.ForeignKey(Speaker, on_delete=models.PROTECT, related_name="affiliations")
    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="affiliations")
    office = models.CharField(max_length=200, blank=True)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    active = models.BooleanField(default=True)

    objects = OfDossierQuerySet.as_manager()

    class Meta:
        ordering = ["speaker", F("first_day").desc(nulls_last=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                name="affiliation_days_in_order",
                condition=Q(first_day__isnull=True) | Q(last_day__isnull=True) | Q(first_day__lte=F("last_day")),
                violation_error_message="The last day is before the first.",
            ),
        ]
        triggers = [NEVER_DELETED]

    def __str__(self):
        return f"{self.speaker} for {self.side}"

    @property
    def terms(self) -> tuple:
        """For whom, in which office, from and until when."""
        return self.side_id, self.office, self.first_day, self.last_day
