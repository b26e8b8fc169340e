"""What was said, and what answers it. Every invariant of the ledger is a constraint or trigger here."""

from django.contrib.postgres.fields import ArrayField, DecimalRangeField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Cast, Greatest, Least, Now
from django.urls import reverse

from claims import figures, triggers
from claims.querysets import (
    CitationQuerySet,
    ClaimQuerySet,
    FigureQuerySet,
    LinkQuerySet,
    MatterQuerySet,
    OfClaimQuerySet,
)
from claims.relations import ASPECTS, EXPLAINED, OF_FIGURES, SYMMETRIC, Aspect, Contest, Relation
from config.history import tracked
from sources.dates import days
from sources.models import NEVER_DELETED, Dossier, Passage, Side, Speaker, not_blank, one_of, person
from sources.querysets import Fold, OfDossierQuerySet


def _aspects_fit() -> Q:
    fits = ~Q(relation__in=list(ASPECTS)) & Q(aspect="")
    for relation, aspects in ASPECTS.items():
        fits |= Q(relation=relation, aspect__in=aspects)
    return fits


def _key(field: str) -> Cast:
    """A key that may be missing, still as a number: LEAST of two bare NULLs would be text."""
    return Cast(field, models.BigIntegerField())


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

    class Meta:
        ordering = ["dossier", F("first_day").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(name="matter_in_dossier", fields=["dossier", "id"]),
            models.UniqueConstraint(
                Fold("question"), "dossier", name="matter_question_once",
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
        return reverse("claims:ledger", args=[self.pk])

    @property
    def when(self) -> str:
        if not self.first_day or not self.last_day:
            return ""
        return days.describe(self.date_edtf, self.first_day, self.last_day)

    @property
    def contest_words(self) -> str:
        return Contest(self.contest).label


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

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="claims")
    matter = models.ForeignKey(
        Matter, null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )
    speaker = models.ForeignKey(Speaker, on_delete=models.PROTECT, related_name="claims")
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
    accused_side = models.ForeignKey(
        Side, null=True, blank=True, on_delete=models.PROTECT, related_name="accusations"
    )
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
        expression=Func(
            F("wording"), F("own_words"), F("translation"), function="words_of"
        ),
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
            # The list over all dossiers.
            models.Index(F("first_day").desc(), F("id").desc(), name="claim_said"),
            models.Index("dossier", "status", name="claim_by_status"),
            GinIndex(fields=["search"], name="claim_search"),
            # Likely duplicates while a wording is typed.
            GinIndex(OpClass(Fold("wording"), name="gin_trgm_ops"), name="claim_wording_trgm"),
        ]
        constraints = [
            models.UniqueConstraint(name="claim_in_dossier", fields=["dossier", "id"]),
            one_of("claim", "kind", "assertion", "denial", "accusation", "admission", "withheld", "demand", "refusal", "opinion", "prediction"),
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
                condition=~Q(status="published")
                | (~Q(published_by=F("logged_by")) & ~Q(published_by=F("worded_by"))),
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
        return self.wording[:80]

    def get_absolute_url(self):
        return reverse("claims:claim", args=[self.pk])

    @property
    def said(self) -> str:
        """When it was said, for people: “29 Oct 2020”, “19–25 Oct 2020”."""
        return days.describe(self.date_edtf, self.first_day, self.last_day)

    @property
    def contest_words(self) -> str:
        return Contest(self.contest).label


class Bound(models.TextChoices):
    """How firmly a figure was put."""

    EXACT = "exact", "exactly"
    AT_LEAST = "at_least", "at least"
    AT_MOST = "at_most", "at most"
    ABOUT = "about", "about"
    RANGE = "range", "between"
    WITHHELD = "withheld", "withheld"


@tracked(exclude=["scope", "span"])
class Figure(models.Model):
    """A number inside a claim, with what it counts. A withheld figure is one that was not given.

    `scope` is what it counts, normalised: two figures are compared only when their scopes are equal.
    `span` is the range it stands for; “about” is ten per cent either way.
    """

    Bound = Bound

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="figures")
    quantity = models.CharField(max_length=80, help_text="Such as killed, injured, shot down.")
    population = models.CharField(max_length=80, blank=True, help_text="Such as civilians, troops.")
    affected_side = models.ForeignKey(
        Side, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    place = models.CharField(max_length=120, blank=True)
    period = models.CharField(max_length=80, blank=True, help_text="EDTF.")
    cumulative = models.BooleanField(default=False, help_text="A running total, not one incident.")
    bound = models.CharField(max_length=10, choices=Bound, default=Bound.EXACT)
    low = models.DecimalField(max_digits=18, decimal_places=3, null=True, blank=True)
    high = models.DecimalField(max_digits=18, decimal_places=3, null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True, help_text="Such as people, aircraft, km.")
    words = models.CharField(max_length=200, blank=True, help_text="As the source puts it.")
    voided = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    scope = models.GeneratedField(
        expression=Func(
            F("quantity"), F("population"), F("affected_side"), F("place"), F("period"),
            F("cumulative"), function="figure_scope",
        ),
        output_field=models.TextField(),
        db_persist=True,
    )  # fmt: skip
    span = models.GeneratedField(
        expression=Func(F("bound"), F("low"), F("high"), function="figure_span"),
        output_field=DecimalRangeField(),
        db_persist=True,
    )

    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ["claim", "pk"]
        constraints = [
            not_blank("figure", "quantity", "Say what the figure counts."),
            models.CheckConstraint(
                name="figure_bound_fits",
                # Missing numbers are named each time: a comparison with NULL would count as kept.
                condition=Q(bound__in=["exact", "about"], low__isnull=False, high__isnull=False, low=F("high"))
                | Q(bound="at_least", low__isnull=False, high__isnull=True)
                | Q(bound="at_most", low__isnull=True, high__isnull=False)
                | Q(bound="range", low__isnull=False, high__isnull=False, low__lt=F("high"))
                | Q(bound="withheld", low__isnull=True, high__isnull=True),
                violation_error_message="The numbers do not fit the bound: a range has two, a withheld figure none.",
            ),
            models.CheckConstraint(
                name="figure_not_negative",
                condition=(Q(low__isnull=True) | Q(low__gte=0)) & (Q(high__isnull=True) | Q(high__gte=0)),
                violation_error_message="A figure is not negative.",
            ),
        ]
        triggers = [NEVER_DELETED, *triggers.FIGURE]

    def __str__(self):
        return f"{self.amount} {self.population} {self.quantity}".replace("  ", " ")

    def clean(self):
        """Keep what is counted in the terms of the ledger, so that like is compared with like."""
        self.quantity, self.population = figures.normalise(self.quantity), figures.normalise(self.population)
        self.place = figures.tidy_name(self.place)

    @property
    def amount(self) -> str:
        """“at least 90”, “about 5,000”, “3 km”, “withheld”; no unit where the population says it (“90 civilians”)."""
        counted = set(figures.normalise(self.population).split())
        said = counted and figures.normalise(self.unit) in counted | {"people"}
        return figures.describe(self.bound, self.low, self.high, "" if said else self.unit)


@tracked()
class Citation(models.Model):
    """Where a claim stands in a source: the passage, its cue verb, and through whom we have it."""

    class Directness(models.TextChoices):
        DIRECT = "direct", "Direct quotation"
        PARAPHRASE = "paraphrase", "Paraphrase"

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="citations")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="citations")
    cue = models.CharField(max_length=80, blank=True, help_text="The verb: said, denied, accused.")
    directness = models.CharField(
        max_length=10, choices=Directness, default=Directness.PARAPHRASE
    )
    origin = models.CharField(
        max_length=200, blank=True, help_text="Through whom we have it, if at second hand."
    )
    voided = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)

    objects = CitationQuerySet.as_manager()

    class Meta:
        ordering = ["claim", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="citation_once", fields=["claim", "passage"],
                violation_error_message="This claim cites that passage already.",
            ),
            one_of("citation", "directness", "direct", "paraphrase"),
        ]
        triggers = [NEVER_DELETED, *triggers.CITATION]

    def __str__(self):
        return f"{self.claim_id} in {self.passage_id}"


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

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="links")
    answer = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="links_out")
    target = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="links_in")
    relation = models.CharField(max_length=20, choices=Relation)
    aspect = models.CharField(max_length=20, choices=Aspect, blank=True)
    rationale = models.TextField(blank=True, max_length=2000)
    answer_figure = models.ForeignKey(
        Figure, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    target_figure = models.ForeignKey(
        Figure, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
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
            # The rivals of a claim, from either end.
            models.Index("answer", "state", name="link_from_answer"),
            models.Index("target", "state", name="link_from_target"),
            models.Index("dossier", "state", name="link_by_state"),
        ]
        constraints = [
            # Whoever links the pair from whichever end: one link.
            models.UniqueConstraint(
                Least("answer", "target"), Greatest("answer", "target"), "relation",
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
                name="link_joins_two_claims", condition=~Q(answer=F("target")),
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


@tracked()
class Response(models.Model):
    """What came of asking a side that a claim names. No row: not sought. “Answered” is derived from links."""

    class State(models.TextChoices):
        SOUGHT = "sought", "Sought"
        DECLINED = "declined", "Declined"
        UNREACHABLE = "unreachable", "Unreachable"

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="responses")
    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State)
    note = models.TextField(blank=True, max_length=2000)
    recorded_by = person()
    recorded_at = models.DateTimeField(db_default=Now())
    revision = models.PositiveIntegerField(default=1)

    objects = OfClaimQuerySet.as_manager()

    class Meta:
        ordering = ["claim", "side"]
        constraints = [
            models.UniqueConstraint(name="response_once_per_side", fields=["claim", "side"]),
            one_of("response", "state", "sought", "declined", "unreachable"),
        ]
        triggers = [NEVER_DELETED, *triggers.RESPONSE]

    def __str__(self):
        return self.get_state_display()


@tracked()
class Grading(models.Model):
    """An editor's assessment of a claim, always with an explanation."""

    class Grade(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed"
        FAIR = "fair", "Fair"
        WEAK = "weak", "Weak"
        CONTESTED = "contested", "Contested"
        DISCOUNTED = "discounted", "Discounted"

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="grading")
    grade = models.CharField(max_length=12, choices=Grade)
    explanation = models.TextField(max_length=4000)
    graded_by = person()
    graded_at = models.DateTimeField(db_default=Now())
    revision = models.PositiveIntegerField(default=1)

    objects = OfClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("grading", "grade", "confirmed", "fair", "weak", "contested", "discounted"),
            not_blank("grading", "explanation", "A grade needs its explanation."),
        ]
        triggers = [NEVER_DELETED]

    def __str__(self):
        return self.get_grade_display()


@tracked()
class SpeakerMerge(models.Model):
    """Two entries that were found to be one speaker, and the claims that moved, so that it can be undone."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey(Speaker, on_delete=models.PROTECT, related_name="merges_kept")
    merged = models.ForeignKey(Speaker, on_delete=models.PROTECT, related_name="merges")
    claim_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    added_aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    merged_by = person()
    merged_at = models.DateTimeField(db_default=Now())
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = OfDossierQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="speakermerge_once", fields=["merged"], condition=Q(undone_at=None),
                violation_error_message="This speaker is merged already.",
            ),
        ]
        triggers = [NEVER_DELETED]

    def __str__(self):
        return f"{self.merged} into {self.kept}"
