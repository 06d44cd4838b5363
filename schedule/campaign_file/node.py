"""The values of a file as a tree; each knows where a person wrote it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from models.words import Mark, Path


@dataclass(frozen=True, slots=True)
class Node:
    """One value of the file: a mapping, a list, or a scalar (text, true, false or None)."""

    mark: Mark
    value: "dict[str, Node] | list[Node] | str | bool | None"
    path: Path = ()
    """Where it stood in its own file; kept when nodes are merged or left out."""
    keys: Mapping[str, Mark] = field(default_factory=dict)
    """Where each key of a mapping stands, those of values that were left out among them."""
    lost: bool = False
    """Whether something in it was left out, or something else put in its place, because of a mistake."""
    unread: frozenset[str] = frozenset()
    """Of a mapping: names in values that were not read because their key stood in it already."""

    def data(self) -> object:
        """Plain dicts, lists and scalars."""
        if isinstance(self.value, dict):
            return {key: node.data() for key, node in self.value.items()}
        return [node.data() for node in self.value] if isinstance(self.value, list) else self.value

    def follow(self, path: Path) -> "tuple[Path, Node, Mark]":
        """As much of a path as the file has: its steps, the value there, and where that begins (a key's: at the key).

        Steps that the file lacks are skipped: names of alternatives, or the form in `{paper: {copies: 2}}`.
        """
        node, mark, found = self, self.mark, list[str | int]()
        for step in path:
            for key in node.way_to(step):
                mark = node.keys[key] if isinstance(key, str) else node.child(key).mark
                node = node.child(key)
                found.append(key)
        return tuple(found), node, mark

    def way_to(self, step: str | int) -> Path:
        """The keys that lead to a step: itself, through a mapping of one entry, or nothing."""
        if isinstance(self.value, list):
            return (step,) if isinstance(step, int) and 0 <= step < len(self.value) else ()
        if not isinstance(self.value, dict):
            return ()
        if step in self.value:
            return (step,)
        only = next(iter(self.value)) if len(self.value) == 1 else None
        inner = self.value[only].value if only is not None else None
        return (only, step) if only is not None and isinstance(inner, dict) and step in inner else ()

    def child(self, step: str | int) -> "Node":
        """The value at a key or position.

        Raises:
            LookupError: there is none.
        """
        if isinstance(self.value, dict):
            return self.value[str(step)]
        if isinstance(self.value, list) and isinstance(step, int):
            return self.value[step]
        raise LookupError(step)

    def place(self, path: Path, missing: str | None = None) -> tuple[Path, Mark]:
        """Where the value at `path` stands, or where `missing` is missing; what the file lacks is skipped."""
        _, node, mark = self.follow(path)
        return (node.path if missing is None else (*node.path, missing)), mark

    def lacks(self, key: str) -> bool:
        """Whether the value at a key of this mapping, or something in it, was left out because of a mistake."""
        if not isinstance(self.value, dict) or key not in self.keys:
            return False
        return key not in self.value or self.value[key].lost

    def names(self) -> Iterator[str]:
        """Every name that a reference could mean in it."""
        for node in self.walk():
            if isinstance(node.value, dict):
                yield from node.value
            elif isinstance(node.value, str):
                yield node.value

    def walk(self) -> "Iterator[Node]":
        """This value and every value in it, from the top."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            if isinstance(node.value, dict):
                waiting += node.value.values()
            elif isinstance(node.value, list):
                waiting += node.value
