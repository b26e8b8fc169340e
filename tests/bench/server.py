"""The servers that are measured, on this machine: a database of their own, gunicorn before it, and what they use."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")

#: As an operator would set up a server for a newsroom. Everything that is measured runs on it; nothing is unsafe.
SETTINGS = (
    "shared_buffers=1GB",
    "effective_cache_size=8GB",
    "random_page_cost=1.1",
    "work_mem=16MB",
    "max_wal_size=8GB",
    "checkpoint_timeout=30min",
    "max_connections=100",
    "autovacuum=off",  # the tables were vacuumed once; its moods would be measured otherwise
)


@dataclass(frozen=True)
class WebServer:
    """gunicorn with its processes."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def workers(self) -> list[int]:
        return children(self.process.pid)

    @property
    def memory(self) -> float:
        """Megabytes that the workers hold for themselves (resident, less what they share with the master's files)."""
        return sum(_private(pid) for pid in [self.process.pid, *self.workers]) / 1e6


@contextmanager
def web(application: str, folder: Path, **environment: str) -> Iterator[WebServer]:
    """Serve a WSGI application just as the site is served, until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    names = {"COUNTERCLAIM_DATABASE_ROLE": "web", "COUNTERCLAIM_PORT": str(port)} | environment
    command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.conf.py", application]
    with open(folder / f"{application.rpartition(':')[0] or application}.log", "ab") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | names, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        _await(port, process)
        yield WebServer(port, process)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended: its log says why.")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            time.sleep(0.1)
    time.sleep(1)


# What they use


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


class Use:
    """The processor time of a set of process trees: web workers, and the database with its backends."""

    def __init__(self, *roots: int) -> None:
        self.roots = roots

    def seconds(self) -> "Snapshot":
        """Of each process alive, and of each root's children that have ended."""
        alive: dict[int, float] = {}
        ended = 0.0
        for root in self.roots:
            own, reaped = _times(root)
            ended += reaped
            for pid in children(root):
                alive[pid] = _times(pid)[0]
        return Snapshot(alive, ended)


@dataclass(frozen=True)
class Snapshot:
    alive: dict[int, float]
    ended: float

    def since(self, before: "Snapshot") -> float:
        """Seconds of processor time since another snapshot, of whatever ran in between."""
        gone = sum(seconds for pid, seconds in before.alive.items() if pid not in self.alive)
        running = sum(seconds - before.alive.get(pid, 0.0) for pid, seconds in self.alive.items())
        return running + max(self.ended - before.ended - gone, 0.0)


def _times(pid: int) -> tuple[float, float]:
    """Processor seconds of a process, all threads: its own, and those of its children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0, 0.0
    user, system, ended_user, ended_system = map(int, fields[11:15])
    return (user + system) / TICKS, (ended_user + ended_system) / TICKS


def _private(pid: int) -> int:
    """Bytes of memory that are this process's share (PSS)."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        pass
    return 0
