"""How things are asked for: over HTTP of the site and of its rival, and by SQL, each over a connection of its own."""

import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from config.api.paging import cursor_behind
from tests.bench import data, limits
from tests.bench.chosen import PLACES, Row
from tests.bench.clients import Ask, Http, Sql
from tests.bench.measure import Connect
from tests.bench.server import WebServer

KEYS = ("-first_day", "-pk")


class Ways:
    """Ways to the two servers, ours with this token, and to the database with this login."""

    def __init__(self, ours: WebServer, rival: WebServer, token: str, login: str) -> None:
        self.ours, self.rival, self.token, self.web_login = ours, rival, token, login

    def http(self, path: Callable[[int], str], *, expect: int = 200, rival: bool = False, **headers: str) -> Connect:
        """GET these paths in turn, over one connection."""
        port = self.rival.port if rival else self.ours.port
        headers = headers or ({} if rival else {"Authorization": f"Bearer {self.token}"})

        def connect() -> Ask:
            http = Http(port, **headers)
            asked = [http.written("GET", path(at)) for at in range(PLACES)]
            turn = _turns(len(asked))

            def ask() -> int:
                length = http.send(asked[next(turn)])
                http.expect(expect)
                return length

            return ask

        return connect

    def sql(self, statement: str, values: Callable[[int], Row], login: str = "") -> Connect:
        """Send this statement with these values in turn, as the web role unless another login is given."""

        def connect() -> Ask:
            sql = Sql(login or self.web_login)
            turn = _turns(PLACES)
            return lambda: len(sql.ask(statement, values(next(turn))))

        return connect

    def sql_in_two(self, first: str, statement: str, values: Callable[[int], Row]) -> Connect:
        """Send the first statement, planned anew for these values in turn, and the second with what it found."""

        def connect() -> Ask:
            sql, turn = Sql(self.web_login), _turns(PLACES)
            finding = Sql(self.web_login.replace("plan_cache_mode=auto", "plan_cache_mode=force_custom_plan"))
            return lambda: len(sql.ask(statement, [finding.ask(first, values(next(turn))).decode()]))

        return connect

    def kept(self, values: Callable[[int], Row], *, documents: bool = False) -> Connect:
        """SQL by hand with every rule and the history of the ledger, as the web role, and with the two documents."""
        login = self.web_login.replace("=auto", "=force_generic_plan")  # as the site asks
        signed = json.dumps({"user": data.ASKER, "name": "Person", "step": "log", "reason": ""})

        def connect() -> Ask:
            sql, turn = Sql(login), _turns(PLACES)

            def ask() -> int:
                sql.ask("BEGIN")
                sql.ask("SELECT set_config('pghistory.context_metadata', $1, true)", [signed])
                target, *rest = values(next(turn))
                written = sql.ask(limits.WRITE, [target, *rest])
                if documents:
                    sql.ask(limits.REFRESH, limits.refreshed(target, written.decode()))
                sql.ask("SELECT set_config('counterclaim.stale', '', true)")
                sql.ask("COMMIT")
                return len(written)

            return ask

        return connect

    def logged(self, wording: Iterator[str], targets: list[Row]) -> Connect:
        """Log claims with these wordings, each a denial of one of these targets, by one request."""

        def connect() -> Ask:
            http, turn = Http(self.ours.port, Authorization=f"Bearer {self.token}"), _turns(PLACES)

            def ask() -> int:
                target, speaker, *_ = targets[next(turn) % len(targets)]
                claim = {
                    "dossier": 1, "speaker": speaker, "side": 1 + speaker % 3, "kind": "denial",
                    "wording": next(wording), "date": "2025-01-01", "citation": {"passage": target, "cue": "said"},
                    "links": [{"claim": target, "relation": "denies", "aspect": "fact"}],
                }  # fmt: skip
                answer = http.body(http.written("POST", "/api/v1/claims/", json.dumps(claim).encode()))
                http.expect(HTTPStatus.CREATED)
                return len(answer)

            return ask

        return connect


def behind(place: Any, limit: int = limits.PAGE) -> str:
    """The page of the list that follows this place."""
    return f"/api/v1/claims/?limit={limit}&cursor={cursor_behind(list(place), KEYS)}"


def drf_cursor(place: Row) -> str:
    """A place as DRF's CursorPagination writes it: it pages by the first key, and by offset among equals."""
    import base64
    from urllib.parse import quote, urlencode

    return quote(base64.b64encode(urlencode({"p": str(place[0])}).encode()).decode())


def _turns(n: int) -> Iterator[int]:
    at = random.randrange(n)  # noqa: S311 - connections shall not ask for the same at once
    while True:
        yield at % n
        at += 1


_counter = threading.Lock()


class Numbered:
    """Words that are new each time, in whatever thread."""

    def __init__(self, words: str) -> None:
        self.words, self.n = words, time.time_ns() % 10**12

    def __iter__(self) -> "Numbered":
        return self

    def __next__(self) -> str:
        with _counter:
            self.n += 1
            return f"{self.words} {self.n}."
