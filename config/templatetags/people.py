"""`{{ person|name_of }}`."""

from django import template

from config.people import name_of

register = template.Library()


@register.filter("name_of")
def _name_of(person) -> str:
    return name_of(person) if person else ""
