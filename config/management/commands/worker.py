"""`manage.py worker`: does what outlives a request, such as fetching pages and finding the statements in them."""

import ctypes
import os
import signal
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from config import jobs
from config.database import tables
from config.database.errors import NO_TABLES
from sources.attribution import parsing

PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


class Command(BaseCommand):
    help = "Do the jobs that wait, and those to come, until told to stop (Ctrl-C)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="stop when no job is left")

    def handle(self, *, once: bool, **options: Any) -> None:
        if os.environ.get("COUNTERCLAIM_KEPT") and sys.platform == "linux":
            # Under `manage.py up`, do not outlive it.
            ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)
        if settings.LANGUAGE_MODEL and not parsing.installed(settings.LANGUAGE_MODEL):
            raise CommandError(
                f"COUNTERCLAIM_LANGUAGE_MODEL names {settings.LANGUAGE_MODEL}: that is neither an installed package "
                "nor a folder with a spaCy model."
            )
        if tables.migrations_wait(connection):
            raise CommandError(NO_TABLES)
        jobs.work(wait=not once)
