import re
from dataclasses import replace
from datetime import date

import pytest

from models.words import LAMPS, LANGUAGES, NoticeKind, NoticeState, Standing
from notifications.catalogue import catalogue
from notifications.compose import compose, language_of
from notifications.subjects import LIMIT, cut
from register.rehearsal import Rehearsal
from schedule.day import plan_day
from schedule.facts import open_book
from schedule.reach import recipient
from tests.notice_campaign import PEOPLE, REPORT, first_line, found, items, notice_plan, played_with, read, written
from tests.small_campaign import play

TWO_REPORTS = """
          - {key: report, title: {zh_Hans: 节能自查报告}, owed_by: [education], submit_to: office, due: 2024-04-12}
          - {key: plan, title: {zh_Hans: 节能方案}, owed_by: [education], submit_to: office, due: 2024-04-18}
"""


def table(html: str) -> list[list[str]]:
    """The cells of every row that has its own, without tags; lines across a whole row are left out."""
    rows = re.findall(r"<tr>\n(.*?)</tr>", html, re.DOTALL)
    return [[re.sub(r"<.*?>", "", cell) for cell in re.findall(r"<t[dh] .*?</t[dh]>", row)] for row in rows]


# -- subject and first line --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reports() -> Rehearsal:
    """Four units owe one report by Friday 12 April; nobody hands it in."""
    return played_with()


def test_a_reminders_subject_has_days_left_then_day_unit_and_title(reports):
    assert read(reports, "education/liaison", "04-09").subject == "【还剩3个工作日·4月12日前】区教育局：节能自查报告"


def test_an_escalations_subject_has_what_it_is_overdue_by(reports):
    assert read(reports, "education/head", "04-15").subject == "【逾期1个工作日】区教育局：节能自查报告"


def test_the_due_day_itself_is_named_today(reports):
    assert read(reports, "education/head", "04-12").subject.startswith("【今天到期】")


def test_the_first_line_says_who_must_do_what_by_when(reports):
    assert first_line(read(reports, "education/liaison", "04-09")) == (
        "苏禾（区教育局联络员）：请贵单位于4月12日（周五）前将“节能自查报告”报送区节能办，还剩3个工作日。"
    )


def test_a_seat_nobody_is_known_to_hold_is_addressed_by_its_title(reports):
    assert first_line(read(reports, "yuntai/liaison", "04-09")).startswith("云台镇联络员：")


def test_an_escalation_does_not_read_like_a_reminder(reports):
    line = first_line(read(reports, "education/head", "04-15"))
    assert line == (
        "林远（区教育局主要负责人）：贵单位应于4月12日（周五）前报送的“节能自查报告”至今未收到，"
        "已逾期1个工作日。请立即报送；确有困难的，请说明原因和预计报送时间。"
    )


def test_the_office_director_is_asked_to_press_units_listed_in_the_files_order(reports):
    message = read(reports, "office/director", "04-17")
    assert message.subject == "【逾期3个工作日】4个单位4项：区教育局、区交通局、云台镇、竹溪镇"
    assert "4个单位共4项工作逾期未办结，最长逾期3个工作日，请督促办理" in first_line(message)


def test_units_stand_in_the_files_order_whatever_their_keys():
    played = played_with(
        units="  archive: {name: 区档案局, kind: bureau}",
        deliverables=REPORT.replace("[education,", "[archive, education,"),
    )
    assert "区教育局、区交通局、云台镇、竹溪镇、区档案局（5个）" in read(played, "office/director", "04-17").text


def test_html_and_text_both_begin_with_the_first_line(reports):
    message = read(reports, "education/head", "04-15")
    before = message.html.split("<body")[1].split(first_line(message))[0]
    assert re.sub(r"<[^>]*>", "", before.partition(">")[2]).strip() == ""


def test_several_things_of_one_unit_count_in_the_subject_and_the_first_is_named():
    both = TWO_REPORTS.replace("2024-04-18", "2024-04-12")
    message = read(played_with(deliverables=both), "education/liaison", "04-09")
    assert message.subject == "【还剩3个工作日·4月12日前】区教育局 2项待报：节能方案等"
    assert "请贵单位于4月12日（周五）前办结“节能方案”、“节能自查报告”2项工作" in first_line(message)


def test_what_is_overdue_comes_before_what_is_coming_due():
    message = read(played_with(deliverables=TWO_REPORTS), "education/head", "04-18", "zh_Hans")
    assert message.subject == "【今天到期】区教育局：节能方案"
    late = TWO_REPORTS.replace("2024-04-12", "2024-04-17")
    message = read(played_with(deliverables=late), "education/head", "04-18")
    assert message.subject == "【逾期1个工作日】区教育局：节能自查报告，另1项"
    assert message.text.index("逾期事项") < message.text.index("即将到期事项")
    assert "本通知另列：即将到期1项。" in message.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_subject_is_never_longer_than_a_list_of_mails_shows(language):
    long = REPORT.replace("节能自查报告", "关于" + "进一步加强" * 12 + "的报告").replace(
        "Energy report", "Report " * 30
    )
    for one in played_with(deliverables=long).notices:
        assert len(written(one, language).subject) <= (2 * LIMIT if language == "en" else LIMIT)


def test_a_long_name_is_cut_and_the_rest_of_the_subject_stays():
    long = TWO_REPORTS.replace("节能自查报告", "长" * 60).replace("2024-04-18", "2024-04-12")
    subject = read(played_with(deliverables=long.replace("节能方案", "长" * 60)), "education/liaison", "04-09").subject
    assert len(subject) == LIMIT
    assert subject.startswith("【还剩3个工作日·4月12日前】区教育局 2项待报：长")
    assert subject.endswith("…等")


@pytest.mark.parametrize(
    ("text", "limit", "left"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdefg", 6, "abcde…"),
        ("abcde\u0301fg", 6, "abcd…"),
        ("ab👩\u200d👧cd", 5, "ab…"),
        ("办理节能自查报告", 5, "办理节能…"),
    ],
)
def test_a_text_is_cut_between_letters_never_inside_one(text, limit, left):
    assert cut(text, limit) == left


# -- the table ---------------------------------------------------------------------------------------------------------


def test_the_table_says_what_is_asked_when_and_where_it_stands(reports):
    message = read(reports, "education/liaison", "04-09")
    assert table(message.html) == [
        ["事项", "期限", "状态"],
        ["节能自查报告", "4月12日（周五）", "◐ 还剩3个工作日"],
    ]
    for page in (message.text, message.html):
        assert "要求：纸质（一式2份、加盖公章）、电子版；附承诺书；报送区节能办" in page
        assert "依据：三(二)" in page


def test_units_in_one_position_share_a_row_that_names_each(reports):
    rows = table(read(reports, "office/director", "04-17").html)
    assert rows == [
        ["责任单位", "事项", "期限", "状态"],
        ["区教育局、区交通局、云台镇、竹溪镇（4个）", "节能自查报告", "4月12日（周五）", "✕ 逾期3个工作日"],
    ]


def test_units_in_different_positions_do_not_share_a_row():
    events = "[{day: 2024-04-11, unit: education, deliverable: report, act: submit, form: paper}]"
    message = read(played_with(events), "office/director", "04-17")
    assert len(table(message.html)) == 3
    assert message.text.count("已收到纸质，尚缺电子版") == 1
    line = first_line(read(played_with(events), "education/head", "04-15"))
    assert "“节能自查报告”尚未报齐，已逾期1个工作日。请立即补齐" in line


def test_a_due_day_off_shows_the_last_working_day_for_it():
    played = played_with(due="2024-04-05")
    message = read(played, "education/liaison", "03-29")
    assert message.subject.startswith("【还剩3个工作日·4月3日前】")
    assert "请贵单位于4月3日（周三）前" in first_line(message)
    assert "4月5日为休息日，其前最后一个工作日是4月3日。" in message.text
    assert "期限：4月5日（周五，放假）；最后一个工作日4月3日（周三）" in message.text
    assert read(played, "education/head", "04-03").subject.startswith("【今天是最后一个工作日】")


def test_a_weekend_day_that_is_worked_says_so():
    assert "期限：4月7日（周日，上班）" in read(played_with(due="2024-04-07"), "education/liaison", "04-01").text


def test_where_the_next_working_day_counts_the_notice_says_so():
    message = read(played_with(due="2024-04-05", settings="rest_day: next"), "education/liaison", "04-01")
    assert "期限：4月5日（周五，放假）；顺延至4月7日（周日，上班）" in message.text
    assert "4月5日为休息日，顺延至其后第一个工作日。" in message.text


def test_where_the_working_day_before_is_the_limit_the_notice_says_so():
    played = played_with(due="2024-05-01", settings="rest_day: previous")
    message = read(played, "education/liaison", "04-26")
    assert "期限：5月1日（周三，放假）；以4月30日（周二）为限" in message.text
    assert "5月1日为休息日，以4月30日为限。" in message.text
    assert "期限当日办结的" not in message.text
    assert "应于4月30日（周二）前" in first_line(read(played, "education/head", "05-06"))


def test_the_due_day_itself_is_said_to_be_in_time(reports):
    assert "期限当日办结的，不算逾期。" in read(reports, "education/liaison", "04-09").text


def test_no_time_of_day_is_promised_where_the_file_gives_none(reports):
    assert reports.notices
    for one in reports.notices:
        message = written(one)
        assert not re.search(r"\d\s*[:：点时]\s*\d|\d+\s*(点|时)", message.subject + message.text)


def test_a_time_of_day_stands_where_the_file_gives_one():
    played = played_with(due='{by: 2024-04-12, time: "12:00"}')
    assert "请贵单位于4月12日（周五）12:00前" in first_line(read(played, "education/liaison", "04-09"))
    assert "应于4月12日（周五）12:00前" in first_line(read(played, "education/head", "04-15"))
    assert "期限当日办结的" not in read(played, "education/liaison", "04-09").text


def test_a_time_of_day_stands_on_the_day_that_counts():
    played = played_with(due='{by: 2024-04-05, time: "12:00"}')
    message = read(played, "education/liaison", "03-29")
    assert "期限：4月5日（周五，放假）12:00；最后一个工作日4月3日（周三）" in message.text
    assert "12:00" not in first_line(message)


def test_days_of_a_year_whose_holidays_are_not_published_are_provisional():
    played = played_with(due="2031-04-09", opens_on="2031-03-03", closes_on="2031-06-30")
    message = read(played, "education/liaison", "04-03")
    assert "4月9日（周三，暂定）" in first_line(message)
    assert "4月9日(暂定)" in message.subject.replace("（", "(").replace("）", ")")
    assert "暂定：该年度节假日和调休安排尚未公布" in message.text


def test_a_published_year_is_not_provisional(reports):
    assert all("暂定" not in written(one).text for one in reports.notices)


def test_what_else_the_unit_owes_stands_beneath():
    message = read(played_with(deliverables=TWO_REPORTS), "education/liaison", "04-09")
    assert message.text.index("节能自查报告") < message.text.index("其他未办结事项") < message.text.index("节能方案")
    assert table(message.html)[-1] == ["节能方案", "4月18日（周四）", "· 未到期"]


def test_a_ninth_row_is_listed_by_name_so_that_nothing_is_lost():
    many = "\n".join(
        f"          - {{key: r{n}, title: {{zh_Hans: 报告{n}号}}, owed_by: education, due: 2024-05-{n:02d}}}"
        for n in range(10, 30)
    )
    message = read(played_with(deliverables=many), "education/liaison", "05-07")
    names = [f"报告{n}号" for n in range(10, 30)]
    assert [name for name in names if name not in message.text] == []
    assert [name for name in names if name not in message.html] == []
    assert "另有11项：" in message.text
    assert len([row for row in table(message.html) if row[0].startswith("报告")]) == 9


def test_what_recurs_is_listed_once_with_its_days():
    weekly = """
          - {key: week, title: {zh_Hans: 周报}, owed_by: education,
             due: {every: week, day: tue, first: 2024-03-05, until: 2024-06-25}}
"""
    message = read(played_with(deliverables=weekly), "education/liaison", "03-07")
    assert "周报（2024年第11周）" in message.text
    assert message.text.count("周报") < 14
    assert re.search(r"- 周报（5月\d+日至6月25日共\d+次）", message.text)


# -- what was sent before, and why -------------------------------------------------------------------------------------


def test_an_escalation_says_what_was_sent_before_to_whom_and_when(reports):
    assert (
        "此前：4月9日提醒联络员苏禾；4月12日提醒联络员苏禾、主要负责人林远"
        in read(reports, "education/head", "04-15").text
    )


def test_a_row_of_several_units_names_roles_not_people(reports):
    text = read(reports, "office/director", "04-17").text
    assert "此前：4月9日提醒联络员；4月12日提醒联络员、主要负责人；4月15日向主要负责人催办" in text
    assert "苏禾" not in text


def test_many_days_before_are_written_as_first_last_and_number(reports):
    last = [one for one in reports.notices if one.draft.recipient.seat == "education/head"][-1]
    assert "4月19日至6月11日共5次向主要负责人林远、区节能办主任催办" in written(last).text


def test_a_reminder_says_nothing_of_earlier_reminders(reports):
    assert "此前" not in read(reports, "education/liaison", "04-12").text


def test_what_could_not_go_is_not_claimed_to_have_gone():
    played = played_with(
        real=True,
        people=PEOPLE + '  - {name: 唐川, holds: [{seat: office/director}], addresses: "mailto:tang@qingxi.example"}\n',
    )
    texts = [written(one).text for one in played.notices if one.draft.recipient.seat == "office/director"]
    assert any("拟通知" in text and "因无联系方式未发出" in text for text in texts)
    assert all("提醒云台镇联络员" not in text for text in texts)


def test_a_rung_that_never_went_is_no_history():
    played = play(notice_plan(), outages="[{from: 2024-04-12, to: 2024-04-15}]")
    text = read(played, "education/head", "04-16").text
    assert "此前：4月9日提醒联络员苏禾\n" in text


def test_a_paper_that_waits_to_be_released_is_told_to_the_office_only(reports):
    assert "拟呈副区长，由人工核发" in read(reports, "office/director", "04-26").text
    assert "拟呈" not in read(reports, "yuntai/head", "04-26").text


def test_the_reason_stands_at_the_foot(reports):
    text = read(reports, "education/liaison", "04-09").text
    assert text.index("为什么收到本通知") < text.index("距最后一个工作日2024年4月12日（周五）还有3个工作日")


def test_an_unknown_deputy_in_charge_is_said(reports):
    assert "该单位由哪位领导分管尚不明确，故告知办公室主任" in read(reports, "office/director", "04-19").text


def test_no_notice_claims_that_the_plan_asks_for_the_ladder_or_threatens(reports):
    for one in reports.notices:
        text = written(one, "zh_Hans").text
        assert "提醒和催办的时间、对象由办公室设定。" in text
        assert not re.search("通报|约谈|问责|批评|处分|方案要求|按方案规定", text)


# -- how to answer -----------------------------------------------------------------------------------------------------


def test_without_a_contact_the_office_is_named_and_no_number_invented(reports):
    text = read(reports, "education/liaison", "04-09").text
    assert "请与区节能办联系。" in text
    assert "电话" not in text


@pytest.mark.parametrize(
    ("contact", "sentence"),
    [
        ("{name: 何青, phone: 000-1234, mail: he@qingxi.example}", "请直接回复本邮件，或者联系何青，电话000-1234。"),
        ("{name: 何青, mail: he@qingxi.example}", "请直接回复本邮件，由何青处理。"),
        ("{phone: 000-1234}", "请联系区节能办，电话000-1234。"),
        ("{name: 何青}", "请与何青联系。"),
    ],
)
def test_the_contact_is_named_as_far_as_the_campaign_gives_it(contact, sentence):
    assert sentence in read(played_with(settings=f"contact: {contact}"), "education/liaison", "04-09").text


# -- returned, weekly, waiting, without an owner, papers ---------------------------------------------------------------

RETURNED = """
  - {day: 2024-04-10, unit: education, deliverable: report, act: submit}
  - {day: 2024-04-11, unit: education, deliverable: report, act: return, reason: "缺 2023 年数据", until: 2024-04-17}
"""


def test_a_return_says_at_once_why_and_until_when():
    played = played_with(RETURNED)
    message = read(played, "education/liaison", "04-11")
    assert found(played, "education/liaison", "04-11").draft.kind is NoticeKind.RETURNED
    assert message.subject == "【退回补正·4月17日前】区教育局：节能自查报告"
    assert "“节能自查报告”已退回，请贵单位于4月17日（周三）前补正后重新报送" in first_line(message)
    assert "退回原因：缺 2023 年数据" in message.text
    assert "- 报送的材料被退回" in message.text
    assert table(message.html)[-1] == ["节能自查报告", "4月17日（周三）", "▲ 退回补正，还剩4个工作日"]


def test_what_was_returned_and_is_overdue_says_both():
    message = read(played_with(RETURNED), "education/head", "04-18")
    assert message.subject.startswith("【逾期1个工作日】")
    assert (
        "“节能自查报告”已退回补正，贵单位应于4月17日（周三）前重新报送，已逾期1个工作日，请立即报送。" in message.text
    )
    assert "4月11日退回：缺 2023 年数据" in message.html


def test_a_first_submission_that_was_late_stays_marked():
    late = RETURNED.replace("2024-04-10", "2024-04-15").replace("2024-04-11", "2024-04-16")
    assert "曾逾期" in read(played_with(late), "education/liaison", "04-17").text
    assert "曾逾期" not in read(played_with(RETURNED), "education/liaison", "04-17").text


def test_a_later_day_shows_the_plans_own_beside_it():
    events = "[{day: 2024-04-10, unit: education, deliverable: report, act: extend, until: 2024-04-19, reason: 洪水}]"
    message = read(played_with(events), "education/liaison", "04-16")
    assert "期限：4月19日（周五）" in message.text
    assert "已延期，原定4月12日" in message.text


SLOTS = (
    "\n          - {key: data, title: {zh_Hans: 能耗数据}, owed_by: {open: 31}, submit_to: office, due: 2024-04-21}\n"
)


def test_open_slots_ask_the_office_to_name_owners_in_one_row():
    message = read(played_with(deliverables=SLOTS), "office/staff", "04-19")
    assert message.subject == "【今天是最后一个工作日】31项待明确责任单位：能耗数据"
    assert "“能耗数据”共31项应于4月19日（周五）前办结，今天是最后一个工作日，尚无责任单位" in first_line(message)
    assert table(message.html)[1][:2] == ["责任单位待明确", "能耗数据（第1–31项）"]


def test_what_waits_for_the_office_says_since_when_and_until_when():
    events = "[{day: 2024-04-10, unit: education, deliverable: report, act: submit}]"
    message = read(played_with(events), "office/staff", "04-15")
    assert message.subject == "【今天到期】待审核：区教育局 节能自查报告"
    assert "区教育局已于4月10日报来“节能自查报告”，请于4月15日（周一）前审核，今天到期。" in first_line(message)
    assert table(message.html)[1][-1] == "◇ 待审核，今天到期"


@pytest.mark.parametrize(
    ("act", "words"),
    [("extend", "就“节能自查报告”申请延期"), ("dispute", "提出“节能自查报告”不属本单位职责")],
)
def test_what_a_unit_asked_for_is_told_apart(act, words):
    events = f"[{{day: 2024-04-10, unit: education, deliverable: report, act: {act}, step: ask, reason: 人手}}]"
    assert words in first_line(read(played_with(events), "office/staff", "04-15"))


UNDATED = """
          - {key: check, title: {zh_Hans: 自查意见}, owed_by: [transport, yuntai],
             due: {unknown: [2024-05-10, 2024-05-13]}}
          - {key: visit, title: {zh_Hans: 实地考察}, owed_by: city, due: {window: [2024-05-06, 2024-05-31]}}
          - {key: review, title: {zh_Hans: 复核}, owed_by: education, due: {on_notice: true}}
"""


def test_the_offices_weekly_list_says_what_nobody_knows():
    played = played_with(deliverables=UNDATED)
    message = read(played, "office/staff", "05-13")
    assert found(played, "office/staff", "05-13").draft.kind is NoticeKind.OFFICE
    assert message.subject == "【每周清单】4项日期未定"
    assert "请逐项落实日期并登记" in first_line(message)
    assert table(message.html)[1:] == [
        ["区交通局、云台镇（2个）", "自查意见", "方案未写明，可能是5月10日（周五）、5月13日（周一）", "? 日期待明确"],
        ["市节能中心", "实地考察", "5月6日（周一）至5月31日（周五）", "○ 日期尚未通知"],
        ["区教育局", "复核", "另行通知", "? 日期尚未通知"],
    ]


def test_a_duty_known_too_late_is_told_once_and_is_not_yet_late():
    events = "[{day: 2024-04-15, act: answer, question: check-due, value: 2024-04-12}]"
    message = read(played_with(events, deliverables=UNDATED), "yuntai/head", "04-16", "zh_Hans")
    assert message.subject == "【请于4月19日前补办】云台镇：自查意见"
    assert "此前未能告知贵单位。请于4月19日（周五）前办结，在此之前办结的不计逾期。" in first_line(message)


def test_what_a_late_told_duty_owes_afterwards_still_says_until_when_it_is_in_time():
    events = "[{day: 2024-04-15, act: answer, question: check-due, value: 2024-04-12}]"
    message = read(played_with(events, deliverables=UNDATED), "yuntai/head", "04-17")
    assert message.subject == "【逾期3个工作日】云台镇：自查意见"
    assert "未能及时告知，4月19日（周五）前办结的不计逾期" in message.text


def test_a_paper_for_the_leader_lists_every_unit_and_is_put_before_him(reports):
    one = found(reports, "leading-group/deputy", "04-19")
    message = written(one)
    assert one.draft.state is NoticeState.HELD
    assert message.subject == "【呈阅·逾期5个工作日】2个单位2项：云台镇、竹溪镇"
    assert first_line(message).startswith("周牧（副区长）：截至2024年4月19日（周五），2个单位共2项工作逾期未办结")
    assert "现呈上，请阅示。" in message.text
    assert ">呈阅件</h1>" in message.html
    assert table(message.html)[1][0] == "云台镇、竹溪镇（2个）"


def test_a_person_in_two_units_reads_which_of_them_owes_what():
    people = """
  - {name: 邵一, holds: [{seat: office/staff}, {seat: education/liaison}], addresses: "mailto:shao@qingxi.example"}
"""
    both = REPORT.replace("owed_by: [education,", "owed_by: [office, education,")
    message = read(played_with(people=people, deliverables=both), "office/staff", "04-09")
    assert message.subject == "【还剩3个工作日·4月12日前】2个单位2项：区教育局、区节能办"
    assert table(message.html)[1][0] == "区教育局、区节能办（2个）"
    alone = read(played_with(people=people), "education/liaison", "04-09")
    assert alone.subject == "【还剩3个工作日·4月12日前】区教育局：节能自查报告"


def test_a_paper_reads_the_same_once_it_is_released_and_counts_on():
    events = "[{day: 2024-04-22, unit: yuntai, deliverable: report, act: release}]"
    one = found(played_with(events), "leading-group/deputy", "04-23")
    assert one.draft.state is NoticeState.PLANNED
    assert written(one).subject == "【呈阅·逾期7个工作日】云台镇：节能自查报告"
    assert ">呈阅件</h1>" in written(one).html


# -- languages, safety, size -------------------------------------------------------------------------------------------


def test_a_reader_reads_his_own_language_else_the_campaigns_first(reports):
    ada, su = found(reports, "transport/liaison", "04-09"), found(reports, "education/liaison", "04-09")
    assert language_of(ada.draft, ada.book) == "en"
    assert language_of(su.draft, su.book) == "zh_Hans"


def test_english_reads_plainly_and_names_are_not_translated(reports):
    message = read(reports, "transport/liaison", "04-09")
    assert message.subject == "[3 working days left, by Apr 12] 区交通局: Energy report"
    assert first_line(message) == (
        "Ada Marsh (liaison of 区交通局): please see that your unit hands in “Energy report” to 区节能办 "
        "by Apr 12 (Fri): 3 working days left."
    )
    assert 'lang="en"' in message.html


def test_traditional_characters_for_what_is_ours_and_names_as_they_are(reports):
    message = read(reports, "education/liaison", "04-09", "zh_Hant")
    assert message.subject == "【還剩3個工作日·4月12日前】区教育局：节能自查报告"
    assert "請貴單位於4月12日（週五）前將「节能自查报告」報送区节能办" in first_line(message)
    assert 'lang="zh-Hant"' in message.html


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_template_is_left_unfilled(language, reports):
    for one in [*reports.notices, *played_with(RETURNED, deliverables=REPORT + UNDATED + SLOTS).notices]:
        message = written(one, language)
        assert not re.search(r"[{}]|None|Undefined", message.subject + message.text)


def test_chinese_notices_have_no_english_words_of_ours(reports):
    for one in [*reports.notices, *played_with(RETURNED, deliverables=REPORT + UNDATED + SLOTS).notices]:
        text = written(one, "zh_Hans").text.replace("Ada Marsh", "")
        assert not re.search("[A-Za-z]{2,}", text), text


def test_names_from_files_are_text_and_never_markup():
    hostile = '<script>alert(1)</script> & "局"'.replace('"', '\\"')
    message = read(played_with(education=hostile), "office/director", "04-17")
    assert "<script>" not in message.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;局&#34;" in message.html
    assert '<script>alert(1)</script> & "局"' in message.text


def test_line_breaks_in_names_do_not_break_lines():
    message = read(played_with(education="区教育局\\r\\nBcc: all@x.example"), "education/liaison", "04-09")
    assert "区教育局 Bcc: all@x.example" in message.subject
    assert first_line(message).startswith("苏禾（区教育局 Bcc: all@x.example联络员）：")


def test_a_page_stands_alone_and_is_small(reports):
    for one in reports.notices:
        html = written(one).html
        assert not re.search(r"https?:|src=|url\(|@import|<link|<script", html)
        assert html.startswith("<!doctype html>")
        assert html.count("<table") == html.count("</table>")


def test_a_page_of_sixty_units_that_owe_twenty_things_each_stays_small():
    units = "\n".join(f"  unit-{n}: {{name: 第{n}号责任单位名称较长, kind: bureau}}" for n in range(60))
    weekly = """
          - {key: week, title: {zh_Hans: 节能工作进展周报}, owed_by: {kind: bureau}, submit_to: office,
             due: {every: week, day: tue, first: 2024-03-05, until: 2024-06-25}}
"""
    plan = notice_plan(deliverables=weekly, units=units)
    book = open_book(plan, plan.first_on)
    heads = [draft for draft in plan_day(book, date(2024, 6, 25)).drafts if draft.recipient.seat.endswith("/head")]
    items = [replace(item, seat="office/director") for draft in heads for item in draft.items]
    assert len(items) > 900
    reader = recipient(book, "office/director", date(2024, 6, 25))
    message = compose(replace(heads[0], recipient=reader, items=tuple(items)), book, catalogue("zh_Hans"))
    assert len(message.html.encode()) <= 60_000
    assert all(f"第{n}号" in message.html for n in range(60))


def test_colour_is_never_alone(reports):
    shapes = set(LAMPS.values())
    for one in reports.notices:
        for state in re.findall(r"font-weight:600;color:#[0-9a-f]{6};\">(\S) (\S+)</td>", written(one, "zh_Hans").html):
            assert state[0] in shapes
    assert LAMPS[Standing.OVERDUE] in written(reports.notices[-1]).html


def test_writing_twice_gives_the_same(reports):
    for one in reports.notices[:10]:
        speech = catalogue("zh_Hans")
        assert compose(one.draft, one.book, speech) == compose(one.draft, one.book, speech)


def test_a_notice_without_an_address_reads_as_it_would_if_it_went():
    plan = notice_plan()
    real, assumed = play(plan, real=True), play(plan)
    one, same = found(real, "yuntai/liaison", "04-09"), found(assumed, "yuntai/liaison", "04-09")
    assert one.draft.state is NoticeState.HELD
    assert written(one) == written(same)


def test_every_obligation_of_every_notice_is_named(reports):
    assert items(reports)
    for one in reports.notices:
        message = written(one, "zh_Hans")
        for item in one.draft.items:
            unit = reports.plan.directory.parties[item.unit or ""].name or ""
            assert "节能自查报告" in message.text
            assert unit in message.subject + message.text


# -- who is told in another's place ------------------------------------------------------------------------------------

SOME_REACHED = """
  - {name: 钟离, holds: [{seat: office/director}], addresses: "mailto:zhong@office.example"}
  - {name: 林远, holds: [{seat: education/head}], addresses: "mailto:lin@edu.example"}
  - {name: 苏禾, holds: [{seat: education/liaison}], addresses: "mailto:su@edu.example"}
  - {name: 马途, holds: [{seat: transport/liaison}], addresses: "mailto:ma@road.example"}
"""
"""Of education both can be reached, of transport the liaison, of the two towns nobody."""


@pytest.fixture(scope="module")
def some_reached():
    return played_with(real=True, people=SOME_REACHED)


def test_many_who_cannot_be_reached_are_one_reason(some_reached):
    text = read(some_reached, "office/director", "04-09", "en").text
    reasons = text.partition("Why you get this")[2]

    assert reasons.count("cannot be reached") == 1
    assert "passed up for 2 who cannot be reached: liaison of 云台镇, liaison of 竹溪镇" in reasons


def test_one_who_cannot_be_reached_is_named(some_reached):
    played = played_with(real=True, people=SOME_REACHED, deliverables=REPORT.replace("yuntai, zhuxi", "yuntai"))
    text = read(played, "office/director", "04-09", "en").text

    assert "liaison of 云台镇 cannot be reached, so it passes up" in text


def test_a_duty_stands_once_whoever_of_its_owners_could_be_reached(some_reached):
    text = read(some_reached, "office/director", "04-17", "en").text
    overdue = text.partition("Overdue at other units")[2].partition("How to answer")[0]

    assert overdue.count("Energy report") == 1
    assert "区教育局, 区交通局, 云台镇, 竹溪镇 (4)" in overdue


def test_what_was_sent_before_says_at_how_many_of_them(some_reached):
    text = read(some_reached, "office/director", "04-17", "en").text

    assert "Apr 9, Apr 12: liaison reminded (at 2 of 4)" in text
    assert "Apr 12: head of unit reminded (at 1 of 4)" in text
    assert "head of unit could not be told, no address is known (at 3 of 4)" in text
    assert "liaison could not be told, no address is known (at 2 of 4)" in text
