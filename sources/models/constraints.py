"""What many tables promise in the same words."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

NEVER_DELETED = pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)


def person(**options):
    """A reference to somebody with an account, who cannot be removed while it stands."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


def not_blank(model: str, field: str, message: str):
    return models.CheckConstraint(
        name=f"{model}_{field}_not_blank",
        condition=Q(**{f"{field}__regex": r"\S"}),
        violation_error_message=message,
    )


def web_address(model: str):
    """Only http and https: an address is something to follow, never something to run."""
    return models.CheckConstraint(
        name=f"{model}_address_on_the_web",
        condition=Q(url="") | Q(url__iregex=r"^https?://[^\s]+$"),
        violation_error_message="An address begins with http:// or https://.",
    )


def one_of(model: str, field: str, *values: str):
    """The table keeps the closed list too; `choices` alone only guards forms."""
    return models.CheckConstraint(
        name=f"{model}_{field}_known",
        condition=Q(**{f"{field}__in": values}),
        violation_error_message=f"This {field} is not one of the list.",
    )
