"""From a due day to the days that matter around it (design law 3)."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from models.words import RestDay
from schedule.working_calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Timing:
    """A due day and what follows from it."""

    due_on: date
    """The day that counts: as the plan says, or after an extension or a return's term; inclusive."""
    late_after: date
    """The last day that is not late, inclusive; positive offsets count on from it."""
    base_on: date
    """The last working day on or before `late_after`: rung 0; negative offsets count back from it."""
    provisional: bool
    """Whether the answer rests on a year whose moved working days are not published: 暂定."""

    def __hash__(self) -> int:
        """By the due day alone: timings key the cache of dated rungs, which is asked for every duty of every day."""
        return hash(self.due_on)


@lru_cache(maxsize=4096)
def timing(due_on: date, rest_day: RestDay, calendar: WorkingCalendar) -> Timing:
    """The days around a due day; the due day itself never moves."""
    late_after = due_on
    if rest_day is RestDay.PREVIOUS:
        late_after = calendar.on_or_before(due_on)
    elif rest_day is RestDay.NEXT:
        late_after = calendar.on_or_after(due_on)
    base_on = calendar.on_or_before(late_after)
    provisional = any(calendar.is_provisional(day) for day in (due_on, late_after, base_on))
    return Timing(due_on, late_after, base_on, provisional)
