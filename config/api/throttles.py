"""How often one account, or one address without an account, may ask.

Every request is counted, so counting must cost next to nothing. The counts stand in memory that all processes of one
web server share (made before it forks, see `preload_app` in gunicorn.conf.py): no query, no lock, microseconds. So the
rate holds for each host of its own, a restart begins anew, and of two requests in two processes in the same microsecond
one may go uncounted. An account or address may share its counter with another one in the same minute: chances are
1 in 65,536 for each that is busy.
"""

import hashlib
import ipaddress
import mmap
import struct
import threading
import time
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

WINDOW = 60
"""Seconds over which requests are counted."""

SLOTS = 1 << 16
_CELL = struct.Struct("<II")  # the minute, and the requests in it
_counts = mmap.mmap(-1, SLOTS * _CELL.size)
_turn = threading.Lock()


def count(name: str, now: float) -> int:
    """Count one more request of this name in the current window, and say how many that makes."""
    place = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=2).digest()) * _CELL.size
    window = int(now // WINDOW) & 0xFFFFFFFF
    with _turn:
        last, n = _CELL.unpack_from(_counts, place)
        n = n + 1 if last == window else 1
        _CELL.pack_into(_counts, place, window, min(n, 0xFFFFFFFF))
    return n


def forget() -> None:
    """Begin all counts anew."""
    _counts[:] = bytes(len(_counts))


class Throttle(BaseThrottle):
    """By account for whoever is known, whatever the token; else by address (an IPv6 network counts as one)."""

    def allow_request(self, request: Request, view: Any) -> bool:
        user = getattr(request, "_user", None)  # not `request.user`: a refused token would be refused again
        if user is not None and user.is_authenticated:
            name, policy, rate = f"account {user.pk}", "account", settings.API_RATE
        else:
            name, policy, rate = f"address {network_of(request)}", "address", settings.API_ANONYMOUS_RATE
        now = time.time()
        left = rate - count(name, now)
        self.left_seconds = WINDOW - int(now % WINDOW)
        # draft-ietf-httpapi-ratelimit-headers-10
        view.headers["RateLimit-Policy"] = f'"{policy}";q={rate};w={WINDOW}'
        view.headers["RateLimit"] = f'"{policy}";r={max(left, 0)};t={self.left_seconds}'
        return left >= 0

    def wait(self) -> float:
        return self.left_seconds


def network_of(request: Request) -> str:
    """Where a request comes from, past our own proxies: an IPv4 address, or the network of an IPv6 one."""
    try:
        found = ipaddress.ip_address(get_adapter().get_client_ip(request._request))
    except (ValueError, PermissionDenied):
        return "unknown"
    return str(found) if found.version == 4 else str(ipaddress.ip_network((int(found) >> 64 << 64, 64)))
