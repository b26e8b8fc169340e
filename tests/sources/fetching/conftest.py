"""Sites that are up for the length of a test."""

from collections.abc import Callable, Iterator

import pytest

from tests.sources.fetching.sites import Site


@pytest.fixture
def serve() -> Iterator[Callable[..., Site]]:
    listeners = []

    def start(says, **over) -> Site:
        site = Site(says if callable(says) else lambda path: says, **over)
        listeners.append(site.listen())
        return site

    yield start
    for listener in listeners:
        listener.close()
