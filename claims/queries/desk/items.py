"""The statements on a desk: what was proposed, what became of it, and how its form is filled in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from claims.models import Claim
from claims.proposals import wordings, words
from claims.proposals.filling import Filling
from claims.proposals.known import Filled, Who
from config.people import name_of
from sources.attribution.statements import Span
from sources.models import Proposal, Side


@dataclass(eq=False)
class Item:
    """One statement: proposed by the reading, or picked by hand (`proposal` is None). `number` counts from 1."""

    number: int
    proposal: Proposal | None
    claim: Claim | None
    filling: Filling
    sides: dict[int, Side]

    @property
    def state(self) -> str:
        if self.claim:
            return "logged"
        return "skipped" if self.proposal and self.proposal.skipped_at else "open"

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    @property
    def key(self) -> int | None:
        return self.proposal.pk if self.proposal else None

    @cached_property
    def form(self) -> Filled:
        form = self.filling.form(self._at)
        return form if self.proposal else _unheard(form)

    @property
    def _at(self) -> int:
        return self.number - 1

    @property
    def marks(self) -> tuple[Span, ...]:
        return self.filling.marks(self._at)

    @property
    def who(self) -> str:
        """The speaker, as logged or as guessed."""
        if self.claim:
            return self.claim.speaker.name
        return words.as_entry(self.filling.voice(self._at).who.name) if self.proposal else ""

    @property
    def side(self) -> Side | None:
        return self.claim.side if self.claim else self.sides.get(self.filling.voice(self._at).side.value or 0)

    @property
    def quoted(self) -> str:
        """The text's own words, where they make no sentence of ours."""
        return f"“{self.filling.said(self._at)}”"

    @property
    def label(self) -> str:
        """The statement in a line: who, and what."""
        said = self.claim.wording if self.claim else self.filling.wording(self._at) or self.quoted
        return f"{self.who or 'Somebody'}: {said}"

    @property
    def settled_by(self) -> str:
        """Who logged or skipped it."""
        who = self.claim.logged_by if self.claim else self.proposal.skipped_by if self.proposal else None
        return name_of(who) if who else ""


def _unheard(form: Filled) -> Filled:
    """A picked passage tells nothing of who speaks: somebody has to say."""
    return replace(form, who=Who("", why="Who says so?"), wording=wordings.plain(form.wording), rivals=())
