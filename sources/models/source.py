"""The documents that carry statements, and who publishes them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from config.history import tracked
from sources.models.constraints import NEVER_DELETED, not_blank, one_of, person, web_address
from sources.models.dossier import Dossier
from sources.querysets import (
    Fold,
    PublisherQuerySet,
    SourceQuerySet,
)

LONGEST_ADDRESS = 2000
"""In bytes of UTF-8."""


@tracked(exclude=["name_folded"])
class Publisher(models.Model):
    """Who publishes sources: a paper, an agency, a ministry's press office."""

    name = models.CharField(max_length=200)
    url = models.URLField(max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=1)
    name_folded = models.GeneratedField(expression=Fold("name"), output_field=models.TextField(), db_persist=True)

    objects = PublisherQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                F("name_folded"),
                name="publisher_name_once",
                violation_error_message="There is a publisher of that name.",
            ),
            not_blank("publisher", "name", "A publisher needs a name."),
            web_address("publisher"),
        ]
        triggers = [NEVER_DELETED]

    def __str__(self):
        return self.name


@tracked()
class Source(models.Model):
    """A document that carries statements: article, release, broadcast, post, transcript.

    Its dateline, the day it was written, is what “yesterday” in it is read against (EDTF, ISO 8601-2).
    """

    class Kind(models.TextChoices):
        ARTICLE = "article", "Article"
        RELEASE = "release", "Press release"
        BROADCAST = "broadcast", "Broadcast"
        POST = "post", "Post"
        TRANSCRIPT = "transcript", "Transcript"
        DOCUMENT = "document", "Other document"

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ARTICLE)
    title = models.CharField(max_length=300)
    url = models.URLField("address", max_length=2000, blank=True)
    publisher = models.ForeignKey(Publisher, null=True, blank=True, on_delete=models.PROTECT, related_name="sources")
    author = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=35, blank=True, help_text="BCP 47, such as en or hy.")
    dateline = models.CharField(max_length=80, blank=True, help_text="EDTF.")
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True, max_length=2000, help_text="How good a source it is.")
    revision = models.PositiveIntegerField(default=1)
    added_by = person()
    added_at = models.DateTimeField(db_default=Now())

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index("dossier", Fold("title"), name="source_titled")]
        constraints = [
            models.UniqueConstraint(name="source_in_dossier", fields=["dossier", "id"]),
            models.UniqueConstraint(
                name="source_address_once",
                fields=["dossier", "url"],
                condition=~Q(url=""),
                violation_error_message="This dossier has a source with that address.",
            ),
            one_of("source", "kind", "article", "release", "broadcast", "post", "transcript", "document"),
            not_blank("source", "title", "A source needs a title."),
            web_address("source"),
            models.CheckConstraint(
                name="source_dateline_has_days",
                condition=Q(dateline="", first_day=None, last_day=None)
                | (~Q(dateline="") & Q(first_day__isnull=False, last_day__isnull=False, first_day__lte=F("last_day"))),
                violation_error_message="A dateline needs its first and last day.",
            ),
        ]
        triggers = [NEVER_DELETED]

    def __str__(self):
        return self.title

    def clean(self):
        """Refuse an address too long for the index that finds it: that counts bytes, not characters."""
        if len(self.url.encode()) > LONGEST_ADDRESS:
            raise ValidationError({"url": "This address is too long. Shorten it, or leave it out."})
