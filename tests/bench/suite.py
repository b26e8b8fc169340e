"""What is measured, group by group. Each gives its results by way."""

import json
import os
import random
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from http import HTTPStatus
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.db import connection

from config.database import logins
from sources.models import Dossier
from sources.operations import token as tokens
from sources.operations.member import set_role
from tests.bench import data, limits, server
from tests.bench.chosen import choose, word
from tests.bench.clients import Ask, Http, Sql
from tests.bench.measure import Connect, Result, in_turns
from tests.bench.soak import Soak
from tests.bench.ways import Numbered, Ways, behind, drf_cursor

Measured = dict[str, Any]


class Suite:
    def __init__(self, own: Path, postgres: Path, size: int) -> None:
        self.own, self.size = own, size
        self.folder = postgres
        self.rounds = int(os.environ.get("ROUNDS", "") or 5)
        self.seconds = float(os.environ.get("SECONDS", "") or 0.8)
        self.random = random.Random(20201029)  # noqa: S311 - the same every time is what is wanted
        self.broken: list[str] = []
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
        asker, editor = (get_user_model().objects.get(pk=person) for person in (data.ASKER, data.EDITOR))
        self.token = tokens.make(by=asker, name="bench", days=1)[1]
        self.session, self.editing = _session(asker), _session(editor)
        connection.close()
        self.chosen = choose(self.owner_login, self.size, self.random)
        with ExitStack() as stack:
            self.ours = stack.enter_context(server.web("config.wsgi", self.own))
            names = {"DJANGO_SETTINGS_MODULE": "tests.bench.rival_settings"}
            self.rival = stack.enter_context(server.web("django.core.wsgi:get_wsgi_application()", self.own, **names))
            postmaster = int((self.folder / "postmaster.pid").read_text().split()[0])
            self.ways = Ways(self.ours, self.rival, self.token, self.web_login)
            self.use = server.Use(self.ours.process.pid, self.rival.process.pid, postmaster)
            measured: Measured = {}
            for group in groups:
                from tests.bench.run import say

                began = time.monotonic()
                try:
                    measured[group] = self.groups[group]()
                except Exception:  # noqa: BLE001 - what the others measured, for minutes, is kept
                    say(f"{group} broke:\n{traceback.format_exc()}")
                    self.broken.append(group)
                    continue
                say(f"{group}: {time.monotonic() - began:.0f} s")
                for name, result in measured[group].items():
                    say(f"    {name:28} {json.dumps(result)}")
            return measured

    def _measure(self, ways: dict[str, Connect], **options: Any) -> dict[str, Result]:
        options = {"rounds": self.rounds, "seconds": self.seconds} | options
        return in_turns(ways, self.use, **options)

    # Groups

    def pages(self) -> Measured:
        """A hundred claims: any page, the first, the last; over one connection and over four."""
        first = f"/api/v1/claims/?limit={limits.PAGE}"
        count = max(self.size // limits.PAGE, 1)
        drf = [f"/cursor/?cursor={drf_cursor(place)}" for place in self.chosen.places]
        any_page = {
            "stored": self.ways.sql(limits.PAGE_STORED, self.chosen.place),
            "computed": self.ways.sql(limits.PAGE_COMPUTED, self.chosen.place),
            "ours": self.ways.http(lambda at: behind(self.chosen.place(at))),
            "drf_cursor": self.ways.http(lambda at: drf[at % len(drf)], rival=True),
        }
        found = self._measure(
            any_page
            | {
                "ours_first": self.ways.http(lambda at: first),
                "ours_last": self.ways.http(lambda at: behind(self.chosen.last)),
                "ours_open": self.ways.http(lambda at: behind(self.chosen.place(at)), Accept="*/*"),
                "drf_number": self.ways.http(lambda at: f"/number/?page={1 + at * 7919 % count}", rival=True),
            }
        )
        four = self._measure(any_page, connections=4, warm=200)
        return _summaries(found) | {f"{name}_x4": result.summary() for name, result in four.items()} | self._memory()

    def _memory(self) -> Measured:
        return {"memory": {"ours_mb": round(self.ours.memory, 1), "drf_mb": round(self.rival.memory, 1)}}

    def conditional(self) -> Measured:
        """The same page to whoever has it already."""
        path = behind(self.chosen.place(0))
        http = Http(self.ours.port, Authorization=f"Bearer {self.token}")
        http.get(path)
        tag = http.header("ETag")
        authorised = {"Authorization": f"Bearer {self.token}"}
        return _summaries(
            self._measure(
                {
                    "full": self.ways.http(lambda at: path),
                    "unchanged": self.ways.http(
                        lambda at: path, expect=HTTPStatus.NOT_MODIFIED, If_None_Match=tag, **authorised
                    ),
                }
            )
        )

    def filtered(self) -> Measured:
        """The newest fifty published claims of one side."""

        def side(at: int) -> tuple[object, ...]:
            return self.chosen.sides[at % len(self.chosen.sides)]

        def path(at: int) -> str:
            dossier, key = side(at)
            return f"/api/v1/claims/?dossier={dossier}&side={key}&status=published&limit={limits.TOP}"

        ways = {
            "stored": self.ways.sql(limits.LIST_STORED, side),
            "computed": self.ways.sql_in_two(limits.LIST_FOUND, limits.COMPUTED, side),
            "ours": self.ways.http(path),
        }
        return _summaries(self._measure(ways))

    def search(self) -> Measured:
        """The newest fifty claims with a word, for each class of words."""
        found: Measured = {}
        for kind, (low, high) in data.RANKS.items():
            words = [word(self.random.randint(low, high)) for _ in range(25)]
            ways = {
                f"{kind}_unfenced": self.ways.sql(limits.SEARCH_UNFENCED, lambda at, words=words: (words[at % 25],)),
                f"{kind}_fenced": self.ways.sql(limits.SEARCH_FENCED, lambda at, words=words: (words[at % 25],)),
                f"{kind}_ours": self.ways.http(
                    lambda at, words=words: f"/api/v1/claims/?q={words[at % 25]}&limit={limits.TOP}"
                ),
            }
            found |= _summaries(self._measure(ways))
        return found

    def claim(self) -> Measured:
        """One claim, as JSON and as its page."""
        cookie = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session}"}

        def key(at: int) -> int:
            return self.chosen.remembered[at % len(self.chosen.remembered)][0]

        ways = {
            "computed": self.ways.sql(limits.ONE_COMPUTED, lambda at: (key(at),)),
            "stored": self.ways.sql(limits.ONE_STORED, lambda at: (key(at),)),
            "json": self.ways.http(lambda at: f"/api/v1/claims/{key(at)}/"),
            "html": self.ways.http(lambda at: f"/claims/{key(at)}/", **cookie),
            "html_open": self.ways.http(lambda at: f"/claims/{key(at)}/", Accept="*/*"),
        }
        return _summaries(self._measure(ways))

    def screens(self) -> Measured:
        """Pages for people at this size: no goal but that each comes soon."""
        medium, key = word(data.RANKS["medium"][0]), self.chosen.remembered[0][0]
        paths = {
            "home": "/",
            "dossier": "/dossiers/1/",
            "unanswered": "/dossiers/1/unanswered/",
            "figures": "/dossiers/1/figures/",
            "timeline": "/dossiers/1/timeline/",
            "network": "/dossiers/1/network/",
            "matter": "/matters/3/",
            "list": "/claims/",
            "list_search": f"/claims/?q={medium}",
            "list_side": "/claims/?side=1&status=published",
            "rivals": f"/claims/{key}/link/",
            "rivals_search": f"/claims/{key}/link/?q={medium}",
            "review": "/review/",
            "review_links": "/review/links/",
            "log": "/dossiers/1/log/",
            "speakers": "/speakers/",
            "sources": "/sources/",
        }
        cookie = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={self.editing}"}
        found: Measured = {}
        for name, path in paths.items():
            try:
                ways = {name: self.ways.http(lambda at, path=path: path, **cookie)}
                found |= _summaries(self._measure(ways, rounds=2, warm=2))
            except Exception as error:  # noqa: BLE001 - one page that fails is told, the others are measured
                found[name] = {"failed": str(error)[:300]}
        return found

    def export(self) -> Measured:
        """All that the asker sees, as NDJSON."""
        dossiers = f"{{{','.join(map(str, self.chosen.dossiers))}}}"
        statement = limits.export(dossiers)

        def copy() -> Ask:
            sql = Sql(self.web_login)
            sql.ask("SET statement_timeout = 0")
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
            ways = {"copy": copy, "ours": self.ways.http(lambda at: path)}
            found = self._measure(ways, rounds=min(self.rounds, 3), seconds=0.0, warm=1, least=1)
        finally:
            done.set()
            watcher.join()
        memory = {"before_mb": round(before, 1), "grown_mb": round(max(peak) - before, 1)}
        return _summaries(found) | {"memory": memory}

    def write(self) -> Measured:
        """A claim, where it stands and what it denies: by SQL in one transaction, and by one request; four at once."""
        wording = Numbered("No: this is denied, number")

        def values(at: int) -> tuple[object, ...]:
            target, speaker, *_ = self.chosen.targets[at % len(self.chosen.targets)]
            return target, speaker, next(wording), data.ASKER, target

        ways = {
            "bare": self.ways.sql(
                limits.WRITE, values, f"{self.owner_login} options='-c session_replication_role=replica'"
            ),
            "kept": self.ways.kept(values),
            "whole": self.ways.kept(values, documents=True),
            "ours": self.ways.logged(wording, self.chosen.targets),
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
        words = [word(self.random.randint(low, high)) for _ in range(25)]
        try:
            return Soak(self.ours, self.owner_login, signed, self.chosen.targets, words).run()
        finally:
            with psycopg.connect(self.owner_login, autocommit=True) as owner:
                data.forget(owner, self.size)


def _let_work(person: Any, *, by: Any) -> None:
    dossier = Dossier.objects.get(pk=1)
    if not Dossier.objects.worked_on_by(person, "journalist").filter(pk=1).exists():
        set_role(dossier, user=person, role="journalist", by=by)


def _summaries(results: dict[str, Result]) -> Measured:
    return {name: result.summary() for name, result in results.items()}


def _session(user: Any) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return store.session_key
