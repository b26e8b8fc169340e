"""Two rival statements side by side, and who joined them. In Python for the reason that cards are."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from claims.models import Link
from claims.templatetags.cards import card, chip
from config.people import name_of
from config.templatetags.marks import moment, side

register = template.Library()

_OPPOSED = """
<h3 class="sr" id="link-{key}-said">{answering} {relation} {answered}</h3>
<div class="compare">
  <div>
    <div class="claim plain s{slot}">
      <header>{side}<span class="who">This statement</span></header>
      <p class="wording">{wording}</p>
      {figure}
    </div>
    <p class="relation {kind} {state} {direction}"><span>{relation}{aspect}{pending}</span></p>
    {other}
  </div>
</div>
"""


@register.simple_tag
def opposed(tie: Any) -> SafeString:
    """The claim whose page this is and its rival. `tie` comes from queries.claim."""
    link, claim = tie.link, tie.this
    answer, target = tie.ends
    own = link.answer_figure if tie.here else link.target_figure
    return format_html(
        _OPPOSED,
        key=link.pk,
        answering=answer.speaker.name,
        relation=link.get_relation_display(),
        answered=target.speaker.name,
        slot=claim.side.slot,
        side=side(claim.side),
        wording=claim.wording,
        figure=format_html('<ul class="chips">{}</ul>', chip(own)) if own else "",
        kind=link.relation,
        state=link.state,
        direction=tie.direction,
        aspect=f" {link.get_aspect_display()}" if link.aspect else "",
        pending="" if link.state == "confirmed" else format_html(" <small>{}</small>", _state(link)),
        other=card(tie.other, plain=True),
    )


@register.simple_tag
def joined(link: Link, *, named: bool) -> str:
    """Who proposed a link, who decided it, when and why. People are `named` to those who signed in."""
    proposed = f"Proposed by {_person(link.proposed_by, named=named)}, {moment(link.proposed_at)}"
    if not link.decided_by:
        return f"{proposed}."
    doubted = link.state == Link.State.NEEDS_REVIEW  # its reason is told of the doubt, not of the decision
    step = "confirmed" if doubted else _state(link)
    decided = f"{step} by {_person(link.decided_by, named=named)}, {moment(link.decided_at)}"
    reason = "" if doubted or not link.decision_reason else f" “{link.decision_reason}”"
    return f"{proposed}; {decided}.{reason}"


def _state(link: Link) -> str:
    return str(link.get_state_display()).lower()


def _person(person: Any, *, named: bool) -> str:
    return name_of(person) if named else "the newsroom"
