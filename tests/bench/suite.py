"""What is measured, group by group. Each gives its results by way."""

import json
import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http import HTTPStatus
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.db import connection

from config.api.paging import cursor_behind
from config.database import logins
from sources.models import Dossier
from sources.operations import token as tokens
from sources.operations.member import set_role
from tests.bench import data, limits, server
from tests.bench.clients import Ask, Http, Sql
from tests.bench.measure import Connect, Result, in_turns
from tests.bench.soak import Soak

KEYS = ("-first_day", "-pk")
PLACES = 200
"""Places, claims and words that are asked for in turn."""

Measured = dict[str, Any]


class Suite:
    def __init__(self, own: Path, postgres: Path, size: int) -> None:
        self.own, self.size = own, size
        self.folder = postgres
        self.rounds = int(os.environ.get("ROUNDS", "") or 5)
        self.seconds = float(os.environ.get("SECONDS", "") or 0.8)
        self.random = random.Random(20201029)  # noqa: S311 - the same every time is what is wanted
        self.groups: dict[str, Callable[[], Measured]] = {
            "pages": self.pages,
            "conditional": self.conditional,
            "list": self.filtered,
            "search": self.search,
            "claim": self.claim,
            "screens": self.screens,
            "export": self.export,
            "write": self.write,
            "soak": self.soak,
        }

    def run(self, groups: list[str]) -> Measured:
        host = logins.socket_folder(self.folder)
        self.web_login = f"host={host} port={logins.PORT} dbname={logins.DATABASE} user={logins.WEB}"
        # By hand the planner may choose anew for each word; the site's role has it plan once.
        self.web_login += " options='-c plan_cache_mode=auto'"
        self.owner_login = f"host={host} port={logins.PORT} dbname={logins.DATABASE} user={logins.SUPERUSER}"
        asker = get_user_model().objects.get(pk=data.ASKER)
        self.token = tokens.make(by=asker, name="bench", days=1)[1]
        self.session = _session(asker)
        connection.close()
        self._choose()
        with ExitStack() as stack:
            self.ours = stack.enter_context(server.web("config.wsgi", self.own))
            names = {"DJANGO_SETTINGS_MODULE": "tests.bench.rival_settings"}
            self.rival = stack.enter_context(server.web("django.core.wsgi:get_wsgi_application()", self.own, **names))
            postmaster = int((self.folder / "postmaster.pid").read_text().split()[0])
            self.use = server.Use(self.ours.process.pid, self.rival.process.pid, postmaster)
            measured: Measured = {}
            for group in groups:
                began = time.monotonic()
                measured[group] = self.groups[group]()
                from tests.bench.run import say

                say(f"{group}: {time.monotonic() - began:.0f} s")
                for name, result in measured[group].items():
                    say(f"    {name:28} {json.dumps(result)}")
            return measured

    def _choose(self) -> None:
        """What will be asked for, the same for all ways."""
        with psycopg.connect(self.owner_login) as owner:
            seen = owner.execute(
                "SELECT id FROM sources_dossier d WHERE visibility IN ('public', 'newsroom')"
                " OR EXISTS (SELECT FROM sources_member m WHERE m.dossier_id = d.id AND m.user_id = %s)",
                [data.ASKER],
            ).fetchall()
            self.dossiers = sorted(key for (key,) in seen)
            ids = self.random.sample(range(1, self.size + 1), min(PLACES * 3, self.size))
            self.places = owner.execute(
                "SELECT first_day, id FROM claims_claim WHERE id = ANY(%s) AND dossier_id = ANY(%s)"
                " AND status = 'published' ORDER BY md5(id::text) LIMIT %s",
                [ids, self.dossiers, PLACES],
            ).fetchall()
            self.last = owner.execute(
                "SELECT first_day, id FROM claims_claim WHERE dossier_id = ANY(%s)"
                " ORDER BY first_day, id OFFSET %s LIMIT 1",
                [self.dossiers, min(limits.PAGE, self.size // 3)],
            ).fetchone()
            newest = [self.size - at for at in range(min(data.REMEMBERED, self.size) - 1)]
            self.remembered = owner.execute(
                "SELECT id FROM claims_claim WHERE id = ANY(%s) AND dossier_id = 1 AND status = 'published'"
                " ORDER BY md5(id::text) LIMIT %s",
                [newest, PLACES],
            ).fetchall()
            self.sides = owner.execute(
                "SELECT dossier_id, id FROM sources_side WHERE dossier_id = ANY(%s)", [self.dossiers[:2]]
            ).fetchall()
            self.targets = owner.execute(
                "SELECT c.id, s.id, s.id %% 3, c.dossier_id FROM claims_claim c JOIN LATERAL ("
                " SELECT id FROM sources_speaker WHERE dossier_id = c.dossier_id AND id <> c.speaker_id"
                " ORDER BY md5(id::text || c.id) LIMIT 1) s ON true"
                " WHERE c.id = ANY(%s) AND c.dossier_id = 1 AND c.kind IN ('assertion', 'accusation')"
                " AND c.status = 'published' LIMIT %s",
                [ids, PLACES],
            ).fetchall()

    # Ways to ask

    def _http(self, path: Callable[[int], str], *, expect: int = 200, rival: bool = False, **headers: str) -> Connect:
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

    def _sql(self, statement: str, values: Callable[[int], tuple[object, ...]], login: str = "") -> Connect:
        def connect() -> Ask:
            sql = Sql(login or self.web_login)
            turn = _turns(PLACES)
            return lambda: len(sql.ask(statement, values(next(turn))))

        return connect

    def _measure(self, ways: dict[str, Connect], **options: Any) -> dict[str, Result]:
        options = {"rounds": self.rounds, "seconds": self.seconds} | options
        return in_turns(ways, self.use, **options)

    def _place(self, at: int) -> tuple[object, ...]:
        return self.places[at % len(self.places)]

    def _behind(self, place: Any, limit: int = limits.PAGE) -> str:
        return f"/api/v1/claims/?limit={limit}&cursor={cursor_behind(list(place), KEYS)}"

    # Groups

    def pages(self) -> Measured:
        """A hundred claims: any page, the first, the last; over one connection and over four."""
        first = f"/api/v1/claims/?limit={limits.PAGE}"
        count = max(self.size // limits.PAGE, 1)
        drf = [f"/cursor/?cursor={_drf_cursor(place)}" for place in self.places]
        any_page = {
            "stored": self._sql(limits.PAGE_STORED, self._place),
            "computed": self._sql(limits.PAGE_COMPUTED, self._place),
            "ours": self._http(lambda at: self._behind(self._place(at))),
            "drf_cursor": self._http(lambda at: drf[at % len(drf)], rival=True),
        }
        found = self._measure(
            any_page
            | {
                "ours_first": self._http(lambda at: first),
                "ours_last": self._http(lambda at: self._behind(self.last)),
                "ours_open": self._http(lambda at: self._behind(self._place(at)), Accept="*/*"),
                "drf_number": self._http(lambda at: f"/number/?page={1 + at * 7919 % count}", rival=True),
            }
        )
        four = self._measure(any_page, connections=4, warm=200)
        return _summaries(found) | {f"{name}_x4": result.summary() for name, result in four.items()} | self._memory()

    def _memory(self) -> Measured:
        return {"memory": {"ours_mb": round(self.ours.memory, 1), "drf_mb": round(self.rival.memory, 1)}}

    def conditional(self) -> Measured:
        """The same page to whoever has it already."""
        path = self._behind(self._place(0))
        http = Http(self.ours.port, Authorization=f"Bearer {self.token}")
        http.get(path)
        tag = http.header("ETag")
        authorised = {"Authorization": f"Bearer {self.token}"}
        return _summaries(
            self._measure(
                {
                    "full": self._http(lambda at: path),
                    "unchanged": self._http(
                        lambda at: path, expect=HTTPStatus.NOT_MODIFIED, If_None_Match=tag, **authorised
                    ),
                }
            )
        )

    def filtered(self) -> Measured:
        """The newest fifty published claims of one side."""

        def side(at: int) -> tuple[object, ...]:
            return self.sides[at % len(self.sides)]

        def path(at: int) -> str:
            dossier, key = side(at)
            return f"/api/v1/claims/?dossier={dossier}&side={key}&status=published&limit={limits.TOP}"

        ways = {
            "stored": self._sql(limits.LIST_STORED, side),
            "computed": self._sql(limits.LIST_COMPUTED, side),
            "ours": self._http(path),
        }
        return _summaries(self._measure(ways))

    def search(self) -> Measured:
        """The newest fifty claims with a word, for each class of words."""
        found: Measured = {}
        for kind, (low, high) in data.RANKS.items():
            words = [_word(self.random.randint(low, high)) for _ in range(25)]
            ways = {
                f"{kind}_unfenced": self._sql(limits.SEARCH_UNFENCED, lambda at, words=words: (words[at % 25],)),
                f"{kind}_fenced": self._sql(limits.SEARCH_FENCED, lambda at, words=words: (words[at % 25],)),
                f"{kind}_ours": self._http(
                    lambda at, words=words: f"/api/v1/claims/?q={words[at % 25]}&limit={limits.TOP}"
                ),
            }
            found |= _summaries(self._measure(ways))
        return found

    def claim(self) -> Measured:
        """One claim, as JSON and as its page."""
        cookie = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session}"}

        def key(at: int) -> int:
            return self.remembered[at % len(self.remembered)][0]

        ways = {
            "computed": self._sql(limits.ONE_COMPUTED, lambda at: (key(at),)),
            "stored": self._sql(limits.ONE_STORED, lambda at: (key(at),)),
            "json": self._http(lambda at: f"/api/v1/claims/{key(at)}/"),
            "html": self._http(lambda at: f"/claims/{key(at)}/", **cookie),
            "html_open": self._http(lambda at: f"/claims/{key(at)}/", Accept="*/*"),
        }
        return _summaries(self._measure(ways))

    def screens(self) -> Measured:
        """Pages for people at this size: no goal but that each comes soon."""
        cookie = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session}"}
        word = _word(data.RANKS["medium"][0])
        paths = {
            "home": "/",
            "dossier": "/dossiers/1/",
            "matter": "/matters/3/",
            "list": "/claims/",
            "list_search": f"/claims/?q={word}",
            "list_side": "/claims/?side=1&status=published",
            "speakers": "/speakers/",
            "sources": "/sources/",
        }
        found: Measured = {}
        for name, path in paths.items():
            try:
                ways = {name: self._http(lambda at, path=path: path, **cookie)}
                found |= _summaries(self._measure(ways, rounds=2, warm=2))
            except Exception as error:  # noqa: BLE001 - one page that fails is told, the others are measured
                found[name] = {"failed": str(error)[:300]}
        return found

    def export(self) -> Measured:
        """All that the asker sees, as NDJSON."""
        dossiers = f"{{{','.join(map(str, self.dossiers))}}}"
        statement = limits.export(dossiers)

        def copy() -> Ask:
            sql = Sql(self.web_login)
            return lambda: sql.copy(statement)

        before = self.ours.memory
        peak, done = [before], threading.Event()

        def watch() -> None:
            while not done.wait(0.1):
                peak.append(self.ours.memory)

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            path = "/api/v1/claims/export/?format=ndjson"
            ways = {"copy": copy, "ours": self._http(lambda at: path)}
            found = self._measure(ways, rounds=min(self.rounds, 3), seconds=0.0, warm=1)
        finally:
            done.set()
            watcher.join()
        memory = {"before_mb": round(before, 1), "grown_mb": round(max(peak) - before, 1)}
        return _summaries(found) | {"memory": memory}

    def write(self) -> Measured:
        """A claim, where it stands and what it denies: by SQL in one transaction, and by one request; four at once."""
        wording = _numbered("No: this is denied, number")

        def values(at: int) -> tuple[object, ...]:
            target, speaker, *_ = self.targets[at % len(self.targets)]
            return target, speaker, next(wording), data.ASKER, target

        ways = {
            "bare": self._sql(
                limits.WRITE, values, f"{self.owner_login} options='-c session_replication_role=replica'"
            ),
            "kept": self._kept(values),
            "ours": self._logged(wording),
        }
        try:
            return _summaries(self._measure(ways, connections=4, warm=100))
        finally:
            with psycopg.connect(self.owner_login, autocommit=True) as owner:
                data.forget(owner, self.size)

    def soak(self) -> Measured:
        """A minute of four who write and sixteen who read."""
        people = get_user_model().objects.in_bulk([data.ASKER, data.EDITOR, *data.LOGGERS[:4]])
        for person in data.LOGGERS[:4]:
            _let_work(people[person], by=people[data.EDITOR])
        signed = {key: tokens.make(by=person, name="bench", days=1)[1] for key, person in people.items()}
        connection.close()
        low, high = data.RANKS["medium"]
        words = [_word(self.random.randint(low, high)) for _ in range(25)]
        try:
            return Soak(self.ours, self.owner_login, signed, self.targets, words).run()
        finally:
            with psycopg.connect(self.owner_login, autocommit=True) as owner:
                data.forget(owner, self.size)

    def _kept(self, values: Callable[[int], tuple[object, ...]]) -> Connect:
        """SQL by hand with every rule and the history of the ledger, as the web role; no document is refreshed."""
        signed = json.dumps({"user": data.ASKER, "name": "Person", "step": "log", "reason": ""})

        def connect() -> Ask:
            sql, turn = Sql(self.web_login), _turns(PLACES)

            def ask() -> int:
                sql.ask("BEGIN")
                sql.ask("SELECT set_config('pghistory.context_metadata', $1, true)", [signed])
                written = sql.ask(limits.WRITE, values(next(turn)))
                sql.ask("SELECT set_config('counterclaim.stale', '', true)")
                sql.ask("COMMIT")
                return len(written)

            return ask

        return connect

    def _logged(self, wording: Iterator[str]) -> Connect:
        def connect() -> Ask:
            http, turn = Http(self.ours.port, Authorization=f"Bearer {self.token}"), _turns(PLACES)

            def ask() -> int:
                target, speaker, *_ = self.targets[next(turn) % len(self.targets)]
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


def _let_work(person: Any, *, by: Any) -> None:
    dossier = Dossier.objects.get(pk=1)
    if not Dossier.objects.worked_on_by(person, "journalist").filter(pk=1).exists():
        set_role(dossier, user=person, role="journalist", by=by)


def _summaries(results: dict[str, Result]) -> Measured:
    return {name: result.summary() for name, result in results.items()}


def _turns(n: int) -> Iterator[int]:
    at = random.randrange(n)  # noqa: S311 - connections shall not ask for the same at once
    while True:
        yield at % n
        at += 1


_counter = threading.Lock()


class _numbered:
    """Words that are new each time, in whatever thread."""

    def __init__(self, words: str) -> None:
        self.words, self.n = words, time.time_ns() % 10**12

    def __iter__(self) -> "_numbered":
        return self

    def __next__(self) -> str:
        with _counter:
            self.n += 1
            return f"{self.words} {self.n}."


def _word(rank: int) -> str:
    """The word of this rank, as `data` makes it."""
    syllables = "babebibodadedidogagegigokakekikolalelilomamemimonaneninososa"
    at = rank * 7919 % data.LEXICON
    return "".join(syllables[2 * part : 2 * part + 2] for part in (at // 784, at // 28 % 28, at % 28))


def _drf_cursor(place: Any) -> str:
    """A place as DRF's CursorPagination writes it: it pages by the first key, and by offset among equals."""
    import base64
    from urllib.parse import quote, urlencode

    return quote(base64.b64encode(urlencode({"p": str(place[0])}).encode()).decode())


def _session(user: Any) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return store.session_key
