"""Numbers that were counted up to a point."""

from django import template

from claims.queries.counting import told

register = template.Library()
register.filter("told", told)
