"""Who speaks, for whom, and the documents in which it can be checked. Knows nothing of claims."""

from itertools import product

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Concat, Length, Now

from config.history import tracked
from sources.querysets import (
    CaptureQuerySet,
    DossierQuerySet,
    Fold,
    MemberQuerySet,
    OfDossierQuerySet,
    PassageQuerySet,
    PublisherQuerySet,
    Romanised,
    SpeakerQuerySet,
)

NEVER_DELETED = pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)

MARKERS = ["◆", "●", "■", "▲", "★", "⬟", "✚", "▼"]


def person(**options):
    """A reference to somebody with an account, who cannot be removed while it stands."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


def not_blank(model: str, field: str, message: str):
    return models.CheckConstraint(
        name=f"{model}_{field}_not_blank",
        condition=Q(**{f"{field}__regex": r"\S"}),
        violation_error_message=message,
    )


def web_address(model: str):
    """Only http and https: an address is something to follow, never something to run."""
    return models.CheckConstraint(
        name=f"{model}_address_on_the_web",
        condition=Q(url="") | Q(url__iregex=r"^https?://[^\s]+$"),
        violation_error_message="An address begins with http:// or https://.",
    )


def one_of(model: str, field: str, *values: str):
    """The table keeps the closed list too; `choices` alone only guards forms."""
    return models.CheckConstraint(
        name=f"{model}_{field}_known",
        condition=Q(**{f"{field}__in": values}),
        violation_error_message=f"This {field} is not one of the list.",
    )


@tracked()
class Dossier(models.Model):
    """One conflict or story being followed. All else hangs on it, and it decides who may see it."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", "Public: anybody may read what is published"
        NEWSROOM = "newsroom", "Newsroom: everybody with an account"
        MEMBERS = "members", "Members only"

    name = models.CharField(max_length=200)
    summary = models.TextField(blank=True, max_length=4000)
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.MEMBERS)
    revision = models.PositiveIntegerField(default=1)
    opened_by = person()
    opened_at = models.DateTimeField(db_default=Now())

    objects = DossierQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            not_blank("dossier", "name", "A dossier needs a name."),
            one_of("dossier", "visibility", "public", "newsroom", "members"),
        ]
        triggers = [NEVER_DELETED]

    def __str__(self):
        return self.name

    def free_look(self) -> tuple[int, str]:
        """Colour and marker for the next side: each the least used, the first of equals, and never a pair twice."""
        taken = list(self.sides.values_list("slot", "marker"))
        slots, markers = [slot for slot, _ in taken], [marker for _, marker in taken]
        free = [pair for pair in product(range(1, 9), MARKERS) if pair not in taken]
        return min(free, key=lambda pair: (slots.count(pair[0]), markers.count(pair[1])), default=(1, MARKERS[0]))


@tracked()
class Member(models.Model):
    """What one person may do in one dossier. Leaving makes it inactive; the row stays."""

    class Role(models.TextChoices):
        READER = "reader", "Reader"
        JOURNALIST = "journalist", "Journalist"
        EDITOR = "editor", "Editor"

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    active = models.BooleanField(default=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["dossier", "user"]
        constraints = [
            models.UniqueConstraint(
                name="member_once_per_dossier",
                fields=["dossier", "user"],
                violation_error_message="This person is a member already.",
            ),
            one_of("member", "role", "reader", "journalist", "editor"),
        ]
        triggers = [NEVER_DELETED]

    def __str__(self):
        return f"{self.user} as {self.get_role_display().lower()}"


@tracked()
class Side(models.Model):
    """A party, or a third party, to a dossier. Told apart by colour slot and by marker."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="sides")
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=24)
    slot = models.PositiveSmallIntegerField(help_text="Colour, 1 to 8.")
    marker = models.CharField(max_length=1, choices=[(m, m) for m in MARKERS])
    revision = models.PositiveIntegerField(default=1)

    objects = OfDossierQuerySet.as_manager()

    class Meta:
        ordering = ["dossier", "slot", "pk"]
        constraints = [
            models.UniqueConstraint(name="side_in_dossier", fields=["dossier", "id"]),
            models.UniqueConstraint(
                Fold("name"),
                "dossier",
                name="side_name_once",
                violation_error_message="This dossier has a side of that name.",
            ),
            models.UniqueConstraint(
                name="side_look_once",
                fields=["dossier", "slot", "marker"],
                violation_error_message="Another side has this colour and marker.",
            ),
            models.CheckConstraint(
                name="side_slot_known",
                condition=Q(slot__range=(1, 8)),
                violation_error_message="A colour is a number from 1 to 8.",
            ),
            models.CheckConstraint(
                name="side_marker_known",
                condition=Q(marker__in=MARKERS),
                violation_error_message="Choose one of the markers offered.",
            ),
            not_blank("side", "name", "A side needs a name."),
            not_blank("side", "short_name", "A side needs a short name."),
        ]
        triggers = [NEVER_DELETED]

    def __str__(self):
        return self.name


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

    objects = OfDossierQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
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


@tracked(exclude=["sha256"])
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

    objects = PassageQuerySet.as_manager()

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
        return self.exact[:80]
