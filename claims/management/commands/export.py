"""`manage.py export <dossier> <file>`: a whole dossier, with its history, for another installation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from claims.moving import departing
from claims.moving.files import Unmovable
from sources.models import Dossier


class Command(BaseCommand):
    help = "Write a dossier and all its history to a file, which `manage.py import` takes in elsewhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dossier", help="its number, or its name")
        parser.add_argument("file", type=Path, help="to be made: lines of JSON, packed if its name ends in .gz")

    def handle(self, *, dossier: str, file: Path, **options: Any) -> None:
        try:
            counts = departing.export(_dossier(dossier), file)
        except Unmovable as refusal:
            raise CommandError(str(refusal)) from None
        lines = sum(counts.values())
        self.stdout.write(f"{file}: {counts['claims_claim']} statements in {lines} lines, history included.")


def _dossier(said: str) -> Dossier:
    if said.isdecimal() and (found := Dossier.objects.filter(pk=int(said)).first()):
        return found
    named = list(Dossier.objects.filter(name=said).order_by("pk"))
    if len(named) == 1:
        return named[0]
    known = named or list(Dossier.objects.order_by("pk"))
    listed = "; ".join(f"{dossier.pk} {dossier.name}" for dossier in known[:20]) or "there are none"
    raise CommandError(f"{'More than one' if named else 'No'} dossier is called “{said}”: give a number ({listed}).")
