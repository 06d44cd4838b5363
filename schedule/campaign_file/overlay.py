"""Laying one campaign file over another: `FILE --with OVERLAY`.

Mappings merge key by key. Lists whose entries have a `key` (phases, milestones, deliverables, vetoes, questions) merge
by it; people merge by name, and whoever comes with the overlay takes the seats he holds from the people below; a list
of local days is added to. Everything else is replaced. Each value keeps the place it came from.
"""

from models.words import Path
from schedule.campaign_file.source import Node

_ADDED_TO = {("campaign", "calendar", "rest"), ("campaign", "calendar", "work")}


def merge(below: Node, above: Node, path: Path = ()) -> Node:
    """`above` laid over `below`."""
    if isinstance(below.value, dict) and isinstance(above.value, dict):
        merged = dict(below.value)
        for key, node in above.value.items():
            merged[key] = merge(merged[key], node, (*path, key)) if key in merged else node
        return Node(below.mark, merged, below.path, {**below.keys, **above.keys})
    if isinstance(below.value, list) and isinstance(above.value, list):
        return Node(below.mark, _merge_lists(below.value, above.value, path), below.path)
    return above


def _merge_lists(below: list[Node], above: list[Node], path: Path) -> list[Node]:
    if path in _ADDED_TO:
        return [*below, *above]
    if path == ("people",):
        taken = {seat for person in above for seat in _seats(person)}
        return _merge_by("name", [_without_seats(person, taken) for person in below], above, path)
    if all(_word(node, "key") for node in (*below, *above)):
        return _merge_by("key", below, above, path)
    return above


def _merge_by(word: str, below: list[Node], above: list[Node], path: Path) -> list[Node]:
    over = {_word(node, word): node for node in above}
    kept = [
        merge(node, over.pop(_word(node, word)), (*path, 0)) if _word(node, word) in over else node for node in below
    ]
    return [*kept, *(node for node in above if _word(node, word) in over)]


def _word(node: Node, key: str) -> object:
    return node.value[key].value if isinstance(node.value, dict) and key in node.value else None


def _seats(person: Node) -> set[object]:
    held = person.value.get("holds") if isinstance(person.value, dict) else None
    return {_word(tenure, "seat") for tenure in held.value} if held and isinstance(held.value, list) else set()


def _without_seats(person: Node, taken: set[object]) -> Node:
    if not taken & _seats(person) or not isinstance(person.value, dict):
        return person
    held = person.value["holds"]
    tenures = held.value if isinstance(held.value, list) else []
    kept = [tenure for tenure in tenures if _word(tenure, "seat") not in taken]
    return Node(person.mark, {**person.value, "holds": Node(held.mark, kept, held.path)}, person.path, person.keys)
