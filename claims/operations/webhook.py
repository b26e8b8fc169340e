"""Telling programs elsewhere what happened: who asks to be told, and one delivery after the other.

What there is to tell is written down by the step itself, in its transaction, and sent by a worker afterwards:
at least once, under one name however often, and given up after TRIES.
"""

from base64 import b64encode
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from claims.models import Delivery, Webhook
from claims.permissions import require_in_dossier
from config.history import recorded
from config.jobs import defer
from config.rows import WrongState, lock, save
from sources.fetching.addresses import Guard
from sources.fetching.refusals import Unfetchable
from sources.models import Dossier

S = Delivery.State

TELL = "tell"
"""The job that tries a delivery."""
BEHIND = -10
"""Its priority: a receiver that takes its time keeps nobody's text from being read."""
MOST = 20
"""Addresses that one dossier may have told at a time."""
WAITS = tuple(timedelta(seconds=wait) for wait in (5, 60, 300, 1_800, 7_200, 18_000, 36_000, 86_400))
"""How long to wait after the first failure, the second, … It comes to about a day and three quarters."""
TRIES = len(WAITS) + 1
LEASE = timedelta(seconds=60)
"""When a try is over at the latest; later, its worker is taken for dead."""
SILENCE = timedelta(seconds=30)
"""For how long an address that did not answer is taken for silent, and not asked again for another delivery."""
KEPT = timedelta(days=30)
"""How long a delivery can be looked at after it was last tried."""
GONE = 410


def make(dossier: Dossier, *, by, url: str, tells: Iterable[str]) -> tuple[Webhook, str]:
    """Have an address told from now on. Gives its secret too, which nobody can show again.

    Raises ValidationError where the address is not one of the public web.
    """
    with recorded(by, "make_webhook"):
        require_in_dossier(by, "manage_webhooks", dossier.pk)
        if Webhook.objects.filter(dossier=dossier, ended_at=None).count() >= MOST:
            raise WrongState(f"A dossier has at most {MOST} addresses told. End one first.")
        try:
            url = str(Guard().url(url))
        except Unfetchable as refusal:
            raise ValidationError({"url": str(refusal)}) from refusal
        webhook = save(Webhook(dossier=dossier, url=url, tells=sorted(set(tells)), made_by=by))
        return webhook, secrets_of(webhook)[0]


def end(webhook: Webhook, *, by) -> Webhook:
    """Tell an address nothing any more, not even what waits. Raises WrongState the second time."""
    with recorded(by, "end_webhook"):
        webhook = lock(webhook)
        require_in_dossier(by, "manage_webhooks", webhook.dossier_id)
        if webhook.ended_at:
            raise WrongState("This address is told nothing any more already.")
        webhook.ended_by, webhook.ended_at = by, timezone.now()
        return save(webhook)


def secrets_of(webhook: Webhook) -> list[str]:
    """What its messages are signed with, as receivers keep it: by the site's key, and by those before it."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (salted_hmac("claims.webhook", webhook.reference.hex, secret=key, algorithm="sha256") for key in keys)
    return [f"whsec_{b64encode(digest.digest()).decode()}" for digest in digests]


# What there is to tell


def tell(event: Webhook.Event, key: int, *, dossier_id: int) -> None:
    """Write down, as a part of the step that this is, what every address that asked for it is to be told."""
    now = timezone.now()
    for webhook in Webhook.objects.filter(dossier=dossier_id, ended_at=None, tells__contains=[event]).order_by("pk"):
        _try(save(Delivery(webhook=webhook, dossier_id=dossier_id, event=event, key=key, next_at=now)))


def send_again(delivery: Delivery, *, by) -> Delivery:
    """Send once more, under the same name, what was delivered or given up. Raises WrongState while it waits."""
    with recorded(by, "send_again"):
        require_in_dossier(by, "manage_webhooks", delivery.dossier_id)
        webhook = lock(delivery.webhook)
        delivery = lock(delivery)
        if webhook.ended_at:
            raise WrongState("This address is told nothing any more.")
        if delivery.state == S.WAITING:
            raise WrongState("This is about to be sent anyway.")
        delivery.state, delivery.tries, delivery.next_at = S.WAITING, 0, timezone.now()
        return _try(_noted(delivery, problem=""))


# One delivery


@transaction.atomic
def begin(delivery: Delivery) -> Delivery | None:
    """Take a delivery up for one try. None where there is nothing to do now: it is done, not due, or may not be sent.

    Whoever takes it up and dies leaves it to be due again after LEASE.
    """
    delivery = lock(delivery)
    now = timezone.now()
    if delivery.state != S.WAITING:
        return None
    if delivery.next_at > now:
        _try(delivery)
        return None
    if delivery.webhook.ended_at:
        _give_up(delivery, "The address is told nothing any more.")
        return None
    delivery.tries += 1
    if _silent_just_now(delivery, now):
        _again_later(_noted(delivery, problem="It did not answer a moment ago."))
        return None
    delivery.tried_at, delivery.next_at = now, now + LEASE
    return save(delivery)


def word(delivery: Delivery, body: str) -> Delivery:
    """Keep what the receiver is told, so that it is the same each time."""
    delivery.body = body
    return save(delivery)


@transaction.atomic
def answered(delivery: Delivery, status: int) -> Delivery:
    """Note what came of a try: taken (2xx), refused for good (410), or to be tried again."""
    tried, delivery = delivery.tries, lock(delivery)
    if 200 <= status < 300:
        delivery.state = S.DELIVERED
        _forget_old(delivery.webhook)
        return _noted(delivery, status=status)
    if _overtaken(delivery, tried):
        return delivery
    if status == GONE:
        return _give_up(delivery, "The receiver wants to be told nothing any more (410).", status=status)
    why = "It sends us elsewhere, where we do not follow" if 300 <= status < 400 else "It answered with a refusal"
    return _again_later(_noted(delivery, problem=f"{why} ({status}).", status=status))


@transaction.atomic
def unanswered(delivery: Delivery, *, problem: str) -> Delivery:
    """Note that nobody answered, or that the address may not be asked."""
    tried, delivery = delivery.tries, lock(delivery)
    if _overtaken(delivery, tried):
        return delivery
    delivery.unanswered = True
    return _again_later(_noted(delivery, problem=problem, unanswered=True))


@transaction.atomic
def give_up(delivery: Delivery, *, problem: str) -> Delivery:
    """Try no more: it cannot be told."""
    delivery = lock(delivery)
    return delivery if delivery.state != S.WAITING else _give_up(delivery, problem)


def _overtaken(delivery: Delivery, tried: int) -> bool:
    """It was settled, or taken up by another, while we waited for an answer."""
    return delivery.state != S.WAITING or delivery.tries != tried


def _silent_just_now(delivery: Delivery, now) -> bool:
    others = Delivery.objects.filter(webhook=delivery.webhook_id, unanswered=True, tried_at__gt=now - SILENCE)
    return others.exclude(pk=delivery.pk).exists()


def _noted(delivery: Delivery, *, problem: str = "", status: int | None = None, unanswered: bool = False) -> Delivery:
    delivery.problem, delivery.status, delivery.unanswered = problem[:400], status, unanswered
    return save(delivery)


def _again_later(delivery: Delivery) -> Delivery:
    """Put a try that failed off, a little longer each time; give it up after the last."""
    if delivery.tries >= TRIES:
        delivery.state = S.GIVEN_UP
        return save(delivery)
    delivery.next_at = timezone.now() + WAITS[delivery.tries - 1]
    return _try(save(delivery))


def _give_up(delivery: Delivery, problem: str, *, status: int | None = None) -> Delivery:
    delivery.state = S.GIVEN_UP
    return _noted(delivery, problem=problem, status=status)


def _try(delivery: Delivery) -> Delivery:
    """Ask a worker to try it when it is due."""
    defer(TELL, priority=BEHIND, at=delivery.next_at, delivery=delivery.pk)
    return delivery


def _forget_old(webhook: Webhook) -> None:
    settled = Delivery.objects.filter(webhook=webhook).exclude(state=S.WAITING)
    settled.filter(tried_at__lt=timezone.now() - KEPT).delete()
