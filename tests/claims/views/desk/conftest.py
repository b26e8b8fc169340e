"""A text of the war, read, and a reporter to work on it."""

import pytest

from sources.operations import intake
from tests import factories
from tests.claims.proposals.dossiers import ARTICLE
from tests.worker import work


@pytest.fixture
def war(dossier, reporter):
    """A dossier of the war that the article is about."""
    for name in ("Azerbaijan", "Armenia", "Nagorno-Karabakh authorities"):
        factories.make_side(dossier, name=name, by=reporter)
    return dossier


@pytest.fixture
def article(war, reporter):
    """The article, pasted and read."""
    days = {"dateline": "2020-10-29", "first_day": "2020-10-29", "last_day": "2020-10-29"}
    source = intake.paste(war, by=reporter, text=ARTICLE, **days)
    work()
    return source
