"""`docs/lint.md` has a line for every code, and says what the program says."""

import re
from pathlib import Path

import pytest

from models.words import Phrase
from schedule.lint.codes import RULES
from tests.checked import check

ROOT = Path(__file__).resolve().parents[2]
PAIRS = ROOT / "tests" / "lint"
ROW = re.compile(r"^\| `([a-z0-9-]+)` \| (\w+) \| (.+) \| (.+) \| (.+) \|$", re.MULTILINE)
ROWS = {row[0]: row[1:] for row in ROW.findall((ROOT / "docs" / "lint.md").read_text(encoding="utf-8"))}


def message(code: str) -> Phrase:
    """What the program says of the defect planted for a code."""
    raw = (PAIRS / code / "planted.yaml").read_bytes()
    return next(one.message for one in check(raw) if one.code == code)


def as_pattern(said: Phrase) -> str:
    """A pattern for a phrase in English, whatever its days and names look like."""
    parts = re.split(r"\{(\w+)\}", said.template)
    values = [said.values[name] for name in parts[1::2]]
    written = [as_pattern(value) if isinstance(value, Phrase) else ".+" for value in values]
    fixed = [re.escape(part) for part in parts[::2]]
    return "".join(text for pair in zip(fixed, [*written, ""], strict=True) for text in pair)


def test_the_documentation_has_one_line_for_every_code():
    found = [row[0] for row in ROW.findall((ROOT / "docs" / "lint.md").read_text(encoding="utf-8"))]
    assert sorted(found) == sorted(RULES)


@pytest.mark.parametrize("code", RULES)
def test_the_documentation_gives_severity_and_meaning_as_the_program_does(code):
    severity, means, _, advice = ROWS[code]
    assert (severity, means) == (RULES[code].severity.value, RULES[code].means.template)
    assert advice.endswith((".", "`"))


@pytest.mark.parametrize("code", [code for code in RULES if (PAIRS / code / "planted.yaml").is_file()])
def test_the_documented_example_is_what_the_program_says(code):
    example = ROWS[code][2]
    assert re.fullmatch(as_pattern(message(code)), example)
