"""`manage.py attribute texts.jsonl`: the attributed statements of texts, for scoring and for other programs."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sources.attribution.reading import read


class Command(BaseCommand):
    """One line in, one line out: {"doc_id", "text"} gives {"doc_id", "statements"}; no database is asked.

    Offsets are [start, end) in Unicode code points of "text".
    """

    help = "Print the attributed statements of the texts in a JSON Lines file, or of standard input with -."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("texts", help='lines of {"doc_id": …, "text": …}; - reads them from standard input')
        parser.add_argument(
            "--model", default=settings.LANGUAGE_MODEL, help="another spaCy model: an importable package or a folder"
        )

    def handle(self, *, texts: str, model: str, **options: Any) -> None:
        for number, line in enumerate(self._lines(texts), start=1):
            if line.strip():
                document = self._document(line, number)
                statements = [statement.as_json() for statement in read(document["text"], model=model)]
                self.stdout.write(json.dumps({"doc_id": document["doc_id"], "statements": statements}))

    def _lines(self, texts: str) -> Iterator[str]:
        if texts == "-":
            yield from sys.stdin
            return
        try:
            with Path(texts).open(encoding="utf-8") as lines:
                yield from lines
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{texts} cannot be read: {error}") from error

    def _document(self, line: str, number: int) -> dict[str, Any]:
        try:
            document = json.loads(line)
        except ValueError as error:
            raise CommandError(f"Line {number} is not JSON: {error}") from error
        if not (isinstance(document, dict) and "doc_id" in document and isinstance(document.get("text"), str)):
            raise CommandError(f'Line {number} needs "doc_id" and a "text" of characters.')
        return document
