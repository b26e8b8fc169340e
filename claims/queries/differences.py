"""What a claim says now beside what it said before: since it was read, published or returned."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from claims import figures
from claims.models import Citation, Claim, Figure
from claims.queries.claim import period_of
from sources.dates import days
from sources.queries.history import FieldChange


def changed_since(claim: Claim, revision: int) -> list[FieldChange]:
    """What the claim says now beside what it said at the revision that somebody read."""
    events = claim.events.filter(revision=revision).order_by("-pgh_id")
    read = events.values_list("pgh_created_at", flat=True).first()
    return differences(claim, read) if read else []


def last_look(claim: Claim) -> tuple[datetime, str] | None:
    """When an editor last published or returned the claim, and which of the two; None if nobody has."""
    looks = claim.events.filter(pgh_context__step__in=["publish", "return"]).order_by("-pgh_id")
    return looks.values_list("pgh_created_at", "pgh_context__step").first()


def differences(claim: Claim, since: datetime) -> list[FieldChange]:
    """What the claim says now beside what it said at that moment, its figures and passages included."""
    then, now = _content_at(claim, since), _content_at(claim, None)
    return [FieldChange(label, then[label], now[label]) for label in then if then[label] != now[label]]


def _content_at(claim: Claim, moment: datetime | None) -> dict[str, str]:
    """What a claim says, by label, as of a moment; all that an editor answers for by publishing it."""
    row = _as_of(claim.events, moment).select_related("speaker", "side", "matter", "accused_side").first()
    counted = _live_as_of(Figure.objects.filter(claim=claim), moment, "affected_side")
    cited = _live_as_of(Citation.objects.filter(claim=claim), moment, "passage")
    if row is None:
        return {}
    return {
        "Wording": row.wording,
        "Own words": row.own_words,
        "Translation": row.translation,
        "Language": row.language,
        "Kind": str(Claim.Kind(row.kind).label),
        "Accuses": str(row.accused_side or ""),
        "Speaker": str(row.speaker),
        "Side": str(row.side),
        "Office": row.office,
        "Said": days.describe(row.date_edtf, row.first_day, row.last_day),
        "Date in the source": row.date_words,
        "How the date was read": row.date_reasoning,
        "Date uncertain": "yes" if row.date_uncertain else "",
        "Matter": str(row.matter or ""),
        "Figures": "\n".join(_counted(figure) for figure in counted),
        "Passages": "\n".join(_quoted(citation) for citation in cited),
    }


def _as_of(events, moment: datetime | None):
    events = events.order_by("-pgh_id")
    return events.filter(pgh_created_at__lte=moment) if moment else events


def _live_as_of(rows: QuerySet, moment: datetime | None, *related: str) -> list[Any]:
    """The rows' own events as of a moment, one a row, those struck out by then left out."""
    events = rows.model.events.rel.related_model.objects.filter(pgh_obj__in=rows.order_by().values("pk"))
    events = _as_of(events, moment).order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return [event for event in events.select_related(*related) if not event.voided]


def _counted(figure) -> str:
    parts = [figures.in_words(figure), str(figure.affected_side or ""), figure.place, period_of(figure)]
    parts += ["running total"] if figure.cumulative else []
    return ", ".join(part for part in parts if part)


def _quoted(citation) -> str:
    through = f", through {citation.origin}" if citation.origin else ""
    return f"“{citation.passage.exact}” ({citation.cue or citation.directness}{through})"
