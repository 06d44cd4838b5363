"""Finding what leads back to itself."""

from collections.abc import Iterator, Mapping, Sequence

Edges = Mapping[str, Sequence[str]]
"""Where each name leads."""
_SHOWN = 8
"""Circles of more names than this are reported without the way around."""


def circles(edges: Edges) -> Iterator[tuple[str, str]]:
    """Every name that leads back to itself, with the way around (empty where it is long).

    Linear in names and edges: Tarjan's strongly connected components, without recursion.
    """
    for group in _Groups(edges):
        members = set(group)
        for name in group:
            yield name, " → ".join(_way(name, members, edges)) if len(group) <= _SHOWN else ""


def _way(start: str, members: set[str], edges: Edges) -> list[str]:
    """The shortest way from a name back to itself."""
    came_from: dict[str, str] = {}
    waiting = [start]
    for name in waiting:
        for step in edges[name]:
            if step == start:
                way = [name, start]
                while way[0] != start:
                    way.insert(0, came_from[way[0]])
                return way
            if step in members and step not in came_from:
                came_from[step] = name
                waiting.append(step)
    return []


class _Groups:
    """The groups of names that all lead to each other."""

    def __init__(self, edges: Edges) -> None:
        self.edges = edges
        self.number: dict[str, int] = {}
        self.lowest: dict[str, int] = {}
        """The lowest number that a name leads to."""
        self.open: dict[str, None] = {}
        """Names whose group is not complete, in the order they were met."""
        self.walk: list[tuple[str, Iterator[str]]] = []

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        for start in self.edges:
            if start not in self.number:
                self._enter(start)
            while self.walk:
                name, onward = self.walk[-1]
                step = next((one for one in onward if one in self.edges and self._counts(one)), None)
                if step is None:
                    yield from self._leave()
                elif step in self.open:
                    self.lowest[name] = min(self.lowest[name], self.number[step])
                else:
                    self._enter(step)

    def _counts(self, name: str) -> bool:
        return name not in self.number or name in self.open

    def _enter(self, name: str) -> None:
        self.number[name] = self.lowest[name] = len(self.number)
        self.open[name] = None
        self.walk.append((name, iter(self.edges[name])))

    def _leave(self) -> Iterator[tuple[str, ...]]:
        name, _ = self.walk.pop()
        if self.walk:
            above = self.walk[-1][0]
            self.lowest[above] = min(self.lowest[above], self.lowest[name])
        if self.lowest[name] != self.number[name]:
            return
        group = [self.open.popitem()[0]]
        while group[-1] != name:
            group.append(self.open.popitem()[0])
        if len(group) > 1 or name in self.edges[name]:
            yield tuple(reversed(group))
