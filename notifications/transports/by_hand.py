"""Notices on paper: printed by the office and carried to whoever has no other address."""

from pathlib import Path

from notifications.outcomes import Letter, Outcome, Sent
from notifications.transports.whole_file import make_folders, place


class ByHand:
    """A folder of pages to print, one a notice; a notice printed again replaces its page."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, letter: Letter) -> Outcome:
        """Write the page.

        Raises:
            CannotWriteError: the disk is full or the folder is read-only.
        """
        make_folders(self._folder)
        path = self._folder / f"{letter.key}.html"
        place(letter.html.encode(), path, self._folder)
        return Outcome(Sent.HANDED_ON, path.name)

    def close(self) -> None:
        """Nothing is held open."""
