"""What the page of webhooks shows."""

from dataclasses import dataclass

from claims.models import Delivery, Webhook
from sources.models import Dossier

#: The last deliveries are shown, of all addresses together.
SHOWN = 50
ENDED = 20


@dataclass(frozen=True)
class Told:
    """An address, and what it is told, in words."""

    webhook: Webhook
    events: list[str]


def told_of(dossier: Dossier) -> tuple[list[Told], list[Told]]:
    """Who is told now, and who was, the last first."""
    rows = Webhook.objects.filter(dossier=dossier).select_related("made_by", "ended_by")
    return (
        [_in_words(webhook) for webhook in rows.filter(ended_at=None)],
        [_in_words(webhook) for webhook in rows.exclude(ended_at=None).order_by("-ended_at")[:ENDED]],
    )


def deliveries_of(dossier: Dossier) -> list[Delivery]:
    return list(Delivery.objects.filter(dossier=dossier).select_related("webhook")[:SHOWN])


def _in_words(webhook: Webhook) -> Told:
    return Told(webhook, [str(Webhook.Event(event).label) for event in webhook.tells])
