"""A claim that waits for an editor."""

import pytest

from tests.claims.views.claim.pages import SUBMITTED
from tests.factories import make_claim


@pytest.fixture
def claim(north, south, matter, reporter):
    return make_claim(
        side=north, matter=matter, by=reporter, status=SUBMITTED, kind="accusation", accused_side=south,
        wording="South opened the dam.", own_words="They opened it.", date_words="Thursday",
        date_reasoning="The article is of a Thursday.",
    )  # fmt: skip
