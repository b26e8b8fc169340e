"""What came of a run, beside what must be reached."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Entry = dict[str, Any]

PASS, SHORT = "pass", "short"


@dataclass(frozen=True)
class Goal:
    """A row of the table: how one way compares with another, or one number by itself."""

    what: str
    goal: float
    group: str
    ways: tuple[str, ...]
    field: str = "cpu_ms"
    unit: str = "x"
    said: str = "ms CPU"
    least: bool = False
    of: Callable[[Entry], tuple[float, str]] | None = None

    def measured(self, entry: Entry) -> tuple[float, str] | None:
        """What this run came to, and what it was made of; None where that was not measured."""
        try:
            if self.of:
                return self.of(entry)
            values = [entry[self.group][way][self.field] for way in self.ways]
        except KeyError:
            return None
        found = values[0] / values[1] if len(values) > 1 else values[0]
        return found, " against ".join(f"{value:.2f}" for value in values) + f" {self.said}"

    def reached(self, found: float) -> bool:
        return found >= self.goal if self.least else found <= self.goal


def _last_page(entry: Entry) -> tuple[float, str]:
    """By processor time for a megabyte: two pages do not hold equally long claims."""
    last, first = (
        found["cpu_ms"] / found["bytes"] * 1e6
        for found in (entry["pages"][f"ours_{name}"] for name in ("last", "first"))
    )
    return last / first, f"{last:.2f} against {first:.2f} ms CPU a megabyte"


def _search(kind: str) -> Callable[[Entry], tuple[float, str]]:
    def of(entry: Entry) -> tuple[float, str]:
        found = entry["search"]
        plan = min(("unfenced", "fenced"), key=lambda plan: found[f"{kind}_{plan}"]["cpu_ms"])
        ours, best = found[f"{kind}_ours"]["cpu_ms"], found[f"{kind}_{plan}"]["cpu_ms"]
        return ours / best, f"{ours:.2f} against {best:.2f} ms CPU, {plan}"

    return of


def _slowest(entry: Entry) -> tuple[float, str]:
    screens = entry["screens"]
    slowest = max(screens, key=lambda name: screens[name].get("p95_ms", float("inf")))
    return screens[slowest].get("p95_ms", float("inf")), f"{slowest}, of {len(screens)}"


PAGE = "REST page of 100"
GOALS = [
    Goal(f"{PAGE}, to reading stored", 2.0, "pages", ("ours", "stored")),
    Goal(f"{PAGE}, to computing in SQL", 0.6, "pages", ("ours", "computed")),
    Goal(f"{PAGE}, DRF with cursors to ours", 25, "pages", ("drf_cursor", "ours"), least=True),
    Goal(f"{PAGE}, last to first", 1.1, "pages", (), of=_last_page),
    Goal(f"{PAGE}, x4, to reading", 0.5, "pages", ("ours_x4", "stored_x4"), "rate", said="a second", least=True),
    Goal("full export, to COPY: clock", 1.15, "export", ("ours", "copy"), "p50_ms", said="ms"),
    Goal("full export, memory growth", 16, "export", ("memory",), "grown_mb", unit=" MB", said="MB"),
    Goal("conditional GET, 304 to 200", 0.6, "conditional", ("unchanged", "full")),
    Goal("filtered list, top 50, to SQL", 1.2, "list", ("ours", "computed")),
    *(
        goal
        for kind in ("rare", "medium", "common")
        for goal in (
            Goal(f"search, {kind} word, to the better plan", 1.5, "search", (), of=_search(kind)),
            Goal(f"search, {kind} word, p95", 40, "search", (f"{kind}_ours",), "p95_ms", unit=" ms", said="ms"),
        )
    ),
    Goal("claim, JSON, to one query", 2.5, "claim", ("json", "computed")),
    Goal("claim, HTML, to one query", 6, "claim", ("html", "computed")),
    Goal("slowest page for people, p95", 1_000, "screens", (), of=_slowest, unit=" ms"),
    Goal("log a claim and a rival, 4 writers", 0.2, "write", ("ours", "bare"), "rate", said="a second", least=True),
    Goal("  to SQL with all rules and history", 0.2, "write", ("ours", "kept"), "rate", said="a second", least=True),
    Goal("  to SQL with documents as well", 0.2, "write", ("ours", "whole"), "rate", said="a second", least=True),
    Goal("  SQL with all that, to SQL", 0.2, "write", ("whole", "bare"), "rate", said="a second", least=True),
    Goal("4 writers, 16 readers: errors", 0, "soak", ("errors",), "count", unit="", said="in all"),
    Goal("  changes lost", 0, "soak", ("changes",), "lost", unit="", said="of the followed"),
    Goal("  longest wait for a lock", 1, "soak", ("locks",), "longest_s", unit=" s", said="s"),
    Goal("  memory growth of the web", 16, "soak", ("memory",), "grown_mb", unit=" MB", said="MB"),
]


def table(entry: Entry) -> str:
    """The goals of the design, as this run met them."""
    lines = [f"\n{entry['size']:,} claims, {entry['commit']}, {entry['at']}"]
    for goal in GOALS:
        if (measured := goal.measured(entry)) is None:
            continue
        found, made_of = measured
        must = f"{'≥' if goal.least else '≤'} {goal.goal:g}{goal.unit}"
        verdict = PASS if goal.reached(found) else SHORT
        lines.append(f"  {goal.what:42} {must:9} {found:>9.2f}{goal.unit:3} {verdict:6} {made_of}")
    return "\n".join(lines)


_GROWING = [
    ("REST page, any: CPU ms", "pages", "ours", "cpu_ms"),
    ("REST page, any: p50 ms", "pages", "ours", "p50_ms"),
    ("REST page, first: p50 ms", "pages", "ours_first", "p50_ms"),
    ("REST page, last: p50 ms", "pages", "ours_last", "p50_ms"),
    ("reading stored: CPU ms", "pages", "stored", "cpu_ms"),
    ("computing in SQL: CPU ms", "pages", "computed", "cpu_ms"),
    ("DRF, cursors: CPU ms", "pages", "drf_cursor", "cpu_ms"),
    ("DRF, page numbers: CPU ms", "pages", "drf_number", "cpu_ms"),
    ("filtered list: CPU ms", "list", "ours", "cpu_ms"),
    ("search, rare word: CPU ms", "search", "rare_ours", "cpu_ms"),
    ("search, medium word: CPU ms", "search", "medium_ours", "cpu_ms"),
    ("search, common word: CPU ms", "search", "common_ours", "cpu_ms"),
    ("claim, JSON: CPU ms", "claim", "json", "cpu_ms"),
    ("claim, HTML: CPU ms", "claim", "html", "cpu_ms"),
    ("full export: ms", "export", "ours", "p50_ms"),
    ("logged claims: a second", "write", "ours", "rate"),
]


def growth(results: Path, entry: Entry) -> str:
    """From size to size, by the newest run of each; "" where there is but one."""
    newest: dict[int, Entry] = {}
    for line in results.read_text().splitlines():
        one = json.loads(line)
        newest[one["size"]] = newest.get(one["size"], {}) | one
    newest[entry["size"]] = newest.get(entry["size"], {}) | entry
    if len(newest) < 2:
        return ""
    sizes = sorted(newest)
    lines = [f"\n  {'growth':32}" + "".join(f"{size:>14,}" for size in sizes) + f"{'times':>9}"]
    for what, group, name, field in _GROWING:
        values = [newest[size].get(group, {}).get(name, {}).get(field) for size in sizes]
        known = [value for value in values if value is not None]
        shown = "".join(f"{value:>14.2f}" if value is not None else f"{'-':>14}" for value in values)
        times = f"{known[-1] / known[0]:>9.2f}" if len(known) > 1 and known[0] else ""
        lines.append(f"  {what:32}{shown}{times}")
    return "\n".join(lines)
