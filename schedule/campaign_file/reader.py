"""Text in, campaign file out: every mistake at once, each with its place and what is allowed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from models.words import Path, PhaseKind, Phrase, Problem, Role, Severity, phrase
from schedule.campaign_file.fitting import fit
from schedule.campaign_file.node import Node
from schedule.campaign_file.overlay import merge
from schedule.campaign_file.shapes import CampaignFile
from schedule.campaign_file.source import MAX_VALUES, decode, read_source
from schedule.campaign_file.values import FIRST_YEAR, LAST_YEAR


@dataclass(frozen=True, slots=True)
class CampaignSource:
    """A campaign file together with where each of its values stands."""

    file: CampaignFile
    root: Node
    left_out: frozenset[str] = frozenset()
    """Names that stand in entries that were left out because of a mistake in them."""

    def problem(self, severity: Severity, code: str, message: Phrase, path: Path) -> Problem:
        """A problem of the value at `path`."""
        where, mark = self.root.place(path)
        return Problem(severity, code, message, where, mark)


def read_campaign(
    raw: bytes, name: str, overlays: Sequence[tuple[bytes, str]] = ()
) -> tuple[CampaignSource | None, tuple[Problem, ...]]:
    """Read a campaign file and the overlays laid over it, in order.

    Args:
        raw: the file's bytes.
        name: how messages call it.
        overlays: bytes and name of each overlay.

    Returns:
        What could be read (None where no campaign is left) and all mistakes of syntax and shape. Where there are
        mistakes, what could be read is good for finding more of them, and for nothing else.
    """
    root, problems = read_tree(raw, name)
    for more, its_name in overlays:
        top, more_problems = read_beside(more, its_name)
        problems += more_problems
        root = merge(root, top) if root and top else root
    if root is None:
        return None, problems
    if overlays and sum(1 for _ in root.walk()) > MAX_VALUES:
        message = phrase("the files hold more than {limit} values together", limit=MAX_VALUES)
        return None, (*problems, Problem(Severity.ERROR, "too-large", message, (), root.mark))
    fitted = fit(CampaignFile, root, _Campaign())
    problems += fitted.problems
    if fitted.value is None:
        return None, problems
    unread = frozenset(name for node in root.walk() for name in node.unread) if problems else frozenset()
    return CampaignSource(fitted.value, fitted.root, fitted.left_out | unread), problems


def read_tree(raw: bytes, name: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """The values of a file before any field is known, and every mistake of syntax."""
    text, faults = decode(raw, name)
    root = None
    if not faults:
        root, faults = read_source(text, name)
    return root, tuple(Problem(Severity.ERROR, one.code, one.message, one.path, one.mark) for one in faults)


def read_beside(raw: bytes, name: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """Likewise of a file that goes with a campaign file and need not begin as one."""
    root, problems = read_tree(raw, name)
    nothing = phrase("the file is empty")
    return root, tuple(replace(one, message=nothing) if one.code == "empty" else one for one in problems)


_SPAN: Mapping[str, object] = MappingProxyType({"opens_on": f"{FIRST_YEAR}-01-01", "closes_on": f"{LAST_YEAR}-12-31"})
_BY_KEY: Mapping[str, object] = MappingProxyType(
    {**_SPAN, "duban": "1", "phases": [], "due": {"unknown": True}, "role": Role.MEMBER.value}
)
_NAMES = frozenset({"key", "title", "name", "text"})
_NOBODY = {"open": "1"}
_WHOLE = frozenset({"due", "forms", "in_charge", "owed_by", "support", "units"})
"""What stands under these keys, or in the lists under them, is one value."""


class _Campaign:
    """Keeps as much as possible of a campaign file with mistakes, so that all of them are found at once."""

    def whole(self, path: Path) -> Path:
        """A date, an owner, a selection or a form goes as a whole."""
        for i in range(len(path) - 1, 0, -1):
            if path[i] in _WHOLE:
                in_list = i + 1 < len(path) and isinstance(path[i + 1], int)
                return path[: i + 2] if in_list else path[: i + 1]
        return path

    def instead(self, path: Path) -> object:
        """Something that fits where a value may not be missing."""
        key = path[-1]
        if path == ("campaign",):
            return {"key": "campaign", "title": "?", **_SPAN}
        if key in _NAMES:
            # a name of its own, or two of them would be a mistake
            return "-".join(str(step) for step in ("left-out", *path[:-1]))[-60:].lstrip("-")
        if len(path) == 3 and path[0] == "phases" and key == "kind":
            return PhaseKind.PREPARATION.value
        if key == "owed_by":
            return [_NOBODY]
        if isinstance(key, int):
            return _NOBODY if path[-2] == "owed_by" else None
        return _BY_KEY.get(key)
