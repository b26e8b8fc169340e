"""Django's migrate, one at a time, followed by what every migration needs: cache table, roles, grants."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections
from psycopg.conninfo import conninfo_to_dict

from config import roles
from config.database import logins

LOCK = 0x436C61696D  # "Claim"


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if connection.settings_dict["USER"] == self._web_role() or options["plan"] or options["check_unapplied"]:
            super().handle(*args, **options)
            return
        with _turn(connection):
            super().handle(*args, **options)
            call_command("createcachetable", database=connection.alias, verbosity=0)
            if not settings.EMBEDDED and not settings.WEB_DATABASE_URL:
                roles.make_web_role(connection, settings.SECRET_KEY)
            roles.grant_web_role(connection, self._web_role())

    def _web_role(self) -> str:
        """The web process's role: ours, or the one that COUNTERCLAIM_WEB_DATABASE_URL names."""
        return str(conninfo_to_dict(settings.WEB_DATABASE_URL).get("user") or logins.WEB)


@contextmanager
def _turn(connection: Any) -> Iterator[None]:
    """Hosts that start together migrate one after the other.

    The lock belongs to a transaction of its own connection, not to a session, so that it
    holds behind a connection pooler too.
    """
    keeper = connection.copy()
    try:
        keeper.set_autocommit(False)
        keeper.cursor().execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield
    finally:
        keeper.close()
