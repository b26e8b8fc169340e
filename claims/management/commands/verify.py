"""Compare what is stored beside the ledger with the ledger, and mend it if told to."""

from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from claims.documents import verifying
from claims.models import Claim, Debt

#: How many claims are named.
NAMED = 20


class Command(BaseCommand):
    help = "Compare every stored document with a fresh one, and say which differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="bring them up to date, in bounded steps")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["repair"]:
            mended = verifying.repair()
            self.stdout.write(f"{mended} documents were brought up to date.")
            return
        wrong = [claim for step in verifying.differing() for claim in step]
        troubles = []
        if wrong:
            named = ", ".join(map(str, wrong[:NAMED])) + (" …" if len(wrong) > NAMED else "")
            troubles.append(f"{len(wrong)} documents differ from the ledger: claims {named}.")
        troubles += [f"The order of changes lacks {n} {name}." for name, n in verifying.unrecorded().items()]
        if debts := Debt.objects.count():
            troubles.append(f"{debts} changes wait for the worker to refresh what shows them.")
        if troubles:
            raise CommandError("\n".join([*troubles, "Mend it with: manage.py verify --repair"]))
        self.stdout.write(f"All {Claim.objects.count()} claims are as they should be.")
