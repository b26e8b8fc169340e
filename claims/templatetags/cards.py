"""One statement as a card. Pages have hundreds: in Python each costs a small part of what a template would."""

from typing import Any

from django import template
from django.template.defaultfilters import pluralize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from claims.models import Figure
from config.paths import path_of
from config.templatetags.marks import pill, side

register = template.Library()

_CARD = """
<article class="claim s{slot} {status} {plain}">
  <header>
    {side}
    <span class="who"><a href="{speaker_at}"><bdi>{speaker}</bdi></a>{office}</span>
    <time datetime="{day}">{said}</time>
  </header>
  <p class="wording {large}" dir="auto">{wording}</p>
  {own_words}
  {figures}
  <footer>
    {states}
  </footer>
  {remarks}
</article>
"""


@register.simple_tag
def card(claim: Any, *, plain: Any = "", large: Any = "", quiet: Any = "", with_matter: Any = "") -> SafeString:
    """`claim` comes from queries.cards. `plain`: no card around it. `large`: the claim's own page.

    `quiet`: leave out the side (the column or page says it). `with_matter`: name the matter. Its `remarks`,
    where it has any, are ties that the page draws no line for (queries.ledger).
    """
    at = path_of("claims:claim", claim.pk)
    wording = claim.wording if large else format_html('<a href="{}">{}</a>', at, claim.wording)
    return format_html(
        _CARD,
        slot=claim.side.slot,
        status=claim.status,
        plain="plain" if plain else "",
        side="" if quiet else side(claim.side),
        speaker_at=path_of("sources:speaker", claim.speaker_id),
        speaker=claim.speaker.name,
        office=format_html("<small>, {}</small>", claim.office) if claim.office else "",
        day=claim.first_day.isoformat(),
        said=claim.said,
        large="large" if large else "",
        wording=wording,
        own_words=_own_words(claim),
        figures=_list("chips", [chip(figure) for figure in claim.live_figures]),
        states=_states(claim, with_matter=with_matter),
        remarks=_list("remarks", [_remark(remark, claim) for remark in getattr(claim, "remarks", ())]),
    )


@register.simple_tag
def chip(figure: Figure) -> SafeString:
    """One figure in a list of them."""
    return format_html(
        '<li class="chip {}"><b>{}</b> {}{}{}</li>',
        "withheld" if figure.bound == "withheld" else "",
        figure.amount,
        figure.counted,
        format_html(" · <bdi>{}</bdi>", figure.affected_side.short_name) if figure.affected_side else "",
        " · total" if figure.cumulative else "",
    )


def _list(kind: str, items: list[SafeString]) -> SafeString | str:
    joined = format_html_join("", "{}", ((item,) for item in items))
    return format_html('<ul class="{}">{}</ul>', kind, joined) if items else ""


def _own_words(claim: Any) -> SafeString | str:
    if not claim.own_words:
        return ""
    language = format_html(' lang="{}"', claim.language) if claim.language else ""
    return format_html('<p class="own" dir="auto"><q{}>{}</q></p>', language, claim.own_words)


def _states(claim: Any, *, with_matter: Any) -> SafeString:
    said = [pill("kind", claim.get_kind_display())]
    if with_matter and claim.matter:
        at = path_of("claims:ledger", claim.matter_id)
        said.append(format_html('<span>on <a href="{}">{}</a></span>', at, claim.matter.question))
    if claim.accused_side:
        said.append(format_html("<span>accuses <bdi>{}</bdi></span>", claim.accused_side.short_name))
    said.append(format_html("<span>{} source{}</span>", claim.source_count, pluralize(claim.source_count)))
    said.append(pill(claim.status, claim.get_status_display()))
    if claim.standing != "standing":
        said.append(pill(claim.standing, claim.standing))
    if claim.is_unanswered:
        said.append(pill("unanswered", "unanswered"))
    return format_html_join("\n    ", "{}", ((one,) for one in said))


def _remark(remark: Any, claim: Any) -> SafeString:
    """A tie told in words below a card (queries.ledger.Remark)."""
    link, other = remark.link, remark.other
    return format_html(
        '<li class="{} {}">{} <a href="{}">#{} <bdi>{}</bdi></a>{}{}{}{}{}</li>',
        link.relation,
        link.state,
        remark.label if remark.outgoing else "",
        path_of("claims:claim", other.pk),
        other.pk,
        other.speaker.name,
        "" if remark.outgoing else f" {remark.label} this",
        f", {link.get_aspect_display()}" if link.aspect else "",
        format_html(" <span>({} / {})</span>", link.answer_figure.amount, link.target_figure.amount)
        if link.answer_figure
        else "",
        _elsewhere(other) if remark.elsewhere and other.matter_id != claim.matter_id else "",
        format_html(" {}", pill(link.state, link.get_state_display().lower())) if link.state != "confirmed" else "",
    )


def _elsewhere(other: Any) -> SafeString:
    if not other.matter:
        return SafeString(" <span>· under no matter</span>")
    at = path_of("claims:ledger", other.matter_id)
    return format_html(' <span>· <a href="{}">{}</a></span>', at, other.matter.question)
