"""`manage.py import <file>`: a dossier that `manage.py export` wrote elsewhere, with its history."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.management import BaseCommand, CommandError

from claims.moving import arriving
from claims.moving.files import Unmovable


class Command(BaseCommand):
    help = "Take in a dossier with all its history from a file that `manage.py export` wrote."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="name", default="", help="another name for it, to have it a second time")
        parser.add_argument("--by", default="", help="who takes it in (a username); else whoever runs this site alone")

    def handle(self, *, file: Path, name: str, by: str, **options: Any) -> None:
        try:
            arrived = arriving.take_in(file, by=_answerable(by), name=name.strip())
        except (Unmovable, PermissionDenied) as refusal:
            raise CommandError(str(refusal)) from None
        dossier = arrived.dossier
        self.stdout.write(f"{dossier.name}: {arrived.statements} statements, as dossier {dossier.pk}.")
        if arrived.known:
            self.stdout.write(f"Known here by their usernames: {', '.join(arrived.known)}.")
        if arrived.made:
            self.stdout.write(f"Not known here, and not let in: {', '.join(arrived.made)}.")
        if not arrived.edited:
            self.stdout.write("Nobody who edits it can sign in here yet: let one of them in, as the README shows.")


def _answerable(username: str) -> User:
    """Who answers for it in the history: the account of that name, or the only one that runs the site."""
    accounts = User.objects.filter(is_active=True)
    found = list(accounts.filter(username=username) if username else accounts.filter(is_staff=True)[:2])
    if len(found) == 1:
        return found[0]
    if username:
        raise CommandError(f"Nobody who may sign in here is called {username}.")
    raise CommandError(
        "Say who takes it in: --by and a username."
        if found
        else "There is no account to take it in: make one with `manage.py createsuperuser` first."
    )
