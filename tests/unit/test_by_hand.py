from dataclasses import replace
from pathlib import Path

import pytest

from models.errors import DubanError
from notifications.outcomes import Outcome, Sent
from notifications.transports.by_hand import ByHand
from tests.letter import LETTER


def test_a_notice_is_a_page_to_print_and_waits_for_who_carries_it(tmp_path):
    folder = tmp_path / "data" / "print"
    assert ByHand(folder).send(LETTER) == Outcome(Sent.HANDED_ON, "5f3a9c.html")
    assert [path.name for path in folder.iterdir()] == ["5f3a9c.html"]
    assert (folder / "5f3a9c.html").read_text(encoding="utf-8") == LETTER.html


def test_a_notice_printed_again_is_one_page(tmp_path):
    way = ByHand(tmp_path)
    for letter in (LETTER, LETTER, replace(LETTER, key="other")):
        assert way.send(letter).sent is Sent.HANDED_ON
    assert sorted(path.name for path in tmp_path.iterdir()) == ["5f3a9c.html", "other.html"]


def test_where_nothing_can_be_written_the_command_ends_with_73(tmp_path: Path):
    (tmp_path / "print").write_text("a file where the folder should be")
    with pytest.raises(DubanError, match=r"cannot write .*print") as refused:
        ByHand(tmp_path / "print").send(LETTER)
    assert refused.value.exit_code == 73
