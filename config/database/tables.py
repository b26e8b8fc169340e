"""Are the tables there, and of this version?"""

from typing import Any

from django.db.migrations.executor import MigrationExecutor


def migrations_wait(connection: Any) -> bool:
    """Is there a migration that the database has not seen?"""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def unknown(connection: Any, applied: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Of migrations as (app, name), those that this version of the program does not have."""
    return applied - set(MigrationExecutor(connection).loader.disk_migrations)
