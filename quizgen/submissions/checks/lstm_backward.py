"""Checks of lstm_step_backward and lstm_backward: the gradients gate by gate, through c alone and through h alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from quizgen.submissions.cases import GATES, OF_PARAMETERS, Array, Call, GatedCase, stacked
from quizgen.submissions.checks.check import Procedure, check
from quizgen.submissions.checks.compare import BY_GATE
from quizgen.submissions.checks.gradients import (
    CentredDifferences,
    equal_for_doubled_batch,
    gradients_equal_reference,
    gradients_have_shapes,
)

# As in backward.py, the forward functions are called with none of these cases but SMALL: the states would be given away.
STEP = GatedCase.of(2, 1, 3, 3, draw=" back")
STEP_DIFFERENT = GatedCase.of(3, 1, 2, 5, draw=" back")
STEP_SMALL = GatedCase.of(2, 1, 2, 2, draw=" back")
PLAIN = GatedCase.of(2, 4, 3, 3, draw=" back")
ALL_DIFFERENT = GatedCase.of(3, 4, 2, 5, draw=" back")
SMALL = GatedCase.of(2, 3, 2, 2, draw=" back")
ONE_STEP = PLAIN.steps(0, 1)
LAST_ONLY = PLAIN.with_arrays(dh=PLAIN.dh * np.array([0.0, 0.0, 0.0, 1.0])[:, None])
ONLY_CELL = PLAIN.with_zero("W_h")


def of_gate(gate: str) -> tuple[str, ...]:
    """The gradients of one gate's parameters."""
    return tuple(f"{name}_{gate}" for name in OF_PARAMETERS)


class GatedDifferences(CentredDifferences):
    """The same of a gated cell: the gradients of all gates belong to one array."""

    def gathered(self, parts: Mapping[str, Any]) -> dict[str, Any]:
        """The gradients as they belong to the arguments of the forward function."""
        own = {name: part for name, part in parts.items() if name not in BY_GATE}
        whole = [name for name in OF_PARAMETERS if all(f"{name}_{gate}" in parts for gate in GATES)]
        return own | {f"{name} of all gates": stacked(name, parts) for name in whole}

    def upstream(self) -> Mapping[str, Array]:
        """∂L/∂h, and for one step ∂L/∂c_t."""
        if self.backward.function == "lstm_backward":
            return {"h": self.backward.args[0]}
        return {"h_t": self.backward.args[0], "c_t": self.backward.args[1]}

    def on_own_states(self, states: Mapping[str, Array]) -> Call:
        """The call itself: the forward pass in it is never given to a learner's function."""
        return self.backward


OWN_STEP = GatedDifferences(STEP_SMALL.lstm_step, STEP_SMALL.lstm_step_backward)
OWN = GatedDifferences(SMALL.lstm_forward, SMALL.lstm_backward)


# One step back


@check("lstm_step_backward", "B0", 1, public=True)
def step_shapes() -> Procedure:
    """The shapes of all gradients, for B, D and H all different."""
    yield from gradients_have_shapes(STEP_DIFFERENT.lstm_step_backward)


@check("lstm_step_backward", "B1", 1)
def step_inputs() -> Procedure:
    """dx_t, to which all gates contribute."""
    yield from gradients_equal_reference(STEP.lstm_step_backward, "dx_t")


@check("lstm_step_backward", "B2", 1)
def step_hidden_before() -> Procedure:
    """dh_prev, to which all gates contribute."""
    yield from gradients_equal_reference(STEP.lstm_step_backward, "dh_prev")


@check("lstm_step_backward", "B3", 2)
def step_cell_before() -> Procedure:
    """dc_prev = f ⊙ (what came from c_(t+1) + what comes through h_t)."""
    yield from gradients_equal_reference(STEP.lstm_step_backward, "dc_prev")


@check("lstm_step_backward", "B4", 1)
def step_input_gate() -> Procedure:
    """The weights and the bias of the input gate."""
    yield from gradients_equal_reference(STEP.lstm_step_backward, *of_gate("i"))


@check("lstm_step_backward", "B5", 1)
def step_forget_gate() -> Procedure:
    """The weights and the bias of the forget gate."""
    yield from gradients_equal_reference(STEP.lstm_step_backward, *of_gate("f"))


@check("lstm_step_backward", "B6", 1)
def step_candidate() -> Procedure:
    """The weights and the bias of the candidate."""
    yield from gradients_equal_reference(STEP.lstm_step_backward, *of_gate("g"))


@check("lstm_step_backward", "B7", 1)
def step_output_gate() -> Procedure:
    """The weights and the bias of the output gate."""
    yield from gradients_equal_reference(STEP.lstm_step_backward, *of_gate("o"))


@check("lstm_step_backward", "B8", 1)
def step_from_cell_alone() -> Procedure:
    """dc_prev and the gates i, f and g where nothing arrives at h_t, only at c_t."""
    names = ("dc_prev", *of_gate("i"), *of_gate("f"), *of_gate("g"))
    yield from gradients_equal_reference(STEP.with_zero("dh").lstm_step_backward, *names)


@check("lstm_step_backward", "B9", 1)
def step_from_hidden_alone() -> Procedure:
    """dc_prev and all gates where nothing arrives at c_t but through h_t."""
    yield from gradients_equal_reference(STEP.with_zero("dc").lstm_step_backward, "dc_prev", *BY_GATE)


@check("lstm_step_backward", "B10", 1, public=True)
def step_doubled() -> Procedure:
    """The same gradients of the weights from a second call, and from every example twice at half the weight."""
    yield from equal_for_doubled_batch(STEP.lstm_step_backward, STEP.doubled().lstm_step_backward, BY_GATE)


@check("lstm_step_backward", "B11", 1, uses_own_states=True)
def step_differences() -> Procedure:
    """The gradients of your own lstm_step, by centred differences along a direction for each array."""
    yield from OWN_STEP.procedure()


# All steps back


@check("lstm_backward", "B0", 1, public=True)
def gradient_shapes() -> Procedure:
    """The shapes of all gradients, for B, T, D and H all different."""
    yield from gradients_have_shapes(ALL_DIFFERENT.lstm_backward)


@check("lstm_backward", "B1", 2)
def gradient_of_inputs() -> Procedure:
    """dx, where every step has an output."""
    yield from gradients_equal_reference(PLAIN.lstm_backward, "dx")


@check("lstm_backward", "B2", 1)
def gradient_of_first_state() -> Procedure:
    """dh0, where every step has an output."""
    yield from gradients_equal_reference(PLAIN.lstm_backward, "dh0")


@check("lstm_backward", "B3", 3)
def one_step() -> Procedure:
    """The weights and biases of all gates, for T = 1."""
    yield from gradients_equal_reference(ONE_STEP.lstm_backward, *BY_GATE)


@check("lstm_backward", "B4", 2)
def input_gate() -> Procedure:
    """The weights and the bias of the input gate, where every step has an output."""
    yield from gradients_equal_reference(PLAIN.lstm_backward, *of_gate("i"))


@check("lstm_backward", "B5", 2)
def forget_gate() -> Procedure:
    """The weights and the bias of the forget gate, where every step has an output."""
    yield from gradients_equal_reference(PLAIN.lstm_backward, *of_gate("f"))


@check("lstm_backward", "B6", 2)
def candidate() -> Procedure:
    """The weights and the bias of the candidate, where every step has an output."""
    yield from gradients_equal_reference(PLAIN.lstm_backward, *of_gate("g"))


@check("lstm_backward", "B7", 2)
def output_gate() -> Procedure:
    """The weights and the bias of the output gate, where every step has an output."""
    yield from gradients_equal_reference(PLAIN.lstm_backward, *of_gate("o"))


@check("lstm_backward", "B8", 2)
def many_to_one() -> Procedure:
    """The weights and biases of all gates where only the last step has an output."""
    yield from gradients_equal_reference(LAST_ONLY.lstm_backward, *BY_GATE)


@check("lstm_backward", "B9", 2)
def through_the_cell() -> Procedure:
    """The weights and biases of all gates where W_h is zero, so that gradients pass through the cell state alone."""
    yield from gradients_equal_reference(ONLY_CELL.lstm_backward, *BY_GATE)


@check("lstm_backward", "B10", 1, public=True)
def doubled_batch() -> Procedure:
    """The same gradients of the weights from a second call, and from every example twice at half the weight."""
    yield from equal_for_doubled_batch(PLAIN.lstm_backward, PLAIN.doubled().lstm_backward, BY_GATE)


@check("lstm_backward", "B11", 2, uses_own_states=True)
def own_differences() -> Procedure:
    """The gradients of your own lstm_forward, by centred differences along a direction for each array."""
    yield from OWN.procedure()
