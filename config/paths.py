"""Paths of pages that are named by one key or by none, for where hundreds are written on one page."""

from functools import cache

from django.urls import get_script_prefix, reverse


def path_of(name: str, key: int | None = None) -> str:
    """As `reverse`, which looks through all addresses each time. Raises NoReverseMatch."""
    before, after = _around_key(name, key is not None, get_script_prefix())
    return f"{before}{key}{after}" if key is not None else before


@cache
def _around_key(name: str, has_key: bool, prefix: str) -> tuple[str, str]:
    if not has_key:
        return reverse(name), ""
    key = 2_147_480_011  # one that stands nowhere else in a path
    before, _, after = reverse(name, args=[key]).partition(str(key))
    return before, after
