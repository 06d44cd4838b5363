"""Laying one campaign file over another: `FILE --with OVERLAY`.

Mappings merge key by key. Lists whose entries have a `key` (phases, milestones, deliverables, vetoes, questions) merge
by it; people merge by name, and whoever comes with the overlay takes the seats he holds from the people below; a list
of local days is added to. Everything else is replaced. Each value keeps the place it came from.
"""

from dataclasses import replace

from models.words import Path
from schedule.campaign_file.node import Node

_ADDED_TO = {("campaign", "calendar", "rest"), ("campaign", "calendar", "work")}


def merge(below: Node, above: Node, path: Path = ()) -> Node:
    """`above` laid over `below`."""
    if path in _ADDED_TO:
        return replace(below, value=[*_entries(below), *_entries(above)])
    if isinstance(below.value, dict) and isinstance(above.value, dict):
        merged = dict(below.value)
        for key, node in above.value.items():
            merged[key] = merge(merged[key], node, (*path, key)) if key in merged else node
        keys, unread = {**below.keys, **above.keys}, below.unread | above.unread
        return Node(below.mark, merged, below.path, keys, unread=unread)
    if isinstance(below.value, list) and isinstance(above.value, list):
        return replace(below, value=_merge_lists(below.value, above.value, path))
    return above


def _entries(node: Node) -> list[Node]:
    """A list's entries; what is no list counts as its only one."""
    return node.value if isinstance(node.value, list) else [] if node.value is None else [node]


def _merge_lists(below: list[Node], above: list[Node], path: Path) -> list[Node]:
    if path == ("people",):
        taken = {seat for person in above for seat in _seats(person)}
        return _merge_by("name", [_without_seats(person, taken) for person in below], above, path)
    if all(_word(node, "key") for node in (*below, *above)):
        return _merge_by("key", below, above, path)
    return above


def _merge_by(word: str, below: list[Node], above: list[Node], path: Path) -> list[Node]:
    """The first entry above of each name goes into the first below of that name; the others follow."""
    over: dict[str, Node] = {}
    rest: list[Node] = []
    names = {name for node in below if (name := _word(node, word))}
    for node in above:
        name = _word(node, word)
        if name in names and name not in over and name is not None:
            over[name] = node
        else:
            rest.append(node)
    merged = [
        merge(node, over.pop(name), (*path, 0)) if (name := _word(node, word)) in over and name else node
        for node in below
    ]
    return [*merged, *rest]


def _word(node: Node, key: str) -> str | None:
    value = node.value[key].value if isinstance(node.value, dict) and key in node.value else None
    return value if isinstance(value, str) else None


def _seats(person: Node) -> set[str]:
    return {seat for tenure in _held(person) if (seat := _word(tenure, "seat"))}


def _held(person: Node) -> list[Node]:
    held = person.value.get("holds") if isinstance(person.value, dict) else None
    return _entries(held) if held else []


def _without_seats(person: Node, taken: set[str]) -> Node:
    if not taken & _seats(person) or not isinstance(person.value, dict):
        return person
    kept = [tenure for tenure in _held(person) if _word(tenure, "seat") not in taken]
    return replace(person, value={**person.value, "holds": replace(person.value["holds"], value=kept)})
