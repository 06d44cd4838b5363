import csv
import email
import hashlib
import unicodedata
from datetime import date
from email.policy import default
from io import StringIO

import pytest
from rich.cells import cell_len

from cli.notice_face import shown_address
from cli.output import write_whole
from cli.rehearsal_csv import COLUMNS, print_csv, safe_cell
from cli.rehearsal_difference import print_difference
from cli.rehearsal_json import as_json
from cli.rehearsal_lines import MARKS, Columns, message
from cli.rehearsal_lists import figures, lists
from cli.rehearsal_mails import write_mails
from cli.rehearsal_table import LINES_A_DAY, print_table
from cli.speech import speak, spoken
from models.words import phrase
from register.rehearsal_summary import Tone, collapsed, days_of, difference, readers_of, tone_of
from tests.lantern_campaign import CAMPAIGN, view_of

RETURNED_IN_THE_EVENING = """
events:
  - {day: 2024-04-03, unit: docks, deliverable: report, act: submit}
  - {day: 2024-04-08, unit: docks, deliverable: report, act: return, until: 2024-04-16, at: "20:00"}
  - {day: 2024-04-09, unit: docks, deliverable: report, act: accept}
  - {day: 2030-01-01, unit: docks, deliverable: report, act: submit}
"""
NO_RUN_AROUND_THE_DUE_DAY = "outages: [{from: 2024-04-09, to: 2024-04-12}]"


@pytest.fixture(autouse=True)
def english():
    speak("en")


def written(day):
    return spoken().day(date.fromisoformat(day))


# -- cells and addresses ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["=1+1", "+1wd", "-3wd", "@SUM(A1)", "\tx", "\rx"])
def test_a_cell_that_begins_like_a_formula_gets_an_apostrophe(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "cell"), [(None, ""), (0, "0"), ("0", "0"), ("late", "late"), (["liaison", "head"], "liaison head")]
)
def test_other_cells_stay_what_they_are(value, cell):
    assert safe_cell(value) == cell


@pytest.mark.parametrize(
    ("address", "masked", "full"),
    [
        ("mailto:wang@finance.example", "w***@finance.example", "wang@finance.example"),
        ("mailto:wang@finance.example?name=x", "w***@finance.example", "wang@finance.example?name=x"),
        ("dingtalk://secret-token/12345678901", "s***", "secret-token/12345678901"),
    ],
)
def test_an_address_is_masked_unless_it_is_asked_for(address, masked, full):
    assert shown_address(address, full=False) == masked
    assert shown_address(address, full=True) == full


# -- JSON ------------------------------------------------------------------------------------------------------------


def test_the_json_of_one_notice_holds_every_key_of_the_contract():
    found = as_json(view_of())["notices"]
    one = next(notice for notice in found if (notice["on"], notice["recipient"]["post"]) == ("2024-04-15", "head"))
    text = "lanterns|person:Ada Wick|2024-04-15|digest|0".replace("|", "\x1f")
    assert one.pop("subject")
    assert one["items"][0].pop("reason")
    key = hashlib.sha256(text.encode()).hexdigest()[:32]
    assert one == {
        "id": key,
        "key": key,
        "on": "2024-04-15",
        "at": "2024-04-15T08:30:00+08:00",
        "kind": "digest",
        "state": "sent",
        "why": None,
        "recipient": {
            "unit": "docks",
            "unit_name": "=Docks",
            "post": "head",
            "role": "head",
            "name": "Ada Wick",
            "address": "a***@docks.example",
        },
        "channel": "mailto",
        "language": "en",
        "replaces": None,
        "message_id": f"<{key}@lanterns.example>",
        "items": [
            {
                "obligation": "report/docks",
                "unit": "docks",
                "deliverable": "report",
                "round": 0,
                "due_on": "2024-04-12",
                "effective_due_on": "2024-04-12",
                "offset": "+1wd",
                "planned_on": "2024-04-15",
                "audience": ["head"],
                "kind": "escalation",
            }
        ],
        "also_owed": [],
        "attempts": [],
    }


def test_who_is_not_known_is_assumed_and_never_made_up():
    liaison = as_json(view_of())["notices"][1]
    assert liaison["recipient"]["post"] == "liaison"
    assert (liaison["recipient"]["name"], liaison["recipient"]["address"]) == (None, None)
    assert liaison["channel"] == "assumed"


def test_in_earnest_a_seat_without_an_address_has_no_channel_and_the_reason_stands_beside_it():
    held = [one for one in as_json(view_of(real=True))["notices"] if one["state"] == "held"]
    assert {one["channel"] for one in held} == {None}
    assert {one["why"] for one in held} == {"no address"}


def test_addresses_are_shown_in_full_when_asked_for():
    found = as_json(view_of(show_addresses=True))["notices"]
    assert {one["recipient"]["address"] for one in found} == {None, "ada@docks.example"}


def test_notices_stand_in_the_order_they_go():
    moments = [one["at"] for one in as_json(view_of(RETURNED_IN_THE_EVENING))["notices"]]
    assert moments == sorted(moments)


def test_the_summary_says_what_was_deferred_refused_and_never_played():
    summary = as_json(view_of(RETURNED_IN_THE_EVENING))["summary"]
    assert summary["deferred"] == 2  # liaison and head, told on the next morning
    assert [(one["day"], one["act"]) for one in summary["refused"]] == [("2024-04-09", "accept")]
    assert [one["day"] for one in summary["unplayed"]] == ["2030-01-01"]


def test_what_an_outage_collapsed_stands_in_the_summary_with_its_reason():
    summary = as_json(view_of(NO_RUN_AROUND_THE_DUE_DAY))["summary"]
    assert summary["outages"] == ["2024-04-09", "2024-04-10", "2024-04-11", "2024-04-12"]
    assert summary["superseded"] == len(summary["superseded_rungs"])
    found = {(one["seat"], one["offset"], one["reason"]) for one in summary["superseded_rungs"]}
    assert ("docks/liaison", "-3wd", "collapsed into 0") in found
    assert ("docks/head", "0", "collapsed into +1wd") in found


# -- CSV -------------------------------------------------------------------------------------------------------------


def test_the_csv_has_a_line_an_item_that_no_spreadsheet_takes_for_a_formula(capfdbinary):
    view = view_of()
    print_csv(view)
    raw = capfdbinary.readouterr().out
    assert raw.startswith(b"\xef\xbb\xbf")
    first, *rows = csv.reader(StringIO(raw.decode("utf-8-sig"), newline=""))
    assert tuple(first) == COLUMNS
    assert len(rows) == sum(len(one.draft.items) or 1 for one in view.played.notices)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    cells = [dict(zip(first, row, strict=True)) for row in rows]
    assert {cell["item_offset"] for cell in cells} == {"'-3wd", "0", "'+1wd", "'+3wd", "'+5wd", ""}
    assert {cell["recipient_unit_name"] for cell in cells} >= {"'=Docks", "Lamps <b>"}


# -- the table -------------------------------------------------------------------------------------------------------


def printed(capsys, view):
    print_table(view)
    return capsys.readouterr().out.splitlines()


def test_the_table_names_days_readers_and_what_each_message_is(capsys):
    found = "\n".join(printed(capsys, view_of()))
    assert written("2024-04-07") not in found  # worked, and nothing is due
    assert f"{written('2024-04-12')}  messages: 4" in found
    assert "✕ escalation" in found
    assert "¦ held" in found
    assert "Ada Wick" in found


def test_days_without_a_message_take_one_line(capsys):
    found = printed(capsys, view_of(NO_RUN_AROUND_THE_DUE_DAY))
    first, last = (spoken().short_day(date(2024, 4, day)) for day in (9, 14))
    assert f"{first} – {last}  days off: 2, days without a run (outage): 4" in found


def test_a_make_up_working_day_is_marked(capsys):
    due_on_saturday = CAMPAIGN.replace("due: 2024-04-12", "due: 2024-04-28")
    found = printed(capsys, view_of(text=due_on_saturday))
    assert f"{written('2024-04-28')}  make-up working day  messages: 4" in found


def test_a_day_with_many_messages_shows_some_and_counts_the_rest(capsys):
    extra = "".join(f"  more-{n}: {{name: More {n}, kind: bureau}}\n" for n in range(10))
    text = CAMPAIGN.replace("people:", f"{extra}people:").replace("owed_by: [docks, lamps]", "owed_by: all")
    found = printed(capsys, view_of(text=text))
    start = found.index(f"{written('2024-04-09')}  messages: 12")
    day = found[start + 1 : found.index("  +4 more (reminder 4)")]
    assert len(day) == LINES_A_DAY
    assert "of a day the first 8 messages are shown; --csv, --html FILE and --mail DIR have" in " ".join(found)


def test_a_table_that_shows_every_message_says_nothing_of_others(capsys):
    assert not any("--csv" in line for line in printed(capsys, view_of()))


def test_a_line_fits_into_the_terminal_whatever_the_names():
    view = view_of()
    columns = Columns.of(view, view.played.notices, 80)
    for one in view.played.notices:
        line = message(view, one, columns)
        assert cell_len(line.plain[: line.plain.index(view.message(one).subject)]) <= 80 // 6 + 80 * 2 // 5 + 2


def test_the_lists_say_who_reads_most_and_why_messages_are_held():
    found = {one.title: one.rows for one in lists(view_of())}
    assert found["Held messages: 1"] == (
        ("1", "deputy leader of The group", "it goes above the office director and waits to be released"),
    )
    assert found["Who reads most"][0][:2] == ("staff of The office", "4")


def test_a_list_without_a_line_is_left_out():
    assert not [one for one in lists(view_of()) if not one.rows]
    assert [one.title for one in lists(view_of())] == [
        "Who reads most",
        "Held messages: 1",
        "Seats without a known address: 6",
    ]


def test_events_that_change_nothing_are_listed_with_the_reason():
    found = {one.title: one.rows for one in lists(view_of(RETURNED_IN_THE_EVENING))}
    assert found["Refused events: 1"] == (
        (written("2024-04-09"), "accept", "report/docks", "accept is not possible while the status is returned"),
    )
    assert found["Events outside the days played: 1"] == ((written("2030-01-01"), "submit", "report/docks"),)
    assert [row[:2] for row in found["Messages deferred to office hours: 2"]] == [
        ("2024-04-08 20:00", "2024-04-09 08:30")
    ] * 2


def test_the_figures_add_up():
    found = {name: int(value) for name, value in figures(view_of())}
    parts = ("reminders", "escalations", "others", "held", "held to their end")
    assert sum(found[name] for name in parts) == found["messages"]
    assert found["most a day for one reader"] == 1


def test_a_reason_calls_seats_by_their_titles_and_names_only_the_first_of_many():
    view = view_of()
    assert view.said(phrase("told as {seat}", seat="docks/head")) == "told as head of =Docks"
    assert view.said(phrase("into {offset}", offset=("0", "1", "2", "3", "4", "5", "6"))) == "into 0, 1, 2, 3, 4, …"


# -- summary ---------------------------------------------------------------------------------------------------------


def test_the_most_urgent_message_of_a_day_stands_first():
    days = {day.on.isoformat(): day for day in days_of(view_of().played)}
    assert [tone_of(one) for one in days["2024-04-19"].notices] == [
        Tone.ESCALATION,
        Tone.ESCALATION,
        Tone.ESCALATION,
        Tone.HELD,
    ]
    assert days["2024-04-15"].count(Tone.OTHER) == 1  # the office's weekly list
    assert days["2024-04-05"].works is False
    assert days["2024-04-07"].made_up is True


def test_collapsed_rungs_stand_together_by_reason():
    (group,) = collapsed(view_of(NO_RUN_AROUND_THE_DUE_DAY).played)
    assert group.why == phrase("collapsed into {offset}", offset=("0", "+1wd"))
    assert len(group.rungs) == 4


def test_a_reader_who_only_waits_for_a_release_has_read_nothing():
    deputy = next(one for one in readers_of(view_of().played) if one.seat == "leading-group/deputy")
    assert (deputy.messages, deputy.held) == (0, 1)


def test_two_rehearsals_alike_do_not_differ():
    found = difference(view_of().played, view_of().played)
    assert (found.only_first, found.only_second, found.changed) == ((), (), ())


def test_a_moved_due_day_moves_messages_and_changes_those_that_stay(capsys):
    here, there = view_of(), view_of(text=CAMPAIGN.replace("due: 2024-04-12", "due: 2024-04-15"))
    face = as_json(here, there)["diff"]
    assert {(one["on"], one["recipient"]["post"]) for one in face["only_there"]} >= {("2024-04-10", "liaison")}
    assert {one["on"] for one in face["only_here"]} >= {"2024-04-09", "2024-04-12"}
    changed = next(one for one in face["changed"] if one["here"]["on"] == "2024-04-15")
    assert [one["items"][0]["offset"] for one in (changed["here"], changed["there"])] == ["+1wd", "0"]
    print_difference(here, there)
    out = capsys.readouterr().out
    assert "    - +1wd report/docks, due 2024-04-12, escalation" in out
    assert "    + 0 report/docks, due 2024-04-15\n" in out


# -- mails -----------------------------------------------------------------------------------------------------------


def test_every_notice_is_one_mail_and_what_is_held_stands_apart(tmp_path, capsys):
    view = view_of()
    write_mails(view, tmp_path / "new" / "mail")
    files = sorted((tmp_path / "new" / "mail").rglob("*.eml"))
    assert len(files) == len(view.played.notices)
    (held,) = (tmp_path / "new" / "mail" / "held").iterdir()
    assert held.name.startswith("2024-04-19_leading-group-deputy_digest_")
    mails = [email.message_from_bytes(file.read_bytes(), policy=default) for file in files]
    assert {mail["Message-ID"] for mail in mails} == {view.message_id(one) for one in view.played.notices}
    for file, mail in zip(files, mails, strict=True):
        assert mail["X-Duban-Notice"].startswith(file.stem.rpartition("_")[2])
    assert "mails in" in capsys.readouterr().err


def test_mails_are_replaced_by_name_and_others_stay(tmp_path, capsys):
    write_mails(view_of(), tmp_path)
    other = tmp_path / "older.eml"
    other.write_text("kept")
    first = min(tmp_path.glob("2024*.eml"))
    first.write_text("old")
    write_mails(view_of(), tmp_path)
    assert other.read_text() == "kept"
    assert first.read_text() != "old"
    assert "were there before and stay: 1" in capsys.readouterr().err


def test_a_file_that_cannot_be_replaced_leaves_nothing_half_written(tmp_path):
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "kept").write_text("kept")
    with pytest.raises(OSError, match="page"):
        write_whole(tmp_path / "page", b"new")
    assert [one.name for one in tmp_path.rglob("*")] == ["page", "kept"]


def test_marks_are_one_column_wide_in_a_chinese_terminal_too():
    assert {unicodedata.east_asian_width(mark) for mark in MARKS.values()} <= {"N", "Na"}
