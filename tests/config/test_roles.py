"""On a server that DATABASE_URL names: the web role, its password and its rights."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from config import roles
from config.database import embedded, logins
from tests.database import ROOT, copy, environment, migrated

pytestmark = pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="the embedded server is used")

SECRET = "k" * 60
HBA = "local all postgres trust\nlocal all all scram-sha-256\n"


@pytest.fixture
def server(tmp_path):
    """A server that asks for passwords, as one that DATABASE_URL names would."""
    folder = tmp_path / "postgres"
    copy(migrated(Path(settings.DATA_DIR).parent), folder)
    (folder / "pg_hba.conf").write_text(HBA)
    with embedded.served(folder):
        embedded.execute(folder, "ALTER ROLE counterclaim_owner CREATEROLE PASSWORD 'owned'")
        embedded.execute(folder, "GRANT counterclaim_web TO counterclaim_owner WITH ADMIN OPTION")
        yield folder
    embedded.discard(folder)


def manage(server, *arguments, password="owned", **names):
    url = f"postgresql://counterclaim_owner:{password}@/counterclaim?host={logins.socket_folder(server)}"
    names = {
        "DATABASE_URL": url,
        "COUNTERCLAIM_SECRET_KEY": SECRET,
        "COUNTERCLAIM_DATA_DIR": str(server.parent),
        **names,
    }
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(**names), capture_output=True, text=True, timeout=120)


def test_every_host_with_the_same_secret_signs_in_as_the_web_role(server):
    manage(server, "migrate", "-v0")

    with psycopg.connect(
        host=str(logins.socket_folder(server)),
        port=logins.PORT,
        dbname=logins.DATABASE,
        user=logins.WEB,
        password=logins.web_password(SECRET),
    ) as login:
        assert login.execute("SELECT current_user").fetchone() == (logins.WEB,)


def test_the_owners_password_is_enough_for_a_backup(server, tmp_path):
    done = manage(server, "backup", str(tmp_path / "monday.backup"))

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "monday.backup").stat().st_size > 100_000


def test_a_wrong_password_is_one_line(server):
    result = manage(server, "migrate", password="stolen")

    assert result.returncode == 1
    assert "password authentication failed" in result.stderr and "stolen" not in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_an_owner_who_may_make_no_roles_is_told_what_to_do(server):
    embedded.execute(server, "REVOKE ADMIN OPTION FOR counterclaim_web FROM counterclaim_owner")
    embedded.execute(server, "ALTER ROLE counterclaim_owner NOCREATEROLE")

    result = manage(server, "migrate")

    assert result.returncode == 1
    assert "COUNTERCLAIM_WEB_DATABASE_URL" in result.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("table", "privileges"),
    [
        ("claims_claimevent", ("SELECT",)),
        ("claims_claim", ("SELECT", "INSERT", "UPDATE")),
        ("sources_capture", ("SELECT", "INSERT")),
        ("auth_user", ("SELECT", "INSERT", "UPDATE")),
        ("auth_permission", ("SELECT",)),
        ("django_migrations", ("SELECT",)),
        ("django_session", ("SELECT", "INSERT", "UPDATE", "DELETE")),
    ],
)
def test_what_the_web_role_may_do_to_a_table(table, privileges):
    assert roles.privileges_of(table, {"claims_claimevent"}) == privileges
