"""`manage.py backup <file>`: everything that the database holds, in one file, which `manage.py restore` takes in."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand
from django.db import connection

from claims.models import Claim
from config.database import backups


class Command(BaseCommand):
    help = "Write the whole database, as of this moment, to a file. People may go on working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="to be made; readable by its owner only")

    def handle(self, *, file: Path, **options: Any) -> None:
        claims = Claim.objects.count()
        backups.write(connection.settings_dict, file)
        size = file.stat().st_size / 1e6
        self.stdout.write(f"{file}: {size:.1f} MB, {claims} claims and all beside them.")
