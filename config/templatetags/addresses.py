"""`{% url %}` where it names a page by one key or by none, as config.paths has it; else it is Django's own."""

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape

from config.paths import path_of

register = template.Library()


class AddressNode(URLNode):
    def render(self, context: Context) -> str:
        keys: list[Any] = [key.resolve(context) for key in self.args]
        if self.kwargs or len(keys) > 1 or not all(type(key) is int for key in keys):
            return super().render(context)
        try:
            path = path_of(self.view_name.resolve(context), *keys)
        except NoReverseMatch:
            return super().render(context)
        if not self.asvar:
            return conditional_escape(path)
        context[self.asvar] = path
        return ""


@register.tag
def url(parser: Parser, token: Token) -> AddressNode:
    node = django_url(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)
