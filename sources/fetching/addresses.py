"""Whom we may talk to: the form of an address, and the networks behind it."""

from __future__ import annotations

import ipaddress
import queue
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import httpx2

from sources.fetching import refusals
from sources.fetching.refusals import Unfetchable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_DENIED = {
    # IPv4: the IANA special-purpose registry (RFC 6890), and what clouds put beside it.
    "0.0.0.0/8": "this machine",
    "10.0.0.0/8": "a private network",
    "100.64.0.0/10": "a carrier's inner network",
    "100.100.100.200/32": "a cloud's metadata service",
    "127.0.0.0/8": "this machine",
    "168.63.129.16/32": "a cloud's metadata service",
    "169.254.0.0/16": "the local link",
    "169.254.169.254/32": "a cloud's metadata service",
    "169.254.170.2/32": "a cloud's metadata service",
    "172.16.0.0/12": "a private network",
    "192.0.0.0/24": "a range reserved for protocols",
    "192.0.2.0/24": "a range for examples",
    "192.88.99.0/24": "a 6to4 relay",
    "192.168.0.0/16": "a private network",
    "198.18.0.0/15": "a range for benchmarks",
    "198.51.100.0/24": "a range for examples",
    "203.0.113.0/24": "a range for examples",
    "224.0.0.0/4": "a multicast group",
    "240.0.0.0/4": "a reserved range",
    "255.255.255.255/32": "a broadcast",
    # IPv6: everything outside the one range that is in public use, with names where it has one ...
    "::/3": "a reserved range",
    "4000::/2": "a reserved range",
    "8000::/1": "a reserved range",
    "::/96": "an IPv4 address in IPv6 clothes",
    "::/128": "this machine",
    "::1/128": "this machine",
    "::ffff:0:0/96": "an IPv4 address in IPv6 clothes",
    "::ffff:0:0:0/96": "an IPv4 address in IPv6 clothes",
    "64:ff9b::/96": "a NAT64 gateway",
    "64:ff9b:1::/48": "a NAT64 gateway",
    "fc00::/7": "a private network",
    "fd00:ec2::254/128": "a cloud's metadata service",
    "fd20:ce::254/128": "a cloud's metadata service",
    "fe80::/10": "the local link",
    "fec0::/10": "a private network",
    "ff00::/8": "a multicast group",
    # ... and what inside that range leads elsewhere.
    "2001::/23": "a range reserved for protocols",
    "2001::/32": "a Teredo tunnel",
    "2001:2::/48": "a range for benchmarks",
    "2001:db8::/32": "a range for examples",
    "2002::/16": "a 6to4 tunnel",
    "3fff::/20": "a range for examples",
}
DENIED: Mapping[Network, str] = MappingProxyType({ipaddress.ip_network(net): why for net, why in _DENIED.items()})

# Names that mean something inside a house only: RFC 6761, 6762, 7686, 8375, 9476, and habits.
_INNER = re.compile(
    r"(^|\.)(localhost|localdomain|local|internal|intranet|lan|corp|home|home\.arpa|test|invalid|onion|alt)$"
)
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")  # a last label like this makes the whole host a number (WHATWG URL, 3.5)
_LONGEST_URL = 2_000
# What campaigns and networks hang on an address to see who followed it: it names the same page without.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|yclid|msclkid|mc_[ce]id|igshid|_ga|ref_src", re.I)


def resolve(host: str, port: int) -> list[str]:
    """Every address that the system's resolver knows for a name, in its order. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(address[4][0]) for address in found))


@dataclass(frozen=True)
class Guard:
    """Whom we may talk to: how names are resolved, which networks are denied and why, which ports are open.

    `tls` names other certificate authorities than the system's. Tests pass a guard of their own that
    opens their servers; everything else uses this one as it is.
    """

    resolve: Callable[[str, int], Iterable[str]] = resolve
    denied: Mapping[Network, str] = field(default_factory=lambda: DENIED)
    ports: frozenset[int] = frozenset({80, 443})
    tls: ssl.SSLContext | None = None

    def address(self, text: str) -> Address:
        """The address that a text spells, if we may connect to it. Raises Unfetchable."""
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            raise Unfetchable("address", f"“{text[:80]}” is no address that we understand.") from None
        if getattr(address, "scope_id", None):
            raise Unfetchable("denied-address", f"{address} belongs to one network card of this machine.")
        nets = [net for net in self.denied if net.version == address.version and address in net]
        if nets:
            why = self.denied[max(nets, key=lambda net: net.prefixlen)]
            raise Unfetchable("denied-address", f"{address} is not on the public web: it is {why}.")
        return address

    def addresses(self, host: str, port: int, seconds: float) -> list[Address]:
        """Every address of a host, each checked: one that is denied refuses them all. Raises Unfetchable."""
        literal = _literal(host)
        spelled = [literal] if literal else _within(seconds, partial(self.resolve, host, port), host)
        addresses = [self.address(text) for text in spelled]
        if not addresses:
            raise Unfetchable("unknown-host", f"There is no site called {host}.")
        return addresses

    def url(self, text: str) -> httpx2.URL:
        """The address that people typed, if its form allows it to be fetched. Raises Unfetchable."""
        url = _parsed(text.strip())
        if url.scheme not in ("http", "https"):
            raise Unfetchable("scheme", "An address to fetch begins with http:// or https://.")
        if url.userinfo:
            raise Unfetchable("credentials", "The address carries a user name or password. Take them out.")
        host = _host(url.raw_host.decode("ascii"))
        port = url.port if url.port is not None else {"http": 80, "https": 443}[url.scheme]
        if port not in self.ports:
            raise refusals.port(port)
        if _literal(host):
            self.address(host)
        return url.copy_with(host=host, fragment=None)


def plain_address(url: str) -> str:
    """An address without its fragment and without what only says by which way somebody came."""
    parts = urlsplit(url.strip())
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _TRACKING.fullmatch(name)]
    query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


# The form of an address


def _parsed(text: str) -> httpx2.URL:
    if len(text) > _LONGEST_URL:
        raise Unfetchable("address", f"The address is longer than {_LONGEST_URL} signs.")
    if re.search(r"[\s\\\x00-\x1f\x7f-\x9f]", text):
        raise Unfetchable("address", "The address has a space, a backslash or an invisible sign in it.")
    try:
        return httpx2.URL(text)
    except (httpx2.InvalidURL, ValueError):
        raise Unfetchable("address", "This is not an address that we understand.") from None


def _host(host: str) -> str:
    """A host's name as we ask for it. Raises Unfetchable for one that is malformed or stays in the house."""
    host = host.lower().removesuffix(".")
    if ":" in host:
        return host
    if not host:
        raise Unfetchable("address", "The address names no site.")
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise Unfetchable("address", f"“{host[:80]}” is not a name that a site can have.")
    if _NUMBER.fullmatch(labels[-1]) and not _literal(host):
        raise Unfetchable("address", f"“{host}” is a number that only looks like a site's name.")
    if _INNER.search(host) or len(labels) == 1:
        raise Unfetchable("inner-name", f"“{host}” is a name inside a house, not one on the public web.")
    return host


def _literal(host: str) -> str:
    """The host again if it spells an IP address in full, else ""."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return ""
    return host


def _within(seconds: float, look_up: Callable[[], Iterable[str]], host: str) -> list[str]:
    """What a look-up finds, if it finds it in time: the system's resolver takes no deadline of its own."""
    answers: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(list(look_up()))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, name=f"resolving {host}", daemon=True).start()
    try:
        found = answers.get(timeout=max(0.0, seconds))
    except queue.Empty:
        raise Unfetchable("too-slow", f"Nobody could tell us in time where {host} is.") from None
    if isinstance(found, Exception):
        raise Unfetchable("unknown-host", f"There is no site called {host}, or it cannot be found now.")
    return found
