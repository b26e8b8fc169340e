"""After every test of an operation the stored documents say what the ledger says, and every record is in the feed."""

from collections.abc import Iterator

import pytest

from claims.documents import verifying


@pytest.fixture(autouse=True)
def documents_are_true(request: pytest.FixtureRequest) -> Iterator[None]:
    uses = {"db", "transactional_db"} & set(request.fixturenames) or request.node.get_closest_marker("django_db")
    if uses:
        request.getfixturevalue("bound_like_the_web_process")
    yield
    if uses:
        assert [claim for step in verifying.differing() for claim in step] == []
        assert verifying.unrecorded() == {}
