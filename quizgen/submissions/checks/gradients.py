"""What both ways back are held to, that through a sequence and that through one step: shapes, equal answers, differences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from quizgen.sandbox.records import Result
from quizgen.submissions.cases import UNSEEN, Array, Call, drawn, is_single, on_states, truth, truths
from quizgen.submissions.checks.check import Talk, ask, hold, values
from quizgen.submissions.checks.compare import NAMES, mapping, require_equal, shaped
from quizgen.submissions.checks.failed import Lost, Spot
from quizgen.submissions.checks.side_effects import require_same

h = 1e-5  # of the centred differences


def right(call: Call, *names: str) -> Talk:
    """Claims that these gradients are the reference's."""
    [value] = yield from ask(call)
    hold(call, value, *names)


def of_their_shapes(call: Call) -> Talk:
    """Claims that every gradient has the shape of what it belongs to."""
    [value] = yield from ask(call)
    expected = truths(call)
    for name, part in mapping(call, value, expected).items():
        if part is not UNSEEN:
            shaped(call, part, expected[name].shape, name)


def doubled(call: Call, double: Call) -> Talk:
    """Claims that an equal call gives the same, and `double`, every example twice at half the weight, the same sums."""
    first, again, twice = yield from ask(call, call.again(), double)
    require_same(call, first, again)
    shapes = {name: part for name, part in truths(call).items() if name in ("dW", "dW_h", "db")}
    once, other = mapping(call, first, shapes), mapping(double, twice, shapes)
    for name, like in shapes.items():
        if once[name] is UNSEEN:
            continue
        ours = shaped(call, once[name], like.shape, name)
        require_equal(double, other[name], ours, name, "for every example twice at half the weight", "for each once")


@dataclass(frozen=True, eq=False)
class Differences:
    """A call forwards and the call back from it: each gradient belongs to one argument of `forward`, in their order."""

    forward: Call
    backward: Call

    @cached_property
    def directions(self) -> dict[str, Array]:
        """A direction for the argument of each gradient."""
        given = zip(truths(self.backward), self.forward.args, strict=True)
        return {name: drawn(f"direction of {name}", *array.shape, low=0.5) for name, array in given}

    @cached_property
    def nudged(self) -> tuple[Call, ...]:
        """`forward`, then with each argument moved a little along its direction and against it."""
        return (self.forward, *self._moved())

    def _moved(self) -> Iterator[Call]:
        for i, u in enumerate(self.directions.values()):
            yield from (self.forward.moved(i, sign * u) for sign in (h, -h))

    def hold(self) -> Talk:
        """Claims that the gradients are those of the learner's own function forwards; the first calls are `nudged`."""
        states = self._own_states((yield self.nudged))
        call = self.backward if states is None else on_states(self.backward, states[0])
        if states is None:  # there is nothing to be consistent with, so the chapter's takes its place
            states = [np.asarray(truth(nudged)) for nudged in self.nudged]
        [value] = yield from ask(call)
        given = mapping(call, value, self.directions)
        for (name, u), plus, minus in zip(self.directions.items(), states[1::2], states[2::2], strict=True):
            if given[name] is UNSEEN:
                continue
            ours = shaped(call, given[name], u.shape, name)
            slope = float(np.sum(call.args[0] * (plus - minus))) / (2 * h)
            size = np.linalg.norm(ours) * np.linalg.norm(u) + abs(slope) + 1e-300
            off = abs(float(np.sum(ours * u)) - slope) / size
            if not off < (1e-3 if is_single(value) else 1e-5):
                raise Lost(Spot(name), f" is off by {off:.1e} of its length")

    def _own_states(self, results: Sequence[Result]) -> list[Array] | None:
        """What the learner's function gave, None if it is no pass; of single precision no difference can be taken."""
        shape, name = np.asarray(truth(self.forward)).shape, NAMES[self.forward.function]
        try:
            heard = zip(self.nudged, values(self.nudged, results), strict=True)
            given = [shaped(call, value, shape, name) for call, value in heard]
        except Lost:
            return None
        return None if any(is_single(result.value) for result in results) else given
