"""How a phase is judged on a day, every figure counted by hand."""

import pytest

from schedule.transitions import Act
from tests.phase_campaign import REPORT, accept, in_two_phases, on, owing
from tests.running_campaign import Harbour

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])


def judged(day: str, running: Harbour, phase: str = "spring") -> tuple[str, int, int, int]:
    found = on(day, running, phase).verdict()
    return found.name, found.overdue, found.finished, found.all


@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        ("02-29", ("NotStarted", 0, 0, 2)),
        ("03-01", ("OnTrack", 0, 0, 2)),
        ("04-12", ("OnTrack", 0, 0, 2)),
        ("04-13", ("2 overdue", 2, 0, 2)),
        # its window ends on 31 May
        ("06-20", ("2 overdue", 2, 0, 2)),
    ],
)
def test_a_phase_has_not_started_is_on_track_or_has_something_overdue(engine, day, verdict):
    assert judged(day, owing(engine, REPORT)) == verdict


def test_what_is_handed_in_and_not_reviewed_is_neither_overdue_nor_finished(engine):
    running = owing(engine, REPORT)
    running.do("04-10", Act.SUBMIT)
    running.do("04-10", Act.SUBMIT, "report/pilots")

    assert judged("04-22", running) == ("OnTrack", 0, 0, 2)


def test_one_overdue_outweighs_everything_that_is_finished(engine):
    running = owing(engine, REPORT)
    accept(running, "04-10", "report/docks")

    assert judged("04-13", running) == ("1 overdue", 1, 1, 2)


def test_a_phase_is_closed_once_nothing_is_owed_any_more_done_late_or_waived(engine):
    running = owing(engine, REPORT)
    accept(running, "06-11", "report/docks")
    assert judged("06-12", running) == ("1 overdue", 1, 1, 2)
    running.do("06-12", Act.WAIVE, "report/pilots", by="Olga", reason="no pilots this year")

    assert judged("06-12", running) == ("Closed", 0, 2, 2)


def test_each_phase_and_milestone_is_judged_by_what_belongs_to_it(engine):
    running = Harbour(engine, in_two_phases())
    spring, summer = on("05-06", running), on("05-06", running, "summer")

    assert [line.one.id for line in spring.lines] == ["report/docks", "list/docks"]
    assert [line.one.id for line in summer.lines] == ["proof/docks"]
    assert [one.key for one in spring.milestones] == ["papers", "lists"]
    # 1 to 5 May are off, and late all the same
    assert (spring.verdict().name, summer.verdict().name) == ("2 overdue", "NotStarted")
    accept(running, "05-06", "report/docks")
    spring = on("05-06", running)
    assert [spring.verdict(spring.of(one)).name for one in ("papers", "lists")] == ["Closed", "1 overdue"]


def test_what_is_overdue_counts_before_the_window_too(engine):
    running = Harbour(engine, in_two_phases())

    assert judged("05-24", running, "summer") == ("NotStarted", 0, 0, 1)
    assert judged("05-25", running, "summer") == ("1 overdue", 1, 0, 1)


def test_a_phase_that_the_campaign_does_not_have_is_a_mistake_of_the_program(engine):
    with pytest.raises(KeyError, match="winter"):
        on("04-12", owing(engine, REPORT), "winter")
