"""The history of a row as people read it: who changed what, when and why. Works for every tracked model."""

import difflib
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import chain, pairwise
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models

from config.people import name_of
from sources.dates import days

#: Beyond this many words (both texts together) a difference is shown as the old text and the new.
LONGEST_DIFFERENCE = 6000

_IRREGULAR = {"submit": "submitted", "withdraw": "withdrew", "set": "set", "log": "logged"}
_NOUNS = {
    "open_dossier": "opened the dossier",
    "affiliate": "recorded an affiliation",
    "return": "returned",
    "ungrade": "took the grade back",
    "unrespond": "took back what was recorded",
}


@dataclass(frozen=True)
class FieldChange:
    """One field of a row, before and after, as people read it; an empty text where it had no value."""

    label: str
    before: str
    after: str

    def __iter__(self) -> Iterator[str]:
        return iter((self.label, self.before, self.after))

    @property
    def words(self) -> list[tuple[str, str]]:
        """The two texts as one: stretches of words marked “same”, “del” or “ins”."""
        if not self.before or not self.after:
            return [(mark, text) for mark, text in (("del", self.before), ("ins", self.after)) if text]
        old, new = _words(self.before), _words(self.after)
        if len(old) + len(new) > LONGEST_DIFFERENCE:
            return [("del", self.before), ("ins", self.after)]
        stretches: list[tuple[str, str, str]] = []  # what both have, what only the old has, what only the new
        for before, after in _aligned(old, new):
            if before == after and (before.strip() or not stretches or stretches[-1][0]):
                stretches.append((before, "", ""))
            elif stretches and not stretches[-1][0]:  # words that change side by side read as one change
                stretches[-1] = ("", stretches[-1][1] + before, stretches[-1][2] + after)
            else:
                stretches.append(("", before, after))
        marked = [zip(("same", "del", "ins"), stretch, strict=True) for stretch in stretches]
        return [(mark, text) for mark, text in chain.from_iterable(marked) if text]


@dataclass(frozen=True)
class Change:
    """One step that somebody took: `step` is its name in the code, `said` reads as a sentence."""

    at: datetime
    who: str
    step: str
    reason: str
    fields: list[FieldChange] = field(default_factory=list)

    @property
    def said(self) -> str:
        if self.step in _NOUNS:
            return _NOUNS[self.step]
        verb, *rest = self.step.split("_")
        past = _IRREGULAR.get(verb) or (f"{verb}d" if verb.endswith("e") else f"{verb}ed")
        return " ".join([past, "the", *rest] if rest else [past])


#: Says in one line what a row was when it was added, given its event.
Told = Callable[[Any], str]


def changes(
    row: models.Model, *related: models.QuerySet, whole: Mapping[type[models.Model], Told] | None = None
) -> list[Change]:
    """Every step that changed the row, newest first; with the steps that changed rows of `related`.

    `related` are querysets of tracked rows that belong to it (its affiliations, its figures): what
    they were added with is told too, field by field, or in one line by the `whole` of their model.
    Costs one query for the row, one for each of `related`, and one for each kind of row that a changed
    field names.
    """
    own = events_of(type(row)).filter(pgh_obj=row.pk)
    of_related = [(rows.model, events_of(rows.model).filter(pgh_obj__in=_keys(rows))) for rows in related]
    return changes_in(row, own, of_related, whole=whole)


def events_of(model: type[models.Model]) -> models.QuerySet:
    """All events of rows of a tracked model, in their order."""
    return model.events.rel.related_model.objects.order_by("pgh_id")


def _keys(rows: models.QuerySet) -> models.QuerySet:
    return rows.order_by().values("pk")


def changes_in(
    row: models.Model,
    events: Iterable[Any],
    related: Iterable[tuple[type[models.Model], Iterable[Any]]],
    *,
    whole: Mapping[type[models.Model], Told] | None = None,
    known: Iterable[models.Model] = (),
    which: Mapping[type[models.Model], Told] | None = None,
) -> list[Change]:
    """As `changes`, from events that were read already, in their order; `known` are rows that need no reading.

    `which` says in one line, for a model of which a row has several, which one it was that changed.
    """
    steps = _steps(type(row), events)
    for model, of_model in related:
        steps += _steps(model, of_model, owner=row)
    named = _named(steps, known)
    told: dict[tuple, Change] = {}
    for step in sorted(steps, key=lambda step: (step.event.pgh_created_at, step.event.pgh_id)):
        signed = step.event.pgh_context
        at, who, name = step.event.pgh_created_at, signed.get("name", ""), signed.get("step", "")
        change = Change(at, who, name, signed.get("reason", ""))
        told_whole = (whole or {}).get(step.model) if step.before is None else None
        fields = [step.added(told_whole)] if told_whole else step.fields(named)
        if step.before is not None and fields and (told_which := (which or {}).get(step.model)):
            fields.insert(0, step.of(told_which))
        news = [one for one in fields if not change.reason or one.after != change.reason]
        told.setdefault((at, who, name, change.reason, step.again), change).fields.extend(news)
    return list(reversed(told.values()))


@dataclass(frozen=True)
class _Step:
    """An event beside the one before it (None when it added the row), and the fields to tell of it."""

    model: type[models.Model]
    event: Any
    before: Any
    told: list[models.Field]
    again: int  # how many times the same step had written this row already, within its transaction

    def fields(self, named: "Named") -> list[FieldChange]:
        return [
            FieldChange(_label(told), _shown(told, self.before, named), _shown(told, self.event, named))
            for told in self.told
        ]

    def added(self, told: Told) -> FieldChange:
        return FieldChange(f"{self._noun} added", "", told(self.event))

    def of(self, which: Told) -> FieldChange:
        said = which(self.event)
        return FieldChange(self._noun, said, said)

    @property
    def _noun(self) -> str:
        return str(self.model._meta.verbose_name).capitalize()


def _steps(model: type[models.Model], events: Iterable[Any], owner: models.Model | None = None) -> list[_Step]:
    rows: dict[int, list] = {}
    for event in events:
        rows.setdefault(event.pgh_obj_id, []).append(event)
    kept = _told(model)
    steps = []
    for history in rows.values():
        seen: Counter = Counter()
        for before, event in pairwise([None, *history]):
            differing = [told for told in kept if _value(told, before) != _value(told, event)]
            if before is None:
                differing = [told for told in differing if owner and _is_news(told, event, owner)]
            moment = (event.pgh_created_at, str(event.pgh_context))
            steps.append(_Step(model, event, before, differing, seen[moment]))
            seen[moment] += 1
    return steps


@cache
def _told(model: type[models.Model]) -> list[models.Field]:
    events = events_of(model).model
    return [told for told in model._meta.concrete_fields if _is_told(told, events)]


def _is_news(told: models.Field, event: Any, owner: models.Model) -> bool:
    """Is the field worth telling when its row is added? Not what it belongs to, nor what any row begins with."""
    value = _value(told, event)
    belongs = told.related_model is type(owner) and value == owner.pk
    return not belongs and not (told.has_default() and value == told.get_default())


def _is_told(told: models.Field, events: type[models.Model]) -> bool:
    """Is the field one that people change? The rest is bookkeeping that the step itself tells."""
    if told.primary_key or told.name in {"revision", "published_revision", "dossier", "proposal"}:
        return False
    if told.name in {"first_day", "last_day"} and any(other.name in _EDTF for other in events._meta.fields):
        return False  # told with the date that they belong to
    if isinstance(told, models.DateTimeField) or (told.related_model is get_user_model() and told.name.endswith("_by")):
        return False
    return any(kept.name == told.name for kept in events._meta.fields)


_EDTF = {"date_edtf", "dateline"}


def _value(told: models.Field, event: Any) -> Any:
    value = getattr(event, told.attname) if event else None
    return None if value in ("", [], None) else value


Named = Mapping[tuple[type[models.Model], Any], models.Model]
"""The rows that a changed field may point at, by model and key."""


def _named(steps: list[_Step], known: Iterable[models.Model]) -> Named:
    """All rows that a changed field points at, by one query a model for those that are not known."""
    named = {(type(row), row.pk): row for row in known}
    wanted: dict[type[models.Model], set] = {}
    for step in steps:
        for told in step.told:
            if told.related_model:
                values = (_value(told, step.before), _value(told, step.event))
                keys = {v for v in values if v is not None and (told.related_model, v) not in named}
                wanted.setdefault(told.related_model, set()).update(keys)
    found = chain.from_iterable(model._default_manager.filter(pk__in=keys) for model, keys in wanted.items() if keys)
    return named | {(type(row), row.pk): row for row in found}


def _name(row: models.Model) -> str:
    return name_of(row) if isinstance(row, get_user_model()) else str(row)


def _shown(told: models.Field, event: Any, named: Named) -> str:
    value = _value(told, event)
    if value is None:
        return ""
    if told.related_model:
        row = named.get((told.related_model, value))
        return _name(row) if row else f"number {value}"
    if told.name in _EDTF and event.first_day and event.last_day:
        return days.describe(value, event.first_day, event.last_day)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(str(item) for item in value)
    if isinstance(value, date):
        return days.day_words(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if told.choices:
        return str(dict(told.flatchoices).get(value, value))
    return str(value)


def _label(told: models.Field) -> str:
    return str(told.verbose_name).removesuffix(" edtf").capitalize()


def _aligned(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """Stretches of both texts beside each other, equal where they agree.

    Comparing is cubic in words that repeat, so what both begin and end with is set aside first, and in
    longer texts words that come again and again are not looked for.
    """
    head = len(os.path.commonprefix([old, new]))
    tail = len(os.path.commonprefix([old[head:][::-1], new[head:][::-1]]))
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    yield "".join(old[:head]), "".join(new[:head])
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=len(a) + len(b) > 300)
    for _, i, j, k, m in matcher.get_opcodes():
        yield "".join(a[i:j]), "".join(b[k:m])
    end = "".join(old[len(old) - tail :])
    yield end, end


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|\w+|[^\w\s]", text)
