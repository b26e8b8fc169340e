"""Browser tests need a Chromium: where none is, they are left out and said so; CI must have one."""

import os
import shutil
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FOLDER = Path(__file__).parent / "browser"


def find() -> str | None:
    """The path of a Chromium on this machine; $CHROMIUM names another."""
    return next(filter(None, map(shutil.which, (os.environ.get("CHROMIUM", ""), *NAMES))), None)


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("CI") and not find():
        raise pytest.UsageError("CI must run the browser tests, but there is no Chromium on this machine.")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    return True if collection_path == FOLDER and not find() else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not find():
        terminalreporter.line(
            "Browser tests were left out: no Chromium here (apt-get install chromium, or set CHROMIUM)."
        )
