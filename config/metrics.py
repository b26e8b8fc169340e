"""Numbers for whoever watches over the site, in the text format of Prometheus, at /metrics.

All processes of one web server count together: each into a file of its own, which gunicorn.conf.py finds a place for.
"""

import os
from collections.abc import Callable, Iterator
from functools import partial

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The name in the environment under which prometheus_client looks for the folder of the processes' files."""

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)

Numbers = Callable[[], dict[str, int]]

_requests = Counter(
    "counterclaim_requests", "Requests answered, by view and status.", ["view", "status"], registry=None
)
_seconds = Histogram(
    "counterclaim_request_seconds", "Seconds until an answer began.", ["door"], registry=None, buckets=BUCKETS
)
_doors = {door: _seconds.labels(door) for door in ("pages", "rest")}
_gauges: list[tuple[str, str, str, Numbers]] = []


def observe(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    """Count one request."""
    match = request.resolver_match
    _requests.labels(match.view_name if match else "", response.status_code).inc()
    _doors["rest" if request.path_info.startswith("/api/") else "pages"].observe(seconds)


def tell(name: str, about: str, label: str, numbers: Numbers) -> None:
    """Also tell numbers of the database: one for each value of a label, asked for when somebody looks."""
    _gauges.append((name, about, label, numbers))


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For who brings COUNTERCLAIM_METRICS_TOKEN; without such a setting it is not there."""
    given = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        raise Http404("There is nothing here.")
    registry = CollectorRegistry()
    if os.environ.get(FOLDER):
        MultiProcessCollector(registry)
    else:
        registry.register(_requests)
        registry.register(_seconds)
    registry.register(_Database())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Database(Collector):
    def collect(self) -> Iterator[GaugeMetricFamily]:
        for name, about, label, numbers in _gauges:
            family = GaugeMetricFamily(name, about, labels=[label])
            for value, number in numbers().items():
                family.add_metric([value], number)
            yield family


def _counted(statement: str) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return dict(cursor.fetchall())


tell(
    "counterclaim_jobs",
    "Jobs of the worker, by state; those that are done are forgotten.",
    "state",
    partial(_counted, "SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status"),
)
