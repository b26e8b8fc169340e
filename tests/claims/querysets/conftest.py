"""Claims about the dam, and links between them."""

import pytest

from claims.models import Claim, Link
from tests import factories

S, L = Claim.Status, Link.State


@pytest.fixture
def say(dossier, north, matter):
    """A published claim about the dam: `say(south, kind="denial")`."""

    def published(side=north, **over):
        return factories.make_claim(side=side, **{"matter": matter, "status": S.PUBLISHED} | over)

    return published


@pytest.fixture
def tie(dossier):
    """A confirmed link: `tie(denial, "denies", statement)`."""

    def confirmed(answer, relation, target, **over):
        over = {"state": L.CONFIRMED} | over
        return factories.make_link(answer, target, relation=relation, **over)

    return confirmed
