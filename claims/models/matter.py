"""The questions that rival statements answer differently."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from claims.querysets import MatterQuerySet
from claims.relations import Contest
from config.history import tracked
from config.paths import path_of
from sources.dates import days
from sources.models import Dossier
from sources.models.constraints import NEVER_DELETED, not_blank, person
from sources.querysets import Fold


@tracked()
class Matter(models.Model):
    """The question that rival statements answer differently: “Were two Su-25 jets shot down?”"""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="matters")
    question = models.CharField(max_length=300)
    place = models.CharField(max_length=200, blank=True)
    date_edtf = models.CharField(max_length=80, blank=True)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True, max_length=2000)
    revision = models.PositiveIntegerField(default=1)
    opened_by = person()
    opened_at = models.DateTimeField(db_default=Now())

    objects = MatterQuerySet.as_manager()

    contest: str  # of rows that were read `with_contest`
    shown_note: str  # and `with_note_for` somebody

    class Meta:
        ordering = ["dossier", F("first_day").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(name="matter_in_dossier", fields=["dossier", "id"]),
            models.UniqueConstraint(
                Fold("question"),
                "dossier",
                name="matter_question_once",
                violation_error_message="This dossier asks that question already.",
            ),
            not_blank("matter", "question", "A matter needs its question."),
            models.CheckConstraint(
                name="matter_days_in_order",
                condition=Q(date_edtf="", first_day=None, last_day=None)
                | (~Q(date_edtf="") & Q(first_day__isnull=False, last_day__isnull=False, first_day__lte=F("last_day"))),
                violation_error_message="A date has its first and last day, the last not before the first.",
            ),
        ]
        triggers = [NEVER_DELETED]

    def __str__(self):
        return self.question

    def get_absolute_url(self):
        return path_of("claims:ledger", self.pk)

    @property
    def when(self) -> str:
        if not self.first_day or not self.last_day:
            return ""
        return days.describe(self.date_edtf, self.first_day, self.last_day)

    @property
    def contest_words(self) -> str:
        return Contest(self.contest).label
