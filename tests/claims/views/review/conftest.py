"""What waits for an editor."""

import pytest

from tests.claims.views.review.pages import PUBLISHED, SUBMITTED
from tests.factories import make_claim, make_link


@pytest.fixture
def waiting(dossier, north, reporter):
    """Three claims in review, oldest first."""
    return [
        make_claim(side=north, by=reporter, status=SUBMITTED, wording=wording)
        for wording in ("The first thing was said.", "Another matter came up.", "Bridges were closed at noon.")
    ]


@pytest.fixture
def rivals(north, south, reporter, editor):
    """Two published claims of two sides."""
    return [
        make_claim(side=side, by=reporter, reviewer=editor, status=PUBLISHED, wording=wording)
        for side, wording in ((south, "Nobody opened the dam."), (north, "South opened the dam."))
    ]


@pytest.fixture
def proposal(rivals, reporter):
    return make_link(*rivals, by=reporter, rationale="It speaks of that night.")
