"""What waits for an editor."""

from claims.models import Claim, Link


def waiting_counts(user) -> dict[str, int]:
    """How many claims and links this person may decide now."""
    return {
        "claims": Claim.objects.reviewable_by(user).count(),
        "links": Link.objects.decidable_by(user).count(),
    }
