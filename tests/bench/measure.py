"""Measuring several ways to get the same thing in turns, so that a noisy machine disturbs them all alike."""

import statistics
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.bench.clients import Ask
from tests.bench.server import Use

Connect = Callable[[], Ask]
"""Open a connection of its own and give back how to ask over it."""


FEW = 40
"""Requests of a round below which the clock of processor time, ten milliseconds a tick, tells too little."""


@dataclass
class Result:
    """What one way took: per request unless said."""

    requests: int = 0
    bytes: int = 0
    cpu: float = 0.0  # seconds in all
    wall: float = 0.0  # seconds in all
    times: list[float] = field(default_factory=list)
    rounds: list[float] = field(default_factory=list)  # processor milliseconds a request, of each round

    @property
    def cpu_ms(self) -> float:
        """Processor milliseconds a request, of server and database: the median round's."""
        return statistics.median(self.rounds) if self.rounds else float("nan")

    @property
    def p50(self) -> float:
        return _quantile(self.times, 0.50)

    @property
    def p95(self) -> float:
        return _quantile(self.times, 0.95)

    @property
    def rate(self) -> float:
        return self.requests / self.wall if self.wall else 0.0

    @property
    def size(self) -> float:
        return self.bytes / self.requests if self.requests else 0.0

    def summary(self) -> dict[str, float]:
        return {
            "requests": self.requests,
            "cpu_ms": round(self.cpu_ms, 3),
            "p50_ms": round(self.p50, 3),
            "p95_ms": round(self.p95, 3),
            "rate": round(self.rate, 1),
            "bytes": round(self.size),
        }


def _quantile(times: list[float], share: float) -> float:
    if not times:
        return float("nan")
    ordered = sorted(times)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000


def in_turns(
    ways: Mapping[str, Connect],
    use: Use,
    *,
    connections: int = 1,
    rounds: int = 5,
    seconds: float = 1.0,
    warm: int = 60,
    least: int = 3,
) -> dict[str, Result]:
    """Ask each way for so many seconds, by turns, `rounds` times. All are warmed up first.

    A round lasts longer where it has asked but a few times by then: up to five times as long for `FEW`, and
    however slow the way is, until it has asked `least` times.
    """
    results = {name: Result() for name in ways}
    asking = {name: [connect() for _ in range(connections)] for name, connect in ways.items()}
    for asks in asking.values():
        _warm(asks, warm)
    for _ in range(rounds):
        for name, asks in asking.items():
            _round(results[name], asks, use, seconds, least)
    return results


def _warm(asks: list[Ask], times: int) -> None:
    """Until every thread has its connection and its plans, or ten seconds are over."""
    until = time.monotonic() + 10
    for at in range(times):
        asks[at % len(asks)]()
        if time.monotonic() > until and at >= 2:
            return


def _round(result: Result, asks: list[Ask], use: Use, seconds: float, least: int) -> None:
    taken: list[list[float]] = [[] for _ in asks]
    got = [0] * len(asks)
    failed: list[BaseException] = []
    for ask in asks if least > 1 else ():  # a connection that was idle too long is opened again before the clock runs
        ask()

    def run(at: int) -> None:
        ask, times, size = asks[at], taken[at], 0
        try:
            while (now := time.perf_counter()) < until or len(times) < least or (len(times) < enough and now < latest):
                began = time.perf_counter()
                size += ask()
                times.append(time.perf_counter() - began)
        except Exception as error:  # noqa: BLE001 - said by the main thread
            failed.append(error)
        got[at] = size

    before = use.seconds()
    began = time.perf_counter()
    until, latest, enough = began + seconds, began + 5 * seconds, FEW // len(asks)
    if len(asks) == 1:
        run(0)
    else:
        threads = [threading.Thread(target=run, args=(at,)) for at in range(len(asks))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    wall = time.perf_counter() - began
    cpu = use.seconds().since(before)
    if failed:
        raise failed[0]
    asked = sum(map(len, taken))
    result.requests += asked
    result.bytes += sum(got)
    result.cpu += cpu
    result.wall += wall
    result.times += [one for times in taken for one in times]
    result.rounds.append(cpu / asked * 1000)
