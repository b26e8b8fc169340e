"""Sites of our own, small servers on 127.0.0.1, and the guard that lets a test fetch from them.

Each test hands the guard its resolver and a list of denied networks without that one, so that everything else is
as it is in the newsroom.
"""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pytest

from sources.fetching.addresses import DENIED, Guard
from sources.fetching.pages import fetch
from sources.fetching.refusals import Limits, Unfetchable

PAGE = b"<!doctype html><title>Two boats</title><p>The ministry said two boats were stopped."


def answer(body: bytes = PAGE, *headers: str, status: str = "200 OK", content_type: str = "text/html") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    return answer(b"", f"Location: {location}", status=status)


@dataclass
class Site:
    """A server that says what it is told to, piece by piece, and remembers what it was asked."""

    says: Callable[[str], bytes | Iterable[bytes]]
    address: str = "127.0.0.1"
    port: int = 0
    tls: ssl.SSLContext | None = None
    asked: list[str] = field(default_factory=list)

    def listen(self) -> socket.socket:
        listener = socket.create_server((self.address, self.port))
        self.port = listener.getsockname()[1]
        threading.Thread(target=self._accept, args=[listener], daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with self.tls.wrap_socket(connection, server_side=True) if self.tls else connection as line:
                request = line.recv(65536).decode("latin-1")
                self.asked.append(request)
                said = self.says(request.split(" ")[1])
                for piece in [said] if isinstance(said, bytes) else said:
                    line.sendall(piece)
        except OSError:
            pass  # the other end hung up, as it should when it has had enough


def names(**hosts: str):
    """A resolver that knows these names only: `paper="127.0.0.1"` is paper.example; "a b" are two addresses."""

    def look_up(host: str, port: int) -> list[str]:
        if host.removesuffix(".example") not in hosts:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return hosts[host.removesuffix(".example")].split()

    return look_up


def opened(*sites: Site, open_to: str = "127.0.0.0/8", **over) -> Guard:
    """The newsroom's guard, but for our own sites: paper.example is one, and loopback is not denied."""
    denied = {net: why for net, why in DENIED.items() if net != ipaddress.ip_network(open_to)}
    return Guard(
        **{
            "resolve": names(paper="127.0.0.1", other="127.0.0.1"),
            "denied": denied,
            "ports": frozenset(site.port for site in sites),
            **over,
        }
    )


def refusal(url: str, guard: Guard | None = None, limits: Limits | None = None) -> Unfetchable:
    with pytest.raises(Unfetchable) as caught:
        fetch(url, guard=guard, limits=limits)
    return caught.value
