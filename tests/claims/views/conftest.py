"""What pages are asked for with."""

import pytest


@pytest.fixture
def nora(client_of, reporter):
    return client_of(reporter)
