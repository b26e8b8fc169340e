"""What a person reads on a page, and what it costs."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def shown(response):
    return " ".join(response.content.decode().split())


def cost(client, url):
    """How many statements the page takes."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
