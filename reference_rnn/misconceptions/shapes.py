"""Misconceptions about shapes and numbers of parameters."""

from __future__ import annotations

import numpy as np

from reference_rnn.shapes import Shapes, Size


class WTransposedShape(Shapes, id="shp-w-transposed", tier="A"):
    """Equals what you get with W as D×H: with column vectors W is H×D, a row for each hidden unit."""

    title = "Shape of W transposed"

    def W(self) -> tuple[Size, ...]:
        return super().W()[::-1]


class WhLikeW(Shapes, id="shp-wh-hxd", tier="A"):
    """Equals what you get with W_h as H×D: W_h maps state to state, so it is H×H."""

    title = "W_h given the shape of W"

    def W_h(self) -> tuple[Size, ...]:
        return self.W()


class WyTransposedShape(Shapes, id="shp-wy-transposed", tier="B"):
    """Equals what you get with W_y as H×K: with column vectors W_y is K×H, a row for each output."""

    title = "Shape of W_y transposed"

    def W_y(self) -> tuple[Size, ...]:
        return super().W_y()[::-1]


class BiasOfInputSize(Shapes, id="shp-b-input", tier="B"):
    """Equals what you get with one bias per input, D: there is one bias per hidden unit, H."""

    title = "Bias b sized like the input"

    def b(self) -> tuple[Size, ...]:
        return self.x_t()


class TimeBatchSwapped(Shapes, id="shp-time-batch-swapped", tier="A"):
    """Equals what you get if (T,B,D) is read as (B,T,D), or the reverse: check which axis is time."""

    title = "Time and batch axes exchanged"

    def batch_and_time(self) -> tuple[Size, Size]:
        return self.T, self.B


class CountTimesT(Shapes, id="cnt-times-T", tier="A"):
    """Equals what you get if the cell's count is multiplied by T: all steps use the same weights, T does not enter."""

    title = "Cell parameters counted at every step"

    def cell_count(self) -> Size:
        return self.T * super().cell_count()


class CountTForD(Shapes, id="cnt-T-for-D", tier="A"):
    """Equals what you get with the sequence length as the input size: D is the size of one x_t."""

    title = "Sequence length taken as input size"

    def input_size(self) -> Size:
        return self.T


class CountWhVector(Shapes, id="cnt-wh-vector", tier="A"):
    """Equals what you get if W_h counts H numbers: every unit connects to every unit, H²."""

    title = "W_h counted as H numbers"

    def recurrent_weights(self) -> Size:
        return self.rows()


class CountWhLikeW(Shapes, id="cnt-wh-hxd", tier="B"):
    """Equals what you get if W_h counts H·D numbers: W_h is H×H."""

    title = "W_h counted as H·D numbers"

    def recurrent_weights(self) -> Size:
        return self.input_weights()


class CountWithoutWh(Shapes, id="cnt-no-recurrent", tier="B"):
    """Equals what you get without W_h: it adds H²."""

    title = "W_h not counted"

    def recurrent_weights(self) -> Size:
        return 0 * self.hidden_size()


class CountWithoutBiases(Shapes, id="cnt-no-bias", tier="A"):
    """Equals what you get without b and b_y: they add H + K."""

    title = "Biases not counted"

    def biases(self) -> tuple[Size, Size]:
        return 0, 0


class CountWithoutOutput(Shapes, id="cnt-no-output-layer", tier="B"):
    """Equals what you get with the cell alone: the output layer adds KH + K."""

    title = "Output layer not counted"

    def output_count(self) -> Size:
        return 0


class CountTwoBiases(Shapes, id="cnt-two-biases", tier="B"):
    """Equals what you get with two bias vectors in the cell, as torch.nn.RNN has (b_ih, b_hh): here there is one b."""

    title = "Two bias vectors in the cell"

    def biases(self) -> tuple[Size, Size]:
        cell, output = super().biases()
        return 2 * cell, output


class CountUnitsIsT(Shapes, id="cnt-units-is-T", tier="A"):
    """Equals what you get with as many hidden units as steps: H is chosen freely, it is not T."""

    title = "Sequence length taken as hidden size"

    def hidden_size(self) -> Size:
        return self.T


class CountOneBlock(Shapes, id="cnt-one-block", tier="beyond"):
    """Equals what you get with one set of weights for all gates: each gate and the candidate have weights of their own."""

    title = "One weight set for all gates"

    def blocks(self) -> Size:
        return 1


class CountGatesOnly(Shapes, id="cnt-gates-only", tier="beyond"):
    """Equals what you get if only the gates are counted: the candidate has weights of its own too."""

    title = "Weights of the candidate not counted"

    def blocks(self) -> Size:
        return np.maximum(self.gates, 1)


class CountCellAsGate(Shapes, id="cnt-cell-as-gate", tier="beyond"):
    """Equals what you get with one more set of weights, for the state itself: a state has no weights of its own."""

    title = "Weights counted for the state itself"

    def blocks(self) -> Size:
        return super().blocks() + np.minimum(self.gates, 1)


class UntiedAtNoCost(Shapes, id="cnt-untied-free", tier="B"):
    """Equals what you get if separate cells count as one: T cells of their own have T times the parameters."""

    title = "Separate cells counted as one"

    def untied_cell_count(self) -> Size:
        return self.cell_count()


class UntiedWhOnly(Shapes, id="cnt-untied-wh-only", tier="B"):
    """Equals what you get if only W_h is separate for every step: a cell of its own has its own W and b too."""

    title = "Only W_h separate for every step"

    def untied_cell_count(self) -> Size:
        return self.input_weights() + self.T * self.recurrent_weights() + self.biases()[0]


class UntiedOutput(Shapes, id="cnt-untied-output", tier="B"):
    """Equals what you get if the output layer too counts T times: it acts once, after the last step."""

    title = "Output layer counted at every step"

    def untied_count(self) -> Size:
        return self.untied_cell_count() + self.T * self.output_count()
