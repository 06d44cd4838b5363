"""docs/running.md: every variable of the settings and every figure of a rehearsal stands in it."""

import re
from pathlib import Path

from cli.rehearsal_lists import figures
from cli.rehearsal_table import LINES_A_DAY
from cli.speech import speak
from tests.lantern_campaign import view_of

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "running.md").read_text()


def test_every_variable_that_the_settings_read_stands_in_the_table_and_no_other():
    read = set(re.findall(r"DUBAN_[A-Z_]*[A-Z]", (ROOT / "settings.py").read_text()))

    assert set(re.findall(r"^\| `(DUBAN_[A-Z_]+)`", TEXT, re.MULTILINE)) == read


def test_every_number_above_a_rehearsal_is_explained():
    speak("en")
    table = TEXT.partition("Above its days")[2]
    explained = {name for row in re.findall(r"^\| ([^|`]+) \|", table, re.MULTILINE) for name in row.split(", ")}

    assert {name for name, _ in figures(view_of())} <= explained


def test_the_lines_of_a_day_are_as_many_as_it_says():
    assert f"each day shows its first {LINES_A_DAY} messages" in TEXT
