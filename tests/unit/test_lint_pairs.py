"""Each code has a pair of files: a defect planted in a campaign, and the same campaign mended."""

import re
from functools import cache
from pathlib import Path

import pytest

from models.words import LANGUAGES, Problem, Severity
from notifications.catalogue import catalogue
from schedule.lint.codes import RULES
from tests.checked import check

ROOT = Path(__file__).resolve().parents[2]
PAIRS = ROOT / "tests" / "lint"
NO_FILES = {
    "not-utf8": lambda text: text.encode("latin-1"),
    "too-large": lambda text: (text + "# and on it goes\n" * 60_000).encode(),
}
"""Defects that no text file of this repository can have: made from the mended file."""


def planted(code: str) -> bytes:
    if code in NO_FILES:
        return NO_FILES[code](mended(code).decode())
    return (PAIRS / code / "planted.yaml").read_bytes()


def mended(code: str) -> bytes:
    return (PAIRS / code / "mended.yaml").read_bytes()


@cache
def found(raw: bytes) -> tuple[Problem, ...]:
    return check(raw)


def marked(raw: bytes, code: str) -> list[int]:
    """The lines that say of themselves that the defect is on them."""
    lines = raw.splitlines()
    return [number for number, line in enumerate(lines, 1) if line.endswith(f"# <- {code}".encode())]


def test_every_code_has_a_pair_of_files_and_no_folder_is_without_a_code():
    assert sorted(path.name for path in PAIRS.iterdir()) == sorted(RULES)
    missing = [code for code in RULES if not (PAIRS / code / "mended.yaml").is_file()]
    assert missing == []


@pytest.mark.parametrize("code", RULES)
def test_a_planted_defect_is_the_one_thing_reported_and_at_its_line(code):
    raw = planted(code)
    assert marked(raw, code)
    assert [(one.code, one.where.line) for one in found(raw)] == [(code, line) for line in marked(raw, code)]
    assert {one.severity for one in found(raw)} == {RULES[code].severity}


@pytest.mark.parametrize("code", RULES)
def test_a_mended_file_has_nothing_to_report(code):
    assert found(mended(code)) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_can_be_written_in_every_language(language):
    for code in RULES:
        for problem in found(planted(code)):
            text = catalogue(language).render(problem.message)
            assert text.strip()
            assert not re.search(r"\{\w+\}", text)


def test_every_code_that_a_reader_of_the_file_can_raise_is_a_rule():
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "schedule").rglob("*.py")]
    pattern = (
        r'(?:refuse\(\s*|Fault\(\s*|_StopReadingError\(\s*|self\._fault\(\s*|yield \(?\s*)"([a-z0-9-]+)",\s*[a-z_]'
    )
    raised = {code for text in sources for code in re.findall(pattern, text)}
    assert raised
    assert raised <= set(RULES)


def test_planted_campaigns_are_of_other_years_and_subjects_than_the_reference_campaign():
    for path in PAIRS.rglob("*.yaml"):
        assert "2012" not in path.read_text(encoding="utf-8")


def test_allowed_words_are_told_as_the_file_writes_them():
    (problem,) = found(planted("bad-value"))
    assert problem.message.values["allowed"] == ("literal", "previous", "next")
    assert all(type(word) is str for word in problem.message.values["allowed"])


def test_only_what_makes_a_file_useless_is_an_error():
    lint_errors = {code for code, rule in RULES.items() if rule.severity is Severity.ERROR and rule.family == "ladders"}
    assert lint_errors == {"ladder-skips-head"}
