"""What is overdue, the day's messages, and a campaign full of Markdown, as Prefect's pages show them."""

import pytest

from flows.pages import messages_page, milestone_rows, overdue_page, phase_page
from models.database import reading
from notifications.catalogue import catalogue
from register.campaigns import find_campaign
from register.notice_list import heads_on
from register.phases import data_handed_in
from schedule.transitions import Act, Step
from tests.markdown_page import read
from tests.phase_campaign import BUOYS, REPORT, TWO_PHASES, in_two_phases, on, owing, status
from tests.running_campaign import REFUSED, Harbour, day_of

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])

ENGLISH, CHINESE = catalogue("en"), catalogue("zh_Hans")
EVIL = "**[x](http://evil.example)** <b>"
REPORT_OF_EVIL = "&lt;img&gt; ![y](//evil.example)"
LIAISON = f"liaison of {EVIL}"
HOSTILE = (
    TWO_PHASES.replace("title: Harbour days", f'title: "1. {EVIL}"')
    .replace("name: Docks", f'name: "{EVIL}"')
    .replace("title: Papers", 'title: "www.evil.example | # _Papers_"')
    .replace("title: Report", f'title: "{REPORT_OF_EVIL}"')
    .replace("kind: collection", 'kind: collection\n    title: "`spring` ada@docks.example"')
    + 'people: [{name: "*Ada*", holds: [{seat: docks/liaison}], addresses: "mailto:ada@docks.example", language: en}]'
)


def messages(day: str, running: Harbour, speech=ENGLISH) -> str:
    with reading(running.engine) as connection:
        heads = heads_on(connection, find_campaign(connection, None), day_of(day))
    assert all(head.address is None or "@" in head.address for head in heads)
    return messages_page(running.plan, day_of(day), heads, speech)


# -- what is overdue -------------------------------------------------------------------------------------------------


def test_the_longest_overdue_stands_first_under_its_unit_with_who_was_told_last(engine):
    running = owing(engine, REPORT, "{key: list, title: List, owed_by: docks, due: 2024-04-10}")
    running.do("04-10", Act.EXTEND, by="Otto", step=Step.GRANT, until=day_of("04-19"))
    running.run_to("04-16")

    assert overdue_page(status("04-22", running), ENGLISH).splitlines() == [
        "### Harbour days",
        "",
        "Apr 22, 2024 (Mon): overdue: 3, at 2 units, for up to 8 working days; due within 7 days: 0; done: 0 of 3.",
        "",
        "**Docks**",
        "",
        "- ✕ List: due Apr 10 (Wed), overdue by 8 working days; last told: Apr 15 (Mon), director of Office",
        "- ✕ Report: due Apr 19 (Fri), overdue by 1 working day; last told: Apr 16 (Tue), liaison of Docks",
        "",
        "**Pilots**",
        "",
        "- ✕ Report: due Apr 12 (Fri), overdue by 6 working days; last told: Apr 16 (Tue), director of Office",
    ]


def test_what_nobody_owns_is_overdue_under_a_name_of_its_own(engine):
    lines = overdue_page(status("04-15", owing(engine, BUOYS)), ENGLISH).splitlines()

    assert lines[4:] == [
        "**owner unknown**",
        "",
        *(
            f"- ✕ Buoys (no. {number}): due Apr 12 (Fri), overdue by 1 working day; last told: nobody yet"
            for number in (1, 2, 3)
        ),
    ]


def test_a_day_on_which_nothing_is_overdue_is_a_page_of_one_sentence(engine):
    running = owing(engine, REPORT)

    assert overdue_page(status("04-12", running), ENGLISH).splitlines() == [
        "### Harbour days",
        "",
        "Apr 12, 2024 (Fri): nothing is overdue; due within 7 days: 2; done: 0 of 2.",
    ]


# -- the day's messages ----------------------------------------------------------------------------------------------


def test_the_days_messages_stand_with_state_reader_and_subject(engine):
    running = owing(engine, REPORT)
    running.run("04-09", "04-12")
    running.run("04-15", answers={"ben@docks.example": REFUSED})

    page = messages("04-15", running)

    assert page.splitlines() == [
        "Apr 15, 2024 (Mon), messages: dead 1, held 1",
        "",
        "- dead, head of Docks Ben: 【逾期1个工作日】Docks：Report",
        "- held, head of Pilots: 【逾期1个工作日】Pilots：Report",
    ]


def test_no_address_ever_stands_among_the_messages(engine):
    running = owing(engine, REPORT)
    running.run("04-09", "04-12")
    running.run("04-15", answers={"ben@docks.example": REFUSED})

    for day in ("04-09", "04-12", "04-15"):
        for speech in (ENGLISH, CHINESE):
            page = messages(day, running, speech)
            assert "mailto" not in page
            assert "@" not in page


def test_a_day_without_messages_says_so(engine):
    assert messages("04-08", owing(engine, REPORT)) == "Apr 8, 2024 (Mon), messages: none\n"


# -- what people wrote -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("speech", "overdue", "finding"),
    [
        (
            ENGLISH,
            f"✕ {REPORT_OF_EVIL}: due Apr 12 (Fri), overdue by 1 working day; last told: Apr 9 (Tue), {LIAISON}",
            f"{REPORT_OF_EVIL}, overdue, due Apr 12 (Fri): {EVIL}",
        ),
        (
            CHINESE,
            f"✕ {REPORT_OF_EVIL}：期限4月12日（周五），已逾期1个工作日；最近一次：4月9日（周二）通知{EVIL}联络员",
            f"{REPORT_OF_EVIL}，逾期，期限4月12日（周五）：{EVIL}",
        ),
    ],
)
def test_every_page_of_a_hostile_campaign_shows_it_as_it_stands(engine, speech, overdue, finding):
    running = Harbour(engine, in_two_phases(HOSTILE))
    running.run("04-09")
    found, view = status("04-15", running), on("04-15", running)

    page = read(overdue_page(found, speech))
    assert (page[0], page[2], page[3]) == (f"1. {EVIL}", EVIL, overdue)
    page = read(phase_page(view, [data_handed_in(view)], speech))
    assert page[0].startswith("`spring` ada@docks.example")
    assert page[3] == finding
    page = read(messages("04-09", running, speech))
    assert "*Ada*: " in page[1] or "*Ada*：" in page[1]
    # a subject is cut to its length
    assert "&lt;img&gt;…" in page[1]
    row = milestone_rows(found, speech)[0]
    cells = [read(cell) for cell in row.values()]
    assert (cells[0], cells[-1]) == (["www.evil.example | # _Papers_"], ["`spring` ada@docks.example"])
