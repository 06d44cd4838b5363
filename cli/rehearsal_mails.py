"""A rehearsal as mails: every notice finished, one file each."""

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from cli.output import progress, say, write_whole
from cli.rehearsal_view import View
from cli.speech import _
from register.rehearsal_summary import Tone, tone_of

if TYPE_CHECKING:
    from register.rehearsal import Played

HELD = "held"
"""Folder of what would not go out."""


def write_mails(view: View, folder: Path) -> None:
    """Write every notice as a mail, one file each; what is held, and what was held to the end, stands apart.

    Files of the same name are replaced, others stay.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = set(folder.rglob("*.eml"))
    written: Counter[Path] = Counter()
    for one in progress(view.notices, _("Writing mails")):
        path = _free(folder / (HELD if tone_of(one) in {Tone.HELD, Tone.LAPSED} else "") / _name(one), written)
        write_whole(path, view.mail(one).as_bytes())
    held = sum(path.parent.name == HELD for path in written)
    text = _("mails in {folder}: {mails}; those that would not go out, in {held_folder}: {held}")
    say(text.format(mails=len(written), folder=folder, held=held, held_folder=folder / HELD))
    if left := len(before - set(written)):
        say(_("mails of another rehearsal that were there before and stay: {count}").format(count=left))


def _name(one: "Played") -> str:
    draft = one.draft
    seat = re.sub(r"[^\w-]+", "-", draft.recipient.seat)
    return f"{draft.on}_{seat}_{draft.kind}_{draft.key[:8]}"


def _free(path: Path, written: Counter[Path]) -> Path:
    """The path with its ending; numbered where another notice of this rehearsal has it."""
    found, n = path.with_name(f"{path.name}.eml"), 1
    while found in written:
        n += 1
        found = path.with_name(f"{path.name}-{n}.eml")
    written[found] += 1
    return found
