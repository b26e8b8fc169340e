"""Writers and readers at once, for a minute: nothing fails, nobody waits long, no change is lost, memory stays.

Four write as four people: log a claim with its rival link, reword it, submit it, and now and then publish another's.
Sixteen read: pages, filters, search, single claims, pages for people, an export; one of them follows the changes
and keeps a copy. At the end the copy is held against what the server then says of each record.
"""

import json
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

import psycopg

from tests.bench import data
from tests.bench.clients import Http
from tests.bench.server import WebServer

READERS = 15  # and one who follows the changes
SETTLED = 1 / 4
"""Of the time, after which the workers' memory counts: until then they warm up."""

#: A claim or link that another writer was faster with: an answer that programs must live with, no error.
FASTER = {HTTPStatus.CONFLICT, HTTPStatus.PRECONDITION_FAILED}

Act = Callable[[], None]


class Soak:
    """`targets`: claim, speaker, what is left of the speaker's key by three, and dossier, as in `chosen`."""

    def __init__(self, web: WebServer, owner_login: str, tokens: dict[int, str], targets: list[Any], words: list[str]):
        self.web, self.owner_login, self.tokens, self.targets, self.words = web, owner_login, tokens, targets, words
        self.seconds = float(os.environ.get("SOAK", "") or 60)
        self.asked: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.waits: list[float] = []
        self.memory: list[float] = []
        self.logged: list[int] = []
        self.linked: list[int] = []
        self.over = threading.Event()

    def run(self) -> dict[str, Any]:
        follower = Follower(self._http(data.ASKER))
        acts: list[Act] = [self._writer(person) for person in data.LOGGERS[:4]]
        acts += [reader for _, reader in zip(range(READERS), self._readers(), strict=False)]
        threads = [threading.Thread(target=self._repeat, args=(act,)) for act in [*acts, follower.follow]]
        threads += [threading.Thread(target=self._watch_locks), threading.Thread(target=self._watch_memory)]
        for thread in threads:
            thread.start()
        time.sleep(self.seconds)
        self.over.set()
        for thread in threads:
            thread.join()
        return self._found(follower)

    def _found(self, follower: "Follower") -> dict[str, Any]:
        while follower.follow():
            pass
        told = {("claims", key) for key in self.logged} | {("links", key) for key in self.linked}
        lost = [record for record in told if record not in follower.copy]
        other = [record for record in told - set(lost) if follower.copy[record] != follower.look(*record)]
        early = self.memory[int(len(self.memory) * SETTLED) :][:1] or [0.0]
        for line in (self.wrong + [f"not as the server has it: {record}" for record in lost + other])[:10]:
            print(f"    {line}")  # noqa: T201 - the run says what went wrong
        return {
            "errors": {"count": len(self.wrong)},
            "changes": {"lost": len(lost) + len(other), "followed": follower.told},
            "locks": {"longest_s": round(max(self.waits, default=0.0), 3)},
            "memory": {"settled_mb": early[0], "grown_mb": round(max(self.memory[-5:], default=0.0) - early[0], 1)},
            "asked": dict(self.asked),
        }

    def _repeat(self, act: Callable[[], Any]) -> None:
        while not self.over.is_set():
            try:
                act()
            except Exception as error:  # noqa: BLE001 - counted, and told at the end
                self.wrong.append(f"{type(error).__name__}: {error}"[:300])

    def _http(self, person: int) -> Http:
        return Http(self.web.port, Authorization=f"Bearer {self.tokens[person]}")

    # Those who write

    def _writer(self, person: int) -> Act:
        """Logs a claim and its link, rewords it from the revision it has, submits it; an editor then publishes it."""
        http, editor = self._http(person), self._http(data.EDITOR)
        pick = random.Random(person)  # noqa: S311 - the same every time
        count = iter(range(10**9))

        def act() -> None:
            target, speaker, *_ = pick.choice(self.targets)
            claim = self._send(http, "POST", "/api/v1/claims/", {
                "dossier": 1, "speaker": speaker, "side": 1 + speaker % 3, "kind": "denial", "date": "2025-01-01",
                "wording": f"Person {person} denies it, for the {next(count)}th time since {time.time_ns()}.",
                "citation": {"passage": target, "cue": "said"},
            })  # fmt: skip
            self.logged.append(claim["id"])
            tie = {"answer": claim["id"], "target": target, "relation": "denies", "aspect": "fact"}
            self.linked.append(self._send(http, "POST", "/api/v1/links/", tie)["id"])
            own = f"/api/v1/claims/{claim['id']}/"
            changed = {"wording": f"{claim['wording'][:-1]} at all.", "revision": claim["revision"]}
            claim = self._send(http, "PATCH", own, changed)
            self._send(http, "POST", f"{own}submit/", {})
            if pick.random() < 0.5:
                self._send(editor, "POST", f"{own}publish/", {"revision": claim["revision"]})

        return act

    def _send(self, http: Http, method: str, path: str, body: dict[str, Any]) -> Any:
        answer = http.body(http.written(method, path, json.dumps(body).encode()))
        self.asked[f"{method} {http.status}"] += 1
        if http.status not in (HTTPStatus.OK, HTTPStatus.CREATED):
            raise RuntimeError(f"{method} {path}: {http.status} {answer[:200]!r}")
        return json.loads(answer)

    # Those who read

    def _readers(self) -> Iterator[Act]:
        """As many as are asked for, each of another habit than the one before."""
        pick = random.Random(1)  # noqa: S311
        habits: list[Callable[[], str]] = [
            lambda: "/api/v1/claims/?limit=100",
            lambda: f"/api/v1/claims/?dossier=1&side={pick.randint(1, 3)}&status=published&limit=50",
            lambda: f"/api/v1/claims/?q={pick.choice(self.words)}&limit=50",
            lambda: f"/api/v1/claims/{pick.choice(self.targets)[0]}/",
            lambda: f"/api/v1/claims/export/?format=ndjson&speaker={pick.choice(self.targets)[1]}",
            lambda: "/healthz",
        ]
        while True:
            for habit in habits:
                yield self._reader(habit)

    def _reader(self, path: Callable[[], str]) -> Act:
        http = self._http(data.ASKER)

        def act() -> None:
            asked = path()
            http.get(asked)
            self.asked[f"GET {http.status}"] += 1
            if http.status != HTTPStatus.OK:
                raise RuntimeError(f"GET {asked}: {http.status}")

        return act

    # What is watched meanwhile

    def _watch_locks(self) -> None:
        """How long whoever waits for a lock has waited, twenty times a second."""
        with psycopg.connect(self.owner_login, autocommit=True) as owner:
            while not self.over.wait(0.05):
                row = owner.execute(
                    "SELECT extract(epoch FROM clock_timestamp() - min(waitstart)) FROM pg_locks WHERE NOT granted"
                ).fetchone()
                self.waits.append(float(row[0]) if row and row[0] is not None else 0.0)

    def _watch_memory(self) -> None:
        while not self.over.wait(1):
            self.memory.append(round(self.web.memory, 1))


class Follower:
    """Whoever keeps a copy by following the changes, from now on."""

    def __init__(self, http: Http):
        self.http = http
        self.copy: dict[tuple[str, int], Any] = {}
        self.told = 0
        self.next = self._get("/api/v1/changes/?since=now")["next"]

    def follow(self) -> bool:
        """One page of the changes; whether there was any."""
        told = self._get(self.next)
        for change in told["results"]:
            self.copy[change["resource"], change["id"]] = change["record"]
        self.told += len(told["results"])
        self.next = told["next"]
        return bool(told["results"])

    def look(self, resource: str, key: int) -> Any:
        return self._get(f"/api/v1/{resource}/{key}/")

    def _get(self, path: str) -> Any:
        answer = self.http.body(self.http.written("GET", path))
        self.http.expect(HTTPStatus.OK)
        return json.loads(answer)
