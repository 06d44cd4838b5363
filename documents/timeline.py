"""A campaign's timeline as a picture: phases, milestones, messages a day, days off. Geometry only; a template draws it.

Lengths are in the picture's own units, the origin is its upper left corner.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from documents.timeline_shapes import KINDS, Box, DayLoad, Flag, Point, Span, Tick, Timeline, Writing

WIDTH = 1200.0
LEFT, RIGHT = 44.0, 12.0
"""Room beside the plot: the scale on the left."""
BAND, FLAG, PLOT, FOOT = 24.0, 18.0, 170.0, 24.0
"""Heights: a row of phases, a row of milestones' names, the bars, the months beneath."""
MOST_FLAG_ROWS = 7
"""More names than that in one place would be no picture; the rest have their diamond, and their line in the table."""
DAYS_APART, WEEKS_APART = 430, 2600
"""Spans up to which a bar is a day, a week; beyond, a month."""


def draw(
    days: Sequence[DayLoad], phases: Iterable[Span], milestones: Iterable[Point], today: Point | None, writing: Writing
) -> Timeline:
    """Lay the picture out.

    Args:
        days: every day of the picture, one after the other, at least one.
        phases: those that lie outside the days are left out, others cut at the ends.
        milestones: those outside are left out.
        today: the line; None, or a day outside: no line.
        writing: how days are written.
    """
    scale = _Scale(days[0].on, days[-1].on)
    bands = tuple(_bands(phases, scale))
    upper = max((box.y + box.height for box in bands), default=0.0) + 6
    flags, rows = _flags(sorted(milestones, key=lambda one: one.on), scale, upper)
    top = upper + rows * FLAG + 14
    bottom = top + PLOT
    step = scale.step
    buckets = [tuple(group) for _, group in groupby(days, key=_bucket(step))]
    most = _nice(max(sum(day.messages for day in bucket) for bucket in buckets))
    single = step == "day"
    return Timeline(
        WIDTH,
        bottom + FOOT,
        top,
        bottom,
        step,
        bands,
        flags,
        tuple(_stretches(days, scale, top, lambda day: day.rest)) if single else (),
        tuple(_stretches(days, scale, top, lambda day: day.made_up)) if single else (),
        tuple(_stretches(days, scale, top, lambda day: day.outage)),
        tuple(box for bucket in buckets for box in _bar(bucket, scale, bottom, PLOT / most, writing)),
        tuple(_months(days, scale, writing)),
        tuple(Tick(bottom - PLOT * share / 2, str(most * share // 2)) for share in (0, 1, 2)),
        _line(today, scale, top) if today else None,
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days to lengths; both ends inclusive."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def step(self) -> str:
        return "day" if self.days <= DAYS_APART else "week" if self.days <= WEEKS_APART else "month"

    @property
    def unit(self) -> float:
        """Width of a day."""
        return (WIDTH - LEFT - RIGHT) / self.days

    def x(self, day: date) -> float:
        """Where a day begins."""
        return LEFT + (day - self.first).days * self.unit

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def _bands(phases: Iterable[Span], scale: _Scale) -> Iterator[Box]:
    """A row a phase only where two overlap."""
    ends: list[date] = []
    for phase in sorted(phases, key=lambda one: one.opens_on):
        start, end = max(phase.opens_on, scale.first), min(phase.closes_on, scale.last)
        if start > end:
            continue
        row = next((i for i, taken in enumerate(ends) if taken < start), len(ends))
        ends[row : row + 1] = [end]
        x = scale.x(start)
        width = scale.x(end) + scale.unit - x
        text = phase.name if written_width(phase.name) <= width - 12 else ""
        yield Box(_r(x), row * BAND, _r(width), BAND - 4, "phase", text, phase.name)


def _flags(points: Iterable[Point], scale: _Scale, top: float) -> tuple[tuple[Flag, ...], int]:
    """Milestones; a name stands in the first row that has room for it; where none has, only its diamond in the last."""
    ends = [-math.inf] * MOST_FLAG_ROWS
    flags: list[Flag] = []
    rows = 1
    for point in points:
        if not scale.holds(point.on):
            continue
        x = scale.x(point.on) + scale.unit / 2
        width = written_width(point.name) + 14
        start, anchor = (x, "start") if x + width <= WIDTH else (x - width, "end")
        row = next((i for i, taken in enumerate(ends) if taken < start - 6), None)
        if row is not None:
            ends[row] = start + width
            rows = max(rows, row + 1)
        y = top + ((MOST_FLAG_ROWS - 1 if row is None else row) + 0.5) * FLAG
        flags.append(Flag(_r(x), _r(y), point.name if row is not None else "", anchor, point.note))
    return tuple(flags), rows


def _stretches(days: Sequence[DayLoad], scale: _Scale, top: float, holds: Callable[[DayLoad], bool]) -> Iterator[Box]:
    """Neighbouring days of which something holds, as one box over the whole plot."""
    for found, group in groupby(days, key=holds):
        if found:
            same = tuple(group)
            yield Box(_r(scale.x(same[0].on)), _r(top), _r(len(same) * scale.unit), PLOT)


def _bar(bucket: Sequence[DayLoad], scale: _Scale, bottom: float, unit: float, writing: Writing) -> Iterator[Box]:
    x, width = scale.x(bucket[0].on), len(bucket) * scale.unit
    gap = min(1.0, width / 6)
    first, last = writing.day(bucket[0].on), writing.day(bucket[-1].on)
    when = first if len(bucket) == 1 else f"{first} – {last}"
    y = bottom
    for kind in KINDS:
        count = sum(day.counts.get(kind, 0) for day in bucket)
        if count:
            height = count * unit
            y -= height
            yield Box(_r(x + gap / 2), _r(y), _r(width - gap), _r(height), kind, str(count), when)


def _bucket(step: str) -> Callable[[DayLoad], object]:
    if step == "day":
        return lambda day: day.on
    if step == "week":
        return lambda day: day.on.isocalendar()[:2]
    return lambda day: (day.on.year, day.on.month)


def _months(days: Sequence[DayLoad], scale: _Scale, writing: Writing) -> Iterator[Tick]:
    """The months' first days, thinned out until their names have room; and the first day of the picture."""
    free = -math.inf
    for day in days:
        if day.on.day == 1 or day is days[0]:
            x, text = scale.x(day.on), writing.month(day.on)
            if x >= free and x + written_width(text) <= WIDTH:
                free = x + written_width(text) + 10
                yield Tick(_r(x), text)


def _line(today: Point, scale: _Scale, top: float) -> Flag | None:
    if not scale.holds(today.on):
        return None
    x = scale.x(today.on) + scale.unit / 2
    anchor = "start" if x + written_width(today.name) + 8 <= WIDTH else "end"
    return Flag(_r(x), _r(top - 4), today.name, anchor, today.note)


def _nice(most: int) -> int:
    """The next even round number that is not less."""
    if most <= 10:
        return max(2, most + most % 2)
    power = 10 ** int(math.log10(most))
    return next(int(factor * power) for factor in (1, 2, 4, 6, 8, 10) if factor * power >= most)


def written_width(text: str) -> float:
    """About how wide a text of the picture is: a Chinese character is as wide as high."""
    return sum(12.0 if ord(one) > 0x2E80 else 6.6 for one in text)


def _r(length: float) -> float:
    return round(length, 2)


def cut(text: str, most: float) -> str:
    """A name short enough for the picture."""
    if written_width(text) <= most:
        return text
    while text and written_width(text) > most - 12:
        text = text[:-1]
    return f"{text}…"
