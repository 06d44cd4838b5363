"""YAML text to a tree of values that know where they stand.

The syntax is libyaml's; the meaning of plain scalars is narrower than YAML 1.2's core schema on purpose: only null and
the two booleans are read, everything else stays the text a person wrote (`on`, `no`, `012`, `2024-03-30`), and the
field it stands in decides. Tags are refused. Size, depth and count are bounded, so no input costs much.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from models.words import Mark, Path, Phrase, phrase

MAX_CHARACTERS = 1_000_000
MAX_VALUES = 50_000
MAX_DEPTH = 24
MAX_FAULTS = 500
_CONSTANTS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Node:
    """One value of the file: a mapping, a list, or a scalar (text, true, false or None)."""

    mark: Mark
    value: "dict[str, Node] | list[Node] | str | bool | None"
    path: Path = ()
    """Where it stood in its own file; kept when nodes are merged or left out."""
    keys: Mapping[str, Mark] = field(default_factory=dict)
    """Where each key of a mapping stands."""

    def data(self) -> object:
        """Plain dicts, lists and scalars."""
        if isinstance(self.value, dict):
            return {key: node.data() for key, node in self.value.items()}
        return [node.data() for node in self.value] if isinstance(self.value, list) else self.value

    def place(self, path: Path, missing: str | None = None) -> tuple[Path, Mark]:
        """Where the value at `path` stands, or where `missing` is missing; what the file lacks is skipped."""
        node, mark = self, self.mark
        for step in path:
            if isinstance(node.value, dict) and step in node.value:
                mark, node = node.keys[str(step)], node.value[str(step)]
            elif isinstance(node.value, list) and isinstance(step, int) and 0 <= step < len(node.value):
                node = node.value[step]
                mark = node.mark
        return (node.path if missing is None else (*node.path, missing)), mark


@dataclass(frozen=True, slots=True)
class Fault:
    """A mistake of syntax, before any field is known."""

    code: str
    message: Phrase
    path: Path
    mark: Mark


class _StopReadingError(Exception):
    """The text cannot be read any further; the fault says why."""

    def __init__(self, code: str, message: Phrase, mark: Mark, path: Path = ()) -> None:
        super().__init__(code)
        self.fault = Fault(code, message, path, mark)


def decode(raw: bytes, name: str) -> tuple[str, tuple[Fault, ...]]:
    """UTF-8 (with or without a byte order mark) to text; the fault names the first byte that is not."""
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError as wrong:
        before = raw[: wrong.start].decode("utf-8", "replace")
        message = phrase("the file is not UTF-8 from this place on; save it as UTF-8")
        return "", (Fault("not-utf8", message, (), _position(before, len(before), name)),)


def read_source(text: str, name: str) -> tuple[Node | None, tuple[Fault, ...]]:
    """Read one YAML document.

    Args:
        text: the whole file.
        name: how to call it in messages.

    Returns:
        The root (None where nothing could be read) and every fault of syntax found.
    """
    reader = _Reader(name)
    try:
        _refuse_unreadable(text, name)
        root = reader.document(text)
    except _StopReadingError as stop:
        return None, (*reader.faults, stop.fault)
    except yaml.MarkedYAMLError as wrong:
        at = wrong.problem_mark or wrong.context_mark
        mark = Mark(name, at.line + 1, at.column + 1) if at else Mark(name, 1, 1)
        message = phrase("not valid YAML: {problem}", problem=wrong.problem or wrong.context or "")
        return None, (*reader.faults, Fault("yaml", message, (), mark))
    return root, tuple(reader.faults)


def _refuse_unreadable(text: str, name: str) -> None:
    if len(text) > MAX_CHARACTERS:
        message = phrase(
            "the file has {size} characters; at most {limit} are read", size=len(text), limit=MAX_CHARACTERS
        )
        raise _StopReadingError("too-large", message, Mark(name, 1, 1))
    if found := _UNREADABLE.search(text):
        message = phrase("a control character ({code}) stands here; delete it", code=f"U+{ord(found[0]):04X}")
        raise _StopReadingError("yaml", message, _position(text, found.start(), name))


def _position(text: str, index: int, name: str) -> Mark:
    line = text.count("\n", 0, index)
    return Mark(name, line + 1, index - (text.rfind("\n", 0, index) + 1) + 1)


class _Reader:
    """Builds nodes from libyaml's events, bounding what they may cost."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[Fault] = []
        self.count = 0
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.events: Iterator[yaml.Event] = iter(())

    def document(self, text: str) -> Node:
        """The first document's root."""
        self.events = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
        next(self.events)
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            message = phrase("the file is empty; it must begin with `duban: 1`")
            raise _StopReadingError("empty", message, Mark(self.name, 1, 1))
        root = self._node(next(self.events), (), 0)
        next(self.events)
        extra = next(self.events)
        if not isinstance(extra, yaml.StreamEndEvent):
            message = phrase("a second document begins here; a campaign is one document, delete `---`")
            raise _StopReadingError("yaml", message, self._mark(extra))
        return root

    def _node(self, event: Any, path: Path, depth: int) -> Node:  # noqa: ANN401 -- PyYAML's events share no typed base
        self._bound(event, depth)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, path)
        if event.tag not in {None, "!"}:
            self._fault("tag", phrase("the tag {tag} is not allowed; delete it", tag=event.tag), path, event)
        before = self.count
        node = self._build(event, path, depth)
        if event.anchor:
            self.anchors[event.anchor] = (node, self.count - before + 1)
        return node

    def _build(self, event: Any, path: Path, depth: int) -> Node:  # noqa: ANN401 -- PyYAML's events share no typed base
        mark = self._mark(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(mark, path, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            ends: Callable[[yaml.Event], bool] = lambda e: isinstance(e, yaml.SequenceEndEvent)  # noqa: E731
            return Node(mark, [self._node(e, (*path, i), depth + 1) for i, e in enumerate(self._until(ends))], path)
        plain = bool(event.implicit[0])
        value = _CONSTANTS.get(event.value, event.value) if plain else event.value
        return Node(mark, value, path)

    def _mapping(self, mark: Mark, path: Path, depth: int) -> Node:
        values: dict[str, Node] = {}
        keys: dict[str, Mark] = {}
        for event in self._until(lambda e: isinstance(e, yaml.MappingEndEvent)):
            key = self._key(event, path, depth)
            node = self._node(next(self.events), (*path, key), depth + 1)
            if key in values:
                message = phrase(
                    "the key {key} stands here a second time; it is first on line {line}", key=key, line=keys[key].line
                )
                self._fault("duplicate-key", message, (*path, key), event)
            elif key:
                values[key], keys[key] = node, self._mark(event)
        return Node(mark, values, path, keys)

    def _key(self, event: yaml.Event, path: Path, depth: int) -> str:
        if isinstance(event, yaml.ScalarEvent):
            self._bound(event, depth)
            return str(event.value)
        self._node(event, path, depth + 1)
        self._fault("yaml", phrase("a key must be one word, not a list, a mapping or an alias"), path, event)
        return ""

    def _alias(self, event: yaml.AliasEvent, path: Path) -> Node:
        if event.anchor not in self.anchors:
            self._fault("yaml", phrase("the anchor *{name} is not defined above", name=event.anchor), path, event)
            return Node(self._mark(event), None, path)
        node, size = self.anchors[event.anchor]
        self.count += size
        self._bound(event, 0)
        return node

    def _until(self, ends: Callable[[yaml.Event], bool]) -> Iterator[yaml.Event]:
        while not ends(event := next(self.events)):
            yield event

    def _bound(self, event: yaml.Event, depth: int) -> None:
        self.count += 1
        if self.count > MAX_VALUES:
            message = phrase("the file holds more than {limit} values (aliases counted in full)", limit=MAX_VALUES)
            raise _StopReadingError("too-large", message, self._mark(event))
        if depth > MAX_DEPTH:
            message = phrase("nested more than {limit} deep", limit=MAX_DEPTH)
            raise _StopReadingError("too-large", message, self._mark(event))

    def _fault(self, code: str, message: Phrase, path: Path, event: yaml.Event) -> None:
        self.faults.append(Fault(code, message, path, self._mark(event)))
        if len(self.faults) == MAX_FAULTS:
            message = phrase("more than {limit} mistakes; the rest is not read", limit=MAX_FAULTS)
            raise _StopReadingError("too-large", message, self._mark(event))

    def _mark(self, event: yaml.Event) -> Mark:
        at = event.start_mark
        return Mark(self.name, at.line + 1, at.column + 1) if at else Mark(self.name, 1, 1)
