"""Who says things, for which side, in which office, when."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Concat

from config.history import tracked
from sources.dates import days
from sources.models.constraints import NEVER_DELETED, not_blank, one_of
from sources.models.dossier import Dossier, Side
from sources.querysets import (
    AffiliationQuerySet,
    Days,
    Fold,
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
        terms = (OuterRef(name) for name in ("side", "office", "first_day", "last_day"))
        known = Affiliation.objects.filter(speaker=self).saying_the_same(*terms)
        return list(other.affiliations.filter(~Exists(known), active=True).select_related("side"))


@tracked()
class Affiliation(models.Model):
    """For which side, and in which office, a speaker spoke between two days (either may be open).

    Of one side and office there is one entry for a day. Those that were taken back do not count.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    speaker = models.ForeignKey(Speaker, on_delete=models.PROTECT, related_name="affiliations")
    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="affiliations")
    office = models.CharField(max_length=200, blank=True)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    active = models.BooleanField(default=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        ordering = ["speaker", F("first_day").desc(nulls_last=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                name="affiliation_days_in_order",
                condition=Q(first_day__isnull=True) | Q(last_day__isnull=True) | Q(first_day__lte=F("last_day")),
                violation_error_message="The last day is before the first.",
            ),
            ExclusionConstraint(
                name="affiliation_once_at_a_time",
                expressions=[
                    ("speaker", RangeOperators.EQUAL),
                    ("side", RangeOperators.EQUAL),
                    (Fold("office"), RangeOperators.EQUAL),
                    (Days("first_day", "last_day"), RangeOperators.OVERLAPS),
                ],
                condition=Q(active=True),
                violation_error_message="This side and office are recorded for some of these days already.",
            ),
        ]
        triggers = [NEVER_DELETED]

    def __str__(self):
        return f"{self.speaker} for {self.side}"

    @property
    def said(self) -> str:
        """For whom, in which office, from and until when: “North, Envoy, from 1 Oct 2020”."""
        ends = (("from", self.first_day), ("until", self.last_day))
        held = " ".join(f"{word} {days.day_words(day)}" for word, day in ends if day)
        return ", ".join(filter(None, (str(self.side), self.office, held)))

    def clash(self) -> Affiliation | None:
        """What is recorded of the speaker already and says the same for some of the same days."""
        if self.first_day and self.last_day and self.first_day > self.last_day:
            return None  # these are no days
        given = (Value(self.office), Value(self.first_day), Value(self.last_day))
        known = Affiliation.objects.filter(speaker=self.speaker_id).exclude(pk=self.pk)
        return known.saying_the_same(self.side_id, *given).select_related("side").first()
