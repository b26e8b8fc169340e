"""Who asks: as little code as can be between the measure and what is measured."""

import socket
from collections.abc import Callable, Sequence

import psycopg

Ask = Callable[[], int]
"""Ask once, and give back how many bytes came."""


class Refused(Exception):
    """The server answered something else than was expected."""


class Http:
    """One connection that is kept alive. Reads whole answers, keeps the last one's head."""

    def __init__(self, port: int, **headers: str) -> None:
        self.port = port
        self.headers = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        self.socket: socket.socket | None = None
        self.head = b""
        self.buffer = bytearray(1 << 20)

    def get(self, path: str, **headers: str) -> int:
        return self.send(self.written("GET", path, **headers))

    def written(self, method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
        more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        if body:
            more += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{self.headers}{more}\r\n".encode() + body

    def send(self, request: bytes) -> int:
        """Send a request and read the answer to its end. The bytes of its body."""
        return len(self._exchange(request, keep=False)) or self.length

    def body(self, request: bytes) -> bytes:
        return self._exchange(request, keep=True)

    def _exchange(self, request: bytes, *, keep: bool) -> bytes:
        for attempt in (1, 2):
            if self.socket is None:
                self.socket = socket.create_connection(("127.0.0.1", self.port), 600)
                self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                self.socket.sendall(request)
                return self._read(keep=keep)
            except (ConnectionError, EOFError):
                self.close()
                if attempt == 2:
                    raise
        raise AssertionError

    def _read(self, *, keep: bool) -> bytes:
        assert self.socket is not None
        view = memoryview(self.buffer)
        got = self.socket.recv_into(view)
        if not got:
            raise EOFError
        while (end := self.buffer.find(b"\r\n\r\n", 0, got)) < 0:
            more = self.socket.recv_into(view[got:])
            if not more:
                raise EOFError
            got += more
        self.head = bytes(view[:end])
        kept = [bytes(view[end + 4 : got])] if keep else []
        self.length = got - end - 4
        lower = self.head.lower()
        self.status = int(lower[9:12])
        if b"transfer-encoding: chunked" in lower:
            tail = bytes(view[max(got - 5, end + 4) : got])
            while tail[-5:] != b"0\r\n\r\n":
                more = self.socket.recv_into(view)
                if not more:
                    raise EOFError
                self.length += more
                tail = (tail + bytes(view[max(more - 5, 0) : more]))[-5:]
                if keep:
                    kept.append(bytes(view[:more]))
            return b"".join(kept)
        at = lower.find(b"content-length: ")
        left = (int(lower[at + 16 :].split(b"\r\n", 1)[0]) if at >= 0 else 0) - self.length
        while left > 0:
            more = self.socket.recv_into(view)
            if not more:
                raise EOFError
            self.length += more
            left -= more
            if keep:
                kept.append(bytes(view[:more]))
        return b"".join(kept)

    def expect(self, status: int) -> None:
        if self.status != status:
            raise Refused(f"{self.head.decode(errors='replace')} ({self.length} bytes)")

    def header(self, name: str) -> str:
        for line in self.head.decode().split("\r\n")[1:]:
            if line.lower().startswith(f"{name.lower()}: "):
                return line.split(": ", 1)[1]
        return ""

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None


class Sql:
    """One connection with prepared statements; answers are taken as libpq has them."""

    def __init__(self, conninfo: str) -> None:
        self.connection = psycopg.connect(conninfo, autocommit=True)
        self.names: dict[str, bytes] = {}

    def ask(self, statement: str, values: Sequence[object] = ()) -> bytes:
        """The first value of the first row. Raises for an error of the database."""
        name = self.names.get(statement)
        pg = self.connection.pgconn
        if name is None:
            name = self.names[statement] = f"s{len(self.names)}".encode()
            _check(pg.prepare(name, statement.encode()))
        result = pg.exec_prepared(name, [str(value).encode() for value in values])
        _check(result)
        return (result.get_value(0, 0) or b"") if result.ntuples else b""

    def copy(self, statement: str) -> int:
        """Read a COPY to its end. How many bytes came."""
        read = 0
        with self.connection.cursor() as cursor, cursor.copy(statement) as rows:
            for row in rows:
                read += len(row)
        return read

    def close(self) -> None:
        self.connection.close()


def _check(result: psycopg.pq.abc.PGresult) -> None:
    if result.status not in (psycopg.pq.ExecStatus.COMMAND_OK, psycopg.pq.ExecStatus.TUPLES_OK):
        raise Refused(result.error_message.decode())
