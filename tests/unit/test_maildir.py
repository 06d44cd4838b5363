import mailbox
import os
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from stat import S_ISDIR

import pytest

from models.errors import DubanError
from notifications.outcomes import Letter, Sent
from notifications.transports import whole_file
from notifications.transports.maildir import WRITTEN, Maildir
from tests.letter import LETTER, write

NAME = "1712622600.5f3a9c.duban"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "mail"


def lying(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_mail_lies_in_new_under_a_name_with_its_key(folder):
    assert Maildir(folder, write).send(LETTER) == WRITTEN
    assert lying(folder) == [f"new/{NAME}"]
    (mail,) = mailbox.Maildir(folder, create=False)
    assert mail["Message-ID"] == "<5f3a9c@qingxi.example>"
    assert b"\r" not in (folder / "new" / NAME).read_bytes()


def test_the_same_mail_again_lies_there_once(folder):
    for _ in range(2):
        assert Maildir(folder, write).send(LETTER).sent is Sent.ACCEPTED
    assert lying(folder) == [f"new/{NAME}"]


def test_a_mail_that_somebody_has_seen_is_not_new_again(folder):
    Maildir(folder, write).send(LETTER)
    (folder / "new" / NAME).rename(folder / "cur" / f"{NAME}:2,S")
    assert Maildir(folder, write).send(LETTER).sent is Sent.ACCEPTED
    assert lying(folder) == [f"cur/{NAME}:2,S"]


def test_another_mail_of_the_same_key_overwrites_nothing(folder):
    way = Maildir(folder, write)
    way.send(LETTER)
    way.send(replace(LETTER, subject="又一件"))
    way.send(replace(LETTER, subject="再一件"))
    way.send(LETTER)
    assert lying(folder) == [f"new/{NAME}", f"new/{NAME}.2", f"new/{NAME}.3"]
    assert len({(folder / name).read_bytes() for name in lying(folder)}) == 3


def test_a_letter_that_cannot_be_written_never_goes(folder):
    def fails(letter: Letter) -> EmailMessage:
        raise ValueError("a header must be one line")

    assert Maildir(folder, fails).send(LETTER).sent is Sent.PERMANENT
    assert not folder.exists()


def test_where_nothing_can_be_written_the_command_ends_with_73(tmp_path):
    (tmp_path / "mail").write_text("a file where the folder should be")
    with pytest.raises(DubanError, match=r"cannot write .*mail") as refused:
        Maildir(tmp_path / "mail", write).send(LETTER)
    assert refused.value.exit_code == 73


def test_a_disk_that_is_full_leaves_nothing_behind(folder, monkeypatch):
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    way = Maildir(folder, write)
    way.send(LETTER)
    with monkeypatch.context() as patch:
        patch.setattr(whole_file.os, "fsync", full)
        with pytest.raises(DubanError, match="No space left on device") as refused:
            way.send(replace(LETTER, key="other"))
    assert refused.value.exit_code == 73
    assert lying(folder) == [f"new/{NAME}"]
    assert way.send(replace(LETTER, key="other")).sent is Sent.ACCEPTED
    assert len(lying(folder)) == 2


def test_a_mail_is_on_the_disk_before_its_name_is(folder, monkeypatch):
    steps: list[str] = []
    fsync, replace_file = whole_file.os.fsync, Path.replace

    def watched_fsync(handle: int) -> None:
        steps.append("folder" if S_ISDIR(os.fstat(handle).st_mode) else "file")
        fsync(handle)

    def watched_replace(path: Path, target: Path) -> Path:
        steps.append("name")
        return replace_file(path, target)

    monkeypatch.setattr(whole_file.os, "fsync", watched_fsync)
    monkeypatch.setattr(Path, "replace", watched_replace)
    Maildir(folder, write).send(LETTER)
    assert steps == ["file", "name", "folder"]
