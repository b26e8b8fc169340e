"""What whoever watches over the site wants to know of it."""

from claims.models import Debt, Delivery


def waiting() -> dict[str, int]:
    """Documents that are to be brought up to date, and messages to webhooks that are not delivered yet."""
    return {
        "documents": Debt.objects.count(),
        "deliveries": Delivery.objects.filter(state=Delivery.State.WAITING).count(),
    }
