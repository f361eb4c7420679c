"""Everybody who may be behind a wrong function: each misconception of its kind, and each two of them at once."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from quizgen.submissions.cases import Answer, Array, Call, Engine, answer
from reference_rnn import MISCONCEPTIONS, RNN

FAMILY = {
    "rnn_step": "fwd-",
    "rnn_forward": "fwd-",
    "predict": "out-",
    "bce_loss": "loss-",
    "sequence_ce": "loss-",
    "rnn_step_backward": "bwd-",
    "rnn_backward": "bwd-",
    "sgd": "upd-",
}
Shapes = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, eq=False)
class Said:
    """A value with its parts end to end: their shapes, all numbers, and the largest of the part each stands in."""

    shapes: Shapes
    numbers: Array
    scale: Array

    @classmethod
    def of(cls, value: Answer) -> Said:
        parts = [np.asarray(part) for part in (value.values() if isinstance(value, dict) else [value])]
        flat = [part.ravel() for part in parts]
        scale = [np.full(part.size, np.max(np.abs(part), initial=1e-12, where=np.isfinite(part))) for part in flat]
        return cls(tuple(part.shape for part in parts), np.concatenate(flat), np.concatenate(scale))


@dataclass(frozen=True, eq=False)
class Suspect:
    """A misconception, or two at once; `engine` is the reference with that in it."""

    ids: tuple[str, ...]
    engine: Engine

    def says(self, call: Call) -> Said | None:
        """What it says to a call, worked out once; None where it cannot be computed on these shapes."""
        return call.once(self, self._say)

    def _say(self, call: Call) -> Said | None:
        try:
            with np.errstate(all="ignore"):  # a misconception may well divide by zero
                return Said.of(answer(self.engine, call))
        except ValueError:  # NotApplicable, or a shape that NumPy refuses
            return None


@functools.cache
def singles(function: str) -> tuple[Suspect, ...]:
    """Every misconception of the function's kind."""
    return tuple(Suspect((name,), engine) for name, engine in _engines(function))


@functools.cache
def pairs(function: str) -> tuple[Suspect, ...]:
    """Two misconceptions at once: a class that inherits both. Where both override one method, the order matters."""
    named = [(name, MISCONCEPTIONS[name]) for name in MISCONCEPTIONS if name.startswith(FAMILY[function])]
    found = []
    for (one, first), (other, second) in itertools.combinations(named, 2):
        orders = [(first, second), (second, first)] if vars(first).keys() & vars(second).keys() - _ALWAYS else []
        for bases in orders or [(first, second)]:
            both = type("Both", bases, {})
            found += [Suspect((one, other), engine) for engine in _reductions(function, both)]
    return tuple(found)


_ALWAYS = vars(type("Empty", (RNN,), {})).keys()  # what every class has of its own


def _engines(function: str) -> Iterator[tuple[str, Engine]]:
    for name, mutant in MISCONCEPTIONS.items():
        if name.startswith(FAMILY[function]):
            yield from ((name, engine) for engine in _reductions(function, mutant))


def _reductions(function: str, mutant: type[RNN]) -> Iterator[Engine]:
    """The engine; where it mistakes the reduction over the batch and ∂L/∂h is given, both ways to miss it are open."""
    yield mutant
    if FAMILY[function] == "bwd-" and mutant.batch_share_of_gradient is not RNN.batch_share_of_gradient:
        yield functools.partial(mutant, batch="sum")


@dataclass(frozen=True)
class Table:
    """What many suspects say to one call in one set of shapes, a row each; `members` are their places in the list."""

    members: Array
    numbers: Array
    scale: Array


def tables(suspects: tuple[Suspect, ...], call: Call) -> tuple[dict[Shapes, Table], tuple[int, ...]]:
    """What all suspects say to a call, by the shapes in which they say it, and who says nothing; worked out once."""
    return call.once(suspects, lambda call: _tabulated(suspects, call))


def _tabulated(suspects: tuple[Suspect, ...], call: Call) -> tuple[dict[Shapes, Table], tuple[int, ...]]:
    rows: dict[Shapes, list[tuple[int, Said]]] = {}
    silent = []
    for i, suspect in enumerate(suspects):
        if (said := suspect.says(call)) is None:
            silent.append(i)
        else:
            rows.setdefault(said.shapes, []).append((i, said))
    found = {
        shapes: Table(
            np.array([i for i, _ in group]),
            np.stack([said.numbers for _, said in group]),
            np.stack([said.scale for _, said in group]),
        )
        for shapes, group in rows.items()
    }
    return found, tuple(silent)
