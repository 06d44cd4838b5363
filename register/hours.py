"""When messages may go: the office's hours on working days, in the campaign's zone (design law 13)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from schedule.plan import Plan
from schedule.working_calendar import WorkingCalendar


def opening(plan: Plan, day: date) -> datetime:
    """The start of the office's hours on a day, aware."""
    return datetime.combine(day, plan.office_hours[0], ZoneInfo(plan.timezone))


def next_moment(plan: Plan, now: datetime) -> datetime:
    """The first instant not before `now` at which a message may go; `now` itself inside the hours of a working day.

    Raises:
        OutsideCalendarError: the campaign's calendar does not reach that far.
    """
    local = now.astimezone(ZoneInfo(plan.timezone))
    first, last = plan.office_hours
    if plan.calendar.is_working_day(local.date()):
        if first <= local.time() <= last:
            return now
        if local.time() < first:
            return opening(plan, local.date())
    return opening(plan, _next_working_day(plan.calendar, local.date()))


def _next_working_day(calendar: WorkingCalendar, day: date) -> date:
    return calendar.on_or_after(day + timedelta(days=1))
