"""What workers do for claims: refresh the documents that were too many for one step, and tell who asked to be told."""

from claims.documents import refreshing
from claims.export import messages
from claims.models import Delivery
from claims.operations import webhook as webhooks
from config.jobs import job
from sources.fetching import posting
from sources.fetching.refusals import Unfetchable


@job(refreshing.SETTLE_DEBTS)
def settle_debts() -> None:
    """Pay what is owed, in steps that keep nobody waiting for long."""
    while refreshing.pay():
        pass


def _telling_given_up(delivery: int) -> None:
    webhooks.give_up(Delivery.objects.get(pk=delivery), problem="This could not be told: something broke on our side.")


@job(webhooks.TELL, gave_up=_telling_given_up)
def tell(delivery: int) -> None:
    """Try a delivery that is due. Its body is kept before it is sent, so that a second try says the same."""
    work = webhooks.begin(Delivery.objects.select_related("webhook").get(pk=delivery))
    if work is None:
        return
    body = messages.body_of(work)
    if not body:
        webhooks.give_up(work, problem="What it would tell of is not public any more.")
        return
    work = webhooks.word(work, body)
    try:
        status = posting.post(work.webhook.url, body.encode(), messages.headers_of(work, body))
    except Unfetchable as refusal:
        webhooks.unanswered(work, problem=str(refusal))
    else:
        webhooks.answered(work, status)
