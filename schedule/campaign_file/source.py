"""YAML text to a tree of values that know where they stand.

The syntax is libyaml's; the meaning of plain scalars is narrower than YAML 1.2's core schema on purpose: only null and
the two booleans are read, everything else stays the text a person wrote (`on`, `no`, `012`, `2024-03-30`), and the
field it stands in decides. Tags are refused. Size, depth and count are bounded, so no input costs much.
"""

from collections.abc import Callable, Iterator
from typing import Any

import yaml

from models.words import Mark, Path, Phrase, phrase
from schedule.campaign_file.node import Node
from schedule.campaign_file.syntax import Fault, StopReadingError, position, refuse_unreadable, syntax_fault

MAX_BYTES = 4_000_000
"""What a door needs to read of a file at most: `MAX_CHARACTERS` of the longest."""
MAX_CHARACTERS = 1_000_000
MAX_VALUES = 50_000
MAX_DEPTH = 24
MAX_FAULTS = 500
MAX_KEY = 200
_CONSTANTS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def decode(raw: bytes, name: str) -> tuple[str, tuple[Fault, ...]]:
    """UTF-8 (with or without a byte order mark) to text; the fault names the first byte that is not."""
    if len(raw) > MAX_BYTES:
        return "", (_too_long(name),)
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError as wrong:
        if raw.startswith(_UTF16):
            message = phrase("the file is UTF-16 or UTF-32; save it as UTF-8")
            return "", (Fault("not-utf8", message, (), Mark(name, 1, 1)),)
        before = wrong.object[: wrong.start].decode("utf-8", "replace")
        message = phrase("the file is not UTF-8 from this place on; save it as UTF-8")
        return "", (Fault("not-utf8", message, (), position(before, len(before), name)),)


def _too_long(name: str) -> Fault:
    message = phrase("the file has more than {limit} characters", limit=MAX_CHARACTERS)
    return Fault("too-large", message, (), Mark(name, 1, 1))


def read_source(text: str, name: str) -> tuple[Node | None, tuple[Fault, ...]]:
    """Read one YAML document.

    Args:
        text: the whole file.
        name: how to call it in messages.

    Returns:
        The root (None where nothing could be read) and every fault of syntax found.
    """
    if len(text) > MAX_CHARACTERS:
        return None, (_too_long(name),)
    reader = _Reader(name)
    try:
        refuse_unreadable(text, name)
        root = reader.document(text)
    except StopReadingError as stop:
        return None, (*reader.faults, stop.fault)
    except yaml.YAMLError as wrong:
        return None, (*reader.faults, syntax_fault(wrong, text, name))
    return root, tuple(reader.faults)


class _Reader:
    """Builds nodes from libyaml's events, bounding what they may cost."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[Fault] = []
        self.count = 0
        self.deepest = 0
        """How deep the value at hand reaches, aliases counted in full."""
        self.anchors: dict[str, tuple[Node, int, int]] = {}
        """Each anchor's node, how many values it holds and how many levels."""
        self.events: Iterator[yaml.Event] = iter(())

    def document(self, text: str) -> Node:
        """The first document's root."""
        self.events = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
        next(self.events)
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            message = phrase("the file is empty; it must begin with `duban: 1`")
            raise StopReadingError("empty", message, Mark(self.name, 1, 1))
        root = self._node(next(self.events), (), 0)
        next(self.events)
        extra = next(self.events)
        if not isinstance(extra, yaml.StreamEndEvent):
            message = phrase("a second document begins here; a campaign is one document, delete `---`")
            raise StopReadingError("yaml", message, self._mark(extra))
        return root

    def _node(self, event: Any, path: Path, depth: int) -> Node:  # noqa: ANN401 -- PyYAML's events share no typed base
        self._bound(event, depth)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, path, depth)
        if event.tag not in {None, "!"}:
            self._fault("tag", phrase("the tag {tag} is not allowed; delete it", tag=event.tag[:60]), path, event)
        if not event.anchor:
            return self._build(event, path, depth)
        before, outside, self.deepest = self.count, self.deepest, depth
        node = self._build(event, path, depth)
        self.anchors[event.anchor] = (node, self.count - before + 1, self.deepest - depth)
        self.deepest = max(outside, self.deepest)
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
        unread: set[str] = set()
        for event in self._until(lambda e: isinstance(e, yaml.MappingEndEvent)):
            key = self._key(event, path, depth)
            node = self._node(next(self.events), (*path, key), depth + 1)
            if key in values:
                message = phrase(
                    "the key {key} stands here a second time; it is first on line {line}", key=key, line=keys[key].line
                )
                self._fault("duplicate-key", message, (*path, key), event)
                unread.update(node.names())
            elif key:
                values[key], keys[key] = node, self._mark(event)
        return Node(mark, values, path, keys, unread=frozenset(unread))

    def _key(self, event: yaml.Event, path: Path, depth: int) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self._node(event, path, depth + 1)
            self._fault("yaml", phrase("a key must be one word, not a list, a mapping or an alias"), path, event)
            return ""
        self._bound(event, depth)
        key = str(event.value)
        if not key or len(key) > MAX_KEY:
            message = phrase("a key has from 1 to {limit} characters", limit=MAX_KEY)
            self._fault("yaml", message, path, event)
            return ""
        return key

    def _alias(self, event: yaml.AliasEvent, path: Path, depth: int) -> Node:
        if event.anchor not in self.anchors:
            message = phrase("the anchor *{name} is not defined above", name=str(event.anchor)[:60])
            self._fault("yaml", message, path, event)
            return Node(self._mark(event), None, path)
        node, size, height = self.anchors[event.anchor]
        self.count += size
        self._bound(event, depth + height)
        return Node(self._mark(event), node.value, path, node.keys)

    def _until(self, ends: Callable[[yaml.Event], bool]) -> Iterator[yaml.Event]:
        while not ends(event := next(self.events)):
            yield event

    def _bound(self, event: yaml.Event, depth: int) -> None:
        self.count += 1
        self.deepest = max(self.deepest, depth)
        if self.count > MAX_VALUES:
            message = phrase("the file holds more than {limit} values (aliases counted in full)", limit=MAX_VALUES)
            raise StopReadingError("too-large", message, self._mark(event))
        if depth > MAX_DEPTH:
            message = phrase("nested more than {limit} deep", limit=MAX_DEPTH)
            raise StopReadingError("too-large", message, self._mark(event))

    def _fault(self, code: str, message: Phrase, path: Path, event: yaml.Event) -> None:
        self.faults.append(Fault(code, message, path, self._mark(event)))
        if len(self.faults) == MAX_FAULTS:
            message = phrase("more than {limit} mistakes; the rest is not read", limit=MAX_FAULTS)
            raise StopReadingError("too-large", message, self._mark(event))

    def _mark(self, event: yaml.Event) -> Mark:
        at = event.start_mark
        return Mark(self.name, at.line + 1, at.column + 1) if at else Mark(self.name, 1, 1)
