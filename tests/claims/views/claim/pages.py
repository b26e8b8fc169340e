"""The page of a claim, the addresses of its steps, and what a person reads there."""

from claims.models import Claim

SUBMITTED, PUBLISHED = Claim.Status.SUBMITTED, Claim.Status.PUBLISHED


def page_of(claim):
    return f"/claims/{claim.pk}/"


def step(claim, verb):
    return f"{page_of(claim)}{verb}/"


def shown(response):
    return " ".join(response.content.decode().split())
