"""The statements themselves."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Greatest, Now
from django.utils.text import Truncator

from claims import triggers
from claims.models.matter import Matter
from claims.querysets import ClaimQuerySet
from claims.relations import Contest
from config.history import tracked
from config.paths import path_of
from sources.dates import days
from sources.models import Dossier, Side, Speaker
from sources.models.constraints import NEVER_DELETED, not_blank, one_of, person


@tracked(exclude=["search"])
class Claim(models.Model):
    """One statement by one speaker, for one side, at one (perhaps imprecise) time.

    `wording` is ours and neutral; `own_words` are the speaker's. A published claim stands as its
    reviewer read it: a change of content raises `revision` and sends it back to review.
    """

    class Kind(models.TextChoices):
        ASSERTION = "assertion", "Assertion"
        DENIAL = "denial", "Denial"
        ACCUSATION = "accusation", "Accusation"
        ADMISSION = "admission", "Admission"
        WITHHELD = "withheld", "Withheld"
        DEMAND = "demand", "Demand or proposal"
        REFUSAL = "refusal", "Refusal"
        OPINION = "opinion", "Opinion"
        PREDICTION = "prediction", "Prediction"

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "In review"
        RETURNED = "returned", "Returned"
        PUBLISHED = "published", "Published"
        VOIDED = "voided", "Voided"

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="claims", db_index=False)
    matter = models.ForeignKey(Matter, null=True, blank=True, on_delete=models.PROTECT, related_name="claims")
    speaker = models.ForeignKey(Speaker, on_delete=models.PROTECT, related_name="claims", db_index=False)
    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="claims")
    office = models.CharField(max_length=200, blank=True, help_text="Held when this was said.")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ASSERTION)
    wording = models.TextField(max_length=2000)
    own_words = models.TextField(blank=True, max_length=4000)
    language = models.CharField(max_length=35, blank=True, help_text="Of the own words (BCP 47).")
    translation = models.TextField(blank=True, max_length=4000)
    date_edtf = models.CharField(max_length=80, help_text="When it was said, as EDTF (ISO 8601-2).")
    first_day = models.DateField()
    last_day = models.DateField()
    date_words = models.CharField(max_length=200, blank=True, help_text="As the source puts it.")
    date_reasoning = models.CharField(max_length=400, blank=True)
    date_uncertain = models.BooleanField(default=False)
    accused_side = models.ForeignKey(Side, null=True, blank=True, on_delete=models.PROTECT, related_name="accusations")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    status_reason = models.TextField(blank=True, max_length=2000)
    revision = models.PositiveIntegerField(default=1)
    logged_by = person()
    logged_at = models.DateTimeField(db_default=Now())
    worded_by = person()
    worded_at = models.DateTimeField(db_default=Now())
    published_by = person(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_revision = models.PositiveIntegerField(null=True, blank=True)
    search = models.GeneratedField(
        expression=Func(F("wording"), F("own_words"), F("translation"), function="words_of"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ClaimQuerySet.as_manager()

    contest: str  # of rows that were read `with_contest`

    class Meta:
        ordering = ["-first_day", "-pk"]
        indexes = [
            # The list of a dossier, newest first, and its key-set pages.
            models.Index("dossier", F("first_day").desc(), F("id").desc(), name="claim_newest"),
            # The list over all dossiers, and who may see which, without a look at the rows.
            models.Index(fields=["first_day", "id"], include=["dossier", "status", "published_at"], name="claim_said"),
            # What one speaker said, newest first, and on one day.
            models.Index("speaker", F("first_day").desc(), F("id").desc(), name="claim_of_speaker"),
            # What waits in a dossier, and how many of each side stand under each matter, without a look at the rows.
            models.Index("dossier", "status", "matter", "side", name="claim_by_status"),
            # When a dossier was worked on last.
            models.Index("dossier", Greatest("worded_at", "published_at").desc(), name="claim_changed"),
            GinIndex(fields=["search"], name="claim_search"),
            # Likely duplicates while a wording is typed.
        ]
        constraints = [
            models.UniqueConstraint(name="claim_in_dossier", fields=["dossier", "id"]),
            one_of(
                "claim",
                "kind",
                "assertion",
                "denial",
                "accusation",
                "admission",
                "withheld",
                "demand",
                "refusal",
                "opinion",
                "prediction",
            ),
            one_of("claim", "status", "draft", "submitted", "returned", "published", "voided"),
            not_blank("claim", "wording", "A claim needs its wording."),
            not_blank("claim", "date_edtf", "A claim needs a date."),
            models.CheckConstraint(
                name="claim_days_in_order",
                condition=Q(first_day__lte=F("last_day")),
                violation_error_message="The last day is before the first.",
            ),
            models.CheckConstraint(
                name="claim_accusation_names_side",
                condition=~Q(kind="accusation") | Q(accused_side__isnull=False),
                violation_error_message="An accusation names the side that it accuses.",
            ),
            models.CheckConstraint(
                name="claim_published_has_reviewer",
                condition=~Q(status="published")
                | Q(
                    published_by__isnull=False,
                    published_at__isnull=False,
                    published_revision__isnull=False,
                    published_revision=F("revision"),
                ),
                violation_error_message="A claim is published by a reviewer, as the reviewer read it.",
            ),
            models.CheckConstraint(
                name="claim_four_eyes",
                condition=~Q(status="published") | (~Q(published_by=F("logged_by")) & ~Q(published_by=F("worded_by"))),
                violation_error_message="Nobody publishes a claim that they wrote.",
            ),
            models.CheckConstraint(
                name="claim_reason_given",
                condition=~Q(status__in=["returned", "voided"]) | Q(status_reason__regex=r"\S"),
                violation_error_message="Say why.",
            ),
        ]
        triggers = [NEVER_DELETED, *triggers.CLAIM]

    def __str__(self):
        return Truncator(self.wording).chars(80)

    def get_absolute_url(self):
        return path_of("claims:claim", self.pk)

    def get_kind_display(self) -> str:  # type: ignore[no-redef]  # Django's own puts its choices together each time
        return Claim.Kind(self.kind).label

    def get_status_display(self) -> str:  # type: ignore[no-redef]
        return Claim.Status(self.status).label

    @property
    def said(self) -> str:
        """When it was said, for people: “29 Oct 2020”, “19–25 Oct 2020”."""
        return days.describe(self.date_edtf, self.first_day, self.last_day)

    @property
    def contest_words(self) -> str:
        return Contest(self.contest).label
