"""`manage.py restore <file>`: a backup becomes the database of an installation that has none yet."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection

from claims.documents import verifying
from claims.queries import changes
from config.database import backups, tables


class Command(BaseCommand):
    help = "Put a backup into an empty database, bring it to this version, and check it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="which `manage.py backup` wrote")

    def handle(self, *, file: Path, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        _require_empty()
        if newer := tables.unknown(connection, backups.migrations(file)):
            named = ", ".join(sorted(f"{app} {name}" for app, name in newer))
            raise CommandError(f"{file} was written by a newer version, which knows {named}: restore it with that one.")
        connection.close()
        backups.read(connection.settings_dict, file)
        call_command("migrate", interactive=False, verbosity=0)
        changes.begin_anew()  # who follows them may have seen what is not in the backup
        self.stdout.write(f"{file} is restored. Comparing it ...")
        verifying.settle()
        call_command("verify", stdout=self.stdout)


def _require_empty() -> None:
    with connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            raise CommandError(
                "There are tables here already, and a backup goes into an empty database only: name another one "
                "(COUNTERCLAIM_DATA_DIR or DATABASE_URL), or move this one away first."
            )
