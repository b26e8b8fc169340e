"""The server inside the data folder: a real PostgreSQL, which runs where DATABASE_URL names none."""

import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, LiteralString

import psycopg

from config.database.errors import DISK_FULL, DatabaseError
from config.database.logins import DATABASE, OWNER, PORT, SUPERUSER, WEB, far_socket_folder, socket_folder
from config.database.programs import account, binary, environment, lend, own_folder
from config.roles import limit

PATIENCE = 5  # seconds of silence before a person is told that the server is recovering
STARTING = "the database system is"  # ... starting up, in recovery mode, not yet accepting connections
SILENCE = 60  # seconds after which a server that runs but says none of that is broken
LEAVING = 30  # seconds that a server, or the remains of a killed one, may take to go

# PostgreSQL's own locale, so that sorting and case do not depend on the machine. The
# second one is the C library's, which pg_trgm asks whether a character is a letter.
LOCALES = ("C.UTF-8", "en_US.UTF-8", "C")


@contextmanager
def served(folder: Path, *, settings: tuple[str, ...] = ()) -> Iterator[None]:
    """Have the server of `folder` running for as long as the block runs.

    Processes share it: the first starts it, the last stops it, and one that was killed
    leaves no trace, since the kernel drops its lock. `settings` are PostgreSQL's ("fsync=off").
    Raises DatabaseError with a sentence for people when it cannot run.
    """
    with _turn(folder):
        users = _shared(folder)
        refusal = _refusal(folder)
        if STARTING in refusal:
            _ready(folder, lambda: stopped(folder))
        elif refusal:
            _initialise(folder)
            _start(folder, settings)
        _make_roles(folder)
    try:
        yield
    finally:
        with _turn(folder):
            if _last(users):
                _stop(folder)
            users.close()


def _turn(folder: Path) -> IO[str]:
    """Wait for the right to start or stop the server; closing the file gives it back."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    file = folder.with_name(folder.name + ".turn").open("w")
    fcntl.flock(file, fcntl.LOCK_EX)
    return file


def _shared(folder: Path) -> IO[str]:
    """Count this process among the users of the server."""
    file = folder.with_name(folder.name + ".users").open("w")
    fcntl.flock(file, fcntl.LOCK_SH)
    return file


def _last(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def discard(folder: Path) -> None:
    """Stop and remove a server that nobody uses any more, with all its data; leave one in use alone."""
    if not folder.exists():
        return
    with _turn(folder), _shared(folder) as users:
        if _last(users):
            _stop(folder)
            shutil.rmtree(folder)
            shutil.rmtree(far_socket_folder(folder), ignore_errors=True)


def _connect(folder: Path, dbname: str = "postgres", user: str = SUPERUSER) -> psycopg.Connection:
    host = str(socket_folder(folder))
    return psycopg.connect(host=host, port=PORT, user=user, dbname=dbname, autocommit=True)


def execute(folder: Path, statement: LiteralString) -> None:
    """Run one statement as the superuser of the server in the folder."""
    with _connect(folder) as connection:
        connection.execute(statement)


def _refusal(folder: Path) -> str:
    """What the server says when asked to connect: "" if it lets us in."""
    try:
        _connect(folder).close()
    except psycopg.OperationalError as error:
        return str(error)
    return ""


def _initialise(folder: Path) -> None:
    """Make the folder's cluster, unless it is there; half-made ones are made anew."""
    version = folder / "PG_VERSION"
    if version.exists():
        return _check_version(version.read_text().strip())
    made = folder.with_name(folder.name + ".new")
    shutil.rmtree(made, ignore_errors=True)
    for locale in LOCALES:
        result = _initdb(made, locale)
        if result.returncode == 0:
            made.rename(folder)
            return None
        shutil.rmtree(made, ignore_errors=True)
        if "invalid locale name" not in result.stderr:
            break
    raise DatabaseError(f"The database could not be made in {folder}: {_reason(result.stderr)}")


def _initdb(folder: Path, locale: str) -> subprocess.CompletedProcess[str]:
    lend(folder)
    return subprocess.run(
        [
            *(binary("initdb"), "--pgdata", folder, "--username", SUPERUSER, "--auth=trust", "--encoding=UTF8"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", f"--locale={locale}", "--no-instructions"),
        ],
        capture_output=True,
        text=True,
        env=environment(),
        **account(),
    )


def _check_version(found: str) -> None:
    shipped = subprocess.run([binary("postgres"), "--version"], capture_output=True, text=True, check=True).stdout
    if f" {found}." not in shipped:
        raise DatabaseError(
            f"The data was made by PostgreSQL {found}, but this is {shipped.strip()}: "
            "`manage.py backup` it there, `manage.py restore` it here, in another folder."
        )


def _start(folder: Path, settings: tuple[str, ...]) -> None:
    """Start the server and wait until it answers, through crash recovery of any length."""
    sockets = socket_folder(folder)
    if sockets != folder:
        own_folder(sockets)
    lend(folder)
    options = ("listen_addresses=", f"port={PORT}", f"unix_socket_directories={sockets}", *settings)
    began = time.monotonic()
    while said := _attempt(folder, [f"--{option}" for option in options]):
        # Processes of a server that was killed may still be leaving; it is not safe to start beside them.
        if "shared memory block" not in said or time.monotonic() - began > LEAVING:
            raise DatabaseError(f"The database in {folder} did not start: {_reason(said)}")
        time.sleep(0.2)


def _attempt(folder: Path, options: list[str]) -> str:
    """Start the server once; give back what it said if it ended, or "" when it answers."""
    log = folder / "server.log"
    with open(log, "ab") as output:
        before = output.tell()
        server = subprocess.Popen(
            [binary("postgres"), "-D", folder, *options],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            env=environment(),
            start_new_session=True,  # Ctrl-C in the terminal is for us: we stop the web process first
            **account(),
        )
    if _ready(folder, lambda: server.poll() is not None):
        return ""
    return log.read_bytes()[before:].decode(errors="replace") or "it said nothing"


def _ready(folder: Path, ended: Callable[[], bool]) -> bool:
    """Wait until the server answers, however long it recovers; False if it ended instead."""
    told, began = False, time.monotonic()
    while refusal := _refusal(folder):
        if ended():
            return False
        waited = time.monotonic() - began
        if waited > SILENCE and STARTING not in refusal:
            raise DatabaseError(f"The database in {folder} runs but does not answer: {refusal.splitlines()[0]}")
        if waited > PATIENCE and not told:
            told = True
            print("The database is recovering after a crash; this can take some minutes.", flush=True)  # noqa: T201 - for the person who waits
        time.sleep(0.05)
    return True


def ran_out_of_space(folder: Path) -> bool:
    """Did the server of this folder end because the disk is full? Its clients only hear that it has gone."""
    log = folder / "server.log"
    return log.exists() and "No space left on device" in log.read_text(errors="replace")[-4000:]


def stopped(folder: Path) -> bool:
    """Has the server of this folder ended, by itself or by force?"""
    pid = _pid(folder)
    return pid is None or not _alive(pid)


def _pid(folder: Path) -> int | None:
    try:
        return int((folder / "postmaster.pid").read_text().split()[0])
    except (FileNotFoundError, IndexError):
        return None


def _stop(folder: Path) -> None:
    """End every connection, write everything down, and stop.

    A server that hangs while stopping (a full disk can do that) is cut off instead: what
    was committed is in its log, and the next start recovers it.
    """
    pid = _pid(folder)
    if pid is None:
        return
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        end = time.monotonic() + LEAVING
        with suppress(ProcessLookupError):
            os.kill(pid, how)
        while time.monotonic() < end:
            if not _alive(pid):
                return
            time.sleep(0.02)


def _alive(pid: int) -> bool:
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)  # take leave of it, if it was our child
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _reason(said: str) -> str:
    """The one line of a server's output that says why it failed."""
    if "No space left on device" in said:
        return DISK_FULL
    if "lock file" in said and "already exists" in said:
        return "another server uses this folder (perhaps from a container). Stop that one first."
    lines = [line for line in said.splitlines() if "FATAL" in line or "error" in line or "PANIC" in line]
    return (lines or said.splitlines() or ["it said nothing"])[-1].strip()


def _make_roles(folder: Path) -> None:
    """Make both roles and the database of the server in the folder, unless they are there."""
    with _connect(folder) as connection:
        known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        if OWNER not in known:
            connection.execute(f"CREATE ROLE {OWNER} LOGIN")
        if WEB not in known:
            connection.execute(f"CREATE ROLE {WEB} LOGIN")
            connection.execute(f"GRANT {WEB} TO {OWNER}")
        limit(connection, WEB)
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER} TEMPLATE template0")
