"""A backup becomes an installation that differs in nothing from the one it was made of."""

import os
import re
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from config.database import embedded, logins
from config.database.programs import binary
from tests.database import ROOT, copy, environment, migrated

pytestmark = pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="the embedded server is not used")

# The feed of changes begins anew, so that who followed it to later than the backup does not go on from there.
BEGUN_ANEW = {"claims_epoch", "claims_change"}


class Installation:
    """A data folder, and what its operator does there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def manage(self, *words: str | Path) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=environment(COUNTERCLAIM_DATA_DIR=str(self.folder), COUNTERCLAIM_DEMO="1"),
            capture_output=True,
            text=True,
        )

    def ask(self, statement, values=None):
        with embedded.served(self.folder / "postgres"), self._connect() as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def rows(self):
        """Every row of every table, and where every sequence stands."""
        of_each = {"r": "SELECT t::text FROM {} t ORDER BY 1", "S": "SELECT last_value, is_called FROM {}"}
        with embedded.served(self.folder / "postgres"), self._connect() as connection:
            listed = connection.execute(
                "SELECT relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            )
            return {
                name: connection.execute(sql.SQL(of_each[kind]).format(sql.Identifier(name))).fetchall()
                for name, kind in listed
                if kind in of_each
            }

    def schema(self):
        """Tables, constraints, triggers, functions, owners and rights, as PostgreSQL writes them down."""
        postgres = self.folder / "postgres"
        where = ("-h", logins.socket_folder(postgres), "-U", logins.OWNER, logins.DATABASE)
        with embedded.served(postgres):
            dumped = subprocess.run(
                [binary("pg_dump"), "--schema-only", "--no-comments", *where],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        return _plain(dumped)

    def _connect(self):
        folder = str(logins.socket_folder(self.folder / "postgres"))
        return psycopg.connect(host=folder, port=logins.PORT, user=logins.OWNER, dbname=logins.DATABASE)


def _plain(dumped: str) -> str:
    """Less what PostgreSQL words differently each time: its session's key, and needless brackets and casts."""
    dumped = re.sub(r"^\\(un)?restrict .*$", "", dumped, flags=re.MULTILINE)
    return re.sub(r"[()]|::(text|character varying)(\[\])?", "", dumped)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """An installation with the demo dossier, and beside it the file of its backup."""
    home = Installation(tmp_path_factory.mktemp("home"))
    copy(migrated(Path(settings.DATA_DIR).parent), home.folder / "postgres")
    assert home.manage("seed").returncode == 0
    made = home.manage("backup", home.folder / "monday.backup")
    assert made.returncode == 0, made.stderr
    yield home
    embedded.discard(home.folder / "postgres")


@pytest.fixture
def elsewhere(tmp_path):
    yield Installation(tmp_path)
    embedded.discard(tmp_path / "postgres")


def test_a_restored_installation_differs_in_nothing(home, elsewhere):
    restored = elsewhere.manage("restore", home.folder / "monday.backup")

    assert restored.returncode == 0, restored.stderr
    assert "All 27 claims are as they should be." in restored.stdout
    assert elsewhere.schema() == home.schema()
    before, after = home.rows(), elsewhere.rows()
    assert len(before["claims_claim"]) == 27 and before["claims_claimevent"]
    assert {name for name in before if before[name] != after.get(name)} == BEGUN_ANEW
    assert len(before["claims_change"]) == len(after["claims_change"])


def test_a_backup_is_for_its_owner_only_and_takes_no_other_files_place(home):
    file = home.folder / "monday.backup"

    again = home.manage("backup", file)

    assert file.stat().st_mode & 0o077 == 0
    assert again.returncode == 1
    assert again.stderr == f"counterclaim: {file} is there already: give the backup another name.\n"


def test_a_backup_that_cannot_be_written_leaves_nothing_behind(home):
    missing = home.folder / "nowhere" / "monday.backup"

    refused = home.manage("backup", missing)

    assert refused.stderr == (
        f"counterclaim: {missing} cannot be written: No such file or directory. Make room, or name another place.\n"
    )


def test_a_backup_goes_into_an_empty_database_only(home):
    refused = home.manage("restore", home.folder / "monday.backup")

    assert refused.returncode == 1
    assert "There are tables here already" in refused.stderr and len(refused.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "alter, refusal",
    [
        (lambda content: content[: len(content) // 2], "is no backup"),
        (lambda content: b"not a backup at all", "is no backup"),
        (lambda content: b"", "is no backup"),
        (lambda content: content[:-5_000] + bytes(100) + content[-4_900:], "and nothing was changed"),
    ],
)
def test_a_damaged_backup_changes_nothing(home, elsewhere, alter, refusal):
    damaged = elsewhere.folder / "damaged.backup"
    damaged.write_bytes(alter((home.folder / "monday.backup").read_bytes()))

    refused = elsewhere.manage("restore", damaged)

    assert refused.returncode == 1
    assert refusal in refused.stderr and len(refused.stderr.splitlines()) == 1
    assert elsewhere.ask("SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace") == []


def test_a_missing_file_is_said_to_be_missing(elsewhere):
    refused = elsewhere.manage("restore", elsewhere.folder / "tuesday.backup")

    assert refused.stderr == f"CommandError: There is no file {elsewhere.folder / 'tuesday.backup'}.\n"


def test_a_backup_of_a_newer_version_is_refused(home, elsewhere):
    home.ask("INSERT INTO django_migrations (app, name, applied) VALUES ('claims', '0099_later', now())")
    home.manage("backup", home.folder / "newer.backup")
    home.ask("DELETE FROM django_migrations WHERE name = '0099_later'")

    refused = elsewhere.manage("restore", home.folder / "newer.backup")

    assert "a newer version, which knows claims 0099_later" in refused.stderr
    assert elsewhere.ask("SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace") == []
