"""What webhooks tell: Standard Webhooks, signed, with nothing in it that readers of the dossier may not see."""

from datetime import UTC, datetime

from django.contrib.auth.models import AnonymousUser
from standardwebhooks import Webhook as Signer

from claims.api.serializers.links import LinkShape
from claims.api.serializers.parts import ResponseShape
from claims.documents import reading
from claims.models import Claim, Delivery, Link, Response, Webhook
from claims.operations.webhook import secrets_of
from config.api.formats import as_json

E = Webhook.Event


def body_of(delivery: Delivery) -> str:
    """{"type", "timestamp", "data"}, as it was first told; "" where what it tells of is not public (any more)."""
    data = _public(delivery)
    if data is None:
        return ""
    if delivery.body:
        return delivery.body
    happened = as_json({"type": delivery.event, "timestamp": delivery.happened_at})
    return (b'%s,"data":%s}' % (happened[:-1], data)).decode()


def headers_of(delivery: Delivery, body: str) -> dict[str, str]:
    """The name of the message, when it is sent, and who vouches for it."""
    now = datetime.now(UTC)
    signed = (Signer(secret).sign(delivery.message, now, body) for secret in secrets_of(delivery.webhook))
    return {
        "Content-Type": "application/json",
        "Webhook-Id": delivery.message,
        "Webhook-Timestamp": str(int(now.timestamp())),
        "Webhook-Signature": " ".join(signed),
    }


def _public(delivery: Delivery) -> bytes | None:
    """The claim, link or response as REST gives it to somebody who only reads, or None."""
    if delivery.event == E.CLAIM_PUBLISHED:
        return reading.one(delivery.key, AnonymousUser())
    if delivery.event == E.LINK_CONFIRMED:
        link = Link.objects.counted().filter(pk=delivery.key).first()
        return as_json(LinkShape().to_representation(link)) if link else None
    said = Response.objects.filter(pk=delivery.key, claim__status=Claim.Status.PUBLISHED).select_related("side")
    response = said.first()
    return as_json(ResponseShape().to_representation(response)) if response else None
