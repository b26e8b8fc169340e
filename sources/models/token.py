"""What programs sign in with, and what they were answered."""

import uuid
from datetime import timedelta

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from knox.models import AbstractAuthToken

from config.history import tracked
from sources.models.constraints import NEVER_DELETED, not_blank, person
from sources.querysets import AnsweredRequestQuerySet, TokenQuerySet


@tracked(exclude=["token_key"])
class Token(AbstractAuthToken):
    """A key that lets a program act as a person, or as an account of its own. Only its digest is kept.

    It ends within a year. Whoever it belongs to may end it at any time; that it was there stays on record.
    """

    LONGEST = timedelta(days=366)

    reference = models.UUIDField(default=uuid.uuid4, unique=True, help_text="Names it in addresses; opens nothing.")
    user = person()
    name = models.CharField(max_length=100, help_text="What uses it.")
    read_only = models.BooleanField(default=False)
    expiry = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created", "digest"]
        constraints = [
            not_blank("token", "name", "Say what uses the token."),
            models.CheckConstraint(
                name="token_ends_within_a_year",
                condition=Q(expiry__lte=F("created") + timedelta(days=366)),
                violation_error_message="A token ends within a year.",
            ),
        ]
        triggers = [
            NEVER_DELETED,
            pgtrigger.Protect(
                name="revoked_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__revoked_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name


class AnsweredRequest(models.Model):
    """What a POST with an Idempotency-Key was answered, so that sending it again changes nothing. Kept a day."""

    KEPT = timedelta(hours=24)

    user = person()
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 of method, address and body.")
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)
    at = models.DateTimeField(db_default=Now(), db_index=True)

    objects = AnsweredRequestQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="answered_once_per_key", fields=["user", "key"])]

    def __str__(self):
        return self.key
