"""Many statements in one request."""

from dataclasses import replace
from typing import Any

import orjson
from django.core.exceptions import ValidationError as Refused
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import BaseParser

from claims.api.serializers.bulk import LoggedShape
from claims.api.serializers.entry import ClaimEntry
from claims.filters import YesNoField
from claims.operations import entry
from claims.permissions import require_in_dossier
from config.api.problems import errors_of
from config.api.schema import described
from config.api.shapes import object_of
from config.api.views import ApiView, answer
from config.errors import Problem
from sources.models import Dossier

MOST = 1_000
ATOMIC = OpenApiParameter(
    "atomic",
    {"type": "string", "enum": [*YesNoField.MEANS], "default": "true"},
    description="“true”, “on”, “yes” or “1”: all rows or none. Else those that can be logged, each by itself.",
)


class LinesParser(BaseParser):
    """NDJSON, line by line: a line is read when its turn comes."""

    media_type = "application/x-ndjson"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        return [line for line in stream.read().splitlines() if line.strip()]


class NoneLogged(ValidationError):
    """Some rows were refused, and so none was logged. `found` has for each what came of it, in their order."""

    def __init__(self, found: list[Any]) -> None:
        undone = {row.pk: at for at, row in enumerate(found) if not isinstance(row, Problem)}
        refused = {at: _without(undone, row) for at, row in enumerate(found) if isinstance(row, Problem)}
        super().__init__({str(at): problem.fields or [problem.detail] for at, problem in refused.items()})
        self.members = {"results": [_told(at, row) for at, row in refused.items()]}


def _without(undone: dict[int, int], row: Problem) -> Problem:
    """The refusal, which names no claim of a row that was not logged either, but that row."""
    known = row.members.get("claim", {}).get("id")
    if known not in undone:
        return row
    return replace(row, detail=f"Row {undone[known]} says the same: send it once.", members={})


class LogAll(ApiView):
    parser_classes = [LinesParser]
    parameters = ("atomic",)

    @described(
        "log_claims",
        "Log up to 1,000 statements, one a line.",
        given={LinesParser.media_type: ClaimEntry},
        gives=LoggedShape,
        parameters=[ATOMIC],
    )
    def post(self, request, pk):
        dossier = get_object_or_404(Dossier.objects.visible_to(request.user), pk=pk)
        require_in_dossier(request.user, "log", dossier.pk)
        if not 1 <= len(request.data) <= MOST:
            raise ValidationError(f"Send from 1 to {MOST:,} statements, one a line.")
        whole = _whole(request.GET.get("atomic"))
        row = ClaimEntry(context={"dossier": dossier, "request": request, "known": {}})
        rows = [lambda line=line: _read(line, row) for line in request.data]
        found = entry.enter_all(dossier, by=request.user, rows=rows, whole=whole)
        refused = sum(isinstance(row, Problem) for row in found)
        if whole and refused:
            raise NoneLogged(found)
        results = [_told(at, row) for at, row in enumerate(found)]
        return answer(request, {"logged": len(found) - refused, "refused": refused, "results": results})


def _whole(asked: str | None) -> bool:
    try:
        return YesNoField(required=False).clean(asked) is not False
    except Refused as refused:
        raise ValidationError({"atomic": refused.messages}) from None


def _read(line: bytes, row: ClaimEntry) -> dict[str, Any]:
    """What a line says, by a serializer that serves for all lines: to make one costs more than to read with it."""
    try:
        data = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise ValidationError(f"This line is no JSON: {error.msg}, at column {error.colno}.") from None
    row.initial_data = object_of(data)
    vars(row).pop("_validated_data", None)
    row.is_valid(raise_exception=True)
    return dict(row.validated_data)


def _told(at: int, row: Any) -> dict[str, Any]:
    if isinstance(row, Problem):
        problem = {"code": row.code, "detail": row.detail, "errors": list(errors_of(row.fields)), **row.members}
        return {"row": at, "status": row.status, "id": None, "url": None, "problem": problem}
    return {"row": at, "status": 201, "id": row.pk, "url": f"/api/v1/claims/{row.pk}/", "problem": None}
