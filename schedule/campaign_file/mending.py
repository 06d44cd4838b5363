"""Leaving out of a tree what is wrong in it, or putting something harmless in its place."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from models.words import Mark, Path
from schedule.campaign_file.node import Node


class Mending(Protocol):
    """How a kind of file is mended."""

    def whole(self, path: Path) -> Path:
        """What goes with a wrong value, because it makes no sense without it: the value itself, or what encloses it."""

    def instead(self, path: Path) -> object:
        """Plain data to put in the place of a wrong or missing value; None: leave it out."""


_Tree = dict[str | int, "_Tree"]
_HERE: "_Tree" = {}


def mended(root: Node, wrong: Iterable[Path], mending: Mending) -> Node:
    """The tree without the values at some paths (none the root's), or with others in their place.

    What encloses them is marked as having lost something, and keeps the places of the keys it lost.
    """
    return _mended(root, _tree(wrong), (), mending)


def _tree(paths: Iterable[Path]) -> _Tree:
    """The paths as a tree; what lies under a path that is wrong itself goes with it."""
    tree: _Tree = {}
    for path in sorted(paths, key=len):
        at = tree
        for step in path[:-1]:
            at = at.setdefault(step, {})
            if at is _HERE:
                break
        else:
            at.setdefault(path[-1], _HERE)
    return tree


def _mended(node: Node, tree: _Tree, path: Path, mending: Mending) -> Node:
    if isinstance(node.value, dict):
        kept = dict(node.value)
        for step, inner in tree.items():
            _replace(kept, step, _inner(node, step, inner, path, mending))
        keys = {**dict.fromkeys((str(step) for step in tree), node.mark), **node.keys}
        return replace(node, value=kept, keys=keys, lost=True)
    if isinstance(node.value, list):
        found = (_inner(node, i, tree[i], path, mending) if i in tree else one for i, one in enumerate(node.value))
        return replace(node, value=[one for one in found if one is not None], lost=True)
    return node


def _replace(values: dict[str, Node], step: str | int, node: Node | None) -> None:
    if node is None:
        values.pop(str(step), None)
    else:
        values[str(step)] = node


def _inner(node: Node, step: str | int, inner: _Tree, path: Path, mending: Mending) -> Node | None:
    here = (*path, step)
    if inner is not _HERE:
        return _mended(node.child(step), inner, here, mending)
    data = mending.instead(here)
    return None if data is None else _node(data, node.keys.get(str(step), node.mark), (*node.path, step))


def _node(data: object, mark: Mark, path: Path) -> Node:
    """Plain data as a value of the tree."""
    if isinstance(data, dict):
        inner = {key: _node(value, mark, (*path, key)) for key, value in data.items()}
        return Node(mark, inner, path, dict.fromkeys(inner, mark), lost=True)
    if isinstance(data, list):
        return Node(mark, [_node(value, mark, (*path, i)) for i, value in enumerate(data)], path, lost=True)
    return Node(mark, data if isinstance(data, bool | str) else None, path, lost=True)
