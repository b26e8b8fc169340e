"""Bring up everything in this folder and keep it up: database, tables, demo dossier, web server, worker."""

import fcntl
import hashlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, call_command, get_commands
from django.db import connection

from config import accounts, roles
from config.database import embedded, logins, tables

GRACE = 15  # seconds that requests under way may take to finish
WORKER_GRACE = 5  # and jobs: one that is cut off is taken up again
PATIENCE = 60  # seconds that a worker has to run for its end to be no failure to start


class Command(BaseCommand):
    help = "Bring up the whole newsroom, here, until Ctrl-C."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, _interrupt)
        with _alone(settings.DATA_DIR / "up.lock"), _listener() as listener, _database():
            try:
                self._prepare()
                with _web_server(listener) as server, _worker() as worker:
                    self._greet()
                    _keep(server, worker)
            except KeyboardInterrupt:
                self.stdout.write("\nStopping.")

    def _prepare(self) -> None:
        """Tables, rights, the demo dossier and the static files, each only as far as it is not there yet."""
        if not settings.EMBEDDED or tables.migrations_wait(connection):
            self.stdout.write("Making the tables ...")
            call_command("migrate", interactive=False, verbosity=0)
        else:
            roles.grant_web_role(connection)
        _collect_static(settings.DATA_DIR / "static.fingerprint")
        if settings.DEMO and "seed" in get_commands():
            _become_web()
            call_command("seed", verbosity=0)
        connection.close()

    def _greet(self) -> None:
        self.stdout.write(f"\nCounterclaim is at {_address()}\n")
        if settings.DEMO:
            people = ", ".join(f"{name} ({role})" for role, name in accounts.DEMO_PEOPLE.items())
            self.stdout.write(f"Demo: sign in by one click there, or as {people} with {accounts.DEMO_PASSWORD}")
        self.stdout.write(f"Log: {_log_path()}    Stop: Ctrl-C")
        self.stdout.flush()


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


def _address() -> str:
    return f"http://{settings.HOST}:{settings.PORT}/"


def _log_path(name: str = "web") -> Path:
    return Path(settings.DATA_DIR) / f"{name}.log"


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Be the only `up` of this folder; the kernel drops the claim of one that was killed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise CommandError(
                f"Counterclaim already runs from this folder, {file.read().strip()}. Stop it there first (Ctrl-C)."
            ) from None
        file.truncate(0)
        file.write(f"at {_address()} as process {os.getpid()}")
        file.flush()
        yield


@contextmanager
def _listener() -> Iterator[socket.socket]:
    """Take the port before anything else is started."""
    family = socket.AF_INET6 if ":" in settings.HOST else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.HOST, settings.PORT))
            listener.listen(128)
        except OSError as error:
            raise CommandError(
                f"Port {settings.PORT} on {settings.HOST} cannot be used ({error.strerror}). "
                "Stop what uses it, or choose another: make run PORT=8001"
            ) from None
        yield listener


def _database() -> Any:
    return embedded.served(settings.POSTGRES_DIR) if settings.EMBEDDED else nullcontext()


def _become_web() -> None:
    """From here on, use the database with the web role's rights: the seed is loaded like anybody's work."""
    connection.close()
    web = logins.login(
        "web",
        folder=settings.POSTGRES_DIR,
        owner_url=settings.SERVER_URL,
        web_url=settings.WEB_DATABASE_URL,
        secret=settings.SECRET_KEY,
    )
    connection.settings_dict.update({name: web[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})


def _collect_static(stamp: Path) -> None:
    """Collect, compress and fingerprint the static files if any of them changed since the last time."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path} {os.stat(storage.path(path)).st_mtime_ns}\n".encode())
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest.hexdigest())


def _started(name: str, command: list[str], *passed: int) -> subprocess.Popen[bytes]:
    """Start a part of the newsroom, with the web role's rights and a log of its own."""
    with open(_log_path(name), "ab") as log:
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=settings.BASE_DIR,
            env=os.environ | {"COUNTERCLAIM_DATABASE_ROLE": "web", "COUNTERCLAIM_KEPT": "1"},
            pass_fds=passed,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for us; we tell it to stop gently
        )


class _Worker:
    """The process that does what outlives a request. It is started again whenever it ends."""

    def __init__(self) -> None:
        self.process = self._start()
        self.began, self.failures = time.monotonic(), 0

    def _start(self) -> subprocess.Popen[bytes]:
        return _started("worker", ["manage.py", "worker"])

    def keep(self) -> None:
        """Start it again if it has ended: at once if it ran for long, else ever later, up to a minute."""
        if self.process.poll() is None:
            return
        ran = time.monotonic() - self.began
        if ran > PATIENCE:
            self.failures = 0
        if ran < min(2**self.failures, PATIENCE):
            return
        self.failures += 1
        self.process, self.began = self._start(), time.monotonic()


@contextmanager
def _worker() -> Iterator[_Worker]:
    worker = _Worker()
    try:
        yield worker
    finally:
        _end(worker.process, WORKER_GRACE)


@contextmanager
def _web_server(listener: socket.socket) -> Iterator[subprocess.Popen[bytes]]:
    """Run gunicorn as the web role until the block ends; then let requests under way finish."""
    command = ["-m", "gunicorn", "-c", "config/gunicorn.conf.py", "--bind", f"fd://{listener.fileno()}", "config.wsgi"]
    server = _started("web", command, listener.fileno())
    try:
        _await_answer(server)
        yield server
    finally:
        _end(server)


def _await_answer(server: subprocess.Popen[bytes]) -> None:
    """Wait until the web server answers a request, whatever the answer."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.HOST, settings.HOST)  # noqa: S104 - compared, not bound
    while server.poll() is None:
        request = http.client.HTTPConnection(host, settings.PORT, timeout=60)
        try:
            request.request("GET", "/healthz")
            request.getresponse()
            return
        except OSError:
            time.sleep(0.05)
        finally:
            request.close()
    raise CommandError(f"The web server did not start; {_log_path()} says why.")


def _keep(server: subprocess.Popen[bytes], worker: _Worker) -> None:
    """Watch both servers until one of them ends or a person says stop, and the worker too."""
    while server.poll() is None:
        if settings.EMBEDDED and embedded.stopped(settings.POSTGRES_DIR):
            raise CommandError("The database has stopped unexpectedly. Start again: it recovers what was saved.")
        worker.keep()
        time.sleep(0.5)
    raise CommandError(f"The web server has stopped unexpectedly; {_log_path()} says why.")


def _end(server: subprocess.Popen[bytes], grace: float = GRACE) -> None:
    server.terminate()
    try:
        server.wait(grace)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        server.kill()
        server.wait()
