"""The smallest parts of a page, of which it has hundreds: a side, a state, a drawing, a moment."""

from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.timezone import localtime

register = template.Library()


@register.simple_tag
def side(side: Any, *, short: bool = False) -> str:
    """A side by its marker, colour and name, or its short name."""
    return format_html(
        '<span class="side s{slot}"><span class="marker" data-marker="{marker}" aria-hidden="true">{marker}</span>'
        " <bdi>{name}</bdi></span>",
        slot=side.slot,
        marker=side.marker,
        name=(short and side.short_name) or side.name,
    )


@register.simple_tag
def pill(state: str, label: Any = "", href: str = "") -> str:
    """A state in a word. `state` is its key (also its class), `label` how people say it, `href` where it leads."""
    if href:
        return format_html('<a class="pill {}" href="{}">{}</a>', state, href, label or state)
    return format_html('<span class="pill {}">{}</span>', state, label or state)


@register.simple_tag
def icon(name: str, kind: str = "") -> str:
    """One of our drawings, named as in _icons.html, without “i-”."""
    return format_html('<svg class="icon {}" aria-hidden="true"><use href="#i-{}"></use></svg>', kind, name)


@register.filter
def moment(at: datetime | None) -> str:
    """A day and time for people: “29 Oct 2020, 08:00”."""
    return f"{localtime(at):%-d %b %Y, %H:%M}" if at else ""
