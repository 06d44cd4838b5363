"""A difference that a changed campaign file makes, in one short line: of long lists what came and what went."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.speech import _, spoken
from models.words import Phrase

if TYPE_CHECKING:
    from register.change.kinds import Change, ChangeKind, Shown

FEW = 4
"""Values of a list that are written out."""


def change_line(change: "Change") -> str:
    """`+ minutes/docks: Minutes; owed, and known, from the day of the change`."""
    what, effect = change_text(change.before, change.after), spoken().render(change.effect)
    told = _("{subject}: {what}; {effect}") if what else _("{subject}: {effect}")
    return f"{_sign(change.kind)} " + told.format(subject=change.subject, what=what, effect=effect)


def _sign(kind: "ChangeKind") -> str:
    """What comes, what goes, what is another."""
    if kind.endswith(("_new", "_back")):
        return "+"
    return "-" if kind.endswith(("_gone", "_settled")) else "~"


def change_text(before: "Shown", after: "Shown") -> str:
    """What was and what is; only what is, or was, where there is nothing else."""
    lists = _list(before), _list(after)
    if max(map(len, lists)) > FEW:
        return _moves(*lists)
    was, is_now = spoken().render(before), spoken().render(after)
    return f"{was} → {is_now}" if was and is_now else was or is_now


def _list(value: "Shown") -> Sequence[object]:
    """The values of a list; none of anything else."""
    one = value.values.get("value") if isinstance(value, Phrase) else None
    return one if isinstance(one, tuple) else ()


def _moves(before: Sequence[object], after: Sequence[object]) -> str:
    came = [one for one in after if one not in before]
    went = [one for one in before if one not in after]
    parts = tuple(f"{sign} {_few(found)}" for sign, found in (("+", came), ("-", went)) if found)
    return spoken().render(parts) or _("in another order")


def _few(found: Sequence[object]) -> str:
    if len(found) <= FEW:
        return spoken().render(tuple(found))
    return f"{len(found)} ({spoken().render((*found[:FEW], '…'))})"
