"""Rehearsal 推演: a whole campaign played day by day on a pinned clock, by the code that runs the real one.

Each day: the run plans (unless it is a day off or an outage), its messages count as sent, then the day's events
happen. An event with a time before the office opens comes before the run.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.words import Actor, Form, NoticeState, Phrase
from register.answers import UnusableAnswerError, answer
from schedule.day import apply_day, plan_day
from schedule.drafts import Day, Draft
from schedule.facts import Book, Facts, Outcome, Told
from schedule.plan import Obligation, Plan
from schedule.returning import returned_drafts
from schedule.scenario import ON_TIME, Event, Scenario, matching
from schedule.standing import rungs_of
from schedule.transitions import Act, Deed, Refusal, perform


@dataclass(slots=True)
class Played:
    """One message of a rehearsal; its state may still change (a held one is superseded)."""

    draft: Draft
    book: Book = field(repr=False)
    """The campaign as it stood when the message was planned."""
    at: datetime
    state: NoticeState
    deferred_from: datetime | None = None
    """When it would have gone if office hours had not been over, or the day off."""


@dataclass(slots=True)
class Rehearsal:
    """What happened."""

    plan: Plan = field(repr=False)
    since: date
    to: date
    notices: list[Played] = field(default_factory=list, repr=False)
    superseded: list[tuple[str, Told]] = field(default_factory=list, repr=False)
    refused: list[tuple[Event, Phrase]] = field(default_factory=list)
    book: Book | None = field(default=None, repr=False)
    outages: list[date] = field(default_factory=list)
    unplayed: list[Event] = field(default_factory=list)
    """Events on days before the play's first or after its last: they did not happen."""


def rehearse(
    book: Book, scenario: Scenario, since: date | None = None, to: date | None = None, start: date | None = None
) -> Rehearsal:
    """Play a scenario from a book.

    Args:
        book: the campaign at the start.
        scenario: what people do.
        since: first day shown, default the play's first.
        to: last day, inclusive; default the later of the campaign's end and the last rung.
        start: first day played; default the first phase's start, for a running campaign today.
    """
    return _Player(book, scenario, (start or book.plan.first_on, since, to)).play()


class _Player:
    def __init__(self, book: Book, scenario: Scenario, span: tuple[date, date | None, date | None]) -> None:
        start, since, to = span
        self.book, self.scenario = book, scenario
        plan = book.plan
        self.zone = ZoneInfo(plan.timezone)
        self.start = start
        self.shown_from = since or self.start
        self.to = to
        self.result = Rehearsal(plan, self.shown_from, to or plan.closes_on)
        self.events = sorted(scenario.events, key=lambda event: event.day)
        self.told_at_once: Counter[tuple[str, date]] = Counter()
        self.on_time = _on_time(book) if scenario.default == ON_TIME else {}

    def play(self) -> Rehearsal:
        day = self.start
        while self._goes_on(day):
            self._day(day)
            day += timedelta(days=1)
        self.result.to = self.to or day - timedelta(days=1)
        self.result.book = self.book
        self.result.unplayed = [one for one in self.events if not self.start <= one.day <= self.result.to]
        return self.result

    def _goes_on(self, day: date) -> bool:
        """Whether a day is played; the last rung is looked for only once the campaign's own end is past."""
        if self.to is not None:
            return day <= self.to
        return day <= self.book.plan.closes_on or day <= self._end()

    def _end(self) -> date:
        """The later of the campaign's end and the last rung that is still to come for anything owed."""
        last = self.book.plan.closes_on
        for one in self.book.plan.obligations:
            if one.actor is Actor.OWNER and not self.book.facts[one.id].finished and not self.book.blocked_by(one):
                last = max([last, *(rung.planned_on for rung in rungs_of(self.book, one))])
            waits = self.book.facts[one.id].waits
            last = max([last, *(self.book.plan.calendar.add(wait.due_on, 3) for wait in waits)])
        return last

    def _day(self, day: date) -> None:
        opening = self.book.plan.office_hours[0]
        todays = [event for event in self.events if event.day == day]
        for event in todays:
            if event.at is not None and event.at < opening:
                self._event(event)
        if self.scenario.outage_on(day):
            self.result.outages.append(day)
        else:
            self._run(day)
        for event in todays:
            if event.at is None or event.at >= opening:
                self._event(event)
        for one in self.on_time.get(day, ()):
            self._hand_in(one, day)

    # -- the run -----------------------------------------------------------------------------------------------------

    def _run(self, day: date) -> None:
        planned = plan_day(self.book, day)
        at = datetime.combine(day, self.book.plan.office_hours[0], self.zone)
        for draft in planned.drafts:
            state = NoticeState.SENT if draft.state is NoticeState.PLANNED else draft.state
            self._keep(Played(draft, self.book, at, state))
        self._settle_held(planned)
        if day >= self.shown_from:
            self.result.superseded += [pair for pair in planned.told if pair[1].outcome is Outcome.SUPERSEDED]
        self.book = apply_day(self.book, planned)

    def _keep(self, played: Played) -> None:
        if played.draft.on >= self.shown_from:
            self.result.notices.append(played)

    def _settle_held(self, planned: Day) -> None:
        """A held notice none of whose items waits any more has its end: the reason stands in the day's result."""
        for played in self.result.notices:
            if played.state is NoticeState.HELD and played.draft.key in planned.superseded:
                played.state = NoticeState.SUPERSEDED
            elif played.state is NoticeState.HELD and played.draft.key in planned.suppressed:
                played.state = NoticeState.SUPPRESSED

    # -- events ------------------------------------------------------------------------------------------------------

    def _event(self, event: Event) -> None:
        if event.act == "answer":
            self._answer(event)
        elif event.act == "release":
            self._release(event)
        elif event.act != "chase":
            for one in self._about(event):
                self._act(one, _deed(event), event)

    def _answer(self, event: Event) -> None:
        try:
            self.book = answer(self.book, event.question or "", event.value or "", event.day)
        except UnusableAnswerError as wrong:
            self.result.refused.append((event, wrong.message))
            return
        if self.scenario.default == ON_TIME:
            self.on_time = _on_time(self.book)

    def _about(self, event: Event) -> tuple[Obligation, ...]:
        return matching(event, self.book.plan, {key: facts.unit for key, facts in self.book.facts.items()})

    def _act(self, one: Obligation, deed: Deed, event: Event) -> None:
        done = perform(self.book, one, deed)
        if isinstance(done, Refusal):
            self.result.refused.append((event, done.why))
            return
        self._set(one, done)
        if deed.act in {Act.RETURN, Act.REOPEN}:
            self._tell_returned(one, deed, event.at)

    def _set(self, one: Obligation, facts: Facts) -> None:
        self.book = self.book.with_facts({one.id: facts})

    def _release(self, event: Event) -> None:
        about = {one.id for one in self._about(event)}
        released = tuple(
            replace(one, released=True) if one.item.obligation in about else one for one in self.book.awaiting
        )
        self.book = replace(self.book, awaiting=released)

    def _hand_in(self, one: Obligation, day: date) -> None:
        for act in (Act.SUBMIT, Act.ACCEPT):
            done = perform(self.book, one, Deed(act, day))
            if not isinstance(done, Refusal):
                self._set(one, done)

    def _tell_returned(self, one: Obligation, deed: Deed, at: time | None) -> None:
        """The unit hears at once what came back and why; outside office hours when they next begin."""
        plan = self.book.plan
        start, end = plan.office_hours
        moment = at or end
        asked = datetime.combine(deed.on, moment, self.zone)
        on, late = deed.on, not plan.calendar.is_working_day(deed.on) or moment > end
        if late:
            on, moment = plan.calendar.add(deed.on, 1), start
        goes = datetime.combine(on, max(moment, start), self.zone)
        for draft in returned_drafts(self.book, one, on, lambda identity: self.told_at_once[identity, on]):
            self.told_at_once[draft.recipient.identity, on] += 1
            state = NoticeState.SENT if draft.state is NoticeState.PLANNED else draft.state
            self._keep(Played(draft, self.book, goes, state, asked if goes > asked else None))


def _deed(event: Event) -> Deed:
    forms = frozenset({Form(event.form)}) if event.form else None
    return Deed(Act(event.act), event.day, event.step, forms, event.until, event.reason)


def _on_time(book: Book) -> dict[date, list[Obligation]]:
    """Who hands in when if everybody is on time: on the last working day strictly before the due day.

    What has no owner or no day stays open, until an answer gives it both.
    """
    days: dict[date, list[Obligation]] = {}
    for one in book.plan.obligations:
        facts = book.facts[one.id]
        if facts.due_on and facts.unit:
            days.setdefault(book.plan.calendar.add(facts.due_on, -1), []).append(one)
    return days
