"""A network as a graph: what is computed from what, from which the picture, its description and every key are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Node:
    """An input, a state or an output: its label as LaTeX, the step it belongs to, and its row from the bottom."""

    name: str
    tex: str
    role: str  # "input", "state" or "output"
    time: int
    layer: int


@dataclass(frozen=True)
class Arrow:
    """From one node to one that is computed from it, by way of a weight (LaTeX; empty: not printed)."""

    source: str
    target: str
    weight: str = ""
    dashed: bool = False  # an output that is taken as the next input

    @property
    def name(self) -> str:
        """Both ends, as "x_1 > h_1"."""
        return f"{self.source} > {self.target}"


@dataclass(frozen=True)
class Net:
    """Nodes and arrows, and what the whole is called."""

    title: str
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]

    def node(self, name: str) -> Node:
        """The node of this name."""
        return next(node for node in self.nodes if node.name == name)

    def sources(self, name: str) -> tuple[str, ...]:
        """What a node is computed from directly."""
        return tuple(arrow.source for arrow in self.arrows if arrow.target == name)

    def ancestors(self, name: str) -> frozenset[str]:
        """All that a node depends on."""
        return reached(name, self.sources)

    def descendants(self, name: str) -> frozenset[str]:
        """All that depends on a node."""
        return reached(name, lambda one: (arrow.target for arrow in self.arrows if arrow.source == one))

    def depth(self) -> int:
        """The most arrows on a path: how many computations must wait for one another."""
        known: dict[str, int] = {}

        def depth_of(name: str) -> int:
            if name not in known:
                known[name] = max((depth_of(one) + 1 for one in self.sources(name)), default=0)
            return known[name]

        return max(depth_of(node.name) for node in self.nodes)

    def but(self, *, without: Iterable[str] = (), more: Iterable[Arrow] = (), title: str = "") -> Net:
        """The same network without some arrows (by name) and with others."""
        left_out = set(without)
        arrows = tuple(arrow for arrow in self.arrows if arrow.name not in left_out)
        return replace(self, title=title or self.title, arrows=(*arrows, *more))


def reached(start: str, neighbours: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """All that can be reached from a node, itself left out."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = [one for one in neighbours(waiting.pop()) if one not in found]
        found.update(new)
        waiting += new
    return frozenset(found - {start})
