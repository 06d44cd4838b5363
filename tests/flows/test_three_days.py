"""Three days of the reference campaign as an operator reads them in Prefect: in preparation, in collection, after it.

Counted by hand from the plan. Nobody hands in anything; on 7/13 the office waives everything of the preparation.
"""

import email
import email.policy
import json
from datetime import date, time

import pytest

from models.database import open_database, reading, sqlite_url, writing
from register.acts import act
from register.books import whole_book
from register.campaigns import find_campaign
from schedule.transitions import Act, Deed
from tests.flows.conftest import duban, once
from tests.flows.prefect_api import until
from tests.ledger import CAMPAIGNS, deal_of

KEY = "kjj-2012"
FILES = (str(CAMPAIGNS / "kjj-2012.yaml"), "--with", str(CAMPAIGNS / "kjj-2012-demo.yaml"))
PREPARATION = [
    "组建领导小组",
    "考核工作方案上报",
    "一票否决情况报告到齐",
    "镇（街道）方案到齐",
    "镇（街道）组织到位",
    "动员部署",
    "全区任务布置完毕",
]
COLLECTION = ["指标数据到齐", "自查及承诺", "梳理填报、查漏补缺", "创建资料整理完毕"]
ACCEPTANCE = ["省科技厅考核", "迎接科技部抽查"]
UNITS_OF_THE_VETOES = ("区委办", "区政府办", "区编委办", "区财政局")


def names_and_states(runs):
    return {run["name"]: run["state_name"] for run in runs}


def rows(artifact):
    """The milestones by their title; only what is filled."""
    table = json.loads(artifact["data"])
    return {row["节点"]: {key: value for key, value in row.items() if value} for row in table}


def mails(folder):
    return [
        email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        for file in sorted((folder / "mail/new").iterdir())
    ]


# -- 9 April: in collection ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def april(demonstration):
    """The day that the demonstration has run through the flows."""
    return demonstration.api.run("daily 2012-04-09")


def test_the_day_calls_each_phase_and_all_are_named_by_the_day_and_end_in_what_they_found(demonstration, april):
    assert april["state_name"] == "8 overdue"
    assert names_and_states(demonstration.api.runs_within(april)) == {
        "preparation 2012-04-09": "8 overdue",
        "collection 2012-04-09": "OnTrack",
        "acceptance 2012-04-09": "NotStarted",
    }


def test_a_phase_judges_each_of_its_milestones_in_a_task_named_by_it(demonstration, april):
    preparation, collection, acceptance = demonstration.api.runs_within(april)

    assert names_and_states(demonstration.api.tasks(preparation)) == {
        "组建领导小组": "OnTrack",
        "考核工作方案上报": "1 overdue",
        "一票否决情况报告到齐": "4 overdue",
        "镇（街道）方案到齐": "OnTrack",
        "镇（街道）组织到位": "OnTrack",
        "动员部署": "2 overdue",
        "全区任务布置完毕": "1 overdue",
    }
    assert [task["name"] for task in demonstration.api.tasks(collection)] == COLLECTION
    assert names_and_states(demonstration.api.tasks(acceptance)) == dict.fromkeys(ACCEPTANCE, "NotStarted")
    assert names_and_states(demonstration.api.tasks(april)) == {"生成并发送通知": "5 sent"}


def test_the_milestones_stand_in_a_table_with_their_day_and_counts(demonstration, april):
    table = rows(demonstration.api.artifacts(april)["milestones"])

    assert list(table) == PREPARATION + COLLECTION + ACCEPTANCE
    assert table["一票否决情况报告到齐"] == {
        "节点": "一票否决情况报告到齐",
        "期限": "3月30日（周五）",
        "剩余": "已过5个工作日",
        "✕ 逾期": "4",
        "✓ 办结": "0/4",
        "阶段": "准备阶段",
    }
    assert table["指标数据到齐"] == {
        "节点": "指标数据到齐",
        "期限": "4月15日（周日，休）",
        "剩余": "4个工作日",
        "◐ 临期": "31",
        "✓ 办结": "0/32",
        "阶段": "资料收集整理阶段",
    }
    assert table["镇（街道）方案到齐"]["期限"] == "日期未定"


def test_what_is_overdue_stands_in_a_text_by_unit(demonstration, april):
    text = demonstration.api.artifacts(april)["overdue"]["data"]

    assert "截至2012年4月9日（周一），逾期8项，涉及6个单位，最长已逾期13个工作日" in text
    for unit in UNITS_OF_THE_VETOES:
        assert f"**{unit}**" in text
        told = f"最近一次：4月9日（周一）通知{unit}主要负责人"
        assert f"- ✕ 一票否决情况报告：期限3月30日（周五），已逾期5个工作日；{told}" in text


def test_each_phase_shows_a_bar_and_what_it_asks_for(demonstration, april):
    preparation, collection, acceptance = (
        demonstration.api.artifacts(run) for run in demonstration.api.runs_within(april)
    )

    assert preparation["preparation-progress"]["data"] == 0
    assert "**✕ 审议通过并上报：0/3**" in preparation["preparation-findings"]["data"]
    assert "指标数据及证明材料（第1–31项），责任单位待明确" in collection["collection-findings"]["data"]
    assert "**○ 上级考核、审查：0/3**" in acceptance["acceptance-findings"]["data"]


def test_the_days_messages_stand_in_a_text_without_an_address(demonstration, april):
    text = demonstration.api.artifacts(april)["messages"]["data"]

    assert text.startswith("2012年4月9日（周一），通知：已发 5、暂缓 2")
    assert "区财政局主要负责人" in text
    assert "@" not in text


def test_the_day_again_sends_nothing_and_announces_nothing_new(demonstration, april):
    before = {mail["Message-ID"] for mail in mails(demonstration.data)}
    events = {event["id"] for event in demonstration.api.events("duban.obligation", KEY)}

    done = once(demonstration.environment(), KEY, "2012-04-09")

    again = demonstration.api.run("daily 2012-04-09")
    assert (done.returncode, done.stdout.strip()) == (0, "8 overdue")
    assert again["id"] != april["id"]
    assert names_and_states(demonstration.api.tasks(again)) == {"生成并发送通知": "0 sent"}
    assert {mail["Message-ID"] for mail in mails(demonstration.data)} == before
    assert {event["id"] for event in demonstration.api.events("duban.obligation", KEY)} == events


# -- 31 March: in preparation ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def march(demonstration, tmp_path_factory):
    """The day after the reports were due, a Saturday that is worked; the days before it ran without Prefect."""
    data = tmp_path_factory.mktemp("march")
    duban(data, "demo", *FILES, "--until", "2012-03-30", "--plain")
    done = once(demonstration.environment(data), KEY, "2012-03-31")
    assert done.returncode == 0, done.stderr
    return demonstration.api.run("daily 2012-03-31")


def test_in_preparation_the_later_phases_have_not_started(demonstration, march):
    assert names_and_states(demonstration.api.runs_within(march)) == {
        "preparation 2012-03-31": "5 overdue",
        "collection 2012-03-31": "NotStarted",
        "acceptance 2012-03-31": "NotStarted",
    }
    preparation = demonstration.api.runs_within(march)[0]
    states = names_and_states(demonstration.api.tasks(preparation))
    assert states["一票否决情况报告到齐"] == "4 overdue"
    assert states["动员部署"] == "OnTrack"


def test_what_became_overdue_since_the_last_run_is_announced_once(demonstration, march):
    # the server writes events in batches
    events = until(lambda: demonstration.api.events("duban.obligation.overdue", KEY), "events are written")

    assert sorted(event["payload"]["obligation"] for event in events) == [
        "veto-report/finance",
        "veto-report/government-office",
        "veto-report/party-office",
        "veto-report/staffing",
    ]
    assert {event["payload"]["late_after"] for event in events} == {"2012-03-30"}
    finished = demonstration.api.events("duban.run.finished", KEY)
    assert "2012-03-31" in {event["payload"]["as_of"] for event in finished}


# -- 16 July: the tail -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def july(demonstration, tmp_path_factory):
    """After the last phase; everything of the preparation is waived by then."""
    data = tmp_path_factory.mktemp("july")
    duban(data, "demo", *FILES, "--until", "2012-07-15", "--plain")
    waive_the_preparation(data)
    done = once(demonstration.environment(data), KEY, "2012-07-16")
    assert done.returncode == 0, done.stderr
    return demonstration.api.run("daily 2012-07-16")


def waive_the_preparation(data):
    engine = open_database(sqlite_url(data))
    with reading(engine) as connection:
        book = whole_book(connection, find_campaign(connection, KEY))
    for one in book.plan.obligations:
        if one.phase == "preparation":
            with writing(engine) as connection:
                running = find_campaign(connection, KEY)
                deal = deal_of(book.plan, date(2012, 7, 13), time(15), "office")
                act(connection, running, one.id, Deed(Act.WAIVE, deal.on, reason="no longer asked for"), deal)
    engine.dispose()


def test_in_the_tail_a_finished_phase_is_closed_and_the_others_go_on(demonstration, july):
    states = names_and_states(demonstration.api.runs_within(july))

    assert states["preparation 2012-07-16"] == "Closed"
    # the three readinesses were due on 5/31; contacts upward have no last day, what others do is never overdue
    assert states["acceptance 2012-07-16"] == "3 overdue"
    preparation, _collection, acceptance = demonstration.api.runs_within(july)
    assert demonstration.api.artifacts(preparation)["preparation-progress"]["data"] == 100
    findings = demonstration.api.artifacts(acceptance)["acceptance-findings"]["data"]
    assert "**✕ 迎检准备：0/3**" in findings


def test_no_flow_has_more_than_ten_task_runs(demonstration, april, march, july):
    for day in (april, march, july):
        for run in (day, *demonstration.api.runs_within(day)):
            assert len(demonstration.api.tasks(run)) <= 10
