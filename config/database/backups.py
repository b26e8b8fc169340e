"""A backup of the whole database in one file, and its way back: PostgreSQL's own pg_dump and pg_restore."""

import os
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

from psycopg.conninfo import make_conninfo

from config.database.errors import DISK_FULL, DatabaseError
from config.database.programs import binary, environment

# Who owns what, and who may do what, is the business of the installation that takes it in.
BARE = ("--no-owner", "--no-acl", "--no-comments")


def write(login: dict[str, Any], path: Path) -> None:
    """Write everything in the database, as of one moment, to a file in pg_dump's custom format, or nothing.

    `login` is the owner's entry of DATABASES. People may go on writing meanwhile. The file has its name once it is
    complete, and only its owner may read it. Raises DatabaseError with a sentence for people.
    """
    if path.exists():
        raise DatabaseError(f"{path} is there already: give the backup another name.")
    made = path.with_name(path.name + ".part")
    try:
        os.close(os.open(made, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        said = _run(login, "pg_dump", "--format=custom", *BARE, f"--file={made}")
        if said:
            raise DatabaseError(f"The backup could not be made: {_reason(said)}")
        with open(made, "rb") as file:
            os.fsync(file.fileno())
        made.rename(path)
    except OSError as error:
        raise DatabaseError(f"{path} cannot be written: {error.strerror}. Make room, or name another place.") from None
    finally:
        with suppress(OSError):
            made.unlink()


def read(login: dict[str, Any], path: Path) -> None:
    """Put everything in a backup into an empty database, or change nothing. Raises DatabaseError."""
    if said := _run(login, "pg_restore", "--single-transaction", "--exit-on-error", *BARE, path):
        raise DatabaseError(f"{path} could not be restored, and nothing was changed: {_reason(said)}")


def migrations(path: Path) -> set[tuple[str, str]]:
    """The migrations behind the tables in a backup: (app, name). Raises DatabaseError for what is no backup."""
    listed = subprocess.run(
        [binary("pg_restore"), "--data-only", "--table=django_migrations", "--file=-", path],
        capture_output=True,
        text=True,
        env=environment(),
    )
    _, _, rows = listed.stdout.partition("COPY public.django_migrations (id, app, name, applied) FROM stdin;\n")
    if listed.returncode or not rows:
        raise DatabaseError(f"{path} is no backup: name a whole file that `manage.py backup` wrote.")
    fields = (row.split("\t") for row in rows.partition("\\.\n")[0].splitlines())
    return {(app, name) for _, app, name, _ in fields}


def _run(login: dict[str, Any], program: str, *options: str | Path) -> str:
    """Run one of PostgreSQL's programs on a database: what it said if it failed, else ""."""
    names = {"HOST": "host", "PORT": "port", "USER": "user", "NAME": "dbname"}
    parts = {key: login[name] for name, key in names.items() if login[name]}
    options_of_ours = {"application_name", "prepare_threshold"}
    parts |= {name: value for name, value in login["OPTIONS"].items() if name not in options_of_ours}
    done = subprocess.run(
        [binary(program), "--no-password", f"--dbname={make_conninfo(**parts)}", *options],
        capture_output=True,
        text=True,
        env=environment() | {"PGPASSWORD": login["PASSWORD"]},  # an argument could be read by everybody
    )
    return done.stderr.strip() or f"it ended with {done.returncode}" if done.returncode else ""


def _reason(said: str) -> str:
    if "No space left on device" in said:
        return DISK_FULL
    lines = [line for line in said.splitlines() if "error:" in line or "ERROR:" in line]
    return (lines or said.splitlines())[0].partition("error: ")[2] or said.splitlines()[0]
