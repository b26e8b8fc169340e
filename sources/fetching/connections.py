"""One hop: a connection to a checked address, that lasts no longer and brings no more than it may."""

from __future__ import annotations

import ipaddress
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import httpcore2
import httpx2

from sources.fetching import refusals
from sources.fetching.addresses import Address, Guard
from sources.fetching.refusals import Limits, Unfetchable

# What we say to sites: who asks, and why. No browser's name is borrowed.
USER_AGENT = "Counterclaim/0.1 (reads single pages for a newsroom, when a journalist asks)"
TELLER = "Counterclaim/0.1 (tells what a newsroom published, where an editor asked for it)"


@dataclass(frozen=True)
class Message:
    """What is posted to an address, in place of reading it."""

    body: bytes
    headers: Mapping[str, str]


@dataclass
class _Meter:
    """What one hop has used so far of its time and of its bytes on the wire."""

    limits: Limits
    deadline: float
    received: int = 0
    in_headers: bool = True

    def left(self) -> float:
        """Seconds that the next step may take. Raises Unfetchable when there are none."""
        left = min(self.deadline - time.monotonic(), self.limits.step_seconds)
        if left <= 0:
            raise refusals.slow()
        return left

    def count(self, data: bytes) -> bytes:
        """The bytes just received, if they may still be. Raises Unfetchable."""
        self.received += len(data)
        # One reading of the socket may bring the end of the headers and the beginning of the body together.
        if self.in_headers and self.received > 2 * self.limits.header_bytes:
            raise refusals.flooded()
        if self.received > self.limits.body_bytes + 2 * self.limits.header_bytes:
            raise refusals.large(self.limits)
        return data


class _Line(httpcore2.NetworkStream):
    """A connection that never outlasts the deadline, however slowly the other end drips.

    The timeouts that the library asks for are for one step each; the meter's are for the whole fetch too.
    """

    def __init__(self, stream: httpcore2.NetworkStream, meter: _Meter) -> None:
        self._stream, self._meter = stream, meter

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._meter.count(self._stream.read(max_bytes, self._meter.left()))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._meter.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        try:
            stream = self._stream.start_tls(ssl_context, server_hostname, self._meter.left())
        except httpcore2.ConnectError as error:
            if isinstance(error.__cause__, ssl.SSLCertVerificationError):
                raise Unfetchable("certificate", f"The site does not prove that it is {server_hostname}.") from error
            raise
        return _Line(stream, self._meter)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Guarded(httpcore2.NetworkBackend):
    """Connects to checked addresses only: the name is resolved here, once, and not again by anybody else."""

    def __init__(self, guard: Guard, meter: _Meter) -> None:
        self._guard, self._meter, self._tcp = guard, meter, httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        if port not in self._guard.ports:
            raise refusals.port(port)
        failure: Exception = httpcore2.ConnectError(host)
        for address in self._guard.addresses(host, port, self._meter.left()):
            try:
                return self._connected(address, port)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure

    def _connected(self, address: Address, port: int) -> httpcore2.NetworkStream:
        stream = self._tcp.connect_tcp(str(address), port, self._meter.left())
        peer = stream.get_extra_info("server_addr")[0]
        if ipaddress.ip_address(peer) != address:
            stream.close()
            raise Unfetchable("denied-address", f"We asked for {address} and were put through to {peer}.")
        return _Line(stream, self._meter)


@contextmanager
def asking(
    url: httpx2.URL, guard: Guard, limits: Limits, deadline: float, message: Message | None = None
) -> Iterator[httpx2.Response]:
    """One hop, with its body still to come; raises only Unfetchable.

    The connection is asked without httpx2's client: what that adds (proxies, cookies, passwords of the
    environment, redirects of its own) is what must not happen here.
    """
    meter = _Meter(limits, deadline)
    # Reading the system's authorities takes a tenth of a second, and an open address needs none.
    tls = (guard.tls or httpx2.create_ssl_context(trust_env=False)) if url.scheme == "https" else None
    backend = _Guarded(guard, meter)
    with (
        _put_into_words(url, meter),
        httpcore2.ConnectionPool(ssl_context=tls, max_keepalive_connections=0, network_backend=backend) as pool,
        closing(pool.handle_request(_request(url, limits, message))) as answer,
    ):
        meter.in_headers = False
        if sum(len(name) + len(value) for name, value in answer.headers) > limits.header_bytes:
            raise refusals.flooded()
        yield httpx2.Response(answer.status, headers=answer.headers, stream=_Body(answer.stream))


def _request(url: httpx2.URL, limits: Limits, message: Message | None) -> httpcore2.Request:
    headers: dict[bytes | str, bytes | str] = {
        "Host": url.netloc.decode("ascii"),
        "User-Agent": TELLER if message else USER_AGENT,
        "Accept": ", ".join(sorted(limits.content_types)),
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
    }
    target = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    if message is None:
        return httpcore2.Request("GET", target, headers=headers)
    headers.update({**message.headers, "Content-Length": str(len(message.body))})
    return httpcore2.Request("POST", target, headers=headers, content=message.body)


class _Body(httpx2.SyncByteStream):
    """What comes over the connection, in the form in which httpx2 unpacks it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream


@contextmanager
def _put_into_words(url: httpx2.URL, meter: _Meter) -> Iterator[None]:
    """Whatever goes wrong between us and the site, as Unfetchable."""
    try:
        yield
    except httpcore2.TimeoutException:
        raise refusals.slow() from None
    except (httpcore2.NetworkError, OSError) as error:
        raise Unfetchable("no-answer", f"{_name(url)} does not answer.") from error
    except (httpcore2.ProtocolError, httpx2.HTTPError, ValueError) as error:
        if meter.in_headers and meter.received > meter.limits.header_bytes:
            raise refusals.flooded() from None
        raise Unfetchable("broken-answer", f"{_name(url)} gave an answer that breaks off or breaks HTTP.") from error


def _name(url: httpx2.URL) -> str:
    return url.raw_host.decode("ascii")
