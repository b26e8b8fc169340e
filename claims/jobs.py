"""What workers do for claims: refresh the documents that were too many for one step."""

from claims.documents import refreshing
from config.jobs import job


@job(refreshing.SETTLE_DEBTS)
def settle_debts() -> None:
    """Pay what is owed, in steps that keep nobody waiting for long."""
    while refreshing.pay():
        pass
