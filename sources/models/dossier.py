"""What is being followed, by whom, and the parties to it."""

from itertools import product

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from config.history import tracked
from sources.models.constraints import NEVER_DELETED, not_blank, one_of, person
from sources.querysets import (
    DossierQuerySet,
    Fold,
    MemberQuerySet,
    OfDossierQuerySet,
)

MARKERS = ["◆", "●", "■", "▲", "★", "⬟", "✚", "▼"]


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
