"""The wording of others in our spelling: headings begin with a capital and go on without, and one stop ends it."""

import re

from django import template

register = template.Library()

# A word within a text, but not a tag's name or attribute, nor one that is all capitals.
_LATER = re.compile(r"(?<=[^\W\d]|[,:–-])([\s-]+)([^\W\d_])(?=[a-zà-ÿ])(?![^<]*>)")


@register.filter(is_safe=True)
def sentence(text: object) -> str:
    """“Sign In” → “Sign in”. Words of capitals alone stay, and so do what stands in tags."""
    return _LATER.sub(lambda found: found[1] + found[2].lower(), str(text))


@register.filter
def stop(text: object) -> str:
    """The full stop after a sentence that ends with this text: none where it ends with one (“Daily Ledger Inc.”)."""
    return "" if str(text or "").endswith((".", "!", "?", "…")) else "."
