import pytest

from notifications.asked import asked_text
from notifications.catalogue import catalogue
from notifications.wording import deliverable_name, due_text, one_line, period_text, reason_text, seat_title, unit_name
from schedule.plan import Obligation, Plan
from tests.notice_campaign import PEOPLE, items, notice_plan, played_with

ZH, EN = catalogue("zh_Hans"), catalogue("en")


def one_of(deliverable: str, **parts: str) -> tuple[Obligation, Plan]:
    """The first obligation of a deliverable, given as the rest of its entry."""
    plan = notice_plan("\n          - {key: r, title: {zh_Hans: 报告, en: Report}, " + deliverable + "}\n", **parts)
    return plan.obligations[0], plan


# -- days --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "chinese", "english"),
    [
        ("2024-04-12", "4月12日（周五）", "Apr 12 (Fri)"),
        (
            "2024-04-13",
            "4月13日（周六，休）；最后一个工作日4月12日（周五）",
            "Apr 13 (Sat, day off); last working day Apr 12 (Fri)",
        ),
        (
            "2024-05-01",
            "5月1日（周三，放假）；最后一个工作日4月30日（周二）",
            "May 1 (Wed, holiday); last working day Apr 30 (Tue)",
        ),
        ("2024-04-28", "4月28日（周日，上班）", "Apr 28 (Sun, a working day)"),
        ("{month_end: 2024-05}", "5月31日（周五）", "May 31 (Fri)"),
        ("{window: [2024-05-06, 2024-05-31]}", "5月6日（周一）至5月31日（周五）", "from May 6 (Mon) to May 31 (Fri)"),
        (
            "{unknown: [2024-05-10, 2024-05-13]}",
            "方案未写明，可能是5月10日（周五）、5月13日（周一）",
            "not said; possible: May 10 (Fri), May 13 (Mon)",
        ),
        ("{unknown: true}", "方案未写明", "not said"),
        ("{continuous: true}", "持续进行", "all the time"),
        ("{on_notice: true}", "另行通知", "once announced"),
        ('{by: 2024-04-12, time: "09:30"}', "4月12日（周五）09:30", "Apr 12 (Fri) 09:30"),
        ("2025-01-10", "2025年1月10日（周五）", "Jan 10, 2025 (Fri)"),
    ],
)
def test_a_due_day_is_written_as_a_table_shows_it(due, chinese, english):
    one, plan = one_of(f"owed_by: education, due: {due}", closes_on="2025-02-28")
    assert (due_text(one, plan, ZH), due_text(one, plan, EN)) == (chinese, english)


def test_an_occurrence_moved_by_its_own_rule_names_the_day_it_stands_for():
    rule = "{every: week, day: tue, rest: {next: 2wd}, first: 2024-04-30, until: 2024-05-07}"
    plan = notice_plan(
        "\n          - {key: r, title: {zh_Hans: 周报}, owed_by: education, due: "
        + rule.replace("tue", "wed").replace("2024-04-30", "2024-05-01")
        + "}\n"
    )
    assert due_text(plan.obligations[0], plan, ZH) == "5月7日（周二），代替5月1日"


@pytest.mark.parametrize(
    ("offset", "text"),
    [
        ("10wd", "“自查”之后10个工作日，其日期未定"),
        ("-3d", "“自查”之前3天，其日期未定"),
        ("0", "与“自查”同日，其日期未定"),
    ],
)
def test_a_day_counted_from_an_unknown_one_says_from_which(offset, text):
    plan = notice_plan(f"""
          - {{key: check, title: {{zh_Hans: 自查}}, owed_by: education, due: {{unknown: true}}}}
          - {{key: r, title: {{zh_Hans: 报告}}, owed_by: education, due: {{after: check, offset: {offset}}}}}
""")
    assert due_text(plan.by_id["r/education"], plan, ZH) == text


def test_a_day_of_an_unpublished_year_is_provisional_and_its_last_working_day_too():
    one, plan = one_of("owed_by: education, due: 2031-04-12", opens_on="2031-03-03", closes_on="2031-06-30")
    assert due_text(one, plan, ZH) == "4月12日（周六，休，暂定）；最后一个工作日4月11日（周五，暂定）"


# -- names -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ("owed_by: education", "报告"),
        ("owed_by: {open: 2}", "报告（第1项）"),
        ("owed_by: {class: 已建成, units: education}", "报告（已建成）"),
        ("owed_by: education, due: {every: month, day: 25, first: 2024-03, until: 2024-04}", "报告（2024年3月）"),
        ("chain: [{key: draft, by: office, title: {zh_Hans: 起草}}]", "报告：起草"),
    ],
)
def test_a_name_tells_a_deliverable_from_the_others_of_its_title(entry, name):
    one, _ = one_of(entry)
    assert deliverable_name(one, ZH) == name


def test_the_offices_readiness_for_an_act_of_others_is_called_so():
    _, plan = one_of("owed_by: city, due: {window: [2024-05-06, 2024-05-31]}")
    assert deliverable_name(plan.by_id["r.ready/office"], ZH) == "报告的准备工作"
    assert deliverable_name(plan.by_id["r.ready/office"], EN) == "being ready for Report"


def test_slots_in_one_row_are_numbered_in_runs():
    one, _ = one_of("owed_by: {open: 9}")
    assert deliverable_name(one, ZH, [9, 1, 2, 3, 5]) == "报告（第1–3, 5, 9项）"


@pytest.mark.parametrize(
    ("period", "chinese", "english"),
    [
        ("2024-03", "2024年3月", "Mar 2024"),
        ("2024-W09", "2024年第9周", "week 9 of 2024"),
        ("2024", "2024年", "year 2024"),
    ],
)
def test_a_period_is_written_out(period, chinese, english):
    assert (period_text(period, ZH), period_text(period, EN)) == (chinese, english)


def test_a_unit_without_a_name_is_called_by_its_key_and_said_to_have_none():
    plan = notice_plan(units="  street-1: {name: null, kind: town}")
    assert unit_name(plan, "street-1", ZH) == "street-1（名称待明确）"
    assert unit_name(plan, None, ZH) == "责任单位待明确"
    assert unit_name(plan, "education", EN) == "区教育局"


def test_a_seat_is_called_by_its_title_within_its_party():
    plan = notice_plan(
        units="  archive: {name: 区档案局, kind: bureau, seats: {head: {role: head, title: 局长}}}",
    )
    called = {seat: seat_title(plan, seat, ZH) for seat in plan.directory.seats}
    assert called["archive/head"] == "区档案局局长"
    assert called["archive/liaison"] == "区档案局联络员"
    assert called["office/staff"] == "区节能办工作人员"
    assert called["office/director"] == "区节能办主任"
    assert called["leading-group/leader"] == "区长"


def test_seats_of_one_title_are_told_apart():
    plan = notice_plan(units="  archive: {name: 区档案局, kind: bureau, seats: {liaison-2: {role: liaison}}}")
    assert seat_title(plan, "archive/liaison-2", ZH) == "区档案局联络员（liaison-2）"
    assert seat_title(plan, "archive/liaison-2", ZH, told_apart=False) == "区档案局联络员"


def test_what_is_asked_names_forms_copies_seal_commitment_and_who_helps():
    one, plan = one_of(
        "owed_by: {lead: education, support: [transport, yuntai]}, submit_to: [office, city], commitment: true, "
        "forms: [{paper: {copies: 3, seal: true}}, electronic]"
    )
    assert asked_text(one, plan, ZH) == (
        "纸质（一式3份、加盖公章）、电子版；附承诺书；报送区节能办、市节能中心；区交通局、云台镇配合"
    )
    assert asked_text(one, plan, EN) == (
        "on paper (3 copies, under seal), electronic; with a commitment letter; to 区节能办, 市节能中心; "
        "helped by 区交通局, 云台镇"
    )


def test_nothing_is_asked_where_the_plan_asks_nothing():
    one, plan = one_of("owed_by: education")
    assert asked_text(one, plan, ZH) == ""


@pytest.mark.parametrize(
    ("text", "line"),
    [("a\r\nBcc: x", "a Bcc: x"), ("\tа\x00б\u2028в ", "а б в"), ("区教育局", "区教育局"), ("a\u202eb", "a b")],
)
def test_a_line_has_no_break_and_no_control_character(text, line):
    assert one_line(text) == line


def test_a_reason_names_seats_by_their_titles():
    played = played_with(real=True, people=PEOPLE.replace("education/liaison", "yuntai/head"))
    reasons = {reason_text(item, ZH, played.plan) for item in items(played)}
    assert any("区教育局联络员无法联系，故逐级上报" in reason for reason in reasons)
