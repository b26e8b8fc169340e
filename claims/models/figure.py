"""The numbers inside claims."""

from django.contrib.postgres.fields import DecimalRangeField
from django.db import models
from django.db.models import F, Func, Q

from claims import figures, triggers
from claims.models.claim import Claim
from claims.querysets import FigureQuerySet
from config.history import tracked
from sources.models import Side
from sources.models.constraints import NEVER_DELETED, not_blank


class Bound(models.TextChoices):
    """How firmly a figure was put."""

    EXACT = "exact", "exactly"
    AT_LEAST = "at_least", "at least"
    AT_MOST = "at_most", "at most"
    ABOUT = "about", "about"
    RANGE = "range", "between"
    WITHHELD = "withheld", "withheld"


@tracked(exclude=["quantity_key", "population_key", "unit_key", "scope", "span"])
class Figure(models.Model):
    """A number inside a claim, with what it counts. A withheld figure is one that was not given.

    `quantity_key`, `population_key` and `unit_key` are the terms that the ledger files its words under
    (“soldiers” and “troops” alike, “miles” and “km” apart). `scope` is all that it counts: two figures are
    compared only when their scopes are equal.
    `span` is the range it stands for; “about” is ten per cent either way.
    """

    Bound = Bound

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="figures")
    quantity = models.CharField(max_length=80, help_text="Such as killed, injured, shot down.")
    population = models.CharField(max_length=80, blank=True, help_text="Such as civilians, troops.")
    quantity_key = models.CharField(max_length=80, blank=True, editable=False)
    population_key = models.CharField(max_length=80, blank=True, editable=False)
    affected_side = models.ForeignKey(Side, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=120, blank=True)
    period = models.CharField(max_length=80, blank=True, help_text="EDTF.")
    cumulative = models.BooleanField(default=False, help_text="A running total, not one incident.")
    bound = models.CharField(max_length=10, choices=Bound, default=Bound.EXACT)
    low = models.DecimalField(max_digits=18, decimal_places=3, null=True, blank=True)
    high = models.DecimalField(max_digits=18, decimal_places=3, null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True, help_text="Such as people, aircraft, km.")
    unit_key = models.CharField(max_length=40, blank=True, editable=False)
    words = models.CharField(max_length=200, blank=True, help_text="As the source puts it.")
    voided = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    scope = models.GeneratedField(
        expression=Func(
            F("quantity_key"), F("population_key"), F("affected_side"), F("place"), F("period"),
            F("cumulative"), F("unit_key"), function="figure_scope",
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
        indexes = [models.Index("scope", F("id").desc(), name="figure_scope", condition=Q(voided=False))]
        constraints = [
            not_blank("figure", "quantity", "Say what the figure counts."),
            not_blank("figure", "quantity_key", "Say what the figure counts."),
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
        return figures.in_words(self)

    def clean(self):
        """Keep what is counted in the terms of the ledger, so that like is compared with like."""
        self.quantity, self.population = figures.ledger_term(self.quantity), figures.ledger_term(self.population)
        self.quantity_key, self.population_key = figures.normalise(self.quantity), figures.normalise(self.population)
        self.unit_key = figures.unit_term(self.unit, self.population)[:40]
        self.place = figures.tidy_name(self.place)

    @property
    def amount(self) -> str:
        """How many: “at least 90”, “3 km”."""
        return figures.amount(self)

    @property
    def counted(self) -> str:
        """Of what, as it follows the amount: “civilians killed”."""
        return figures.counted(self)
