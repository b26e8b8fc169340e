"""What goes wrong with the database so that a person must mend it."""

DISK_FULL = "the disk is full. Free some space and start again."


class DatabaseError(Exception):
    """Something about the database that a person must mend; the message is one line that says what."""
