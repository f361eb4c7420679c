"""Claims about gradients that rnn_backward and rnn_step_backward share: shapes, repeatability, centred differences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from quizgen.sandbox.records import Result
from quizgen.submissions.cases import (
    DOUBLE,
    HALF,
    NOT_OBSERVABLE,
    SINGLE,
    Array,
    Call,
    expected_parts,
    expected_value,
    is_single_precision,
    precision_of,
    random_array,
    with_states,
)
from quizgen.submissions.checks.check import Procedure, call_all, require_expected, values_of
from quizgen.submissions.checks.compare import (
    NAMES,
    require_all_parts,
    require_equal_results,
    require_parts,
    require_shape,
)
from quizgen.submissions.checks.failed import CheckFailed, Location
from quizgen.submissions.checks.side_effects import require_same_result

h = 1e-5  # step of the centred differences
SLOPE_ROUNDING = {DOUBLE: 1e-5, SINGLE: 1e-3, HALF: 5e-3}  # by precision: part of a gradient's length


def gradients_equal_reference(call: Call, *names: str) -> Procedure:
    """Claims that these gradients equal the reference's."""
    [value] = yield from call_all(call)
    require_expected(call, value, *names)


def gradients_have_shapes(call: Call) -> Procedure:
    """Claims that every gradient has the shape of the array it belongs to."""
    [value] = yield from call_all(call)
    expected = expected_parts(call)
    for name, part in require_parts(call, value, expected).items():
        if part is not NOT_OBSERVABLE:
            require_shape(call, part, expected[name].shape, name)
    require_all_parts(call, value, expected)


def equal_for_doubled_batch(call: Call, double: Call, sums: Sequence[str] = ("dW", "dW_h", "db")) -> Procedure:
    """Claims that an equal call returns the same, and `double`, every example twice at half the weight, the same sums."""
    first, second, twice = yield from call_all(call, call.repeated(), double)
    require_same_result(call, first, second)
    shapes = {name: part for name, part in expected_parts(call).items() if name in sums}
    single, doubled = require_parts(call, first, shapes), require_parts(double, twice, shapes)
    for name, like in shapes.items():
        if name not in single or name not in doubled or single[name] is NOT_OBSERVABLE:
            continue
        once_each = require_shape(call, single[name], like.shape, name)
        halves, once = "for every example twice at half the weight", "for each once"
        require_equal_results(double, doubled[name], once_each, name, halves, once)
    require_all_parts(call, first, shapes)


@dataclass(frozen=True, eq=False)
class CentredDifferences:
    """A forward call and the backward call that belongs to it: one gradient for each argument of `forward`, in order."""

    forward: Call
    backward: Call

    @cached_property
    def directions(self) -> dict[str, Array]:
        """For each gradient a direction in which its argument is moved."""
        pairs = zip(self.gathered(expected_parts(self.backward)), self.forward.args, strict=True)
        return {name: random_array(f"direction of {name}", *array.shape, low=0.5) for name, array in pairs}

    @cached_property
    def perturbed_calls(self) -> tuple[Call, ...]:
        """`forward`, then for each argument two calls, in which it is moved by +h and by -h along its direction."""
        return (self.forward, *self._perturbed())

    def _perturbed(self) -> Iterator[Call]:
        for i, u in enumerate(self.directions.values()):
            yield from (self.forward.perturbed(i, sign * u) for sign in (h, -h))

    def gathered(self, parts: Mapping[str, Any]) -> dict[str, Any]:
        """The gradients as they belong to the arguments of `forward`, in their order."""
        return dict(parts)

    def upstream(self) -> Mapping[str, Array]:
        """∂L at each part of what `forward` returns; its only part has the name that it has in messages."""
        return {NAMES[self.forward.function]: self.backward.args[0]}

    def on_own_states(self, states: Mapping[str, Array]) -> Call:
        """The backward call on the learner's own states."""
        return with_states(self.backward, next(iter(states.values())))

    def procedure(self) -> Procedure:
        """Claims that the gradients are those of the learner's own forward function; starts with `perturbed_calls`."""
        states = self._own_states((yield self.perturbed_calls))
        call = self.backward if states is None else self.on_own_states(states[0])
        if states is None:  # the learner's forward function is unusable: the reference takes its place
            states = [self._by_part(expected_value(perturbed)) for perturbed in self.perturbed_calls]
        [value] = yield from call_all(call)
        expected = expected_parts(self.backward)
        returned = require_parts(call, value, expected)
        gradients = self.gathered(
            {
                name: part if part is NOT_OBSERVABLE else require_shape(call, part, expected[name].shape, name)
                for name, part in returned.items()
            }
        )
        for (name, u), plus, minus in zip(self.directions.items(), states[1::2], states[2::2], strict=True):
            if name not in gradients or gradients[name] is NOT_OBSERVABLE:
                continue
            gradient = gradients[name]
            slope = sum(float(np.sum(dL * (plus[part] - minus[part]))) for part, dL in self.upstream().items())
            slope /= 2 * h
            size = np.linalg.norm(gradient) * np.linalg.norm(u) + abs(slope) + 1e-300
            off = abs(float(np.sum(gradient * u)) - slope) / size
            if not off < SLOPE_ROUNDING[precision_of(value)]:
                raise CheckFailed(Location(name), f" is off by {off:.1e} of its length")
        require_all_parts(call, value, expected)

    def _by_part(self, value: Any) -> dict[str, Any]:
        return {name: value[name] if isinstance(value, dict) else value for name in self.upstream()}

    def _own_states(self, results: Sequence[Result]) -> list[dict[str, Array]] | None:
        """The states of the learner's function; None if a call gave none, or gave too few digits for a difference."""
        expected = self._by_part(expected_value(self.forward))
        try:
            pairs = zip(self.perturbed_calls, values_of(self.perturbed_calls, results), strict=True)
            states = [
                {
                    name: require_shape(call, part, np.shape(expected[name]), name)
                    for name, part in self._by_part(value).items()
                }
                for call, value in pairs
            ]
        except (CheckFailed, KeyError):
            return None
        return None if any(is_single_precision(result.value) for result in results) else states
