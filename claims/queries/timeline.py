"""When what was said, by side: one by one while they are few, counted by day, month or year where they are many."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db.models import Count, DateField, Max, Min
from django.db.models.functions import Cast, Trunc

from claims.models import Claim, Link
from sources.models import Dossier, Side

#: Up to this many statements each has a mark of its own.
ONE_BY_ONE = 150
#: The longest stretches, in days, that are parted by day, and by month.
BY_DAY, BY_MONTH = 62, 62 * 31
#: Rows of the table below; a stretch with more is looked at piece by piece.
ROWS = 400

# The drawing, in units of its own: it is scaled to the window.
LEFT, WIDTH, STEP, AXIS = 150, 1000, 24, 34
_INNER = WIDTH - LEFT - STEP

_SPELT = {"day": "%-d %b %Y", "month": "%b %Y", "year": "%Y"}


@dataclass(frozen=True)
class Period:
    """A day, month or year: its first and last day, and what people call it."""

    first: date
    last: date
    unit: str

    def __str__(self) -> str:
        return f"{self.first:{_SPELT[self.unit]}}"

    def within(self, first: date, last: date) -> "Period":
        """What of it lies between two days."""
        return replace(self, first=max(self.first, first), last=min(self.last, last))


@dataclass
class Mark:
    """A statement, or how many of one side in one period; x and y are its middle, a bar stands on its lane."""

    x: float
    y: float
    period: Period
    claim: Claim | None = None
    count: int = 0
    height: float = 0
    width: float = 0

    @property
    def left(self) -> float:
        return self.x - self.width / 2

    @property
    def top(self) -> float:
        return self.y - self.height


@dataclass
class Lane:
    side: Side
    total: int
    base: float = 0
    marks: list[Mark] = field(default_factory=list)


@dataclass
class Line:
    """One row of the table: a period, and how many statements of each side."""

    period: Period
    counts: list[tuple[Side, int]]


@dataclass
class Timeline:
    first: date | None = None  # of the stretch that is shown
    last: date | None = None
    unit: str = "day"
    lanes: list[Lane] = field(default_factory=list)
    ties: list[tuple[str, str]] = field(default_factory=list)  # (path, words) between rivals
    ticks: list[tuple[float, str]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    height: int = 0
    total: int = 0
    cut: bool = False  # the table lacks later periods

    @property
    def single(self) -> bool:
        return self.total <= ONE_BY_ONE


def timeline(dossier: Dossier, *, since: date | None = None, until: date | None = None) -> Timeline:
    """What was published, each at the first day on which it may have been said."""
    claims = Claim.objects.published().filter(dossier=dossier).order_by()
    if since:
        claims = claims.filter(first_day__gte=since)
    if until:
        claims = claims.filter(first_day__lte=until)
    span = claims.aggregate(first=Min("first_day"), last=Max("first_day"))
    if span["first"] is None:
        return Timeline(since, until)
    first, last = since or span["first"], until or span["last"]
    unit = _unit(first, last)
    start = Cast(Trunc("first_day", unit), DateField())
    cells = list(claims.annotate(start=start).values_list("start", "side").annotate(n=Count("pk")))
    found = Timeline(first, last, unit, total=sum(n for *_, n in cells))
    scale = _Scale(first, last)
    by_side = Counter()
    for _, side, n in cells:
        by_side[side] += n
    found.lanes = [Lane(side, by_side[side.pk]) for side in dossier.sides.all() if by_side[side.pk]]
    found.lines = _lines(cells, unit, [lane.side for lane in found.lanes])
    found.cut = len(found.lines) > ROWS
    del found.lines[ROWS:]
    found.ticks = [(scale.at(period.first), str(period)) for period in _ticks(first, last, unit)]
    if found.single:
        _place(found, list(claims.select_related("speaker", "side").with_contest().order_by("first_day", "pk")), scale)
    else:
        _raise_bars(found, cells, scale)
    return found


def _unit(first: date, last: date) -> str:
    days = (last - first).days
    return "day" if days <= BY_DAY else "month" if days <= BY_MONTH else "year"


def _period(start: date, unit: str) -> Period:
    if unit == "day":
        return Period(start, start, unit)
    if unit == "month":
        return Period(start, (start.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1), unit)
    return Period(start, start.replace(month=12, day=31), unit)


class _Scale:
    """Where a day stands across the drawing."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last, self.days = first, last, (last - first).days + 1

    def at(self, day: date) -> float:
        return round(LEFT + STEP / 2 + max((day - self.first).days, 0) / self.days * _INNER, 1)

    def middle(self, day: date) -> float:
        return round(self.at(day) + self.width(1) / 2, 1)

    def width(self, days: int) -> float:
        return days / self.days * _INNER


def _ticks(first: date, last: date, unit: str) -> Iterator[Period]:
    """The periods that are named below the drawing: eight at most."""
    starts = list(_starts(first, last, unit))
    every = -(-len(starts) // 8)
    return (_period(start, unit) for start in starts[::every])


def _starts(first: date, last: date, unit: str) -> Iterator[date]:
    start = {"day": first, "month": first.replace(day=1), "year": first.replace(month=1, day=1)}[unit]
    while start <= last:
        if start >= first or unit != "day":
            yield start
        if start.year == date.max.year and unit != "day":
            return
        start = _period(start, unit).last + timedelta(days=1)


def _lines(cells: list[tuple], unit: str, sides: list[Side]) -> list[Line]:
    by_start: dict[date, Counter] = defaultdict(Counter)
    for start, side, n in cells:
        by_start[start][side] += n
    return [
        Line(_period(start, unit), [(side, by_start[start][side.pk]) for side in sides]) for start in sorted(by_start)
    ]


def _place(found: Timeline, claims: list[Claim], scale: _Scale) -> None:
    """A mark for each statement, one above the other where they would lie on each other; and ties between rivals."""
    marks: dict[int, Mark] = {}
    base = 0.0
    for lane in found.lanes:
        rows: list[float] = []  # the last x of each row
        for claim in (one for one in claims if one.side_id == lane.side.pk):
            x = scale.middle(claim.first_day)
            row = next((n for n, before in enumerate(rows) if x - before >= STEP), len(rows))
            rows[row : row + 1] = [x]
            mark = Mark(x, row, _period(claim.first_day, "day"), claim)
            lane.marks.append(mark)
            marks[claim.pk] = mark
        base += len(rows) * STEP + STEP / 2
        lane.base = base
        for mark in lane.marks:
            mark.y = base - mark.y * STEP - STEP / 2
    found.height = int(base) + AXIS
    rivals = Link.objects.counted().rival().filter(answer__in=marks.keys(), target__in=marks.keys())
    for link in rivals.select_related("answer__speaker", "target__speaker").order_by("pk"):
        one, other = marks[link.answer_id], marks[link.target_id]
        words = f"{link.answer.speaker.name} {link.get_relation_display()} {link.target.speaker.name}"
        found.ties.append((_curve(one, other), words))


def _curve(one: Mark, other: Mark) -> str:
    bow = 40 if abs(one.x - other.x) < STEP else 0
    middle = (one.x + other.x) / 2 - bow, (one.y + other.y) / 2
    return f"M{one.x:.1f} {one.y:.1f}Q{middle[0]:.1f} {middle[1]:.1f} {other.x:.1f} {other.y:.1f}"


def _raise_bars(found: Timeline, cells: list[tuple], scale: _Scale) -> None:
    tall, highest = 60, max(n for *_, n in cells)
    for at, lane in enumerate(found.lanes):
        lane.base = (at + 1) * (tall + STEP / 2)
        for start, side, n in sorted(cells, key=lambda cell: cell[0]):
            if side == lane.side.pk:
                period = _period(start, found.unit).within(scale.first, scale.last)
                lane.marks.append(_bar(lane, period, n, tall * n / highest, scale))
    found.height = int(len(found.lanes) * (tall + STEP / 2)) + AXIS


def _bar(lane: Lane, period: Period, count: int, height: float, scale: _Scale) -> Mark:
    days = (period.last - period.first).days + 1
    width = max(scale.width(days) - 2, 2)
    x = scale.at(period.first) + scale.width(days) / 2
    return Mark(round(x, 1), lane.base, period, None, count, round(max(height, 2), 1), round(width, 1))
