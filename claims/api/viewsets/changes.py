"""What changed since a program came last, for copies that are kept in step."""

from collections.abc import Callable, Iterable
from typing import Any

import orjson
from drf_spectacular.utils import OpenApiParameter

from claims.api.serializers.changes import RESOURCES, ChangesShape
from claims.api.serializers.links import LinkShape
from claims.api.serializers.matters import MatterRow
from claims.documents import reading
from claims.models import Claim, Link, Matter
from claims.queries.changes import MOST, changes
from config.api.paging import limit_asked, next_address
from config.api.schema import described
from config.api.shapes import Shape
from config.api.views import ApiView, answer
from sources.api.serializers.dossiers import DossierShape
from sources.api.serializers.sides import SideShape
from sources.api.serializers.sources import PublisherShape, SourceShape
from sources.api.serializers.speakers import SpeakerShape
from sources.models import Dossier, Publisher, Side, Source, Speaker
from sources.queries.speakers import with_sides

SINCE = OpenApiParameter(
    "since",
    {"type": "string"},
    description="The cursor you had, or `now` for one to begin with; without it, the start.",
)
LIMIT = OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": MOST}, description="Changes at most.")


class Changes(ApiView):
    parameters = ("since", "limit")

    @described(
        "list_changes", "What changed since a cursor.", gives=ChangesShape, parameters=[SINCE, LIMIT], refusals=[410]
    )
    def get(self, request):
        found = changes(request.user, request.GET.get("since", ""), limit=limit_asked(request))
        told = [(change.resource, change.key) for change in found.rows if change.resource in RESOURCES]
        records = {resource: _records(resource, request.user, _keys(told, resource)) for resource in RESOURCES}
        results = [
            {"resource": resource, "id": key, "gone": record is None, "record": record}
            for resource, key in told
            for record in [records[resource].get(key)]
        ]
        following = next_address(request, found.cursor, name="since")
        return answer(request, {"results": results, "cursor": found.cursor, "next": following, "more": found.more})


def _keys(told: Iterable[tuple[str, int]], resource: str) -> list[int]:
    return [key for kind, key in told if kind == resource]


def _records(resource: str, user: Any, keys: list[int]) -> dict[int, Any]:
    """Of these records those that this person may see, as they are now."""
    if not keys:
        return {}
    if resource == "claims":
        visible = Claim.objects.visible_to(user).filter(pk__in=keys).order_by().values_list("pk", flat=True)
        return {key: orjson.Fragment(document) for key, document in reading.each(visible, user).items()}
    rows, shape = _ROWS[resource]
    return {row.pk: shape.to_representation(row) for row in rows(user).filter(pk__in=keys).order_by()}


_ROWS: dict[str, tuple[Callable[[Any], Any], Shape]] = {
    "dossiers": (Dossier.objects.visible_to, DossierShape()),
    "sides": (Side.objects.visible_to, SideShape()),
    "matters": (lambda user: Matter.objects.visible_to(user).with_note_for(user), MatterRow()),
    "publishers": (Publisher.objects.visible_to, PublisherShape()),
    "speakers": (lambda user: with_sides(Speaker.objects.visible_to(user)), SpeakerShape()),
    "sources": (lambda user: Source.objects.visible_to(user).select_related("publisher"), SourceShape()),
    "links": (Link.objects.visible_to, LinkShape()),
}
