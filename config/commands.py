"""Running a command: as which role, with the embedded server up, and with one-line errors."""

import errno
import os
import sys
from contextlib import nullcontext
from typing import Any

# Commands that change the schema, make databases, or carry what has its history already; everything else is bound
# like the web process.
OWNERS = {
    "backup",
    "createcachetable",
    "dbshell",
    "flush",
    "import",
    "makemigrations",
    "migrate",
    "pgtrigger",
    "restore",
    "sqlmigrate",
    "up",
}

# Commands that need no database, or start it themselves.
SELF_RELIANT = {"attribute", "check", "collectstatic", "diffsettings", "findstatic", "help", "up", "version"}

FOLDER_TROUBLE = {errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EDQUOT}


def main(argv: list[str]) -> None:
    """Run one management command; a fault that a person can mend ends it with one line."""
    command = argv[1] if len(argv) > 1 else "help"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("COUNTERCLAIM_DATABASE_ROLE", "owner" if command in OWNERS else "web")
    try:
        _run(command, argv)
    except KeyboardInterrupt:
        sys.exit(130)


def _run(command: str, argv: list[str]) -> None:
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.db.utils import OperationalError

    from config.database.embedded import ran_out_of_space
    from config.database.errors import DISK_FULL, DatabaseError

    try:
        with _database(command):
            _execute(argv)
    except (ImproperlyConfigured, DatabaseError) as error:
        sys.exit(f"counterclaim: {error}")
    except OperationalError as error:
        full = "No space left" in str(error) or (settings.EMBEDDED and ran_out_of_space(settings.POSTGRES_DIR))
        sys.exit(f"counterclaim: The database cannot be used: {DISK_FULL if full else str(error).splitlines()[0]}")
    except OSError as error:
        if error.errno not in FOLDER_TROUBLE:
            raise
        sys.exit(f"counterclaim: {error.filename or 'The data folder'} cannot be written: {error.strerror}.")


def _execute(argv: list[str]) -> None:
    """Run it; where it stumbles over tables that are not there, say what makes them."""
    from django.core.management import execute_from_command_line
    from django.db import connection
    from django.db.utils import ProgrammingError

    from config.database.errors import NO_TABLES, DatabaseError
    from config.database.tables import migrations_wait

    try:
        execute_from_command_line(argv)
    except ProgrammingError:
        if not migrations_wait(connection):
            raise
        raise DatabaseError(NO_TABLES) from None


def _database(command: str) -> Any:
    from django.conf import settings

    from config.database import embedded

    kept = "COUNTERCLAIM_KEPT" in os.environ  # by `up`, which keeps the database too
    needed = settings.EMBEDDED and not kept and command not in SELF_RELIANT and not command.startswith("-")
    return embedded.served(settings.POSTGRES_DIR) if needed else nullcontext()
