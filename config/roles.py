"""What the web role may do, in PostgreSQL's own terms.

`counterclaim_owner` owns the tables and migrates. `counterclaim_web` serves people: it
owns nothing, deletes nothing of ours, and can neither write nor rewrite history except
through the triggers.
"""

from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import sql

from config.database.errors import DatabaseError
from config.database.logins import WEB, web_password

# Logins, sessions, cached limits and jobs belong to libraries that delete what has expired or is done.
DELETABLE = ("account_", "django_cache", "django_session", "mfa_", "procrastinate_", "usersessions_")
OURS = ("sources_", "claims_")
UNCHANGEABLE = ("sources_capture", "sources_original", "sources_passage")
WRITABLE = ("auth_user",)
# Ours, but kept for a while only, or made anew from the rest.
PASSING = (
    *("claims_change", "claims_claimdocument", "claims_debt", "claims_delivery", "claims_publicdocument"),
    "sources_answeredrequest",
)


def make_web_role(connection: Any, secret: str) -> None:
    """On a server that DATABASE_URL names: make the web role, with the password every host derives from SECRET_KEY."""
    connection.ensure_connection()
    raw: psycopg.Connection = connection.connection
    known = raw.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [WEB]).fetchone()
    # Only the SCRAM verifier travels, so the password reaches no log of the server.
    verifier = raw.pgconn.encrypt_password(web_password(secret).encode(), WEB.encode(), b"scram-sha-256").decode()
    try:
        with connection.cursor() as cursor:
            word = "ALTER" if known else "CREATE"
            cursor.execute(f"{word} ROLE {WEB} LOGIN PASSWORD %s", [verifier])
            cursor.execute(f"GRANT {WEB} TO CURRENT_USER")
    except Exception as error:
        if getattr(error.__cause__, "sqlstate", None) != "42501":
            raise
        raise DatabaseError(
            "The login in DATABASE_URL may not make roles: let it (CREATEROLE), "
            "or make one yourself and name it in COUNTERCLAIM_WEB_DATABASE_URL."
        ) from None
    limit(raw, WEB)


def limit(connection: psycopg.Connection, role: str) -> None:
    """No page may hold the database for long; set on the role, since poolers forget session settings.

    And what is prepared is planned once, not for each new value: to plan it takes longer than to run it.
    """
    limits = {"statement_timeout": "30s", "lock_timeout": "10s", "idle_in_transaction_session_timeout": "60s"}
    limits["plan_cache_mode"] = "force_generic_plan"
    for name, value in limits.items():
        connection.execute(sql.SQL("ALTER ROLE {} SET {} = {}").format(*map(sql.Identifier, (role, name)), value))


def privileges_of(table: str, history: set[str]) -> tuple[str, ...]:
    """What the web role may do to a table; `history` names the event tables."""
    if table in history:
        return ("SELECT",)
    if table in UNCHANGEABLE:
        return ("SELECT", "INSERT")
    if table.startswith(DELETABLE) or table in PASSING:
        return ("SELECT", "INSERT", "UPDATE", "DELETE")
    if table.startswith(OURS) or table in WRITABLE:
        return ("SELECT", "INSERT", "UPDATE")
    return ("SELECT",)


def grant_web_role(connection: Any, role: str = WEB) -> None:
    """Give the web role exactly its rights on every table, and the history triggers their owner's.

    Runs after every migration: a migration that replaces a trigger's function takes the
    rights of that function away again. The functions must not be callable otherwise, or
    the web role could hang them on a temporary table of its own and invent history.
    """
    import pghistory.core
    from django.db import transaction

    history = {event._meta.db_table for event in pghistory.core.event_models()}
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:

        def execute(statement: str, *names: str) -> None:
            cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)).as_string(cursor.connection))

        execute("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC", connection.settings_dict["NAME"])
        execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        execute("GRANT USAGE ON SCHEMA public TO {}", role)
        execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}", role)
        execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}", role)
        for table in connection.introspection.table_names(cursor, include_views=True):
            for privilege in privileges_of(table, history):
                execute(f"GRANT {privilege} ON TABLE {{}} TO {{}}", table, role)
        for function in _history_functions():
            execute("ALTER FUNCTION {}() SECURITY DEFINER SET search_path = public, pg_temp", function)
            execute("REVOKE ALL ON FUNCTION {}() FROM PUBLIC", function)


def _history_functions() -> Iterator[str]:
    """The names of the trigger functions that write history."""
    import pghistory.trigger
    from pgtrigger.registry import registered

    for model, trigger in registered():
        if isinstance(trigger, pghistory.trigger.Event):
            yield trigger.get_pgid(model)
