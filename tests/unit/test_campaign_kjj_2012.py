"""campaigns/kjj-2012.yaml against the plan itself: what is expected stands here by hand, as a person reads it there."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from models.words import Actor, Role, Severity
from schedule.campaign_file.reader import read_campaign
from schedule.campaign_file.references import check_references
from schedule.lint.rules import lint
from schedule.plan import QuestionKind
from schedule.resolve import resolve

CAMPAIGN = Path(__file__).parents[2] / "campaigns" / "kjj-2012.yaml"
TOWNS = ["dongshan", "yongxing", "shishan", "haixiu", "changliu", "xixiu", "street-1", "haixiu-street"]
REPORTING = ["party-office", "government-office", "staffing", "finance"]


def _day(text):
    month, day = text.split("/")
    return date(2012, int(month), int(day))


@pytest.fixture(scope="module")
def source():
    source, problems = read_campaign(CAMPAIGN.read_bytes(), CAMPAIGN.name)
    assert problems == ()
    return source


@pytest.fixture(scope="module")
def file(source):
    return source.file


@pytest.fixture(scope="module")
def plan(file):
    return resolve(file)


def _owing(plan, deliverable):
    return [one for one in plan.obligations if one.deliverable == deliverable]


# -- The file ----------------------------------------------------------------------------------------------------------


def test_the_file_holds_without_an_error(source, plan):
    assert check_references(source) == ()
    assert [problem for problem in lint(source, plan) if problem.severity is Severity.ERROR] == []


def test_26_units_of_seven_kinds_take_part(file):
    assert Counter(unit.kind for unit in file.units.values()) == {
        "party-organ": 4,
        "government-office": 1,
        "bureau": 9,
        "branch": 1,
        "mass-organisation": 3,
        "town": 6,
        "subdistrict": 2,
    }
    assert [key for key, unit in file.units.items() if unit.name is None] == ["street-1"]
    assert file.units["science-it"].aliases == ("区科技和信息产业局",)


def test_the_town_and_the_subdistrict_of_one_stem_share_no_name(file):
    names = [(unit.name, *unit.aliases) for unit in (file.units["haixiu"], file.units["haixiu-street"])]
    assert names == [("海秀镇",), ("海秀街道办事处",)]


def test_the_leading_group_has_one_leader_three_deputies_and_24_members(file):
    seats = file.bodies["leading-group"].seats
    assert Counter(seat.role for seat in seats.values()) == {Role.LEADER: 1, Role.DEPUTY_LEADER: 3, Role.MEMBER: 24}
    assert not any(seat.in_charge for seat in seats.values())


def test_a_member_is_the_head_of_a_unit_wherever_the_plan_prints_a_heads_post(plan):
    members = [plan.directory.seats[f"leading-group/member-{n}"] for n in range(1, 25)]
    assert [plan.directory.stands_for(seat.key) for seat in members] == [
        *("party-office", "government-office", "organization", "publicity", "development-reform", "education-science"),
        *("science-it", "finance", "statistics", "personnel", "agriculture-forestry", "health-bureau", "land-branch"),
        *("youth-league", "women-federation", "science-association"),
        *TOWNS,
    ]
    assert [seat.post for seat in members if not seat.same_as] == ["member-3", "member-4", "member-7"]
    assert plan.directory.seats["leading-group/member-7"].title is None


def test_the_office_is_led_by_the_second_deputy_leader_and_five_heads_of_units(plan):
    root = plan.directory.root
    assert root("office/director") == "leading-group/deputy-2"
    assert [root(f"office/deputy-{n}").partition("/")[0] for n in range(1, 6)] == [
        *("party-office", "government-office", "education", "science-association", "science-it")
    ]
    assert plan.directory.office_staff == ("office/staff",)
    assert len(plan.directory.parties["office"].aliases) == 5


def test_nobody_is_named(file):
    assert file.people == ()


def test_whom_the_campaign_never_addresses(file, plan):
    silent = {key for key in file.bodies if not plan.directory.parties[key].chased}
    assert silent == {
        *("district", "province-assessment", "city-assessment", "city-bureau", "province-department", "ministry"),
        *(f"{town}-group" for town in TOWNS),
    }
    assert {key for key, body in file.bodies.items() if body.outside} == {
        *("province-assessment", "city-assessment", "city-bureau", "province-department", "ministry")
    }


# -- The plan ----------------------------------------------------------------------------------------------------------


def test_three_phases_the_last_ones_year_inferred(file):
    assert [(p.kind, p.opens_on, p.closes_on, p.clause, p.year_inferred) for p in file.phases] == [
        ("preparation", _day("2/15"), _day("3/31"), "六(一)", False),
        ("collection", _day("4/1"), _day("5/30"), "六(二)", False),
        ("acceptance", _day("6/1"), _day("6/30"), "六(三)", True),
    ]
    assert (file.campaign.opens_on, file.campaign.closes_on) == (_day("2/15"), _day("8/31"))


def test_each_milestone_has_the_day_the_plan_prints(plan):
    assert {one.key: (one.dated.kind, one.dated.due_on) for one in plan.milestones} == {
        "founding": ("phase", _day("3/31")),
        "work-plan-sent": ("by", _day("3/20")),
        "veto-reports-in": ("by", _day("3/30")),
        "town-papers-in": ("unknown", None),
        "town-groups-founded": ("unknown", None),
        "meetings": ("phase", _day("3/31")),
        "tasks-assigned": ("month_end", _day("3/31")),
        "data-in": ("by", _day("4/15")),
        "self-assessed": ("unknown", None),
        "gaps-filled": ("by", _day("4/30")),
        "file-complete": ("month_end", _day("5/31")),
        "june-assessment": ("window", _day("6/30")),
        "ready-for-spot-check": ("window", _day("8/31")),
    }


@pytest.mark.parametrize(
    ("deliverable", "owners"),
    [
        ("group-founded", ["district"]),
        ("veto-report", REPORTING),
        ("town-group-list", TOWNS),
        ("town-plan", TOWNS),
        ("town-group", TOWNS),
        ("town-measures", TOWNS),
        ("group-meeting", ["leading-group"]),
        ("mobilisation-meeting", ["leading-group"]),
        ("publicity-drive", [None]),
        ("task-layout", ["office"]),
        ("indicator-data", [None] * 31),
        ("yearbook", [None]),
        ("self-assessment", [*TOWNS, "organization", "education", "science-it", "personnel"]),
        ("commitment-letter", [*TOWNS, "organization", "education", "science-it", "personnel", *REPORTING]),
        ("indicator-form", ["office"]),
        ("evidence-file", ["office"]),
        ("briefing", ["office"]),
        ("town-report", TOWNS),
        ("site-visit", ["province-department"]),
        ("panel-review", ["province-department"]),
        ("document-check", ["province-department"]),
        ("contact-upward", ["office"]),
        ("spot-check-preparation", ["office"]),
    ],
)
def test_who_owes(plan, deliverable, owners):
    assert [one.unit for one in _owing(plan, deliverable)] == owners


def test_every_obligation_has_its_clause(plan):
    by_clause = Counter(one.clause for one in plan.obligations)
    assert by_clause == {
        "二": 16,
        "四.3": 1,
        "五(二)": 28,
        "六(一)①": 4,
        "六(一)②": 1,
        "六(一)③": 3,
        "六(一)④": 20,
        "六(二)①": 31,
        "六(二)②": 3,
        "六(二)③": 15,
        "六(三)①": 1,
        "六(三)②": 6,
        "六(三)③": 3,
    }


@pytest.mark.parametrize(
    ("chain", "steps"),
    [
        (
            "work-plan",
            [
                ("draft/office", Actor.OWNER, "3/20"),
                ("passage/district", Actor.EXTERNAL, "3/20"),
                ("send-up/office", Actor.OWNER, "3/20"),
            ],
        ),
        (
            "full-file",
            [
                ("compile/office", Actor.OWNER, "5/31"),
                ("first-review/city-bureau", Actor.EXTERNAL, "5/31"),
                ("rectify/office", Actor.OWNER, "5/31"),
                ("approve/leading-group", Actor.OWNER, "5/31"),
                ("review/city-bureau", Actor.EXTERNAL, "5/31"),
                ("accept/province-department", Actor.EXTERNAL, "6/30"),
                ("spot-check/ministry", Actor.EXTERNAL, "8/31"),
            ],
        ),
    ],
)
def test_a_chain_runs_from_step_to_step(plan, chain, steps):
    found = [one for one in plan.obligations if one.deliverable.startswith(f"{chain}.") and not one.readiness_for]
    assert [(one.id.removeprefix(f"{chain}."), one.actor, one.dated.due_on) for one in found] == [
        (step, actor, _day(day)) for step, actor, day in steps
    ]
    assert [one.needs for one in found] == [(), *((before.id,) for before in found[:-1])]


def test_the_work_plan_goes_to_two_addressees_and_only_when_it_is_sent_up(plan):
    assert plan.by_id["work-plan.send-up/office"].submit_to == ("province-assessment", "city-assessment")
    assert plan.by_id["work-plan.draft/office"].submit_to == ()


def test_the_office_is_ready_on_the_last_working_day_before_a_window(plan):
    # 7/1 is a Sunday
    assert {one.deliverable: one.dated.due_on for one in plan.obligations if one.readiness_for} == {
        "site-visit.ready": _day("5/31"),
        "panel-review.ready": _day("5/31"),
        "document-check.ready": _day("5/31"),
        "full-file.accept.ready": _day("5/31"),
        "full-file.spot-check.ready": _day("6/29"),
    }


def test_forms_and_commitments_stand_only_where_the_plan_asks_for_them(plan):
    forms = {one.deliverable: [form.form for form in one.forms] for one in plan.obligations if one.forms}
    assert forms == {
        "indicator-data": ["paper", "electronic"],
        "yearbook": ["paper"],
        "town-report": ["paper"],
        "full-file.review": ["paper", "electronic"],
    }
    assert {one.deliverable for one in plan.obligations if one.commitment} == {
        *("veto-report", "indicator-data", "self-assessment", "town-report")
    }


def test_what_has_no_day_is_asked_with_the_days_it_could_mean(plan):
    asked = {one.id: one.candidates for one in plan.questions if one.kind is QuestionKind.DUE}
    assert asked == {
        "town-group-list-due": ("2012-03-30", "2012-03-31"),
        "town-plan-due": ("2012-03-30", "2012-03-31"),
        "town-group-due": (),
        "town-measures-due": (),
        "yearbook-due": ("2012-04-15",),
        "self-assessment-due": (),
        "commitment-letter-due": (),
    }
    continuous = {one.deliverable for one in plan.obligations if one.dated.kind == "continuous"}
    assert continuous == {"publicity-drive", "contact-upward"}


def test_two_vetoes_of_three_can_be_read_in_several_ways(file, plan):
    readings = {veto.key: ([one.key for one in veto.readings], veto.reading, veto.clause) for veto in file.vetoes}
    assert readings == {
        "leadership": (["A", "B", "C"], None, "四.4"),
        "institution": (["as-printed"], "as-printed", "四.4"),
        "spending": (["each-year", "pooled"], None, "四.4"),
    }
    asked = [one.id for one in plan.questions if one.kind is QuestionKind.READING]
    assert asked == ["leadership-reading", "spending-reading"]


def test_every_question_of_the_file_cites_its_clause(file):
    assert [one.key for one in file.questions if one.clause is None] == []
    assert {"education-bureau", "office-names", "branch-superior", "assessment-offices", "yearbook-years"} <= {
        one.key for one in file.questions
    }
