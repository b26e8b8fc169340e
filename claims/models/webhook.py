"""What programs elsewhere are told as it happens, and how the telling went."""

import uuid

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from config.history import tracked
from sources.models import Dossier
from sources.models.constraints import NEVER_DELETED, one_of, person, web_address
from sources.querysets import OfDossierQuerySet


@tracked()
class Webhook(models.Model):
    """An address that an editor wants told what is published, confirmed or recorded in a dossier.

    Its secret is derived from the site's key and `reference`: kept nowhere, shown once. It never changes; it is
    ended, for good.
    """

    class Event(models.TextChoices):
        CLAIM_PUBLISHED = "claim.published", "A claim is published"
        LINK_CONFIRMED = "link.confirmed", "A link is confirmed"
        RESPONSE_RECORDED = (
            "response.recorded",
            "A reply to a published claim is sought, refused, or was noted by mistake",
        )

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="webhooks")
    reference = models.UUIDField(default=uuid.uuid4, unique=True, help_text="What its secret is derived from.")
    url = models.CharField(max_length=2000)
    tells = ArrayField(models.CharField(max_length=20, choices=Event))
    made_by = person()
    made_at = models.DateTimeField(db_default=Now())
    ended_by = person(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OfDossierQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            web_address("webhook"),
            models.CheckConstraint(
                name="webhook_tells_known",
                condition=Q(tells__contained_by=["claim.published", "link.confirmed", "response.recorded"])
                & Q(tells__len__gt=0),
                violation_error_message="Choose at least one of the events.",
            ),
            models.CheckConstraint(
                name="webhook_ended_by_someone",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                violation_error_message="Who ended it stands with when.",
            ),
        ]
        triggers = [
            NEVER_DELETED,
            pgtrigger.Protect(
                name="ended_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False),
            ),
            pgtrigger.ReadOnly(
                name="webhook_stays", fields=["dossier", "reference", "url", "tells", "made_by", "made_at"]
            ),
        ]

    def __str__(self):
        return self.url


class Delivery(models.Model):
    """One thing to tell one address: written by the step that it tells of, tried until it is taken or given up.

    `reference` names it however often it is sent, and `body` is the same each time; it is made when it is first
    tried. Kept for a while only.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DELIVERED = "delivered", "Delivered"
        GIVEN_UP = "given_up", "Given up"

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    reference = models.UUIDField(default=uuid.uuid4, unique=True)
    event = models.CharField(max_length=20, choices=Webhook.Event)
    key = models.BigIntegerField(help_text="Of the claim, link or response that it tells of.")
    happened_at = models.DateTimeField(db_default=Now())
    body = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(help_text="When it is due, or due again if whoever tries it dies.")
    status = models.PositiveSmallIntegerField(null=True, blank=True, help_text="What was answered last.")
    problem = models.CharField(max_length=400, blank=True)
    unanswered = models.BooleanField(default=False, help_text="The last try met silence.")

    objects = OfDossierQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index("dossier", F("id").desc(), name="delivery_newest"),
            # Whether an address was silent a moment ago.
            models.Index("webhook", "tried_at", name="delivery_unanswered", condition=Q(unanswered=True)),
        ]
        constraints = [one_of("delivery", "state", "waiting", "delivered", "given_up")]

    def __str__(self):
        return self.message

    @property
    def message(self) -> str:
        """Its name for the receiver, who may get it twice."""
        return f"msg_{self.reference.hex}"
