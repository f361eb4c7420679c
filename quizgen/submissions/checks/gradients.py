"""Claims about gradients that rnn_backward and rnn_step_backward share: shapes, repeatability, centred differences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

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


def equal_for_doubled_batch(call: Call, double: Call) -> Procedure:
    """Claims that an equal call returns the same, and `double`, every example twice at half the weight, the same sums."""
    first, second, twice = yield from call_all(call, call.repeated(), double)
    require_same_result(call, first, second)
    shapes = {name: part for name, part in expected_parts(call).items() if name in ("dW", "dW_h", "db")}
    single, doubled = require_parts(call, first, shapes), require_parts(double, twice, shapes)
    for name, like in shapes.items():
        if name not in single or name not in doubled or single[name] is NOT_OBSERVABLE:
            continue
        sums = require_shape(call, single[name], like.shape, name)
        halves, once = "for every example twice at half the weight", "for each once"
        require_equal_results(double, doubled[name], sums, name, halves, once)
    require_all_parts(call, first, shapes)


@dataclass(frozen=True, eq=False)
class CentredDifferences:
    """A forward call and the backward call that belongs to it: one gradient for each argument of `forward`, in order."""

    forward: Call
    backward: Call

    @cached_property
    def directions(self) -> dict[str, Array]:
        """For each gradient a direction in which its argument is moved."""
        pairs = zip(expected_parts(self.backward), self.forward.args, strict=True)
        return {name: random_array(f"direction of {name}", *array.shape, low=0.5) for name, array in pairs}

    @cached_property
    def perturbed_calls(self) -> tuple[Call, ...]:
        """`forward`, then for each argument two calls, in which it is moved by +h and by -h along its direction."""
        return (self.forward, *self._perturbed())

    def _perturbed(self) -> Iterator[Call]:
        for i, u in enumerate(self.directions.values()):
            yield from (self.forward.perturbed(i, sign * u) for sign in (h, -h))

    def procedure(self) -> Procedure:
        """Claims that the gradients are those of the learner's own forward function; starts with `perturbed_calls`."""
        states = self._own_states((yield self.perturbed_calls))
        call = self.backward if states is None else with_states(self.backward, states[0])
        if states is None:  # the learner's forward function is unusable: the reference takes its place
            states = [np.asarray(expected_value(perturbed)) for perturbed in self.perturbed_calls]
        [value] = yield from call_all(call)
        gradients = require_parts(call, value, self.directions)
        for (name, u), plus, minus in zip(self.directions.items(), states[1::2], states[2::2], strict=True):
            if name not in gradients or gradients[name] is NOT_OBSERVABLE:
                continue
            gradient = require_shape(call, gradients[name], u.shape, name)
            slope = float(np.sum(call.args[0] * (plus - minus))) / (2 * h)
            size = np.linalg.norm(gradient) * np.linalg.norm(u) + abs(slope) + 1e-300
            off = abs(float(np.sum(gradient * u)) - slope) / size
            if not off < SLOPE_ROUNDING[precision_of(value)]:
                raise CheckFailed(Location(name), f" is off by {off:.1e} of its length")
        require_all_parts(call, value, self.directions)

    def _own_states(self, results: Sequence[Result]) -> list[Array] | None:
        """The states of the learner's function; None if a call gave none, or gave too few digits for a difference."""
        shape, name = np.asarray(expected_value(self.forward)).shape, NAMES[self.forward.function]
        try:
            pairs = zip(self.perturbed_calls, values_of(self.perturbed_calls, results), strict=True)
            states = [require_shape(call, value, shape, name) for call, value in pairs]
        except CheckFailed:
            return None
        return None if any(is_single_precision(result.value) for result in results) else states
