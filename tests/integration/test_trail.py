"""`duban trail`: what happened about one obligation in order, and who is shown to have been silent."""

import json

import pytest
from typer.testing import CliRunner

from cli.app import app
from cli.speech import speak
from models.database import reading
from models.words import ItemKind
from register.assigning import assign
from register.campaigns import find_campaign
from register.people import Successor, hand_over
from register.releasing import release
from register.trail_reading import trail_of
from register.trails import Happened, Message, Skipped
from register.voiding import void
from schedule.transitions import Act, Step
from tests.running_campaign import REFUSED, Harbour, day_of

ON_ONE = pytest.mark.parametrize("backend", ["sqlite"])
"""What is shown does not depend on the database."""


@pytest.fixture
def running(engine, url, monkeypatch):
    monkeypatch.setenv("DUBAN_DATABASE_URL", url)
    monkeypatch.setenv("COLUMNS", "140")
    speak("en")
    return Harbour(engine)


@pytest.fixture
def trail(running):
    def read(day="04-22", key="report/docks"):
        with reading(running.engine) as connection:
            return trail_of(connection, find_campaign(connection, None), key, day_of(day))

    return read


def command(*words, day="04-22", key="report/docks"):
    return CliRunner().invoke(app, ["trail", key, "--as-of", f"2024-{day}", *words])


def told(**options):
    done = command(**options)
    assert done.exit_code == 0, done.output
    return " ".join(done.output.replace("│", " ").split())


def lines(trail):
    """`04-12 docks/head reminder 0 sent, unanswered` for each entry."""
    for one in trail.entries:
        match one:
            case Message():
                kind = one.kind or one.notice.kind
                words = [one.notice.seat, kind, one.wait, one.offset, "mention" if one.mention else None]
                answer = (
                    f", answered by {one.answer.act}" if one.answer else ", with the office" if one.with_office else ""
                )
                yield f"{one.on:%m-%d} {' '.join(filter(None, words))} {one.notice.state}{answer}"
            case Skipped():
                yield f"{one.on:%m-%d} {one.told.seat} {one.told.offset} skipped"
            case Happened():
                yield f"{one.on:%m-%d} {one.act} by {one.by}"


def test_whoever_never_answers_is_shown_every_message_in_order(running, trail):
    running.run_to("04-19")

    assert list(lines(trail())) == [
        "03-01 init by office",
        "04-09 docks/liaison reminder -3wd sent",
        "04-12 docks/liaison reminder 0 sent",
        "04-12 docks/head reminder 0 sent",
        "04-15 docks/head escalation +1wd sent",
        "04-17 office/director escalation +3wd sent",
        "04-19 docks/head escalation +5wd sent",
        "04-19 leading-group/deputy escalation +5wd held",
    ]
    silent = [(f"{one.on:%m-%d}", one.notice.seat) for one in trail().unanswered]
    assert silent == [
        ("04-09", "docks/liaison"),
        ("04-12", "docks/liaison"),
        ("04-12", "docks/head"),
        ("04-15", "docks/head"),
        ("04-19", "docks/head"),
    ]


def test_an_act_of_the_owner_answers_what_came_before_it_and_nothing_after(running, trail):
    running.run("04-09")
    running.do("04-10", Act.ACK)
    running.run("04-12", "04-15")

    assert list(lines(trail())) == [
        "03-01 init by office",
        "04-09 docks/liaison reminder -3wd sent, answered by ack",
        "04-10 ack by Ada",
        "04-12 docks/liaison reminder 0 sent",
        "04-12 docks/head reminder 0 sent",
        "04-15 docks/head escalation +1wd sent",
    ]


def test_a_return_comes_before_the_message_about_it(running, trail):
    running.do("04-10", Act.SUBMIT)
    running.do("04-10", Act.RETURN, by="Otto", at="11:00", reason="page 3 missing", until=day_of("04-18"))
    running.run("04-11")

    assert list(lines(trail())) == [
        "03-01 init by office",
        "04-10 submit by Ada",
        "04-10 return by Otto",
        "04-10 docks/liaison returned sent",
        "04-10 docks/head returned sent",
    ]
    assert len(trail().unanswered) == 2


def test_while_the_office_has_to_decide_the_owner_is_not_called_silent(running, trail):
    running.run("04-09")
    running.do("04-10", Act.EXTEND, step=Step.ASK, until=day_of("04-19"), reason="flood")
    running.run("04-12", "04-15")

    found = list(lines(trail(day="04-16")))

    assert found[1:] == [
        "04-09 docks/liaison reminder -3wd sent, answered by extend",
        "04-10 extend by Ada",
        "04-12 docks/liaison reminder 0 sent, with the office",
        "04-12 docks/head reminder 0 sent, with the office",
        "04-15 office/staff reminder extension 0 sent, with the office",
    ]
    assert trail().unanswered == ()


def test_a_promise_on_the_telephone_is_an_answer_and_a_talk_without_one_is_none(running, trail):
    running.run("04-09")
    running.phone("04-10", "Ada")
    assert trail().unanswered

    running.phone("04-10", "Ada", promised="04-12")
    assert trail().unanswered == ()


def test_a_rung_that_did_not_go_stands_with_its_reason(running, trail):
    # no run between the first rung's day and the due day: both pile up for the liaison
    running.run("04-12")

    (skipped,) = [one for one in trail().entries if isinstance(one, Skipped)]

    assert (skipped.told.seat, skipped.told.offset) == ("docks/liaison", "-3wd")
    assert "collapsed into 0" in told()


def test_who_was_told_is_summed_up_by_reader(running, trail):
    running.run_to("04-16")
    running.run("04-17", "04-19", answers={"ben@docks.example": REFUSED})

    found = {
        one.seat: (
            [f"{day:%m-%d}" for day in one.went(ItemKind.REMINDER)],
            [f"{day:%m-%d}" for day in one.went(ItemKind.ESCALATION)],
            [message.notice.state.value for message in one.missed],
        )
        for one in trail().readers
    }

    assert found == {
        "docks/liaison": (["04-09", "04-12"], [], []),
        "docks/head": (["04-12"], ["04-15"], ["dead"]),
        "office/director": ([], ["04-17"], []),
        "leading-group/deputy": ([], [], ["held"]),
    }


def test_a_duty_that_is_merely_listed_is_a_mention_and_no_message_about_it(running, trail):
    running.run("04-09")

    found = trail(key="list/docks")

    assert list(lines(found))[1:] == ["04-09 docks/liaison digest mention sent"]
    assert found.messages == found.unanswered == ()


def test_it_begins_with_the_campaign_and_holds_what_was_done_to_its_owners_seats(running, trail):
    cleo = Successor("Cleo", ("mailto:cleo@docks.example",))
    running.write(
        "04-08", lambda connection, campaign, deal: hand_over(connection, campaign, "docks/head", cleo, deal.on, deal)
    )

    assert list(lines(trail())) == ["03-01 init by office", "04-08 hand_over by Otto"]
    assert "seat handed over Otto from Ben to Cleo since Apr 8, 2024 (Mon)" in told()
    assert [one.act for one in trail(key="report/pilots").events] == ["init"]


def test_an_event_that_was_corrected_counts_for_nothing(running, trail):
    running.run("04-09")
    number = running.do("04-10", Act.ACK).event
    running.write("04-11", lambda connection, campaign, deal: void(connection, campaign, number, "a mistake", deal))

    assert "acknowledged (corrected later)" in told()
    assert trail().done("ack") == ()
    assert len(trail().unanswered) == 1


def test_a_request_that_was_corrected_leaves_nothing_with_the_office(running, trail):
    number = running.do("04-08", Act.EXTEND, step=Step.ASK, until=day_of("04-19"), reason="flood").event
    running.write("04-08", lambda connection, campaign, deal: void(connection, campaign, number, "not asked", deal))
    running.run("04-09")

    assert list(lines(trail()))[-1] == "04-09 docks/liaison reminder -3wd sent"
    assert len(trail().unanswered) == 1


def test_what_was_held_and_released_stands_with_its_release_and_with_the_message_it_went_in(running, trail):
    running.run_to("04-19")
    running.write("04-19", lambda connection, campaign, deal: release(connection, campaign, "report/docks", deal))
    running.run("04-22")

    assert list(lines(trail()))[-4:] == [
        "04-19 docks/head escalation +5wd sent",
        "04-19 leading-group/deputy escalation +5wd held",
        "04-19 release by Otto",
        "04-22 leading-group/deputy escalation +5wd sent",
    ]
    (deputy,) = [one for one in trail().readers if one.seat == "leading-group/deputy"]
    assert [f"{day:%m-%d}" for day in deputy.went(ItemKind.ESCALATION)] == ["04-22"]
    assert deputy.missed == ()
    assert "held until a person decided on it" in told()
    # the pilots' item of the same message was not released
    assert not any("release" in line for line in lines(trail(key="report/pilots")))


def test_an_assignment_is_a_message_about_everything_it_lists(running, trail):
    running.write("04-08", lambda connection, campaign, deal: assign(connection, campaign, ["docks"], deal))
    running.run("04-09")

    assert list(lines(trail())) == [
        "03-01 init by office",
        "04-08 assign by Otto",
        "04-08 docks/liaison assign sent",
        "04-08 docks/head assign sent",
        "04-09 docks/liaison reminder -3wd sent",
    ]
    assert [one.act for one in trail(key="report/pilots").events] == ["init"]


# -- in sentences ----------------------------------------------------------------------------------------------------


@ON_ONE
def test_silence_is_said_plainly(running):
    running.run_to("04-19")

    found = told()

    for sentence in (
        "Standing: ✕ overdue by 6 working days",
        "Told before it was overdue: liaison of Docks Ada, head of Docks Ben; messages: 3, from Apr 9 to Apr 12.",
        "Told that it is overdue: head of Docks Ben, director of Office Olga; messages: 3, from Apr 15 to Apr 19.",
        "Did not go (held): messages to deputy leader of Group Dora.",
        "Nobody has acknowledged it.",
        "Nothing has been handed in.",
        "No later day was asked for, and nobody said that it is another's duty.",
        "Unanswered by Apr 22: 5 of the messages to its own people, the first of them of Apr 9, the last of Apr 19.",
        "no answer by Apr 22",
        "next message planned for: Apr 26, 2024 (Fri)",
    ):
        assert sentence in found


@ON_ONE
def test_who_was_never_reached_is_not_called_silent(running):
    running.run_to("04-19")

    found = told(key="report/pilots")

    assert "No message about it has reached Pilots itself." in found
    assert "Did not go (held): messages to liaison of Pilots Paul, head of Pilots" in found
    assert "Unanswered" not in found


@ON_ONE
def test_what_was_handed_in_and_returned_is_said(running):
    running.do("04-10", Act.SUBMIT)
    running.do("04-11", Act.RETURN, by="Otto", reason="page 3 missing", until=day_of("04-18"))

    found = told()

    assert "Handed in on Apr 10, returned on Apr 11; nothing has been handed in since." in found
    assert "reason: page 3 missing" in found
    assert "until Apr 18, 2024 (Thu)" in found


@ON_ONE
def test_the_offices_own_silence_is_said_too(running):
    running.do("04-10", Act.EXTEND, step=Step.ASK, until=day_of("04-19"), reason="flood")

    found = told(day="04-18")

    assert "On Apr 10: later day asked for." in found
    assert "Since Apr 10 the office has to decide (a later day waits to be decided); its term ends on Apr 15." in found
    assert "escalations wait until the office has decided what was asked" in found


@ON_ONE
def test_a_promise_that_was_not_kept_is_said(running):
    running.phone("04-15", "Ben", promised="04-18")

    assert "Chased by hand on Apr 15 (by telephone, to Ben, asked for it" in told()
    assert "nothing came by the promised day" in told(day="04-19")
    assert "nothing came by the promised day" not in told(day="04-18")


@ON_ONE
def test_a_kept_promise_is_not_held_against_anybody(running):
    running.phone("04-15", "Ben", promised="04-18")
    running.do("04-17", Act.SUBMIT)

    assert "nothing came by the promised day" not in told()


@ON_ONE
def test_addresses_are_masked_unless_they_are_asked_for(running):
    running.run("04-09")

    assert "a***@docks.example" in told()
    assert "ada@docks.example" not in told()
    assert "ada@docks.example" in command("--show-addresses").output


@ON_ONE
def test_an_obligation_that_does_not_exist_is_refused_with_those_that_look_like_it(running, engine):
    done = command(key="report/dock")

    assert done.exit_code != 0
    assert "report/docks" in str(done.exception)


# -- for other programs ----------------------------------------------------------------------------------------------


def test_the_json_holds_notices_attempts_acts_and_events_in_order(running):
    running.run("04-09", answers={"ada@docks.example": REFUSED})
    running.do("04-10", Act.ACK, by="Ben", at="09:20")

    done = command("--json", day="04-11")
    found = json.loads(done.stdout)

    assert (found["schema"], found["campaign"], found["as_of"]) == ("duban.trail/1", "harbour", "2024-04-11")
    assert [one["type"] for one in found["entries"]] == ["event", "notice", "act"]
    event, notice, act = found["entries"]
    assert (event["act"], event["number"]) == ("init", 1)
    assert (notice["kind"], notice["offset"], notice["answer"]) == ("reminder", "-3wd", act["number"])
    assert notice["notice"]["state"] == "dead"
    assert [tried["code"] for tried in notice["notice"]["attempts"]] == [550]
    assert (act["act"], act["by"], act["at"]) == ("ack", "Ben", "2024-04-10T09:20:00+08:00")
    assert act["data"]["after"] == {"acknowledged_on": "2024-04-10"}
    assert found["obligation"]["acknowledged_at"] == "2024-04-10T09:20:00+08:00"
    assert found["record"]["ok"] is True
    assert found["record"]["head"]
    assert found["unanswered"] == []


def test_the_page_is_written_with_the_head_of_the_chain_at_its_foot(running, tmp_path, trail):
    running.run_to("04-15")

    done = command("--html", str(tmp_path / "trail.html"))

    assert done.exit_code == 0
    page = (tmp_path / "trail.html").read_text()
    assert trail().verdict.head in page
    assert page.index("</table>") < page.index(trail().verdict.head)
    assert "Docks: Report" in page


@ON_ONE
def test_the_page_holds_what_its_own_people_were_told_and_nothing_told_to_others(running, tmp_path):
    running.run("04-09", "04-12", "04-15", "04-17")

    command("--html", str(tmp_path / "trail.html"))

    page = (tmp_path / "trail.html").read_text()
    # the office director's digest of the 17th speaks of the pilots as well
    assert "Pilots" not in page
    assert page.count("<pre") == 4
