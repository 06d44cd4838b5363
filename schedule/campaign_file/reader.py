"""Text in, campaign file out: every mistake at once, each with its place and what is allowed.

A value that is wrong is left out and the rest is read again, so that one mistake never hides another; what was left
out is remembered, so that nobody is told that it is missing as well.
"""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from models.words import Path, Phrase, Problem, Severity, phrase
from schedule.campaign_file.overlay import merge
from schedule.campaign_file.shapes import CampaignFile
from schedule.campaign_file.source import Fault, Node, decode, read_source

_ROUNDS = 25
_SUGGESTED = 20


@dataclass(frozen=True, slots=True)
class CampaignSource:
    """A campaign file together with where each of its values stands."""

    file: CampaignFile
    root: Node
    left_out: frozenset[str] = frozenset()
    """Keys of entries that were left out because of a mistake in them."""

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
        What could be read (None where no campaign is left) and all mistakes of syntax and shape.
    """
    root, faults = _parse(raw, name)
    for more, its_name in overlays:
        top, more_faults = _parse(more, its_name)
        faults += more_faults
        root = merge(root, top) if root and top else root
    problems = [Problem(Severity.ERROR, fault.code, fault.message, fault.path, fault.mark) for fault in faults]
    if root is None:
        return None, tuple(problems)
    source, more_problems = _validate(root)
    return source, (*problems, *more_problems)


def _parse(raw: bytes, name: str) -> tuple[Node | None, tuple[Fault, ...]]:
    text, faults = decode(raw, name)
    return (None, faults) if faults else read_source(text, name)


def _validate(root: Node) -> tuple[CampaignSource | None, list[Problem]]:
    problems: list[Problem] = []
    left_out: set[str] = set()
    dropped: set[Path] = set()
    for _ in range(_ROUNDS):
        try:
            return CampaignSource(CampaignFile.model_validate(root.data()), root, frozenset(left_out)), problems
        except ValidationError as wrong:
            errors = wrong.errors(include_url=False, include_input=False)
        found = [problem for error in errors for problem in _problems(error, root, len(problems))]
        problems += [one for one in found if one.code != "missing-key" or one.path not in dropped]
        drops = {path for error in errors for path in _wrong_values(error, root)}
        if () in drops or ("campaign",) in drops or ("phases",) in drops or ("duban",) in drops:
            break
        left_out |= set(_keys_of(root, drops))
        dropped |= {root.place(path)[0] for path in drops}
        root = _without(root, drops)
    return None, problems


def _problems(error: ErrorDetails, root: Node, before: int) -> Iterable[Problem]:
    context = error.get("ctx", {})
    loc = error["loc"]
    if error["type"] == "unknown-keys":
        for key in context["keys"]:
            path, mark = root.place((*loc, key))
            yield Problem(Severity.ERROR, "unknown-key", _unknown(key, context["allowed"], before), path, mark)
    elif error["type"] == "missing":
        path, mark = root.place(loc[:-1], str(loc[-1]))
        yield Problem(Severity.ERROR, "missing-key", phrase("the key {key} is missing", key=loc[-1]), path, mark)
    else:
        path, mark = root.place(loc)
        message = context.get("phrase") or _BY_TYPE.get(error["type"]) or phrase("{text}", text=error["msg"])
        code = error["type"] if "phrase" in context else "wrong-type"
        yield Problem(Severity.ERROR, code, message, path, mark)


def problems_of(wrong: ValidationError, root: Node) -> list[Problem]:
    """The mistakes pydantic found, each with its place."""
    errors = wrong.errors(include_url=False, include_input=False)
    return [problem for error in errors for problem in _problems(error, root, 0)]


def _unknown(key: str, allowed: Sequence[str], before: int) -> Phrase:
    close = difflib.get_close_matches(str(key), allowed, 1) if before < _SUGGESTED else []
    if close:
        return phrase(
            "unknown key {key}; did you mean {close}? allowed: {allowed}",
            key=key,
            close=close[0],
            allowed=tuple(allowed),
        )
    return phrase("unknown key {key}; allowed: {allowed}", key=key, allowed=tuple(allowed))


_BY_TYPE = {
    "tuple_type": phrase("must be a list"),
    "dict_type": phrase("must be a mapping of names to entries"),
    "string_type": phrase("must be text"),
    "too_long": phrase("the list is too long"),
    "too_short": phrase("the list is too short"),
    "union_tag_not_found": phrase("none of the forms allowed here"),
}


def _wrong_values(error: ErrorDetails, root: Node) -> Iterable[Path]:
    """What to leave out so that the rest can be read, as paths in `root`."""
    loc = error["loc"]
    if error["type"] == "unknown-keys":
        return [(*_real(loc, root), key) for key in error.get("ctx", {})["keys"]]
    return [_real(loc[:-1] if error["type"] == "missing" else loc, root)]


def _real(loc: Path, root: Node) -> Path:
    """The part of a location that exists in the file: names of alternatives are no part of it."""
    node, path = root, []
    for step in loc:
        if isinstance(node.value, dict) and step in node.value:
            node = node.value[str(step)]
        elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        else:
            continue
        path.append(step)
    return tuple(path)


def _keys_of(root: Node, paths: Iterable[Path]) -> Iterable[str]:
    for path in paths:
        node = root
        for step in path:
            node = node.value[step]  # type: ignore[index, assignment]
        yield str(path[-1])
        for inner in _all_nodes(node):
            if isinstance(inner.value, dict) and isinstance(key := getattr(inner.value.get("key"), "value", None), str):
                yield key
            if isinstance(inner.value, dict):
                yield from inner.value


def _all_nodes(node: Node) -> Iterable[Node]:
    yield node
    inner = node.value.values() if isinstance(node.value, dict) else node.value if isinstance(node.value, list) else ()
    for child in inner:
        yield from _all_nodes(child)


def _without(node: Node, drops: set[Path], path: Path = ()) -> Node:
    if not any(drop[: len(path)] == path for drop in drops):
        return node
    if isinstance(node.value, dict):
        kept = {k: _without(v, drops, (*path, k)) for k, v in node.value.items() if (*path, k) not in drops}
        return Node(node.mark, kept, node.path, node.keys)
    if isinstance(node.value, list):
        rest = [_without(v, drops, (*path, i)) for i, v in enumerate(node.value) if (*path, i) not in drops]
        return Node(node.mark, rest, node.path)
    return node
