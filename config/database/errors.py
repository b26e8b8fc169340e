"""What goes wrong with the database so that a person must mend it."""

NO_TABLES = "The tables are missing, or of an older version: run `manage.py migrate` first (`make run` does it too)."
DISK_FULL = "the disk is full. Free some space and start again."


class DatabaseError(Exception):
    """Something about the database that a person must mend; the message is one line that says what."""
