"""Papers for leaders and printed pages: what waits for a person goes once he says so, or is dropped for a reason."""

from datetime import date

import pytest

from notifications.catalogue import catalogue
from notifications.outcomes import Outcome, Sent
from register.releasing import NothingToReleaseError, drop, release
from register.targets import UnknownTargetError
from schedule.transitions import Act
from tests.ledger import book_in
from tests.register_rows import assert_sound, attempts, done, events, everything, items, notices, told, why
from tests.running_campaign import Harbour, harbour

DUTIES = """
- {key: report, title: Report, owed_by: docks, submit_to: office}
- {key: list, title: List, owed_by: docks, submit_to: office, due: 2024-05-10}
"""
HELD = "held"
PRINTED = Outcome(Sent.HANDED_ON, "page.html")


@pytest.fixture
def waiting(engine) -> Harbour:
    """On Friday 19 April the docks' report goes above the office director, to the deputy leader in charge."""
    here = Harbour(engine, harbour(DUTIES))
    here.run("04-15", "04-17", "04-19")
    return here


def paper(here: Harbour):
    (held,) = [one for one in notices(here.engine, seat="leading-group/deputy") if one.state == HELD]
    return held


def released(here: Harbour, target: str, day: str = "04-19", by: str = "Olga"):
    return done(here, day, lambda connection, running, deal: release(connection, running, target, deal), by)


def dropped(here: Harbour, target: str, reason: str = "spoken to", day: str = "04-19", by: str = "Olga"):
    return done(here, day, lambda connection, running, deal: drop(connection, running, target, reason, deal), by)


def said(wrong) -> str:
    return catalogue("en").render(wrong.value.message)


def papers(here: Harbour) -> list[tuple[str, str]]:
    """Day and state of each message to the deputy leader."""
    return [(f"{row.on:%m-%d}", row.state) for row in notices(here.engine, seat="leading-group/deputy")]


# -- papers for leaders ------------------------------------------------------------------------------------------------


def test_a_paper_waits_for_as_long_as_nobody_releases_it(waiting):
    waiting.run("04-22", "04-23")

    assert papers(waiting) == [("04-19", HELD)]


@pytest.mark.parametrize("named", ["key", "start", "obligation", "unit"])
def test_a_paper_is_released_by_its_key_its_obligation_or_the_unit_and_goes_on_the_next_day(waiting, named):
    key = paper(waiting).key
    target = {"key": key, "start": key[:6], "obligation": "report/docks", "unit": "docks"}[named]
    made = released(waiting, target)
    assert [(one.item.obligation, one.item.seat) for one in made.items] == [("report/docks", "leading-group/deputy")]
    waiting.run("04-22")

    assert papers(waiting) == [("04-19", "superseded"), ("04-22", "sent")]
    (went,) = [one for one in notices(waiting.engine, seat="leading-group/deputy") if one.state == "sent"]
    assert items(waiting.engine, went.key) == [("report/docks", "+5wd", "leading-group/deputy", "sent")]
    assert_sound(waiting.engine)


def test_a_release_says_in_the_record_who_released_what(waiting):
    key = paper(waiting).key
    made = released(waiting, "report/docks", by="Olga")

    (event,) = events(waiting.engine, "release")
    assert (event.number, event.by, event.subject) == (made.events[-1], "Olga", key)
    assert event.data["items"] == [["report/docks", "+5wd", "leading-group/deputy"]]


def test_a_paper_goes_once_however_many_runs_follow(waiting):
    released(waiting, "docks")
    waiting.run("04-22", "04-22", "04-23", "04-24")

    assert [state for _, state in papers(waiting)].count("sent") == 1


def test_what_is_done_before_the_paper_went_does_not_go(waiting):
    released(waiting, "docks")
    waiting.do("04-19", Act.SUBMIT, at="16:00")
    waiting.run("04-22")

    assert papers(waiting) == [("04-19", "suppressed")]


def test_a_dropped_paper_is_suppressed_with_its_reason_and_its_rung_does_not_come_back(waiting):
    made = dropped(waiting, "report/docks", "spoken to")
    waiting.run("04-22", "04-23")

    (row,) = notices(waiting.engine, seat="leading-group/deputy")
    assert (row.state, why(row)) == ("suppressed", "dropped by Olga: spoken to")
    assert made.ended == [row.key]
    (event,) = events(waiting.engine, "drop")
    assert (event.subject, event.data["reason"]) == (row.key, "spoken to")
    assert_sound(waiting.engine)


def test_one_of_two_items_dropped_leaves_the_paper_with_the_other(engine):
    duties = "[{key: report, title: Report, owed_by: [docks, lights], submit_to: office}]"
    people = """
- {name: Ada, holds: [{seat: docks/head}, {seat: lights/head}], addresses: "mailto:ada@docks.example"}
- {name: Olga, holds: [{seat: office/director}], addresses: "mailto:olga@office.example"}
- {name: Lena, holds: [{seat: leading-group/leader}], addresses: "mailto:lena@group.example"}
"""
    ladder = "[{at: +1wd, tell: head}, {at: +2wd, tell: leader}]"
    here = Harbour(engine, harbour(duties, people, ladder=ladder))
    here.run("04-15", "04-16")
    dropped(here, "report/lights", day="04-16")
    (held,) = notices(engine, seat="leading-group/leader")
    assert held.state == HELD

    released(here, "report/docks", day="04-16")
    here.run("04-17")
    (went,) = [one for one in notices(engine, seat="leading-group/leader") if one.state == "sent"]
    assert [one[0] for one in items(engine, went.key)] == ["report/docks"]


# -- refusals ----------------------------------------------------------------------------------------------------------


def refused(here: Harbour, target: str, by: str = "Olga", day: str = "04-19") -> str:
    before = everything(here.engine)
    with pytest.raises((NothingToReleaseError, UnknownTargetError)) as wrong:
        released(here, target, by=by, day=day)
    assert wrong.value.exit_code == 2
    assert everything(here.engine) == before
    return said(wrong)


def test_where_nothing_waits_what_does_is_named(waiting):
    assert f"nothing in list/docks waits to be released; waiting: {paper(waiting).key}" == refused(
        waiting, "list/docks"
    )


def test_a_name_that_nothing_has_is_refused_with_those_like_it(waiting):
    assert "no message, obligation or unit is called dock; did you mean docks" in refused(waiting, "dock")
    assert "no message, obligation or unit is called ffffffff" in refused(waiting, "ffffffff")


def test_a_start_that_is_too_short_to_name_a_message_names_none(waiting):
    key = paper(waiting).key

    assert "no message, obligation or unit is called" in refused(waiting, key[:3])


def test_what_is_released_already_is_not_released_again(waiting):
    released(waiting, "docks")

    assert "is released already" in refused(waiting, "docks")


def test_what_is_not_owed_any_more_is_not_released(waiting):
    waiting.do("04-19", Act.SUBMIT, at="14:00")

    assert "is not owed any more" in refused(waiting, "docks")


def test_a_message_without_an_address_is_not_released_but_may_be_dropped(engine):
    docks = Harbour(engine)
    docks.run_to("04-09")
    (held,) = [one for one in notices(docks.engine, seat="pilots/liaison") if one.state == HELD]
    assert "no address is known" in refused(docks, held.key, day="04-09")
    made = dropped(docks, held.key, "told in the corridor", day="04-09")

    (row,) = notices(docks.engine, seat="pilots/liaison")
    assert (row.state, why(row)) == ("suppressed", "dropped by Olga: told in the corridor")
    assert made.ended == [held.key]


def test_what_the_office_owes_itself_is_released_by_its_director_by_name(engine):
    duties = "[{key: own, title: Own, owed_by: office}]"
    people = """
- {name: Olga, holds: [{seat: office/director}], addresses: "mailto:olga@office.example"}
- {name: Lena, holds: [{seat: leading-group/leader}], addresses: "mailto:lena@group.example"}
"""
    here = Harbour(engine, harbour(duties, people, ladder="[{at: +1wd, tell: head}, {at: +2wd, tell: leader}]"))
    here.run("04-15", "04-16")
    assert "its director releases it by name (Olga), not Otto" in refused(here, "own/office", by="Otto", day="04-16")

    released(here, "own/office", by="Olga", day="04-16")
    here.run("04-17")
    assert [row.state for row in notices(engine, seat="leading-group/leader")] == ["superseded", "sent"]


# -- pages -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def printed(engine) -> Harbour:
    """The liaison of the docks is told on paper; on 9 April the page was printed."""
    people = '- {name: Ada, holds: [{seat: docks/liaison}], addresses: "by-hand:room-3"}'
    here = Harbour(engine, harbour(people=people))
    here.run("04-09", answers={"by-hand:room-3": PRINTED})
    return here


def test_a_page_is_sent_once_somebody_says_that_he_delivered_it(printed):
    (page,) = [one for one in notices(printed.engine) if one.channel == "by-hand"]
    assert page.state == HELD
    made = released(printed, page.key[:8], day="04-10", by="Otto")

    (page,) = [one for one in notices(printed.engine) if one.channel == "by-hand"]
    assert (page.state, page.on, page.why) == ("sent", date(2024, 4, 10), None)
    assert attempts(printed.engine, page.key)[-1][0] == Sent.ACCEPTED
    assert "Otto" in attempts(printed.engine, page.key)[-1][1]
    assert made.delivered == [page.key]
    assert events(printed.engine, "release")[0].data == {"delivered_by": "Otto"}


def test_a_page_is_delivered_once_and_not_before_it_was_printed(printed):
    (page,) = [one for one in notices(printed.engine) if one.channel == "by-hand"]
    assert "lies before" in refused(printed, page.key, day="04-08")
    released(printed, page.key, day="04-10")

    assert "its state is sent" in refused(printed, page.key, day="04-10")


def test_planning_goes_on_as_before_once_a_page_was_delivered(printed):
    (page,) = [one for one in notices(printed.engine) if one.channel == "by-hand"]
    released(printed, page.key, day="04-10")
    printed.run("04-12", answers={"by-hand:room-3": PRINTED})

    assert [row[0] for row in told(printed.engine) if row[1] == "docks/liaison"] == ["04-10", "04-12"]
    assert book_in(printed.engine).facts["report/docks"].told
    assert_sound(printed.engine)
