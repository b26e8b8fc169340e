"""Installations of our own to move a dossier between: a database each, thrown away afterwards."""

import gzip
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection

from claims.moving import arriving
from config.database import logins
from tests import factories

_number = count(1)


class Installation:
    """A migrated, empty database. Inside `with` it is the one at hand, with the rights of the web role."""

    def __init__(self, home: str, unblock: Callable) -> None:
        self.home, self.name, self.unblock = home, f"{home}_{os.getpid()}_{next(_number)}", unblock
        # A database with a guest cannot be copied, and the server of the browser tests may be one in that of the tests.
        migrated = logins.DATABASE if settings.EMBEDDED else home
        with self.unblock():
            self._elsewhere(f'CREATE DATABASE "{self.name}" TEMPLATE "{migrated}"')

    def __enter__(self) -> "Installation":
        self.unblocked = self.unblock()
        self.unblocked.__enter__()
        self._use(self.name)
        _act_as(logins.WEB)
        return self

    def __exit__(self, *_: Any) -> None:
        self._use(self.home)
        self.unblocked.__exit__(None, None, None)

    def discard(self) -> None:
        with self.unblock():
            self._elsewhere(f'DROP DATABASE "{self.name}"')

    def _use(self, name: str) -> None:
        connection.close()
        connection.settings_dict["NAME"] = name

    def _elsewhere(self, statement: str) -> None:
        connection.close()  # a database with a guest can neither be copied nor dropped
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement)


@contextmanager
def operator() -> Iterator[None]:
    """With the rights of the owner of the tables, as the command has them."""
    _act_as("NONE")
    yield
    _act_as(logins.WEB)


def _act_as(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET SESSION ROLE {role}")


def answerable() -> User:
    """Who takes dossiers in: the account that runs the site."""
    return User.objects.filter(username="admin").first() or factories.make_user("admin", is_staff=True)


def take_in(path: Path, **over: Any) -> arriving.Arrived:
    by = answerable()
    with operator():
        return arriving.take_in(path, **{"by": by} | over)


# Files


def content(path: Path) -> bytes:
    """A file but for the time at which it was written."""
    packed = path.read_bytes()
    return packed[:4] + packed[8:]


def lines(path: Path, table: str = "") -> list[dict]:
    """The rows in a file, of one table if it is named."""
    rows = [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()[1:-1]]
    return [row for row in rows if table in ("", row["table"])]


def altered(path: Path, to: Path, change: Callable[[list[dict]], Any]) -> Path:
    """The file with some lines changed by hand, and signed again as if it had left so: header, then rows."""
    before = [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()[:-1]]
    change(before)
    counts = before[0]["counts"]
    for name in counts:
        counts[name] = sum(row["table"] == name for row in before[1:])
    body = b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in before)
    signature = {"sha256": hashlib.sha256(body).hexdigest()}
    to.write_bytes(gzip.compress(body + json.dumps(signature).encode() + b"\n"))
    return to


def counted() -> dict[str, int]:
    """How many rows each table of the database has, but for those that only the server counts."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name != "django_cache"]
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in tables))
        return dict(cursor.fetchall())
