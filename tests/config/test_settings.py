"""A wrong environment is refused by name, in one line, before anything starts."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.database import environment

ROOT = Path(__file__).resolve().parents[2]


def manage(tmp_path, *arguments, **names):
    """Run a command as a person would, in a data folder of its own."""
    names = {"COUNTERCLAIM_DATA_DIR": str(tmp_path), **names}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(**names), capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ({"COUNTERCLAIM_DEMOO": "1"}, "Unknown setting COUNTERCLAIM_DEMOO. Did you mean COUNTERCLAIM_DEMO?"),
        ({"COUNTERCLAIM_ZZ": "1"}, "Unknown setting COUNTERCLAIM_ZZ."),
        ({"COUNTERCLAIM_DEMO": "perhaps"}, '"COUNTERCLAIM_DEMO" invalid'),
        ({"COUNTERCLAIM_DATA_DIR": ""}, '"COUNTERCLAIM_DATA_DIR" invalid'),
        ({"COUNTERCLAIM_DATA_DIR": str(ROOT)}, '"COUNTERCLAIM_DATA_DIR" invalid'),
        ({"COUNTERCLAIM_PORT": "70000"}, '"COUNTERCLAIM_PORT" invalid'),
        ({"COUNTERCLAIM_LOG_LEVEL": "loud"}, '"COUNTERCLAIM_LOG_LEVEL" invalid'),
        ({"COUNTERCLAIM_DATABASE_ROLE": "postgres"}, '"COUNTERCLAIM_DATABASE_ROLE" invalid'),
        ({"COUNTERCLAIM_EMAIL_URL": "pigeon://loft"}, '"COUNTERCLAIM_EMAIL_URL" invalid'),
        ({"DATABASE_URL": "mysql://u:p@h/d", "COUNTERCLAIM_DEMO": "1"}, "DATABASE_URL must be a PostgreSQL address"),
        ({"DATABASE_URL": "postgres://h/d?colour=red", "COUNTERCLAIM_DEMO": "1"}, "DATABASE_URL cannot be read"),
        ({"DATABASE_URL": "postgres://u:p@h", "COUNTERCLAIM_DEMO": "1"}, "DATABASE_URL names no database"),
        ({"DATABASE_URL": "postgres://u:p@h/d"}, "COUNTERCLAIM_SECRET_KEY is required"),
        ({"COUNTERCLAIM_WEB_DATABASE_URL": "x"}, "COUNTERCLAIM_WEB_DATABASE_URL must be a PostgreSQL address"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_bad_environment_is_refused_by_name_in_one_line(tmp_path, names, said):
    result = manage(tmp_path, "shell", "-c", "pass", **names)

    assert result.returncode == 1
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_database_that_does_not_answer_is_one_line(tmp_path):
    address = f"postgresql://nobody:secret@/nowhere?host={tmp_path}"

    result = manage(tmp_path, "migrate", DATABASE_URL=address, COUNTERCLAIM_DEMO="1")

    assert result.returncode == 1
    assert "The database cannot be used" in result.stderr and "secret" not in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_production_settings_pass_the_deployment_check(tmp_path):
    names = {"COUNTERCLAIM_DEMO": "0", "COUNTERCLAIM_SECRET_KEY": "k" * 25 + "0123456789abcdefghijklmnopqrstuv"}

    result = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **names)

    assert result.returncode == 0, result.stderr


def test_the_demo_is_off_unless_asked_for(tmp_path):
    result = manage(tmp_path, "diffsettings", "--all")

    assert "\n### DEMO" not in result.stdout
    assert "DEMO = False" in result.stdout


def test_the_secret_of_a_folder_is_kept_and_private(tmp_path):
    manage(tmp_path, "check")
    first = (tmp_path / "secret_key").read_text()
    manage(tmp_path, "check")

    assert (tmp_path / "secret_key").read_text() == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
