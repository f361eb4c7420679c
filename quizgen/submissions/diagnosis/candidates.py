"""The candidate causes of a wrong function: each misconception about it, and each pair of them at once."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from quizgen.submissions.cases import ABOUT_GRU, ABOUT_LSTM, BACKWARD, Array, Call, Engine, Value, compute
from reference_rnn import CATALOGUE, CODE_MISCONCEPTIONS, GRU, MISCONCEPTIONS, RNN

KNOWN: Mapping[str, type[Any]] = {  # of the RNN, those of code alone, then those of what is beyond it
    **MISCONCEPTIONS,
    **CODE_MISCONCEPTIONS,
    **{name: mutant for name, mutant in CATALOGUE.items() if name.startswith(("pad-", "clip-", "lstm-", "gru-"))},
}
FAMILIES: Mapping[str, str | tuple[str, ...]] = {  # function -> how the ids of the misconceptions about it begin
    "rnn_step": "fwd-",
    "rnn_forward": "fwd-",
    "predict": "out-",
    "bce_loss": "loss-",
    "sequence_ce": "loss-",
    "masked_ce": ("pad-", "loss-log", "loss-sign"),
    "rnn_step_backward": "bwd-",
    "rnn_backward": "bwd-",
    "output_backward": "bwd-",
    "sgd": "upd-",
    "clip_gradients": "clip-",
    "check_gradients": (),
    "lstm_step": ABOUT_LSTM,
    "lstm_forward": ABOUT_LSTM,
    "lstm_step_backward": BACKWARD,
    "lstm_backward": BACKWARD,
    "gru_step": ABOUT_GRU,
    "gru_forward": ABOUT_GRU,
}
OF_LOOPS = (  # about the loop over the steps, which one step back has not
    "bwd-loop-not-reversed",
    "bwd-return-in-loop",
    "bwd-last-gradient-twice",
    "bwd-slope-of-next-step",
    "bwd-slope-wraps-round",
    "bwd-h-prev-wraps-round",
)
Shapes = tuple[tuple[int, ...], ...]
Named = tuple[str, type[Any]]


@dataclass(frozen=True, eq=False)
class FlatValue:
    """A value as one vector: the shapes of its parts, all numbers, and for each the largest number of its part."""

    shapes: Shapes
    numbers: Array
    scale: Array

    @classmethod
    def of(cls, value: Value) -> FlatValue:
        """The vector of an array, or of all arrays of a dict one after the other."""
        parts = [np.asarray(part) for part in (value.values() if isinstance(value, dict) else [value])]
        numbers = np.concatenate([part.ravel() for part in parts])
        sizes = np.abs(numbers)
        if not np.isfinite(sizes).all():
            sizes = np.where(np.isfinite(sizes), sizes, 0.0)
        counts = [part.size for part in parts]
        if 0 in counts:  # reduceat would take the number after an empty part
            largest = np.array([part.max(initial=0.0) for part in np.split(sizes, np.cumsum(counts)[:-1])])
        else:
            largest = np.maximum.reduceat(sizes, [0, *itertools.accumulate(counts[:-1])])
        return cls(tuple(part.shape for part in parts), numbers, np.maximum(largest, 1e-12).repeat(counts))

    def part(self, i: int) -> FlatValue:
        """The i-th part alone, counted from 0."""
        begin = sum(math.prod(shape) for shape in self.shapes[:i])
        end = begin + math.prod(self.shapes[i])
        return FlatValue((self.shapes[i],), self.numbers[begin:end], self.scale[begin:end])


@dataclass(frozen=True, eq=False)
class Candidate:
    """A misconception, or two at once; `engine` is the reference with them in it."""

    ids: tuple[str, ...]
    engine: Engine

    @property
    def by_hand(self) -> bool:
        """Whether it can also be done wrong by hand, and not in code alone."""
        return not CODE_MISCONCEPTIONS.keys() & {*self.ids}

    def value_for(self, call: Call) -> FlatValue | None:
        """What the candidate returns for a call, computed once; None where it cannot be computed on these shapes."""
        return call.memoised(self, self._value_for)

    def _value_for(self, call: Call) -> FlatValue | None:
        try:
            with np.errstate(all="ignore"):  # a misconception may divide by zero
                return FlatValue.of(compute(self.engine, call))
        except ValueError:  # NotApplicable, or shapes that NumPy refuses
            return None


@functools.cache
def singles(function: str) -> tuple[Candidate, ...]:
    """Every misconception about the function."""
    return tuple(Candidate((name,), engine) for name, engine in _engines(function))


@functools.cache
def pairs(function: str) -> tuple[Candidate, ...]:
    """Two misconceptions at once, of those that are made by hand too."""
    return _pairs(
        function, itertools.combinations([one for one in _named(function) if one[0] not in CODE_MISCONCEPTIONS], 2)
    )


@functools.cache
def pairs_in_code(function: str) -> tuple[Candidate, ...]:
    """Two misconceptions at once, one of which or both are made in code alone.

    Both in one method of the code are left out: together they can make up nearly anything, copies of h_0 for example.
    """
    both = itertools.combinations(_named(function), 2)
    return _pairs(function, (two for two in both if _one_in_code(*two)))


def _one_in_code(one: Named, other: Named) -> bool:
    in_code = {one[0], other[0]} & CODE_MISCONCEPTIONS.keys()
    return len(in_code) == 1 or (len(in_code) == 2 and not vars(one[1]).keys() & vars(other[1]).keys() - _ALWAYS)


def _named(function: str) -> list[Named]:
    without = OF_LOOPS if function == "rnn_step_backward" else ()
    return [
        (name, mutant) for name, mutant in KNOWN.items() if name.startswith(FAMILIES[function]) and name not in without
    ]


def _pairs(function: str, both: Iterable[tuple[Named, Named]]) -> tuple[Candidate, ...]:
    """Classes that inherit two misconceptions. Where both override one method, the order matters."""
    found = []
    for (one, first), (other, second) in both:
        orders = [(first, second), (second, first)] if vars(first).keys() & vars(second).keys() - _ALWAYS else []
        for bases in orders or [(first, second)]:
            mixed = type("Both", bases, {})
            found += [Candidate((one, other), engine) for engine in _reductions(function, mixed)]
    return tuple(found)


_ALWAYS = vars(type("Empty", (RNN,), {})).keys()  # attributes that every class defines for itself


def _engines(function: str) -> Iterator[tuple[str, Engine]]:
    for name, mutant in _named(function):
        yield from ((name, engine) for engine in _reductions(function, mutant))


def _reductions(function: str, mutant: type[RNN]) -> Iterator[Engine]:
    """The engine; if it changes the reduction over the batch and ∂L/∂h is given, with either reduction as the right one; a
    GRU with its reset gate on either side of the weights.
    """
    yield mutant
    if issubclass(mutant, GRU):
        yield functools.partial(mutant, reset="after")
    if FAMILIES[function] == "bwd-" and mutant.batch_share_of_gradient is not RNN.batch_share_of_gradient:
        yield functools.partial(mutant, batch="sum")


@dataclass(frozen=True)
class Table:
    """The values of many candidates for one call, all of the same shapes, a row each.

    `members` are the positions of the candidates in their list.
    """

    members: Array
    numbers: Array
    scale: Array


def tables(candidates: tuple[Candidate, ...], call: Call) -> tuple[dict[Shapes, Table], tuple[int, ...]]:
    """The values of all candidates for a call, a table for each set of shapes, and the positions of those without one.

    Computed once for each call.
    """
    return call.memoised(candidates, lambda call: _tabulated(candidates, call))


def _tabulated(candidates: tuple[Candidate, ...], call: Call) -> tuple[dict[Shapes, Table], tuple[int, ...]]:
    rows: dict[Shapes, list[tuple[int, FlatValue]]] = {}
    without_value = []
    for i, candidate in enumerate(candidates):
        if (value := candidate.value_for(call)) is None:
            without_value.append(i)
        else:
            rows.setdefault(value.shapes, []).append((i, value))
    found = {
        shapes: Table(
            np.array([i for i, _ in group]),
            np.stack([value.numbers for _, value in group]),
            np.stack([value.scale for _, value in group]),
        )
        for shapes, group in rows.items()
    }
    return found, tuple(without_value)
