from datetime import date, timedelta
from itertools import pairwise

import pytest

from documents.timeline import LEFT, RIGHT, WIDTH, cut, draw, written_width
from documents.timeline_shapes import DayLoad, Point, Span, Writing

MONDAY = date(2024, 4, 1)
WRITING = Writing(day=str, month=lambda day: f"{day:%Y-%m}")


def days(number, **counts):
    """Days from Monday 1 April 2024 on, weekends off; `counts` are the messages of the first."""
    made = [DayLoad(MONDAY + timedelta(days=n), n % 7 > 4, made_up=False) for n in range(number)]
    return [DayLoad(MONDAY, rest=False, made_up=False, counts=counts), *made[1:]]


def picture(load, phases=(), milestones=(), today=None):
    return draw(load, phases, milestones, today, WRITING)


def test_a_bar_stacks_reminders_others_escalations_and_what_is_held():
    found = picture(days(10, reminders=4, others=1, escalations=3, held=2))
    assert [bar.kind for bar in found.bars] == ["reminders", "others", "escalations", "held"]
    assert [bar.text for bar in found.bars] == ["4", "1", "3", "2"]
    assert found.bars[0].y + found.bars[0].height == pytest.approx(found.bottom)
    for lower, upper in pairwise(found.bars):
        assert upper.y + upper.height == pytest.approx(lower.y, abs=0.02)
    assert found.bars[-1].y == pytest.approx(found.top)  # ten messages are the scale's end


def test_the_scale_ends_on_a_round_number_that_holds_the_longest_bar():
    assert [tick.text for tick in picture(days(10, reminders=11)).levels] == ["0", "10", "20"]
    assert [tick.text for tick in picture(days(10, reminders=350)).levels] == ["0", "200", "400"]
    assert [tick.text for tick in picture(days(10)).levels] == ["0", "1", "2"]


def test_a_weekend_is_one_shaded_stretch():
    found = picture(days(14))
    assert len(found.rests) == 2
    unit = (WIDTH - LEFT - RIGHT) / 14
    assert found.rests[0].x == pytest.approx(LEFT + 5 * unit, abs=0.01)
    assert found.rests[0].width == pytest.approx(2 * unit, abs=0.01)


def test_a_worked_weekend_day_and_an_outage_are_marked():
    load = days(14)
    load[5] = DayLoad(load[5].on, rest=False, made_up=True)
    load[8] = DayLoad(load[8].on, rest=False, made_up=False, outage=True)
    found = picture(load)
    assert (len(found.made_up), len(found.outages), len(found.rests)) == (1, 1, 2)


def test_a_phase_spans_its_days_and_is_cut_at_the_ends():
    phases = [
        Span("first", MONDAY, MONDAY + timedelta(days=6)),
        Span("second", MONDAY + timedelta(days=7), date(2030, 1, 1)),
        Span("gone", date(2020, 1, 1), date(2020, 2, 1)),
    ]
    first, second = picture(days(14), phases).phases
    assert (first.x, first.y, second.y) == (LEFT, 0.0, 0.0)
    assert first.x + first.width == pytest.approx(second.x, abs=0.02)
    assert second.x + second.width == pytest.approx(WIDTH - RIGHT, abs=0.02)


def test_phases_that_overlap_stand_in_rows_of_their_own():
    phases = [
        Span("one", MONDAY, MONDAY + timedelta(days=7)),
        Span("two", MONDAY + timedelta(days=5), MONDAY + timedelta(days=9)),
        Span("three", MONDAY + timedelta(days=8), MONDAY + timedelta(days=9)),
    ]
    one, two, three = picture(days(10), phases).phases
    assert one.y == three.y < two.y


def test_names_of_milestones_never_lie_upon_each_other():
    points = [Point(f"4/{n + 1} a long name of a milestone", MONDAY + timedelta(days=n)) for n in range(0, 60, 9)]
    flags = picture(days(60), milestones=points).flags
    boxes = []
    for flag in flags:
        width = written_width(flag.text) + 14
        boxes.append((flag.y, flag.x if flag.anchor == "start" else flag.x - width, width))
    for i, (y, x, width) in enumerate(boxes):
        for other_y, other_x, other_width in boxes[:i]:
            assert y != other_y or x >= other_x + other_width or other_x >= x + width


def test_where_no_row_has_room_a_milestone_keeps_its_diamond():
    points = [Point("a name", MONDAY, note=f"no. {n}") for n in range(9)]
    flags = picture(days(30), milestones=points).flags
    assert len(flags) == 9
    assert [flag.text for flag in flags].count("") == 2
    assert {flag.note for flag in flags} == {f"no. {n}" for n in range(9)}


def test_a_milestone_outside_the_days_is_left_out():
    assert picture(days(30), milestones=[Point("later", date(2025, 1, 1))]).flags == ()


def test_today_is_a_line_where_the_picture_holds_it():
    inside = picture(days(30), today=Point("today", MONDAY)).today
    assert inside is not None
    assert (inside.text, inside.anchor) == ("today", "start")
    last = picture(days(30), today=Point("today", MONDAY + timedelta(days=29))).today
    assert last is not None
    assert last.anchor == "end"
    assert picture(days(30), today=Point("today", date(2025, 1, 1))).today is None


@pytest.mark.parametrize(("number", "step", "bars"), [(365, "day", 365), (1000, "week", 143), (5000, "month", 165)])
def test_a_long_campaign_has_a_bar_a_week_or_a_month(number, step, bars):
    load = [DayLoad(day.on, day.rest, day.made_up, counts={"reminders": 1}) for day in days(number)]
    found = picture(load)
    assert found.step == step
    assert len(found.bars) == bars
    assert sum(int(bar.text) for bar in found.bars) == number
    assert bool(found.rests) is (step == "day")


def test_months_are_thinned_out_until_their_names_have_room():
    months = picture(days(5000)).months
    for before, after in pairwise(months):
        assert after.at >= before.at + written_width(before.text)


def test_a_name_is_cut_to_its_room():
    assert cut("short", 100) == "short"
    assert cut("一二三四五六", 48) == "一二三…"
