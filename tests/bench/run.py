"""One run: have the data, start the servers, measure, and say what came of it."""

import hashlib
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
import psycopg

from config.database import embedded, logins
from tests.bench import data, report, server
from tests.bench.server import ROOT

STEP = 1_000
"""Documents that are filled in one transaction."""


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def run(folder: Path, size: int) -> int:
    """Measure at this size. How many rows of the table fell short is not an error: 0 unless something broke."""
    own = folder / str(size)
    postgres = own / "postgres"
    _start_anew_if_outdated(own)
    with embedded.served(postgres, settings=server.SETTINGS):
        django.setup()
        _have_data(own, postgres, size)
        from tests.bench.suite import Suite

        suite = Suite(own, postgres, size)
        measured = suite.run(_groups(suite))
    entry = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "commit": _commit(), "size": size, **measured}
    with open(folder / "results.jsonl", "a") as results:
        results.write(json.dumps(entry) + "\n")
    say(report.table(entry))
    say(report.growth(folder / "results.jsonl", entry))
    return 1 if suite.broken else 0


def _groups(suite: Any) -> list[str]:
    asked = [name for name in os.environ.get("ONLY", "").split(",") if name]
    if unknown := set(asked) - set(suite.groups):
        raise SystemExit(f"There is no group {', '.join(sorted(unknown))}: there are {', '.join(suite.groups)}.")
    return asked or list(suite.groups)


def _commit() -> str:
    found = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True)
    return found.stdout.strip()


# The data


def _recipe() -> str:
    """What the data is made by: tables, documents and the statements that fill them."""
    digest = hashlib.sha256(repr([(name, vars(data)[name]) for name in data.RECIPE]).encode())
    for path in sorted([*ROOT.glob("*/migrations/*.py"), ROOT / "claims/documents/definition.py"]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _start_anew_if_outdated(own: Path) -> None:
    made = own / "made"
    if (own / "postgres").exists() and not (made.exists() and made.read_text().startswith(_recipe())):
        say("The recipe of the data has changed: made anew.")
        embedded.discard(own / "postgres")
        made.unlink(missing_ok=True)
    own.mkdir(parents=True, exist_ok=True)


def _have_data(own: Path, postgres: Path, size: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    made = own / "made"
    done = made.read_text().split() if made.exists() else []

    def told(line: str) -> None:
        say(f"  {line}")

    if "static" not in done:
        call_command("collectstatic", interactive=False, verbosity=0)
    if "rows" not in done:
        say(f"Making {size:,} claims in {own} ...")
        call_command("migrate", interactive=False, verbosity=0)
        with _superuser(postgres) as owner:
            data.load(owner, size, told)
        made.write_text(f"{_recipe()} static rows")
    if "documents" not in done:
        _fill(postgres, size, told)
        made.write_text(f"{_recipe()} static rows documents")
    connection.close()


def _fill(postgres: Path, size: int, told: Any) -> None:
    """Make the stored documents by the site's own refreshing, on two connections; what is there already stays."""
    from django.db import connections

    from claims.documents import refreshing, verifying

    began = time.monotonic()
    with _superuser(postgres) as owner:
        owner.execute("ANALYZE")
        filled = dict(
            owner.execute(
                "SELECT (claim_id - 1) / %s, count(*) FROM claims_claimdocument GROUP BY 1", [STEP]
            ).fetchall()
        )
    waiting = [low for low in range(1, size + 1, STEP) if filled.get((low - 1) // STEP, 0) < min(STEP, size - low + 1)]

    def fill(part: list[int]) -> None:
        for at, low in enumerate(part):
            refreshing.refresh(range(low, min(low + STEP, size + 1)))
            if at % 25 == 24:
                told(f"{low + STEP - 1:,}th document, {time.monotonic() - began:.0f} s")
        connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(fill, [waiting[::2], waiting[1::2]]))
    with _superuser(postgres) as owner:
        data.tidy(owner, verifying._RECORDS)
    told(f"documents and feed, {time.monotonic() - began:.0f} s")


def _superuser(postgres: Path) -> psycopg.Connection:
    return psycopg.connect(
        host=str(logins.socket_folder(postgres)),
        port=logins.PORT,
        user=logins.SUPERUSER,
        dbname=logins.DATABASE,
        autocommit=True,
    )
