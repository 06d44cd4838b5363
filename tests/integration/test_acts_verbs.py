"""The verbs by which people act, through the command line, on a small campaign with a paper for a leader."""

import json

import pytest

from cli.speech import speak
from cli.start import run
from models.words import NoticeKind

CAMPAIGN = """
duban: 1
campaign: {key: tide, title: Tide tables, timezone: Europe/London, calendar: {country: GB, subdivision: ENG},
           opens_on: 2024-03-01, closes_on: 2024-06-28, languages: [en]}
bodies:
  office: {name: Office, seats: {director: {role: office_director}, staff: {role: liaison}}}
  leading-group: {name: Board, seats: {chair: {role: leader}, deputy: {role: deputy_leader, in_charge: [quay]}}}
units:
  quay: {name: Quay}
  pier: {name: Pier}
people:
  - {name: Ada, holds: [{seat: office/director}, {seat: office/staff}], addresses: "mailto:ada@office.example"}
  - {name: Ben, holds: [{seat: quay/liaison}], addresses: "mailto:ben@quay.example"}
  - {name: Cy, holds: [{seat: quay/head}], addresses: "mailto:cy@quay.example"}
  - {name: Di, holds: [{seat: pier/liaison}, {seat: pier/head}], addresses: "mailto:di@pier.example"}
  - {name: Ed, holds: [{seat: leading-group/deputy}], addresses: "mailto:ed@board.example"}
ladders:
  standard: [{at: -3wd, tell: liaison}, {at: 0, tell: [liaison, head]}, {at: +1wd, tell: head},
             {at: +2wd, tell: [head, deputy_leader]}]
phases:
  - key: spring
    kind: collection
    opens_on: 2024-03-01
    closes_on: 2024-04-30
    milestones:
      - key: papers
        title: Papers are in
        due: 2024-03-13
        clause: §3
        deliverables:
          - {key: table, title: Tide table, owed_by: [quay, pier], submit_to: office}
          - {key: log, title: Log book, owed_by: quay, submit_to: office, due: {unknown: true}}
"""
"""March 2024: the 1st is a Friday; Good Friday is the 29th, far behind the days used here."""


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    """A data folder with the campaign, known from its first day."""
    speak("en")
    for name in ("DUBAN_SMTP_URL", "DUBAN_DATABASE_URL", "DUBAN_MAIL_FROM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DUBAN_DATA", str(tmp_path / "data"))
    file = tmp_path / "tide.yaml"
    file.write_text(CAMPAIGN)
    assert call("init", str(file), "--as-of", "2024-03-01") == 0
    return tmp_path / "data"


def call(*arguments: str) -> int:
    """One command; Typer ends a program, also a well-behaved one."""
    try:
        return run(list(arguments))
    except SystemExit as ended:
        return int(ended.code or 0)


@pytest.fixture
def face(capsys):
    """What a command prints for programs."""

    def read(*arguments: str) -> dict:
        capsys.readouterr()
        assert call(*arguments, "--json") == 0, capsys.readouterr().err
        return json.loads(capsys.readouterr().out)

    return read


@pytest.fixture
def refused(capsys):
    """What a command says that ends with 2."""

    def read(*arguments: str) -> str:
        capsys.readouterr()
        assert call(*arguments) == 2
        return capsys.readouterr().err

    return read


def day(face, on: str) -> dict:
    return face("run", "--as-of", on, "--yes")


def readers(notices: list[dict], kind: NoticeKind | None = None) -> set[str]:
    return {
        f"{one['recipient']['unit']}/{one['recipient']['post']}"
        for one in notices
        if kind is None or one["kind"] == kind.value
    }


def test_an_answer_gives_a_duty_its_day_and_is_given_once(face, refused):
    listed = face("answer", "--as-of", "2024-03-04")["questions"]
    assert "log-due" in {one["id"] for one in listed}

    done = face("answer", "log-due", "2024-03-20", "--by", "Ada", "--as-of", "2024-03-04")
    assert done["obligations"] == ["log/quay"]
    status = face("status", "--as-of", "2024-03-04")
    assert {one["id"]: one["due_on"] for one in status["obligations"]}["log/quay"] == "2024-03-20"
    assert "was answered on" in refused("answer", "log-due", "2024-03-21", "--by", "Ada", "--as-of", "2024-03-05")


def test_an_answer_that_cannot_be_meant_changes_nothing(face, refused):
    refused("answer", "log-due", "soon", "--by", "Ada", "--as-of", "2024-03-04")
    refused("answer", "lug-due", "2024-03-20", "--by", "Ada", "--as-of", "2024-03-04")
    assert face("audit", "verify")["events"] == 1


def test_chasing_by_hand_stands_in_the_trail_with_what_was_promised(face, refused):
    done = face(
        "chase", "table/quay", "--by", "phone", "--to", "Ben", "--note", "on its way", "--promised", "2024-03-15",
        "--as-of", "2024-03-14",
    )  # fmt: skip
    assert done["promised_on"] == "2024-03-15"
    assert "on its way" in json.dumps(face("trail", "table/quay", "--as-of", "2024-03-14"))
    assert "phone, paper, visit, mail" in refused(
        "chase", "table/quay", "--by", "shouting", "--to", "Ben", "--note", "x", "--as-of", "2024-03-14"
    )


def test_a_paper_for_a_leader_waits_until_a_person_releases_it(face):
    day(face, "2024-03-13")
    day(face, "2024-03-14")
    # +2wd tells the deputy leader in charge of the quay; nobody is in charge of the pier, so the director is told
    planned = day(face, "2024-03-15")["notices"]
    held = [one for one in planned if one["state"] == "held"]
    assert readers(held) == {"leading-group/deputy"}

    assert face("release", held[0]["key"][:8], "--by", "Ada", "--as-of", "2024-03-15")["items"]
    sent = day(face, "2024-03-18")["notices"]
    assert "leading-group/deputy" in readers([one for one in sent if one["state"] == "sent"])


def test_a_paper_may_be_dropped_with_a_reason_and_does_not_come_back(face, refused):
    for on in ("2024-03-13", "2024-03-14", "2024-03-15"):
        day(face, on)
    assert "reason" in refused("release", "table/quay", "--by", "Ada", "--drop", "--as-of", "2024-03-15")
    face("release", "table/quay", "--by", "Ada", "--drop", "--reason", "spoken to", "--as-of", "2024-03-15")
    assert readers(day(face, "2024-03-18")["notices"], NoticeKind.DIGEST) == set()
    assert [one["state"] for one in face("notices", "--state", "suppressed")["notices"]] == ["suppressed"]


def test_what_is_on_hold_is_put_off_and_goes_once_it_is_lifted(face):
    placed = face("hold", "--unit", "quay", "--reason", "flood", "--by", "Ada", "--as-of", "2024-03-08")
    assert face("hold", "--as-of", "2024-03-08")["holds"][0]["scope"] == "unit:quay"
    went = [one for one in day(face, "2024-03-08")["notices"] if one["state"] == "sent"]
    assert readers(went, NoticeKind.DIGEST) == {"pier/liaison"}
    face("hold", "--lift", str(placed["hold"]), "--by", "Ada", "--as-of", "2024-03-11")

    sent = [one for one in day(face, "2024-03-11")["notices"] if one["state"] == "sent"]
    assert readers(sent, NoticeKind.DIGEST) == {"quay/liaison"}


def test_an_assignment_needs_consent_goes_once_and_confirms_the_liaison(face, refused, data):
    assert "--yes" in refused("assign", "--by", "Ada", "--as-of", "2024-03-04")
    assert face("audit", "verify")["events"] == 1

    done = face("assign", "quay", "--by", "Ada", "--yes", "--as-of", "2024-03-04")
    assert done["units"][0]["obligations"] == ["table/quay", "log/quay"]
    sent = day(face, "2024-03-04")["notices"]
    assert readers(sent, NoticeKind.ASSIGN) == {"quay/liaison", "quay/head"}
    assert len(list((data / "mail" / "new").iterdir())) == len(sent)

    key = done["units"][0]["notices"][0]
    acknowledged = face("ack", key, "--by", "Ben", "--as-of", "2024-03-05")
    assert (acknowledged["liaison"], acknowledged["obligations"]) == ("Ben", ["table/quay", "log/quay"])
    assert "told" in refused("assign", "quay", "--by", "Ada", "--yes", "--as-of", "2024-03-04")


def test_a_mistake_is_voided_by_a_new_event_and_nothing_is_erased(face, refused):
    wrong = face("submit", "table/quay", "--by", "Ben", "--as-of", "2024-03-11")
    face("void", str(wrong["event"]), "--by", "Ada", "--reason", "the pier's", "--as-of", "2024-03-11")
    status = face("status", "--as-of", "2024-03-11")
    assert {one["id"]: one["status"] for one in status["obligations"]}["table/quay"] == "open"
    assert face("audit", "verify")["events"] == 3
    assert "voided already" in refused(
        "void", str(wrong["event"]), "--by", "Ada", "--reason", "again", "--as-of", "2024-03-11"
    )


def test_who_takes_a_seat_is_told_from_his_first_day_on(face):
    face(
        "people", "hand-over", "quay/liaison", "Flo", "--from", "2024-03-11", "--address", "mailto:flo@quay.example",
        "--by", "Ada", "--as-of", "2024-03-08",
    )  # fmt: skip
    before = day(face, "2024-03-08")["notices"]
    after = day(face, "2024-03-13")["notices"]

    def liaison(notices: list[dict]) -> str:
        return next(one["recipient"]["name"] for one in notices if readers([one]) == {"quay/liaison"})

    assert (liaison(before), liaison(after)) == ("Ben", "Flo")
