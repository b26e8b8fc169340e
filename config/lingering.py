"""The threads that serve the site: gunicorn's, which stay with a client for a moment after they have answered it."""

import select
from collections import deque
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

LINGER = 2
"""Milliseconds for which a thread that nobody else needs waits for the next request of the same client."""


class LingeringWorker(ThreadWorker):
    """A program that pulls page after page is answered by one thread.

    To hand its connection over to the main loop and back each time costs as much as all that gunicorn does besides.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting: deque[Any] = deque()

    def enqueue_req(self, conn: Any) -> None:
        self.waiting.append(conn)
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        self.waiting.popleft()
        keep = super().handle(conn)
        while keep is True and self.alive and not conn.is_http2 and not self.waiting and _asks_again(conn):
            keep = super().handle(conn)
        return keep


def _asks_again(conn: Any) -> bool:
    if conn.parser.unreader.buf.getvalue():  # read already, with the request before
        return True
    poll = select.poll()
    poll.register(conn.sock, select.POLLIN)
    return bool(poll.poll(LINGER))
