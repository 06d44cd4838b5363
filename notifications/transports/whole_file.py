"""Files that are there whole and lasting, or not at all."""

import os
import tempfile
from pathlib import Path

from models.errors import DubanError
from models.words import phrase


class CannotWriteError(DubanError):
    """The disk is full, or the folder is not ours to write in."""

    exit_code = 73

    def __init__(self, path: Path, wrong: OSError) -> None:
        super().__init__(phrase("cannot write {path}: {reason}", path=str(path), reason=wrong.strerror or str(wrong)))


def place(data: bytes, path: Path, workshop: Path) -> None:
    """Write a file so that its name stands for all of it, power cut or not; one of the same name is replaced.

    Args:
        data: all of it.
        path: where it belongs; its folder is there.
        workshop: a folder of the same disk, where it lies while it is unfinished.

    Raises:
        CannotWriteError: nothing is left of the try; what stood at `path` before stays.
    """
    try:
        _place(data, path, workshop)
    except OSError as wrong:
        raise CannotWriteError(path, wrong) from wrong


def make_folders(*folders: Path) -> None:
    """Make folders that are missing.

    Raises:
        CannotWriteError: they cannot be made.
    """
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as wrong:
            raise CannotWriteError(folder, wrong) from wrong


def _place(data: bytes, path: Path, workshop: Path) -> None:
    handle, part = tempfile.mkstemp(prefix=f".{path.name}.", dir=workshop)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 -- an open file's number, not a path
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
    _keep_names(path.parent)


def _keep_names(folder: Path) -> None:
    """Bring a folder's list of names to the disk; where a system has no way to, it does so itself."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
