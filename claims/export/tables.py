"""CSV (RFC 4180): three tables by key, with a head, in UTF-8.

A value that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, “CSV Injection”). A table
that is taken up again after a row goes on without a second head.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from django.db.models import Q

from claims.export.asked import Asked
from claims.export.documents import BLOCK, ROWS, documents, one_moment
from claims.models import Figure, Link
from claims.querysets import ClaimQuerySet

FORMULAS = ("=", "+", "-", "@")
CONTROLS = ("\t", "\r", "\n")
#: Between several things in one cell.
AND = " | "


def written(asked: Asked) -> Iterator[bytes]:
    head, rows = {"claims": (CLAIMS, _claims), "figures": (FIGURES, _figures), "links": (LINKS, _links)}[asked.table]
    return _lines(head, rows(asked), with_head=not asked.after)


def safe(value: Any) -> Any:
    """A cell's value as no spreadsheet runs it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and (value.lstrip().startswith(FORMULAS) or value.startswith(CONTROLS)):
        return f"'{value}"
    return value


def _lines(head: Iterable[str], rows: Iterator[Iterable[Any]], *, with_head: bool) -> Iterator[bytes]:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    if with_head:
        writer.writerow(head)
    for row in rows:
        writer.writerow(map(safe, row))
        if text.tell() >= BLOCK:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    if text.tell():
        yield text.getvalue().encode()


# Claims

CLAIMS = (
    "id", "url", "dossier_id", "dossier", "matter_id", "matter", "speaker_id", "speaker", "speaker_kind", "office",
    "side_id", "side", "accused_side_id", "accused_side", "kind", "wording", "own_words", "language", "translation",
    "date", "first_day", "last_day", "date_words", "date_uncertain", "status", "standing", "contest", "has_rival",
    "unanswered", "rivals", "sources", "source_urls", "grade", "grade_explanation", "logged_at", "published_at",
    "updated_at",
    # What an import takes beside what stands above: the first citation, and the figures as one cell of JSON.
    "source", "source_url", "source_kind", "publisher", "dateline", "passage", "cue", "direct", "origin", "figures",
)  # fmt: skip
COUNTED = ("quantity", "population", "place", "period", "cumulative", "bound", "low", "high", "unit", "words")


def _claims(asked: Asked) -> Iterator[Iterable[Any]]:
    for claim in documents(asked.claims.filter(pk__gt=asked.after), asked.user):
        matter, accused, grading = claim["matter"] or {}, claim["accused_side"] or {}, claim["grading"] or {}
        speaker, side, date = claim["speaker"], claim["side"], claim["date"]
        sources = {citation["source"]["id"]: citation["source"] for citation in claim["citations"]}.values()
        yield (
            claim["id"], asked.site.origin + claim["page"], claim["dossier"]["id"], claim["dossier"]["name"],
            matter.get("id"), matter.get("question"), speaker["id"], speaker["name"], speaker["kind"], claim["office"],
            side["id"], side["name"], accused.get("id"), accused.get("name"), claim["kind"], claim["wording"],
            claim["own_words"], claim["language"], claim["translation"], date["edtf"], date["first_day"],
            date["last_day"], date["words"], date["uncertain"], claim["status"], claim["standing"], claim["contest"],
            claim["has_rival"], claim["unanswered"],
            AND.join(str(key) for key in sorted({tie["claim"]["id"] for tie in claim["rivals"]})),
            AND.join(source["title"] for source in sources),
            AND.join(source["url"] for source in sources if source["url"]),
            grading.get("grade"), grading.get("explanation"), claim["logged_at"], claim["published_at"],
            claim["updated_at"], *_first_citation(claim), _packed(claim["figures"]),
        )  # fmt: skip


def _first_citation(claim: dict[str, Any]) -> Iterable[Any]:
    if not claim["citations"]:
        return [""] * 9
    citation = claim["citations"][0]
    source, publisher = citation["source"], citation["publisher"] or {}
    return (
        source["title"], source["url"], source["kind"], publisher.get("name"), source["dateline"],
        citation["passage"]["exact"], citation["cue"], citation["direct"], citation["origin"],
    )  # fmt: skip


def _packed(figures: list[dict[str, Any]]) -> str:
    """Figures in one cell, with nothing in them that only means something in their own dossier."""
    told = [
        {name: figure[name] for name in COUNTED if figure[name] not in ("", None)}
        | ({"affected_side": figure["affected_side"]["name"]} if figure["affected_side"] else {})
        for figure in figures
    ]
    return orjson.dumps(told).decode() if told else ""


# Figures

FIGURES = (
    "id", "claim_id", "speaker", "side", "claim_date", "claim_status", "quantity", "population", "affected_side",
    "place", "period", "cumulative", "bound", "low", "high", "unit", "words",
)  # fmt: skip


def _figures(asked: Asked) -> Iterator[Iterable[Any]]:
    figures = Figure.objects.live().filter(claim__in=_keys(asked.claims), pk__gt=asked.after).order_by("pk")
    columns = figures.values_list(
        "pk", "claim_id", "claim__speaker__name", "claim__side__name", "claim__date_edtf", "claim__status",
        "quantity", "population", "affected_side__name", "place", "period", "cumulative", "bound", "low", "high",
        "unit", "words",
    )  # fmt: skip
    with one_moment():
        for *before, low, high, unit, words in columns.iterator(chunk_size=ROWS):
            yield *before, _number(low), _number(high), unit, words


def _number(value: Any) -> str:
    """“1166”, not “1166.000”."""
    return "" if value is None else f"{value:f}".rstrip("0").rstrip(".") or "0"


# Links

LINKS = (
    "id", "relation", "aspect", "state", "rationale", "dossier_id",
    "answer_id", "answer_speaker", "answer_side", "answer_date", "answer_wording", "answer_figure_id",
    "target_id", "target_speaker", "target_side", "target_date", "target_wording", "target_figure_id",
    "proposed_at", "decided_at",
)  # fmt: skip


def _links(asked: Asked) -> Iterator[Iterable[Any]]:
    """Every link that this person may see, and that was not turned down, with at least one end among the claims."""
    ends = _keys(asked.claims)
    links = Link.objects.visible_to(asked.user).live().filter(Q(answer__in=ends) | Q(target__in=ends))
    columns = links.filter(pk__gt=asked.after).order_by("pk").values_list(
        "pk", "relation", "aspect", "state", "rationale", "dossier_id",
        "answer_id", "answer__speaker__name", "answer__side__name", "answer__date_edtf", "answer__wording",
        "answer_figure_id",
        "target_id", "target__speaker__name", "target__side__name", "target__date_edtf", "target__wording",
        "target_figure_id",
        "proposed_at", "decided_at",
    )  # fmt: skip
    with one_moment():
        for *before, proposed_at, decided_at in columns.iterator(chunk_size=ROWS):
            yield *before, _time(proposed_at), _time(decided_at)


def _time(value: Any) -> str:
    return "" if value is None else value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _keys(claims: ClaimQuerySet) -> Any:
    return claims.order_by().values("pk")
