"""Commands, as an operator meets them: a fault that a person can mend is one line."""

import os

import pytest

from config.database import embedded
from config.database.errors import NO_TABLES
from tests.claims.management.test_restore import Installation

pytestmark = pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="the embedded server is not used")


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """An installation that nobody has made tables in."""
    folder = tmp_path_factory.mktemp("empty")
    yield Installation(folder)
    embedded.discard(folder / "postgres")


@pytest.mark.parametrize(
    "words",
    [
        ("verify",),
        ("export", "1", "dossier.ndjson.gz"),
        ("import", "dossier.ndjson.gz"),
        ("backup", "monday.backup"),
        ("worker", "--once"),
        ("createsuperuser", "--noinput", "--username=mara", "--email=mara@example.org"),
    ],
    ids=lambda words: words[0],
)
def test_without_tables_a_command_says_what_makes_them(empty, words):
    done = empty.manage(*words)

    assert done.returncode == 1
    assert done.stderr.endswith(f": {NO_TABLES}\n") and "Traceback" not in done.stderr
