"""A source as it was seen: the bytes it came as, the text in them, and exact stretches of that."""

import pgtrigger
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Length, Now
from django.utils.text import Truncator

from config.history import tracked
from sources import triggers
from sources.models.constraints import NEVER_DELETED, not_blank, one_of, person, web_address
from sources.models.source import Source
from sources.querysets import (
    CaptureQuerySet,
    OfCaptureQuerySet,
    OriginalQuerySet,
)


@tracked(exclude=["body", "sha256"])
class Original(models.Model):
    """The bytes that a source came as: the page, mail or file itself, kept beside the text read from it."""

    class How(models.TextChoices):
        PASTED = "pasted", "Pasted"
        FETCHED = "fetched", "Fetched"
        UPLOADED = "uploaded", "Uploaded"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="originals")
    body = models.BinaryField()
    sha256 = models.GeneratedField(
        expression=Func(Func(F("body"), function="sha256"), Value("hex"), function="encode"),
        output_field=models.CharField(max_length=64),
        db_persist=True,
        help_text="Of the bytes, in hexadecimal.",
    )
    content_type = models.CharField(max_length=200, blank=True, help_text="As declared: text/html; charset=utf-8.")
    url = models.URLField("address", max_length=2000, blank=True, help_text="Where it was found in the end.")
    name = models.CharField(max_length=200, blank=True, help_text="Of the file that was handed in.")
    how = models.CharField(max_length=10, choices=How)
    obtained_by = person()
    obtained_at = models.DateTimeField(db_default=Now())

    objects = OriginalQuerySet.as_manager()

    class Meta:
        ordering = ["source", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="original_once_per_source",
                fields=["source", "sha256"],
                violation_error_message="This file of the source is kept already.",
            ),
            one_of("original", "how", "pasted", "fetched", "uploaded"),
            web_address("original"),
        ]
        triggers = [
            NEVER_DELETED,
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update),
        ]

    def __str__(self):
        return self.name or self.url or f"original {self.pk} of {self.source}"


@tracked(exclude=["sha256", "length"])
class Capture(models.Model):
    """The text of a source as we saw it. Never changes; a new look is a new capture."""

    class How(models.TextChoices):
        TYPED = "typed", "Typed or heard"
        PASTED = "pasted", "Pasted"
        FETCHED = "fetched", "Fetched"
        UPLOADED = "uploaded", "Uploaded"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="captures")
    text = models.TextField()
    sha256 = models.GeneratedField(
        expression=Func(F("text"), function="sha256_of"),
        output_field=models.CharField(max_length=64),
        db_persist=True,
        help_text="Of the text as UTF-8, in hexadecimal.",
    )
    length = models.GeneratedField(
        expression=Length("text"),
        output_field=models.PositiveIntegerField(),
        db_persist=True,
        help_text="In Unicode code points.",
    )
    original = models.ForeignKey(
        Original,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="captures",
        help_text="What the text was read from.",
    )
    how = models.CharField(max_length=10, choices=How)
    taken_by = person()
    taken_at = models.DateTimeField(db_default=Now())

    objects = CaptureQuerySet.as_manager()

    class Meta:
        ordering = ["source", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="capture_once_per_source",
                fields=["source", "sha256"],
                violation_error_message="This text of the source is captured already.",
            ),
            one_of("capture", "how", "typed", "pasted", "fetched", "uploaded"),
            not_blank("capture", "text", "A capture needs its text."),
        ]
        triggers = [
            NEVER_DELETED,
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update),
            *triggers.CAPTURE,
        ]

    def __str__(self):
        return f"capture {self.pk} of {self.source}"


@tracked()
class Passage(models.Model):
    """An exact stretch of a capture, by position and by quotation (W3C Web Annotation selectors).

    `start` and `end` count Unicode code points; `prefix` and `suffix` are up to 32 of what surrounds it.
    """

    CONTEXT = 32

    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    exact = models.TextField()
    prefix = models.CharField(max_length=CONTEXT, blank=True)
    suffix = models.CharField(max_length=CONTEXT, blank=True)

    objects = OfCaptureQuerySet.as_manager()

    class Meta:
        ordering = ["capture", "start", "end"]
        constraints = [
            models.UniqueConstraint(name="passage_once", fields=["capture", "start", "end"]),
            models.CheckConstraint(
                name="passage_length_fits",
                condition=Q(end__gt=F("start")) & Q(end=F("start") + Length("exact")),
                violation_error_message="A passage is as long as its words.",
            ),
        ]
        triggers = [
            NEVER_DELETED,
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="stands_in_capture",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT FROM sources_capture c
                        WHERE c.id = NEW.capture_id
                          AND substr(c.text, NEW.start + 1, NEW."end" - NEW.start) = NEW.exact
                          AND right(substr(c.text, 1, NEW.start), length(NEW.prefix)) = NEW.prefix
                          AND left(substr(c.text, NEW."end" + 1), length(NEW.suffix)) = NEW.suffix
                    ) THEN
                        RAISE EXCEPTION 'These words do not stand in the capture at that place.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'passage_stands_in_capture';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return Truncator(self.exact).chars(80)
