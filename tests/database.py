"""Tests run on a real PostgreSQL, and do whatever they do with the rights of the web process."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from config import database

# A test server loses its data on a power cut; it is thrown away after the run anyway.
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")

SERVER = pytest.StashKey[Any]()


def pytest_configure(config: pytest.Config) -> None:
    """Start one server for the whole run, in the process that starts the workers."""
    if hasattr(config, "workerinput") or config.option.collectonly or not settings.EMBEDDED:
        return
    for left in Path(settings.DATA_DIR).parent.glob("test-*"):
        database.discard(left / "postgres")
        if not (left / "postgres").exists():
            shutil.rmtree(left, ignore_errors=True)
    server = database.served(settings.POSTGRES_DIR, settings=HASTY, createdb=True)
    server.__enter__()
    config.stash[SERVER] = server


def pytest_unconfigure(config: pytest.Config) -> None:
    server = config.stash.get(SERVER, None)
    if server:
        server.__exit__(None, None, None)
        database.discard(settings.POSTGRES_DIR)
        shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


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
    cache.clear()  # lockouts are counted there, and no flush knows of that table


def _uses_database(request: pytest.FixtureRequest) -> bool:
    asked = {"db", "transactional_db", "live_server"} & set(request.fixturenames)
    return bool(asked) or request.node.get_closest_marker("django_db") is not None


def _bind(connection: BaseDatabaseWrapper, **_: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET {'LOCAL' if connection.in_atomic_block else 'SESSION'} ROLE {database.WEB}")


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
            cursor.execute(f"SET LOCAL ROLE {database.WEB}")
        return rows

    return execute


def _execute(statement: str, values: Any = None) -> list[tuple]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def web_login(transactional_db: None) -> Iterator[psycopg.Connection]:
    """A connection of its own, signed in as the web role exactly as in production; sees what is committed."""
    parts = database.login(
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
