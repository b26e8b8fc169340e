"""The page of a claim, and the addresses of its steps."""

from claims.models import Claim

SUBMITTED, PUBLISHED = Claim.Status.SUBMITTED, Claim.Status.PUBLISHED


def page_of(claim):
    return f"/claims/{claim.pk}/"


def step(claim, verb):
    return f"{page_of(claim)}{verb}/"
