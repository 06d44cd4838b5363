"""Which language a command speaks: `--lang` anywhere, else `DUBAN_LANG`, else Chinese; what is no language is said."""

import os
import subprocess
import sys

import pytest


def duban(*words: str, language: str | None = None) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of the command in a process of its own: it chooses its language only once."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")}
    chosen = {} if language is None else {"DUBAN_LANG": language}
    command = [sys.executable, "-m", "cli.main", *words]
    done = subprocess.run(command, env=clean | chosen, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("--lang", "en", "people", "--help"),
        ("--lang=en", "people", "--help"),
        ("--data", "nowhere", "--lang", "en", "people", "--help"),
        ("people", "--lang", "en", "--help"),
        ("people", "--help", "--lang=en"),
    ],
)
def test_the_language_may_stand_before_or_behind_the_verb(words):
    code, out, _err = duban(*words)

    assert code == 0
    assert "who cannot be reached" in " ".join(out.split())


def test_a_language_before_a_verb_with_a_verb_of_its_own_reaches_that():
    code, out, _err = duban("--lang", "en", "people", "hand-over", "--help")

    assert code == 0
    assert "Who takes it." in out


def test_before_nothing_else_it_is_the_language_of_the_help():
    _code, out, _err = duban("--lang", "en", "--help")

    assert "Print the version." in out


@pytest.mark.parametrize("words", [("--lang", "xx", "version"), ("version", "--lang=xx")])
def test_an_option_that_names_no_language_is_refused_with_those_there_are(words):
    code, out, err = duban(*words)

    assert (code, out) == (2, "")
    assert "--lang: no texts in xx; there are zh_Hans, zh_Hant, en" in err


def test_a_variable_that_names_no_language_is_told_and_the_first_language_spoken():
    code, out, err = duban("--help", language="de")

    assert code == 0
    assert "DUBAN_LANG: no texts in de; there are zh_Hans, zh_Hant, en" in err
    assert "显示版本号" in out


def test_the_option_goes_before_the_variable():
    code, _out, err = duban("version", "--lang", "en", language="de")

    assert (code, err) == (0, "")


def test_an_empty_variable_counts_as_not_set():
    assert duban("version", language="")[2] == ""
