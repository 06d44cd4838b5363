"""A changed campaign file in mid-campaign: every row of docs/changes.md, on both databases.

Spring 2024 in China: 4 to 6 April and 1 to 5 May are off; Sundays 7 and 28 April and Saturday 11 May are worked.
The report is due on Friday 12 April: -3wd on the 9th, 0 on the 12th, +1wd on the 15th, +3wd on the 17th, +5wd on the
19th, +10wd on the 26th.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

import pytest
from sqlalchemy import Engine, insert, select, update

from models.database import reading, writing
from models.tables.campaigns import campaign, party, person, question, tenure
from models.tables.notices import item, notice
from models.tables.obligations import obligation
from models.tables.records import event
from register.acts import act
from register.answers import answer
from register.books import whole_book
from register.campaigns import find_campaign
from register.change.kinds import Change
from register.changes import OutOfReachError
from register.changing import ChangedMeanwhileError, NewFile, apply_changes, changes_in
from register.events import Deal, verify
from register.loading import load_campaign
from register.planning import plan_the_day
from register.saving import save_facts
from schedule.agenda import may_want_a_line, next_on
from schedule.campaign_file.reader import read_campaign
from schedule.campaign_file.references import check_references
from schedule.facts import Book, Facts
from schedule.plan import Plan
from schedule.resolve import resolve
from schedule.transitions import Act, Deed, Step
from tests.small_campaign import said, text_of

CAMPAIGN = """
duban: 1
campaign:
  key: harbour
  title: {en: Harbour days}
  opens_on: 2024-03-01
  closes_on: 2024-06-28
  calendar: {country: CN, rest: []}
  rest_day: literal
  review_term: 3wd
  contact: {name: Mo Bell}
bodies:
  office: {name: Office, seats: {director: {role: office_director}, staff: {role: liaison}}}
  leading-group:
    name: Group
    seats:
      leader: {role: leader}
      deputy: {role: deputy_leader, in_charge: []}
  province: {name: Province, outside: true}
units:
  docks: {name: Docks, kind: bureau}
  pilots: {name: Pilots, kind: bureau}
  lights: {name: Lights, kind: branch}
kinds:
  bureau: {title: Bureau}
  branch: {title: Branch}
people:
  - {name: Ada, holds: [{seat: docks/liaison}], addresses: "mailto:ada@docks.example"}
  - {name: Bo, holds: [{seat: docks/head}], addresses: "mailto:bo@docks.example"}
  - {name: Cy, holds: [{seat: pilots/liaison}], addresses: "mailto:cy@pilots.example"}
  - {name: Di, holds: [{seat: pilots/head}], addresses: "mailto:di@pilots.example"}
  - {name: Ed, holds: [{seat: office/director}], addresses: "mailto:ed@office.example"}
  - {name: Fay, holds: [{seat: office/staff}], addresses: "mailto:fay@office.example"}
ladders:
  standard:
    - {at: -3wd, tell: liaison}
    - {at: 0, tell: [liaison, head]}
    - {at: +1wd, tell: head}
    - {at: +3wd, tell: office_director}
    - {at: +5wd, tell: [head, deputy_leader]}
    - {at: +10wd, every: 10wd, tell: head}
  short:
    - {at: 0, tell: liaison}
    - {at: +1wd, tell: head}
phases:
  - key: spring
    kind: collection
    opens_on: 2024-03-01
    closes_on: 2024-05-31
    milestones:
      - key: papers
        title: Papers
        due: 2024-04-12
        deliverables:
          - {key: report, title: Report, owed_by: [docks, pilots], submit_to: office}
      - key: lists
        title: Lists
        due: {unknown: [2024-05-20, 2024-05-21]}
        deliverables:
          - {key: list, title: List, owed_by: docks, submit_to: office}
          - {key: annex, title: Annex, owed_by: docks, submit_to: office, due: {after: list, offset: 5wd}}
      - key: figures
        title: Figures
        due: 2024-05-10
        deliverables:
          - {key: figure, title: Figure, owed_by: [{open: 3}], submit_to: office}
      - key: minutes
        title: Minutes
        due: {every: week, day: tue, first: 2024-04-09, until: 2024-04-23, rest: {next: 2wd}}
        deliverables:
          - {key: minute, title: Minute, owed_by: lights, submit_to: office}
"""
REPORT, LIST, ANNEX = "report/docks", "list/docks", "annex/docks"
FIGURES = ("figure/slot-01", "figure/slot-02", "figure/slot-03")


def day_of(month_day: str) -> date:
    return date.fromisoformat(f"2024-{month_day}")


@lru_cache
def plan_of(text: str) -> Plan:
    source, problems = read_campaign(text.encode(), "harbour.yaml")
    assert source is not None, said(problems)
    problems = (*problems, *check_references(source))
    assert not problems, said(problems)
    return resolve(source.file)


@dataclass
class Running:
    """The campaign in a database, loaded on 1 March, with what a test does to it."""

    engine: Engine
    text: str = CAMPAIGN
    changes: tuple[Change, ...] = field(default=(), init=False)
    """Of the last change."""

    def __post_init__(self) -> None:
        with writing(self.engine) as connection:
            load_campaign(connection, plan_of(self.text), deal("03-01"), "harbour.yaml", self.text)

    # -- what happens ----------------------------------------------------------------------------------------------

    def runs(self, first: str, last: str | None = None) -> None:
        """The daily runs from a day to a day, both inclusive."""
        day = day_of(first)
        while day <= day_of(last or first):
            with writing(self.engine) as connection:
                at = datetime.combine(day, time(8, 30), UTC)
                plan_the_day(connection, find_campaign(connection, None), day, at, "harbour.example")
            day += timedelta(days=1)

    def does(self, key: str, act_: Act, on: str, **more: object) -> None:
        with writing(self.engine) as connection:
            deed = Deed(act_, day_of(on), **more)  # type: ignore[arg-type]
            act(connection, find_campaign(connection, None), key, deed, deal(on))

    def answers(self, key: str, value: str, on: str) -> None:
        with writing(self.engine) as connection:
            running = find_campaign(connection, None)
            book = whole_book(connection, running)
            save_facts(connection, running, book, answer(book, key, value, day_of(on)))
            given = {"answered_on": day_of(on), "value": value, "answered_by": "Ed"}
            connection.execute(update(question).where(question.c.key == key).values(given))

    def hands_over(self, seat: str, to: str, on: str) -> None:
        """A seat's hand-over as an act leaves it: the old tenure ends, somebody new begins."""
        with writing(self.engine) as connection:
            before = day_of(on) - timedelta(days=1)
            connection.execute(update(tenure).where(tenure.c.seat == seat).values(until=before))
            values = {"campaign_id": 1, "key": to, "name": to, "position": 99, "addresses": [f"mailto:{to}@x.example"]}
            who = connection.execute(insert(person).values(values).returning(person.c.id)).scalar_one()
            new = {"person_id": who, "seat": seat, "since": day_of(on), "until": date.max}
            connection.execute(insert(tenure).values(new))

    def change(self, *edits: tuple[str, str], on: str) -> list[str]:
        """Load the file with some of its words replaced; what differs, and what must hold whatever differs."""
        before = self._untouchable()
        self.text = edited(self.text, *edits)
        new = NewFile(plan_of(self.text), "harbour.yaml", self.text)
        with writing(self.engine) as connection:
            running = find_campaign(connection, None)
            self.changes = changes_in(connection, running, new.plan)
            apply_changes(connection, running, new, self.changes, deal(on))
        after = self._untouchable()
        assert after[0] == before[0], "a message was touched"
        assert after[1][: len(before[1])] == before[1], "an event was touched"
        assert len(after[1]) == len(before[1]) + len(self.changes) + bool(self.changes), (
            "an event a change, one for all"
        )
        self._holds()
        return [f"{one.kind} {one.subject}" for one in self.changes]

    def _untouchable(self) -> tuple[list[object], list[object]]:
        with reading(self.engine) as connection:
            notices = connection.execute(select(notice).order_by(notice.c.key)).all()
            return list(notices), list(connection.execute(select(event).order_by(event.c.number)).all())

    def _holds(self) -> None:
        """The chain is whole, the same file again is no change, and every next date follows from what is stored."""
        with reading(self.engine) as connection:
            running = find_campaign(connection, None)
            assert verify(connection, running.id).ok
            assert changes_in(connection, running, plan_of(self.text)) == ()
            book = whole_book(connection, running)
            rows = connection.execute(select(obligation.c.key, obligation.c.next_on, obligation.c.weekly))
            dates = {row.key: (row.next_on, row.weekly) for row in rows}
        assert dates == {one.id: (next_on(book, one), may_want_a_line(book, one)) for one in book.plan.obligations}

    # -- what is seen ----------------------------------------------------------------------------------------------

    def book(self) -> Book:
        with reading(self.engine) as connection:
            return whole_book(connection, find_campaign(connection, None))

    def facts(self, key: str) -> Facts:
        return self.book().facts[key]

    def told(self, key: str, since: str = "01-01") -> list[str]:
        """`04-09 docks/liaison -3wd sent`: everything recorded from a day on."""
        chosen = select(item).where(item.c.obligation == key, item.c.on >= day_of(since))
        with reading(self.engine) as connection:
            rows = connection.execute(chosen).all()
        return sorted(f"{row.on:%m-%d} {row.seat} {row.offset} {row.outcome}" for row in rows)

    def sent(self, key: str, since: str = "01-01") -> list[str]:
        """`04-09 docks/liaison -3wd`: what went from a day on."""
        return [line.removesuffix(" sent") for line in self.told(key, since) if line.endswith(" sent")]

    def effects(self) -> list[str]:
        return [text_of(one.effect) for one in self.changes]

    def questions(self) -> list[str]:
        """Every question with its answer."""
        with reading(self.engine) as connection:
            rows = connection.execute(select(question).order_by(question.c.key)).all()
        return [f"{row.key}: {row.value or 'open'}" for row in rows]

    def holder(self, seat: str, on: str) -> str | None:
        found = self.book().plan.directory.holder(seat, day_of(on))
        return found and found.name


def deal(on: str) -> Deal:
    return Deal("Fay", datetime.combine(day_of(on), time(16), UTC), day_of(on))


def edited(text: str, *edits: tuple[str, str]) -> str:
    for old, new in edits:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return text


def joined(name: str, seat: str) -> tuple[str, str]:
    """The edit that names somebody more; `seat` with the days it is held."""
    person = f'  - {{name: {name}, holds: [{{seat: {seat}}}], addresses: "mailto:{name}@x.example"}}\n'
    return "people:\n", f"people:\n{person}"


@pytest.fixture
def running(engine: Engine) -> Running:
    return Running(engine)


# -- nothing -----------------------------------------------------------------------------------------------------------


def test_the_same_file_again_changes_nothing_and_writes_nothing(running: Running):
    assert running.change(on="03-05") == []
    with reading(running.engine) as connection:
        assert connection.execute(select(campaign.c.loaded_at)).scalar_one() == deal("03-01").at


def test_a_comment_or_a_line_more_is_no_change(running: Running):
    assert running.change(("bodies:\n", "# who leads\n\nbodies:\n"), on="03-05") == []


def test_a_dry_run_writes_nothing(running: Running):
    text = edited(CAMPAIGN, ("due: 2024-04-12", "due: 2024-04-19"))
    before = running._untouchable(), running.facts(REPORT)
    with reading(running.engine) as connection:
        assert len(changes_in(connection, find_campaign(connection, None), plan_of(text))) == 3
    assert (running._untouchable(), running.facts(REPORT)) == before


def test_what_was_not_shown_is_not_applied(running: Running):
    new = NewFile(plan_of(edited(CAMPAIGN, ("title: Report", "title: Account"))), "harbour.yaml", "text")
    with writing(running.engine) as connection:
        there = find_campaign(connection, None)
        shown = changes_in(connection, there, new.plan)
    running.change(("title: Report", "title: Statement"), on="03-05")
    with pytest.raises(ChangedMeanwhileError), writing(running.engine) as connection:
        apply_changes(connection, there, new, shown, deal("03-05"))


def test_a_file_whose_calendar_does_not_reach_what_is_stored_is_refused(running: Running):
    running.does(REPORT, Act.EXTEND, "04-02", until=date(2031, 6, 2))
    earlier = CAMPAIGN.replace("2024-", "2012-")
    with pytest.raises(OutOfReachError), reading(running.engine) as connection:
        changes_in(connection, find_campaign(connection, None), plan_of(earlier))


def test_the_events_say_who_changed_what_from_what_to_what(running: Running):
    running.change(("due: 2024-04-12", "due: 2024-04-19"), on="03-20")
    with reading(running.engine) as connection:
        rows = connection.execute(select(event).order_by(event.c.number)).all()
    moved = next(row for row in rows if row.subject == REPORT)
    assert (moved.act, moved.by, moved.on) == ("change", "Fay", day_of("03-20"))
    assert moved.data["kind"] == "day_moved"
    assert moved.data["facts"]["before"] == {
        "due_on": "2024-04-12",
        "effective_due_on": "2024-04-12",
        "known_on": "2024-03-01",
    }
    assert rows[-1].act == "reload"
    assert rows[-1].data["changes"] == {"milestone": 1, "day_moved": 2}


# -- settings ----------------------------------------------------------------------------------------------------------


def test_what_has_not_fired_follows_a_new_end_of_the_campaign(running: Running):
    running.runs("04-09", "04-26")
    assert running.change(("closes_on: 2024-06-28", "closes_on: 2024-05-15"), on="04-26") == [
        "setting campaign.closes_on"
    ]
    running.runs("05-13")
    running.runs("05-27")
    # +10wd went on 26 April; +20wd lies on 13 May, +30wd on the 27th
    assert running.sent(REPORT, "04-27") == ["05-13 docks/head +20wd"]


def test_settings_are_replaced_and_nothing_else(running: Running):
    before = running.book()
    done = running.change(
        ("title: {en: Harbour days}", "title: {en: Port days}"),
        ("contact: {name: Mo Bell}", "contact: {name: Al Bell}"),
        ("  review_term: 3wd", '  review_term: 5wd\n  office_hours: "09:00-17:00"\n  timezone: Asia/Tokyo'),
        ("  opens_on: 2024-03-01\n  closes_on: 2024-06", "  opens_on: 2024-02-20\n  closes_on: 2024-06"),
        ("  rest_day", "  languages: [zh_Hans, en]\n  rest_day"),
        on="03-20",
    )
    names = ("title", "timezone", "opens_on", "office_hours", "languages", "review_term", "contact")
    assert done == [f"setting campaign.{name}" for name in names]
    after, wanted = running.book(), plan_of(running.text)
    assert after.facts == before.facts
    assert [getattr(after.plan, name) for name in names] == [getattr(wanted, name) for name in names]


def test_another_rule_for_days_off_moves_what_has_not_fired_and_no_day(running: Running):
    text = edited(CAMPAIGN, ("due: 2024-05-10", "due: 2024-05-04"))
    running.change(("due: 2024-05-10", "due: 2024-05-04"), on="03-05")
    assert text == running.text
    assert running.change(("rest_day: literal", "rest_day: next"), on="03-06") == ["setting campaign.rest_day"]
    # Saturday 4 May is a holiday: rung 0 goes to Monday 6 May
    running.runs("04-28")
    running.runs("05-06")
    assert running.facts(FIGURES[0]).due_on == day_of("05-04")
    assert running.sent(FIGURES[0]) == [
        "04-28 office/staff -3wd",
        "05-06 office/director 0",
        "05-06 office/staff 0",
    ]


def test_a_phase_and_a_milestone_are_replaced(running: Running):
    done = running.change(
        ("closes_on: 2024-05-31", "closes_on: 2024-06-07"), ("title: Papers", "title: All papers"), on="03-20"
    )
    assert done == ["phase phases.spring", "milestone milestones.papers"]
    plan = running.book().plan
    assert [one.closes_on for one in plan.phases] == [day_of("06-07")]
    assert plan.milestones[0].title == {"zh_Hans": "All papers"}


def test_another_order_in_the_file_is_followed(running: Running):
    assert running.change(("owed_by: [docks, pilots]", "owed_by: [pilots, docks]"), on="03-20") == ["order file"]
    assert list(running.book().plan.by_id)[:2] == ["report/pilots", "report/docks"]


# -- working days ------------------------------------------------------------------------------------------------------


def test_only_rungs_that_have_not_fired_move_with_the_calendar(running: Running):
    running.runs("04-09")
    assert running.sent(REPORT) == ["04-09 docks/liaison -3wd"]
    done = running.change(("rest: []", "rest: [2024-04-12, 2024-04-15]"), on="04-09")
    assert done == ["calendar calendar.now-off"]
    running.runs("04-09", "04-17")
    # the due day turned into a day off: rung 0 goes a day before it, +1wd a day later; -3wd goes no second time
    assert running.sent(REPORT, "04-10") == ["04-11 docks/head 0", "04-11 docks/liaison 0", "04-16 docks/head +1wd"]
    assert running.facts(REPORT).known_on == day_of("03-01")


def test_a_year_that_is_published_now_is_no_provisional_year_any_more(running: Running):
    # a campaign of a year for which no make-up days are known: a day worked out of turn publishes it
    later = running.text.replace("2024-", "2027-")
    with writing(running.engine) as connection:
        load_campaign(connection, plan_of(later.replace("key: harbour", "key: later")), deal("03-01"), "later", later)
        there = find_campaign(connection, "later")
        published = plan_of(edited(later.replace("key: harbour", "key: later"), ("rest: []", "work: [2027-05-08]")))
        changes = changes_in(connection, there, published)
        apply_changes(connection, there, NewFile(published, "later", ""), changes, deal("03-02"))
        after = find_campaign(connection, "later").plan.calendar
    assert [one.subject for one in changes] == [
        "calendar.now-worked",
        "calendar.now-published",
        "calendar.marked-otherwise",
    ][: len(changes)]
    assert after.is_working_day(date(2027, 5, 8))
    assert not after.is_provisional(date(2027, 5, 8))


def test_a_recurring_duty_whose_rule_for_days_off_gives_another_day_is_a_moved_day(running: Running):
    running.runs("04-09", "04-12")
    done = running.change(("rest: []", "rest: [2024-04-16]"), on="04-12")
    assert done == ["calendar calendar.now-off", "day_moved minute/lights@2024-W16"]
    facts = running.facts("minute/lights@2024-W16")
    # two working days after Tuesday the 16th
    assert (facts.due_on, facts.known_on) == (day_of("04-18"), day_of("04-12"))


# -- ladders -----------------------------------------------------------------------------------------------------------


def test_a_new_rung_whose_day_is_past_never_fires_and_one_that_lies_ahead_does(running: Running):
    running.runs("04-09", "04-15")
    done = running.change(
        ("    - {at: 0, tell: [", "    - {at: -2wd, tell: [liaison, head]}\n    - {at: 0, tell: ["),
        ("    - {at: +3wd, ", "    - {at: +2wd, tell: head}\n    - {at: +3wd, "),
        on="04-15",
    )
    assert done == ["ladder ladders.standard"]
    assert running.told(REPORT, "04-15") == [
        "04-15 docks/head +1wd sent",
        "04-15 docks/head -2wd superseded",
        "04-15 docks/liaison -2wd superseded",
    ]
    running.runs("04-16", "04-17")
    assert running.sent(REPORT, "04-16") == ["04-16 docks/head +2wd", "04-17 office/director +3wd"]
    assert running.facts(REPORT).known_on == day_of("03-01"), "no fresh start"


def test_a_rung_that_fired_stays_fired_and_one_that_vanished_does_not_come(running: Running):
    running.runs("04-09", "04-15")
    running.change(("    - {at: +3wd, tell: office_director}\n", ""), on="04-15")
    running.runs("04-15", "04-19")
    assert running.told(REPORT, "04-16") == ["04-19 docks/head +5wd sent", "04-19 office/director +5wd sent"]


def test_a_wider_audience_does_not_make_up_for_what_is_past(running: Running):
    running.runs("04-09")
    running.change(("- {at: -3wd, tell: liaison}", "- {at: -3wd, tell: [liaison, head]}"), on="04-09")
    running.runs("04-10", "04-12")
    assert running.sent(REPORT) == ["04-09 docks/liaison -3wd", "04-12 docks/head 0", "04-12 docks/liaison 0"]


def test_what_an_outage_left_unsent_still_goes_after_a_ladder_changed(running: Running):
    # nobody ran on the 12th, when rung 0 was planned by the old ladder too
    running.runs("04-09", "04-11")
    running.change(("- {at: -3wd, tell: liaison}", "- {at: -4wd, tell: liaison}"), on="04-12")
    running.runs("04-15")
    assert "04-15 docks/liaison 0" in running.sent(REPORT)


def test_a_duty_given_another_ladder_keeps_what_went(running: Running):
    running.runs("04-09", "04-12")
    done = running.change(("{key: report, title: Report,", "{key: report, title: Report, ladder: short,"), on="04-12")
    assert done == ["ladder report/docks", "ladder report/pilots"]
    running.runs("04-13", "04-19")
    assert running.sent(REPORT, "04-13") == ["04-15 docks/head +1wd"]


def test_a_kind_with_a_ladder_of_its_own_and_the_campaigns_own_are_assigned_anew(running: Running):
    assert running.change(("branch: {title: Branch}", "branch: {title: Branch, ladder: short}"), on="03-05") == [
        "ladder lights.ladder"
    ]
    assert running.change(("bureau: {title: Bureau}", "bureau: {title: Bureau, up_to: head}"), on="03-05") == [
        "ladder docks.up_to",
        "ladder pilots.up_to",
        "question_gone in-charge-docks",
        "question_gone in-charge-pilots",
    ]
    assert running.change(("  review_term", "  ladder: short\n  review_term"), on="03-05") == ["ladder campaign.ladder"]
    running.runs("04-09", "04-17")
    assert running.sent(REPORT) == ["04-12 docks/liaison 0", "04-15 docks/head +1wd"]


def test_a_ladder_without_reminders_ahead_makes_nobody_new_to_an_old_duty(running: Running):
    running.runs("04-09", "04-15")
    running.runs("05-08")
    running.change(
        ("- {at: -3wd, tell: liaison}", "- {at: -60wd, tell: liaison}"),
        ("    - {at: 0, tell: [liaison, head]}\n", ""),
        on="05-08",
    )
    running.runs("05-09", "05-10")
    assert running.sent(REPORT, "05-09") == []
    running.does(REPORT, Act.SUBMIT, "05-10")
    assert running.facts(REPORT).late


# -- days --------------------------------------------------------------------------------------------------------------


def test_a_moved_day_arms_the_ladder_anew(running: Running):
    running.runs("04-09", "04-12")
    done = running.change(("due: 2024-04-12", "due: 2024-04-19"), on="04-12")
    assert done == ["milestone milestones.papers", "day_moved report/docks", "day_moved report/pilots"]
    facts = running.facts(REPORT)
    assert (facts.due_on, facts.known_on) == (day_of("04-19"), day_of("04-12"))
    running.runs("04-13", "04-22")
    assert running.sent(REPORT, "04-13") == [
        "04-16 docks/liaison -3wd",
        "04-19 docks/head 0",
        "04-19 docks/liaison 0",
        "04-22 docks/head +1wd",
    ]


def test_a_day_moved_into_the_past_is_told_once_and_counts_from_there(running: Running):
    running.runs("04-09", "04-08")
    running.change(("due: 2024-04-12", "due: 2024-04-03"), on="04-08")
    running.runs("04-09", "04-10")
    assert running.sent(REPORT) == ["04-09 docks/head late", "04-09 docks/liaison late", "04-10 docks/head +1wd"]


def test_an_extension_that_is_later_than_the_new_day_stays_and_nothing_begins_anew(running: Running):
    running.does(REPORT, Act.EXTEND, "04-02", until=day_of("04-26"))
    running.change(("due: 2024-04-12", "due: 2024-04-19"), on="04-10")
    facts = running.facts(REPORT)
    assert (facts.due_on, facts.term_on, facts.effective_due_on) == (day_of("04-19"), day_of("04-26"), day_of("04-26"))
    assert facts.known_on == day_of("04-02")
    assert "the later day that was granted, 2024-04-26, stays and counts" in running.effects()


def test_a_new_day_after_an_extension_takes_its_place(running: Running):
    running.does(REPORT, Act.EXTEND, "04-02", until=day_of("04-17"))
    running.change(("due: 2024-04-12", "due: 2024-04-19"), on="04-10")
    facts = running.facts(REPORT)
    assert (facts.term_on, facts.effective_due_on, facts.known_on) == (None, day_of("04-19"), day_of("04-10"))


def test_a_finished_duty_keeps_the_day_it_was_judged_by(running: Running):
    running.does(REPORT, Act.SUBMIT, "04-15")
    running.does(REPORT, Act.ACCEPT, "04-15")
    running.change(("due: 2024-04-12", "due: 2024-04-19"), on="04-16")
    facts = running.facts(REPORT)
    assert (facts.due_on, facts.late) == (day_of("04-12"), True)
    assert running.book().plan.by_id[REPORT].dated.due_on == day_of("04-19")


@pytest.mark.parametrize(("new_day", "late"), [("04-19", False), ("04-11", True)])
def test_what_came_in_is_judged_by_the_new_day_and_never_turns_late_by_it(running: Running, new_day: str, late: bool):
    running.does(REPORT, Act.SUBMIT, "04-15")
    running.does("report/pilots", Act.SUBMIT, "04-12")
    running.change(("due: 2024-04-12", f"due: 2024-{new_day}"), on="04-16")
    assert running.facts(REPORT).late is late
    assert not running.facts("report/pilots").late


def test_a_day_that_the_file_takes_back_leaves_nobody_to_be_told(running: Running):
    running.runs("04-09")
    done = running.change(("due: 2024-04-12", "due: {unknown: true}"), on="04-09")
    assert "question_new report-due" in done
    running.runs("04-10", "04-19")
    assert running.facts(REPORT).effective_due_on is None
    assert running.sent(REPORT, "04-10") == []


# -- duties ------------------------------------------------------------------------------------------------------------


def test_a_new_duty_is_known_from_the_day_of_the_change(running: Running):
    running.runs("04-09", "04-10")
    done = running.change(("owed_by: [docks, pilots]", "owed_by: [docks, pilots, lights]"), on="04-10")
    assert done == ["duty_new report/lights"]
    facts = running.facts("report/lights")
    assert (facts.known_on, facts.due_on, facts.unit) == (day_of("04-10"), day_of("04-12"), "lights")
    running.runs("04-11", "04-12")
    # -3wd was on the 9th: not yet known on its day
    assert [line for line in running.told("report/lights") if "liaison" in line] == [
        "04-11 lights/liaison -3wd superseded",
        "04-12 lights/liaison 0 no_address",
    ]


def test_a_duty_that_is_gone_is_cancelled_and_its_trail_stays(running: Running):
    running.runs("04-09")
    assert running.change(("owed_by: [docks, pilots]", "owed_by: pilots"), on="04-09") == ["duty_gone report/docks"]
    running.runs("04-10", "04-19")
    assert running.facts(REPORT).status == "cancelled"
    assert running.sent(REPORT) == ["04-09 docks/liaison -3wd"]
    assert "cancelled, because the file has it no more; its trail stays" in running.effects()


def test_a_finished_duty_that_is_gone_stays_finished(running: Running):
    running.does(REPORT, Act.SUBMIT, "04-09")
    running.does(REPORT, Act.ACCEPT, "04-09")
    assert running.change(("owed_by: [docks, pilots]", "owed_by: pilots"), on="04-10") == []
    assert running.facts(REPORT).status == "accepted"


def test_a_duty_that_comes_back_is_owed_again_from_that_day(running: Running):
    running.runs("04-09")
    running.does(REPORT, Act.SUBMIT, "04-09")
    running.change(("owed_by: [docks, pilots]", "owed_by: pilots"), on="04-09")
    assert running.change(("owed_by: pilots", "owed_by: [docks, pilots]"), on="04-11") == ["duty_back report/docks"]
    facts = running.facts(REPORT)
    assert (facts.status, facts.known_on, facts.waits) == ("open", day_of("04-11"), ())
    running.runs("04-12")
    assert running.sent(REPORT) == ["04-09 docks/liaison -3wd", "04-12 docks/head 0", "04-12 docks/liaison 0"]


def test_what_a_granted_dispute_cancelled_stays_cancelled(running: Running):
    running.does(REPORT, Act.DISPUTE, "04-09", step=Step.GRANT)
    assert running.change(on="04-10") == []
    running.change(("owed_by: [docks, pilots]", "owed_by: pilots"), on="04-10")
    running.change(("owed_by: pilots", "owed_by: [docks, pilots]"), on="04-11")
    assert running.facts(REPORT).status == "cancelled"


def test_a_duty_said_in_other_words_is_updated(running: Running):
    running.runs("04-09")
    done = running.change(
        (
            "{key: report, title: Report, owed_by: [docks, pilots], submit_to: office}",
            "{key: report, title: Account, owed_by: [docks, pilots], submit_to: province, forms: [paper]}",
        ),
        ("forms: [paper]}", "forms: [paper], clause: II, needs: [minute], commitment: true, note: In one copy}"),
        on="04-09",
    )
    assert set(done) == {"duty_changed report/docks", "duty_changed report/pilots"}
    one = running.book().plan.by_id[REPORT]
    assert one.title == {"zh_Hans": "Account"}
    assert (one.submit_to, one.clause, one.commitment) == (("province",), "II", True)
    assert one.needs == ("minute/lights@2024-W15", "minute/lights@2024-W16", "minute/lights@2024-W17")
    running.runs("04-10", "04-12")
    assert running.sent(REPORT, "04-10") == [], "it waits for the minutes now"


def test_a_duty_that_moves_to_another_milestone_stays_the_same_duty(running: Running):
    text = "          - {key: report, title: Report, owed_by: [docks, pilots], submit_to: office}\n"
    done = running.change(
        (text, "          - {key: cover, title: Cover, owed_by: docks, submit_to: office}\n"),
        (
            "          - {key: figure,",
            text.replace("submit_to: office}", "submit_to: office, due: 2024-04-12}") + "          - {key: figure,",
        ),
        on="03-20",
    )
    assert "duty_changed report/docks" in done
    assert "duty_new cover/docks" in done
    assert "duty_gone report/docks" not in done
    assert running.book().plan.by_id[REPORT].milestone == "figures"


# -- who takes part ----------------------------------------------------------------------------------------------------


def test_a_new_unit_takes_part_from_the_day_of_the_change(running: Running):
    done = running.change(
        ("  lights: {", "  tugs: {name: Tugs, kind: bureau}\n  lights: {"),
        ("owed_by: [docks, pilots]", "owed_by: [docks, pilots, tugs]"),
        on="04-01",
    )
    assert done == [
        "party_new tugs",
        "seat_new tugs/liaison",
        "seat_new tugs/head",
        "duty_new report/tugs",
        "question_new in-charge-tugs",
    ]
    assert running.facts("report/tugs").known_on == day_of("04-01")


def test_a_unit_that_is_gone_owes_nothing_any_more_and_stays_for_the_record(running: Running):
    running.runs("04-09", "04-12")
    done = running.change(
        ("  pilots: {name: Pilots, kind: bureau}\n", ""),
        ('  - {name: Cy, holds: [{seat: pilots/liaison}], addresses: "mailto:cy@pilots.example"}\n', ""),
        ('  - {name: Di, holds: [{seat: pilots/head}], addresses: "mailto:di@pilots.example"}\n', ""),
        ("owed_by: [docks, pilots]", "owed_by: docks"),
        on="04-12",
    )
    assert done == [
        "party_gone pilots",
        "holders pilots/liaison",
        "holders pilots/head",
        "person_gone Cy",
        "person_gone Di",
        "duty_gone report/pilots",
        "question_gone in-charge-pilots",
    ]
    assert "cancelled, because the unit left the campaign; its trail stays" in running.effects()
    running.runs("04-13", "04-19")
    directory = running.book().plan.directory
    assert directory.parties["pilots"].gone
    assert not directory.parties["pilots"].chased
    assert directory.seats["pilots/head"].gone
    assert running.sent("report/pilots") == [
        "04-09 pilots/liaison -3wd",
        "04-12 pilots/head 0",
        "04-12 pilots/liaison 0",
    ]


def test_a_unit_that_comes_back_takes_part_again(running: Running):
    gone = ("  lights: {name: Lights, kind: branch}\n", "")
    duty = ("owed_by: lights", "owed_by: docks")
    running.change(gone, duty, on="04-01")
    with reading(running.engine) as connection:
        left = connection.execute(select(party.c.gone_on).where(party.c.key == "lights")).scalar_one()
    assert left == day_of("04-01")
    running.change(("title: Report", "title: Account"), on="04-02")
    with reading(running.engine) as connection:
        assert connection.execute(select(party.c.gone_on).where(party.c.key == "lights")).scalar_one() == left
    running.text = edited(running.text, ("title: Account", "title: Report"))
    done = running.change(
        ("kinds:\n", "  lights: {name: Lights, kind: branch}\nkinds:\n"),
        ("key: minute, title: Minute, owed_by: docks", "key: minute, title: Minute, owed_by: lights"),
        on="04-03",
    )
    assert done[:3] == ["party_new lights", "seat_new lights/liaison", "seat_new lights/head"]
    assert not running.book().plan.directory.parties["lights"].gone
    assert running.facts("minute/lights@2024-W15").known_on == day_of("04-03")


def test_a_unit_renamed_keeps_what_went_under_its_old_name(running: Running):
    running.runs("04-09")
    done = running.change(("docks: {name: Docks, kind: bureau}", "docks: {name: Quays, kind: bureau}"), on="04-09")
    assert done == ["party_changed docks", "question_changed in-charge-docks"]
    running.runs("04-12")
    with reading(running.engine) as connection:
        texts = connection.execute(select(notice.c.on, notice.c.text).where(notice.c.seat == "docks/liaison"))
        named = {f"{row.on:%m-%d}": [name for name in ("Docks", "Quays") if name in row.text] for row in texts}
    assert named == {"04-09": ["Docks"], "04-12": ["Quays"]}


def test_a_new_seat_is_told_what_lies_ahead_and_not_what_is_past(running: Running):
    running.runs("04-09")
    done = running.change(
        ("docks: {name: Docks, kind: bureau}", "docks: {name: Docks, kind: bureau, seats: {second: {role: liaison}}}"),
        joined("Gil", "docks/second"),
        on="04-09",
    )
    assert done == ["seat_new docks/second", "holders docks/second", "person_new Gil"]
    running.runs("04-10", "04-12")
    assert [line for line in running.told(REPORT) if "second" in line] == [
        "04-09 docks/second -3wd superseded",
        "04-12 docks/second 0 sent",
    ]


def test_a_seat_that_is_no_more_is_told_nothing_and_stays_for_the_record(running: Running):
    running.runs("04-09")
    done = running.change(
        ("docks: {name: Docks, kind: bureau}", "docks: {name: Docks, kind: bureau, seats: {liaison: null}}"),
        ('  - {name: Ada, holds: [{seat: docks/liaison}], addresses: "mailto:ada@docks.example"}\n', ""),
        on="04-09",
    )
    assert done == ["seat_gone docks/liaison", "holders docks/liaison", "person_gone Ada"]
    running.runs("04-10", "04-15")
    assert running.sent(REPORT) == ["04-09 docks/liaison -3wd", "04-12 docks/head 0", "04-15 docks/head +1wd"]
    assert "docks/liaison" in running.book().plan.directory.seats


def test_a_deputy_leader_put_in_charge_hears_of_what_is_to_come(running: Running):
    running.runs("04-09", "04-19")
    assert "04-19 office/director +5wd" in running.sent(REPORT)
    done = running.change(("in_charge: []", "in_charge: [docks]"), on="04-19")
    assert done == ["seat_changed leading-group/deputy", "question_gone in-charge-docks"]
    running.runs("04-22", "04-28")
    assert [line for line in running.told(REPORT) if "deputy" in line] == ["04-19 leading-group/deputy +5wd superseded"]


def test_what_stands_held_for_a_deputy_leader_is_suppressed_once_its_duty_is_gone(running: Running):
    running.change(("in_charge: []", "in_charge: [docks]"), joined("Gil", "leading-group/deputy"), on="03-05")
    running.runs("04-15", "04-19")
    running.change(("owed_by: [docks, pilots]", "owed_by: pilots"), on="04-19")
    running.runs("04-22")
    with reading(running.engine) as connection:
        rows = connection.execute(select(notice.c.seat, notice.c.state).where(notice.c.seat == "leading-group/deputy"))
        assert [tuple(row) for row in rows] == [("leading-group/deputy", "suppressed")]


def test_a_body_outside_that_turns_into_a_unit_hears_nothing_of_what_is_past(running: Running):
    running.change(("owed_by: [docks, pilots]", "owed_by: [docks, pilots, province]"), on="03-05")
    assert running.book().plan.by_id["report/province"].actor == "external"
    done = running.change(
        ("  province: {name: Province, outside: true}\n", ""),
        ("units:\n", "units:\n  province: {name: Province}\n"),
        on="04-09",
    )
    assert "duty_changed report/province" in done
    running.runs("04-10", "04-12")
    assert running.told("report/province") == [
        "04-10 province/liaison -3wd superseded",
        "04-12 office/director 0 sent",
        "04-12 province/head 0 no_address",
        "04-12 province/liaison 0 no_address",
    ]


def test_a_body_that_is_gone_stays_for_the_record(running: Running):
    assert running.change(("  province: {name: Province, outside: true}\n", ""), on="04-09") == ["party_gone province"]
    assert running.book().plan.directory.parties["province"].gone


# -- people ------------------------------------------------------------------------------------------------------------


def test_a_new_holder_is_told_from_his_day_on(running: Running):
    running.runs("04-09")
    done = running.change(
        (
            "holds: [{seat: docks/liaison}], addresses",
            "holds: [{seat: docks/liaison, to: 2024-04-11}], addresses",
        ),
        joined("Gil", "docks/liaison, from: 2024-04-12"),
        on="04-09",
    )
    assert done == ["holders docks/liaison", "person_new Gil"]
    assert [running.holder("docks/liaison", day) for day in ("04-11", "04-12")] == ["Ada", "Gil"]


def test_a_hand_over_by_an_act_outlives_a_file_that_is_silent_about_it(running: Running):
    running.hands_over("docks/liaison", "Gil", "04-10")
    assert running.change(on="04-11") == []
    assert running.change(("title: Report", "title: Account"), on="04-11")
    assert [running.holder("docks/liaison", day) for day in ("04-09", "04-10")] == ["Ada", "Gil"]


def test_a_file_that_names_another_holder_wins_over_an_act(running: Running):
    running.hands_over("docks/liaison", "Gil", "04-10")
    done = running.change(
        ("{name: Ada, holds: [{seat: docks/liaison}]", "{name: Hal, holds: [{seat: docks/liaison}]"), on="04-11"
    )
    assert done == ["holders docks/liaison", "person_new Hal", "person_gone Ada", "person_gone Gil"]
    assert running.holder("docks/liaison", "04-12") == "Hal"


def test_a_file_that_catches_up_with_an_act_is_the_word_from_then_on(running: Running):
    running.hands_over("docks/liaison", "Gil", "04-10")
    caught_up = (
        ("holds: [{seat: docks/liaison}], addresses", "holds: [{seat: docks/liaison, to: 2024-04-09}], addresses"),
        joined("Gil", "docks/liaison, from: 2024-04-10"),
    )
    assert running.change(*caught_up, on="04-11") == ["holders docks/liaison"]
    assert running.effects() == ["the file says what the register holds already; it is the file's word from now on"]
    running.hands_over("pilots/liaison", "Ida", "04-12")
    running.change(("title: Report", "title: Account"), on="04-12")
    assert running.holder("pilots/liaison", "04-12") == "Ida"


def test_an_address_changed_by_an_act_stays_until_the_file_says_another(running: Running):
    with writing(running.engine) as connection:
        connection.execute(update(person).where(person.c.key == "Ada").values(addresses=["mailto:ada@new.example"]))
    assert running.change(("kind: bureau}\n  pilots", "kind: bureau, aliases: Quay}\n  pilots"), on="04-01") == [
        "party_changed docks"
    ]
    ada = next(one for one in running.book().plan.directory.people if one.key == "Ada")
    assert ada.addresses == ("mailto:ada@new.example",)
    assert running.change(('"mailto:ada@docks.example"', '"mailto:ada@third.example", language: en'), on="04-02") == [
        "person_changed Ada",
        "person_changed Ada",
    ]
    ada = next(one for one in running.book().plan.directory.people if one.key == "Ada")
    assert (ada.addresses, ada.language) == (("mailto:ada@third.example",), "en")


# -- questions ---------------------------------------------------------------------------------------------------------


def test_an_answered_day_holds_while_the_file_leaves_it_open(running: Running):
    running.answers("list-due", "2024-05-20", "04-01")
    running.change(("title: List,", "title: Index,"), on="04-10")
    facts = running.facts(LIST)
    assert (facts.due_on, facts.known_on) == (day_of("05-20"), day_of("04-01"))
    assert running.facts(ANNEX).due_on == day_of("05-27")
    assert "list-due: 2024-05-20" in running.questions()


def test_an_answered_day_holds_for_a_unit_that_joins_later(running: Running):
    running.answers("list-due", "2024-05-20", "04-01")
    running.change(("title: List, owed_by: docks", "title: List, owed_by: [docks, pilots]"), on="04-10")
    facts = running.facts("list/pilots")
    assert (facts.due_on, facts.known_on) == (day_of("05-20"), day_of("04-10"))


def test_a_day_counted_otherwise_from_an_answered_one_is_counted_anew(running: Running):
    running.answers("list-due", "2024-05-20", "04-01")
    assert running.change(("{after: list, offset: 5wd}", "{after: list, offset: 2wd}"), on="04-10") == [
        "day_moved annex/docks"
    ]
    assert running.facts(ANNEX).due_on == day_of("05-22")


def test_a_day_that_the_file_states_wins_over_the_answer(running: Running):
    running.answers("list-due", "2024-05-20", "04-01")
    done = running.change(("due: {unknown: [2024-05-20, 2024-05-21]}", "due: 2024-05-23"), on="04-10")
    assert done == [
        "milestone milestones.lists",
        "day_moved list/docks",
        "day_moved annex/docks",
        "question_settled list-due",
    ]
    facts = running.facts(LIST)
    assert (facts.due_on, facts.known_on) == (day_of("05-23"), day_of("04-10"))
    assert "list-due: 2024-05-20" not in running.questions()
    with reading(running.engine) as connection:
        settled = connection.execute(select(event.c.data).where(event.c.subject == "list-due")).scalar_one()
    assert settled["answer"] == {"value": "2024-05-20", "by": "Ed", "on": "2024-04-01"}


def test_a_day_that_the_file_states_as_answered_begins_nothing_anew(running: Running):
    running.answers("list-due", "2024-05-20", "04-01")
    running.change(("due: {unknown: [2024-05-20, 2024-05-21]}", "due: 2024-05-20"), on="04-10")
    facts = running.facts(LIST)
    assert (facts.due_on, facts.known_on) == (day_of("05-20"), day_of("04-01"))


def test_questions_come_and_go_with_the_file(running: Running):
    done = running.change(
        ("due: {unknown: [2024-05-20, 2024-05-21]}", "due: 2024-05-20"),
        ("phases:\n", "questions:\n  - {key: seal, text: Whose seal?}\nphases:\n"),
        on="04-10",
    )
    assert "question_gone list-due" in done
    assert "question_new seal" in done
    assert running.change(("text: Whose seal?", "text: Whose seal is it?"), on="04-10") == ["question_changed seal"]
    assert "seal: open" in running.questions()
    running.answers("seal", "the office's", "04-11")
    assert running.change(("questions:\n  - {key: seal, text: Whose seal is it?}\n", ""), on="04-12") == []
    assert "seal: the office's" in running.questions()


def test_an_answer_on_who_is_in_charge_gives_way_to_the_file(running: Running):
    second = ("deputy: {role", "second: {role: deputy_leader}\n      deputy: {role")
    running.change(second, on="03-05")
    running.answers("in-charge-docks", "leading-group/second", "04-01")
    assert running.book().in_charge == {"docks": "leading-group/second"}
    done = running.change(("in_charge: []", "in_charge: [docks]"), on="04-10")
    assert done == ["seat_changed leading-group/deputy", "question_settled in-charge-docks"]
    assert running.book().in_charge == {}


def test_a_name_that_was_answered_stays_until_the_file_gives_one(running: Running):
    running.change(("lights: {name: Lights,", "lights: {name: null,"), on="03-05")
    running.answers("lights-name", "Lanterns", "03-06")
    with writing(running.engine) as connection:
        connection.execute(update(party).where(party.c.key == "lights").values(name="Lanterns"))
    assert running.change(on="03-07") == []
    done = running.change(("lights: {name: null,", "lights: {name: Beacons,"), on="03-08")
    assert done == ["party_changed lights", "question_changed in-charge-lights", "question_settled lights-name"]
    assert running.book().plan.directory.parties["lights"].name == "Beacons"


# -- open slots --------------------------------------------------------------------------------------------------------


def test_a_slot_whose_owner_an_answer_named_goes_on_when_the_file_names_him(running: Running):
    running.answers("figure-slot-02", "pilots", "04-01")
    done = running.change(("owed_by: [{open: 3}]", "owed_by: [docks, pilots]"), on="04-10")
    assert done == [
        "duty_new figure/docks",
        "duty_gone figure/slot-01",
        "duty_gone figure/slot-03",
        "question_gone figure-slot-01",
        "question_gone figure-slot-03",
    ]
    assert "cancelled, because the file names the owners now; its trail stays" in running.effects()
    facts = running.facts("figure/slot-02")
    assert (facts.unit, facts.status, facts.known_on) == ("pilots", "open", day_of("04-01"))
    assert "figure/pilots" not in running.book().facts


def test_of_fewer_slots_those_with_an_owner_go_on(running: Running):
    running.answers("figure-slot-03", "pilots", "04-01")
    done = running.change(("owed_by: [{open: 3}]", "owed_by: [docks, {open: 1}]"), on="04-10")
    assert [line for line in done if line.startswith("duty")] == [
        "duty_new figure/docks",
        "duty_gone figure/slot-01",
        "duty_gone figure/slot-02",
    ]
    assert running.facts("figure/slot-03").unit == "pilots"


def test_more_slots_come_under_numbers_nobody_had(running: Running):
    running.answers("figure-slot-01", "pilots", "04-01")
    done = running.change(("owed_by: [{open: 3}]", "owed_by: [pilots, {open: 3}]"), on="04-10")
    assert done == ["duty_new figure/slot-04", "question_new figure-slot-04"]
    assert text_of(running.changes[-1].after) == "Who owes Figure, no. 4? The plan names nobody."


def test_a_slot_whose_owner_left_waits_for_another(running: Running):
    running.answers("figure-slot-01", "lights", "04-01")
    done = running.change(
        ("  lights: {name: Lights, kind: branch}\n", ""), ("owed_by: lights", "owed_by: docks"), on="04-10"
    )
    assert "owner_gone figure/slot-01" in done
    assert "question_new figure-slot-01" in done
    facts = running.facts("figure/slot-01")
    assert (facts.unit, facts.status, facts.known_on) == (None, "open", day_of("04-10"))
    assert "figure-slot-01: open" in running.questions()
