"""Misconceptions about the backward pass of the LSTM."""

from __future__ import annotations

import numpy as np

from reference_rnn.lstm import LSTM, LSTMTrace
from reference_rnn.products import Array

# What arrives at a step


class HiddenGradientNotCarried(LSTM, id="lstm-back-dh-not-carried", tier="code"):
    """Equals what you get if what comes back from step t + 1 to h_t is not added: dh holds the own part of each step alone."""

    title = "Gradient of h not carried"

    def arriving(self, given_h: Array, carried_h: Array, carried_c: Array) -> tuple[Array, Array]:
        return given_h, carried_c


class CellGradientNotCarried(LSTM, id="lstm-back-dc-not-carried", tier="code"):
    """Equals what you get if what comes back from step t + 1 to c_t is left out: it is handed on beside that of h."""

    title = "Gradient of c not carried"

    def arriving(self, given_h: Array, carried_h: Array, carried_c: Array) -> tuple[Array, Array]:
        return given_h + carried_h, np.zeros_like(carried_c)


# The cell state


class NothingThroughHidden(LSTM, id="lstm-back-cell-not-through-h", tier="code"):
    """Equals what you get if ∂L/∂c_t has no part through h_t: with h_t = o·tanh(c_t) that is dh·o·(1-tanh²(c_t))."""

    title = "Cell gradient without h's part"

    def into_cell(self, dh: Array, o: Array, c: Array) -> Array:
        return np.zeros_like(c)


class NoSlopeOfCell(LSTM, id="lstm-back-no-tanh-slope", tier="code"):
    """Equals what you get without the slope of tanh(c_t): what reaches c_t through h_t is dh·o·(1-tanh²(c_t))."""

    title = "Slope of tanh(c) left out"

    def into_cell(self, dh: Array, o: Array, c: Array) -> Array:
        return dh * o


class SlopeAtCell(LSTM, id="lstm-back-slope-of-c", tier="code"):
    """Equals what you get with 1-c_t² for the slope of tanh(c_t): it is 1-tanh²(c_t), and c_t itself is not squashed."""

    title = "1-c² for slope of tanh(c)"

    def into_cell(self, dh: Array, o: Array, c: Array) -> Array:
        return dh * o * (1.0 - c**2)


class SlopeWithoutOutputGate(LSTM, id="lstm-back-no-output-gate", tier="code"):
    """Equals what you get without o on the way from h_t to c_t: with h_t = o·tanh(c_t) it is dh·o·(1-tanh²(c_t))."""

    title = "o missing towards cell state"

    def into_cell(self, dh: Array, o: Array, c: Array) -> Array:
        return dh * (1.0 - np.tanh(c) ** 2)


class CellBeforeWithoutHidden(LSTM, id="lstm-back-dc-prev-without-h", tier="code"):
    """Equals what you get if ∂L/∂c_(t-1) is f times what came from c_(t+1): the part of ∂L/∂c_t through h_t counts too."""

    title = "dc_(t-1) without part through h"

    def cell_before(self, carried_c: Array, through_h: Array, f: Array) -> Array:
        return carried_c * f


class CellBeforeWithoutForget(LSTM, id="lstm-back-dc-prev-without-f", tier="code"):
    """Equals what you get if ∂L/∂c_t passes to c_(t-1) as it is: with c_t = f·c_(t-1) + i·g it is multiplied by f."""

    title = "dc_(t-1) without forget gate"

    def cell_before(self, carried_c: Array, through_h: Array, f: Array) -> Array:
        return carried_c + through_h


# The gates


class NoGateSlope(LSTM, id="lstm-back-no-gate-slope", tier="code"):
    """Equals what you get without the slope of the sigmoid in i, f and o: a gate s has the slope s·(1-s)."""

    title = "Slopes of the gates missing"

    def gate_slope(self, gate: Array) -> Array:
        return np.ones_like(gate)


class TanhSlopeOfGate(LSTM, id="lstm-back-gate-slope-tanh", tier="code"):
    """Equals what you get with 1-s² for the slope of a gate s: that is the slope of tanh, the sigmoid's is s·(1-s)."""

    title = "tanh's slope at the gates"

    def gate_slope(self, gate: Array) -> Array:
        return 1.0 - gate * gate


class NoCandidateSlope(LSTM, id="lstm-back-no-candidate-slope", tier="code"):
    """Equals what you get without the slope of the candidate: g = tanh(...) has the slope 1-g²."""

    title = "Slope of the candidate missing"

    def candidate_slope(self, g: Array) -> Array:
        return np.ones_like(g)


class SigmoidSlopeOfCandidate(LSTM, id="lstm-back-candidate-slope-sigmoid", tier="code"):
    """Equals what you get with g·(1-g) for the slope of the candidate: that is a sigmoid's, g = tanh(...) has 1-g²."""

    title = "Sigmoid's slope at the candidate"

    def candidate_slope(self, g: Array) -> Array:
        return g * (1.0 - g)


class SlopeOnOnePart(LSTM, id="lstm-back-slope-on-one-part", tier="code"):
    """Equals what you get if the slope of i, f and g multiplies the part through h_t alone: it belongs to the whole sum."""

    title = "Brackets before the slope missing"

    def at_gate(self, carried_c: Array, through_h: Array, partner: Array, slope: Array) -> Array:
        found: Array = carried_c * partner + through_h * partner * slope
        return found


class ForgetPairedWithNewCell(LSTM, id="lstm-back-forget-with-new-c", tier="code"):
    """Equals what you get if the gradient of f is multiplied by c_t: f multiplies the old cell state, c_(t-1)."""

    title = "Forget gate paired with c_t"

    def partner_of_forget(self, trace: LSTMTrace, t: int) -> Array:
        found: Array = trace.cells[t + 1]
        return found


class OutputPairedWithCell(LSTM, id="lstm-back-output-with-c", tier="code"):
    """Equals what you get if the gradient of o is multiplied by c_t: o multiplies tanh(c_t)."""

    title = "Output gate paired with c_t"

    def partner_of_output(self, c: Array) -> Array:
        return c


class BlocksOfErrorsExchanged(LSTM, id="lstm-back-gate-order", tier="code"):
    """Equals what you get if the errors of g and o are exchanged: their blocks are in the order of the weights."""

    title = "Errors in another gate's block"

    def blocks_of_errors(self, i: Array, f: Array, g: Array, o: Array) -> Array:
        return super().blocks_of_errors(i, f, o, g)


class InputAndForgetErrorsExchanged(LSTM, id="lstm-back-i-f-exchanged", tier="code"):
    """Equals what you get if the errors of i and f are exchanged: that of i goes with g, that of f with c_(t-1)."""

    title = "Errors of i and f exchanged"

    def blocks_of_errors(self, i: Array, f: Array, g: Array, o: Array) -> Array:
        return super().blocks_of_errors(f, i, g, o)


# The sums over time


class PairedWithNewHidden(LSTM, id="lstm-back-dwh-uses-ht", tier="code"):
    """Equals what you get if the error of step t is paired with h_t in ∂L/∂W_h: the gates of step t see h_(t-1)."""

    title = "LSTM error paired with h_t"

    def partners_of_W_h(self, trace: LSTMTrace) -> Array:
        return trace.states[1:]


class OverwrittenGradients(LSTM, id="lstm-back-overwrite", tier="code"):
    """Equals what you get with = for += in the sums of the LSTM: all steps add up, and only step 1 is left."""

    title = "= for += over LSTM steps"

    def counted_steps(self) -> slice:
        return slice(0, 1)


class LastStepCounted(LSTM, id="lstm-back-last-step-only", tier="code"):
    """Equals what you get if only the last step counts for the weights of the LSTM: the parts of all steps add up."""

    title = "Only LSTM's last step counted"

    def counted_steps(self) -> slice:
        return slice(-1, None)
