"""An accusation and its denial, not tied yet."""

import pytest

from tests.factories import make_claim


@pytest.fixture
def claim(north, south, matter, reporter):
    return make_claim(
        side=north, matter=matter, by=reporter, kind="accusation", accused_side=south, wording="South opened the dam."
    )  # fmt: skip


@pytest.fixture
def denial(south, matter, reporter):
    return make_claim(side=south, matter=matter, by=reporter, kind="denial", wording="Nobody touched it.")
