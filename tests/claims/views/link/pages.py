"""The pages on which claims are tied."""

from claims.models import Claim

PUBLISHED = Claim.Status.PUBLISHED


def compare(answer, target):
    return f"/claims/{answer.pk}/link/{target.pk}/"
