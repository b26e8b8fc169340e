"""How people are called on pages, in the history and to programs."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def name_of(person: "User") -> str:
    """Their name, or that of their account where they gave none."""
    return person.get_full_name() or person.username
