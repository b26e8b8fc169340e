"""What the newsroom adds to a claim: replies sought, and how well it stands."""

from django.db import models
from django.db.models.functions import Now

from claims import triggers
from claims.models.claim import Claim
from claims.querysets import OfClaimQuerySet, ResponseQuerySet
from config.history import tracked
from sources.models import Side
from sources.models.constraints import NEVER_DELETED, not_blank, one_of, person


@tracked()
class Response(models.Model):
    """What came of asking a side that a claim names. “Answered” is derived from links.

    No row: not sought. A row that was recorded by mistake says so too, and the history keeps what it said before.
    """

    class State(models.TextChoices):
        SOUGHT = "sought", "Sought"
        DECLINED = "declined", "Declined"
        UNREACHABLE = "unreachable", "Unreachable"
        NOT_SOUGHT = "not_sought", "Not sought"

    #: What people record; to take it back is a step of its own.
    RECORDED = [choice for choice in State.choices if choice[0] != "not_sought"]

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="responses")
    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State)
    note = models.TextField(blank=True, max_length=2000)
    recorded_by = person()
    recorded_at = models.DateTimeField(db_default=Now())
    revision = models.PositiveIntegerField(default=1)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["claim", "side"]
        constraints = [
            models.UniqueConstraint(name="response_once_per_side", fields=["claim", "side"]),
            one_of("response", "state", "sought", "declined", "unreachable", "not_sought"),
        ]
        triggers = [NEVER_DELETED, *triggers.RESPONSE]

    def __str__(self):
        return self.get_state_display()

    @property
    def stands(self) -> bool:
        return self.state != self.State.NOT_SOUGHT


@tracked()
class Grading(models.Model):
    """An editor's assessment of a claim, always with an explanation.

    Where it was taken back the claim is ungraded, as it is without a row; the explanation says why.
    """

    class Grade(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed"
        FAIR = "fair", "Fair"
        WEAK = "weak", "Weak"
        CONTESTED = "contested", "Contested"
        DISCOUNTED = "discounted", "Discounted"
        UNGRADED = "ungraded", "Ungraded"

    #: What editors give; to take it back is a step of its own.
    GIVEN = [choice for choice in Grade.choices if choice[0] != "ungraded"]

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="grading")
    grade = models.CharField(max_length=12, choices=Grade)
    explanation = models.TextField(max_length=4000)
    graded_by = person()
    graded_at = models.DateTimeField(db_default=Now())
    revision = models.PositiveIntegerField(default=1)

    objects = OfClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("grading", "grade", "confirmed", "fair", "weak", "contested", "discounted", "ungraded"),
            not_blank("grading", "explanation", "A grade needs its explanation."),
        ]
        triggers = [NEVER_DELETED]

    def __str__(self):
        return self.get_grade_display()

    @property
    def stands(self) -> bool:
        return self.grade != self.Grade.UNGRADED
