"""Tests run on a real PostgreSQL, and do whatever they do with the rights of the web process."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from config.database import embedded, logins

# A test server loses its data on a power cut; it is thrown away after the run anyway.
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")

ROOT = Path(__file__).resolve().parents[1]
MAKES_DATABASE = ("*/migrations/*.py", "config/database/*.py", "config/roles.py", "requirements/dev.txt")

SERVER = pytest.StashKey[Any]()


def pytest_configure(config: pytest.Config) -> None:
    """Start one server for the whole run, in the process that starts the workers."""
    if hasattr(config, "workerinput") or config.option.collectonly or not settings.EMBEDDED:
        return
    folder = Path(settings.DATA_DIR)
    _clear_up_after_killed_runs(folder.parent)
    copy(migrated(folder.parent), folder / "postgres")
    server = embedded.served(settings.POSTGRES_DIR, settings=HASTY)
    server.__enter__()
    config.stash[SERVER] = server
    embedded.execute(settings.POSTGRES_DIR, f"ALTER ROLE {logins.OWNER} CREATEDB")  # a database for each worker


def pytest_unconfigure(config: pytest.Config) -> None:
    server = config.stash.get(SERVER, None)
    if server:
        server.__exit__(None, None, None)
        embedded.discard(settings.POSTGRES_DIR)
        shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


def migrated(var: Path) -> Path:
    """A folder with a migrated database to copy from, since migrating takes longer than most runs.

    It is made anew when anything that makes it changed; a run migrates its own copy again, so what is newer is added.
    """
    digest = hashlib.sha256()
    for path in sorted(path for pattern in MAKES_DATABASE for path in ROOT.glob(pattern)):
        digest.update(path.read_bytes())
    template = var / f"template-{digest.hexdigest()[:16]}"
    if template.exists():
        return template
    for old in var.glob("template-*"):
        shutil.rmtree(old, ignore_errors=True)
    making = var / f"test-{os.getpid()}-template"
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=environment(COUNTERCLAIM_DATA_DIR=str(making)), check=True)
    with suppress(OSError):  # another run was faster
        (making / "postgres").rename(template)
    shutil.rmtree(making)
    return template


def copy(folder: Path, to: Path) -> None:
    """Copy a stopped server's data, owners and modes included; several runs may do so at once."""
    to.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-Rp", folder, to], check=True)


def _clear_up_after_killed_runs(var: Path) -> None:
    for left in var.glob("test-*"):
        if not _runs(int(left.name.split("-")[1])):
            embedded.discard(left / "postgres")
            shutil.rmtree(left, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture(autouse=True)
def bound_like_the_web_process(request: pytest.FixtureRequest) -> Iterator[None]:
    """Take the owner's rights away for the length of a test, on every connection it opens."""
    if not _uses_database(request):
        yield
        return
    request.getfixturevalue("_django_db_helper")
    connection_created.connect(_bind)
    _bind(connection=connection)
    yield
    connection_created.disconnect(_bind)
    if connection.in_atomic_block:
        return  # the end of the test's transaction gives the rights back
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("DELETE FROM procrastinate_jobs")
    cache.clear()  # lockouts are counted there, and no flush knows of that table, nor of the jobs


def _uses_database(request: pytest.FixtureRequest) -> bool:
    asked = {"db", "transactional_db", "live_server"} & set(request.fixturenames)
    return bool(asked) or request.node.get_closest_marker("django_db") is not None


def _bind(connection: BaseDatabaseWrapper, **_: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET {'LOCAL' if connection.in_atomic_block else 'SESSION'} ROLE {logins.WEB}")


@pytest.fixture
def as_web(db: None) -> Callable[..., list[tuple]]:
    """Run SQL with the web role's rights: `as_web("UPDATE …", [value])` gives the rows, or raises and undoes."""
    return _execute


@pytest.fixture
def as_owner(db: None) -> Callable[..., list[tuple]]:
    """Run SQL with the rights of the tables' owner, past all grants; constraints and triggers still hold."""

    def execute(statement: str, values: Any = None) -> list[tuple]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE NONE")
            rows = _execute(statement, values)
            cursor.execute(f"SET LOCAL ROLE {logins.WEB}")
        return rows

    return execute


def _execute(statement: str, values: Any = None) -> list[tuple]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def web_login(db: None) -> Iterator[psycopg.Connection]:
    """A connection of its own, signed in as the web role exactly as in production; sees what is committed."""
    parts = logins.login(
        "web",
        folder=settings.POSTGRES_DIR,
        owner_url=settings.SERVER_URL,
        web_url=settings.WEB_DATABASE_URL,
        secret=settings.SECRET_KEY,
    )
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    where = {name: parts[key] for key, name in names.items() if parts[key]}
    with psycopg.connect(dbname=connection.settings_dict["NAME"], autocommit=True, **where) as login:
        yield login


def environment(**names: str) -> dict[str, str]:
    """The environment for a command run by a test: ours, less the test run's own settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COUNTERCLAIM_", "DJANGO_", "DATABASE_"))
    }
    return kept | names
