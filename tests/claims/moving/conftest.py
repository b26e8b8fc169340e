"""Installations to move between, and files that moved."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection

from claims.moving import departing
from tests.claims.moving import dossiers
from tests.claims.moving.installations import Installation


@pytest.fixture(scope="module")
def installation(django_db_setup: None, django_db_blocker) -> Iterator[Callable[[], Installation]]:
    """Make an empty installation: `with installation(): …`"""
    made = []
    home = connection.settings_dict["NAME"]

    def make() -> Installation:
        made.append(Installation(home, django_db_blocker.unblock))
        return made[-1]

    yield make
    for one in made:
        one.discard()


@dataclass(frozen=True)
class Left:
    """A dossier that left an installation, which is still there."""

    here: Installation
    key: int
    path: Path


@pytest.fixture(scope="module")
def full(installation, tmp_path_factory) -> Left:
    """The file of a dossier in which everything happened."""
    path = tmp_path_factory.mktemp("full") / "full.ndjson.gz"
    with installation() as here:
        dossier = dossiers.make_full()
        departing.export(dossier, path)
    return Left(here, dossier.pk, path)
