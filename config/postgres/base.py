"""Connections that are looked after without asking the server each time."""

import select
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.pq import ConnStatus

from config.postgres.direct import Direct

MESSAGES = 10
"""What a server may have said before it closed a connection, in readings of its socket."""


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._direct: Direct | None = None

    def direct(self) -> Direct:
        """How statements are sent past psycopg's cursors: neither counted nor logged, but as Django is told."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        if self._direct is None or self._direct.connection is not self.connection:
            self._direct = Direct(self.connection)
        return self._direct

    def is_usable(self) -> bool:
        """Is the connection that was kept since the last request still open?

        Whoever closed it has closed its socket, and that is seen from here; to ask the server by a statement
        would be a third of what a request for a page of claims asks of it.
        """
        if self.connection is None or self.connection.closed:
            return False
        pgconn = self.connection.pgconn
        poll = select.poll()
        poll.register(pgconn.socket, select.POLLIN)
        try:
            for _ in range(MESSAGES):
                if not poll.poll(0):
                    return bool(pgconn.status == ConnStatus.OK)
                pgconn.consume_input()  # raises at the end of the stream
        except psycopg.Error:
            return False
        return False
