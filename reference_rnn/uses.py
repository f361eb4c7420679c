"""How often one pass over one example uses each part of a network, and how much it predicts."""

from __future__ import annotations

from reference_rnn.registry import Reference
from reference_rnn.shapes import Size


class Uses(Reference):
    """`steps` states are computed; `inputs` of the steps read an x_t, at `outputs` of them a prediction of K numbers is made.

    `given_start` is 1 where h_0 is given, 0 where it is zero and W_h h_0 is left out. Each is an int, or an integer array (N,).
    """

    def __init__(self, steps: Size, inputs: Size, outputs: Size, given_start: Size = 0, K: Size = 1) -> None:
        self.steps, self.inputs, self.outputs, self.given_start, self.K = steps, inputs, outputs, given_start, K

    def times(self, count: Size) -> Size:
        """How often a matrix is used that acts at so many steps."""
        return count

    def input_steps(self) -> Size:
        """At how many steps an x_t is read."""
        return self.inputs

    def recurrent_steps(self) -> Size:
        """At how many steps W_h multiplies a state."""
        return self.steps - 1 + self.given_start

    def predictions(self) -> Size:
        """At how many steps a prediction is made."""
        return self.outputs

    def W(self) -> Size:
        """Uses of W."""
        return self.times(self.input_steps())

    def W_h(self) -> Size:
        """Uses of W_h."""
        return self.times(self.recurrent_steps())

    def W_y(self) -> Size:
        """Uses of W_y."""
        return self.times(self.predictions())

    def entries(self) -> Size:
        """How many numbers one prediction has."""
        return self.K

    def numbers(self) -> Size:
        """How many numbers all predictions have together."""
        return self.predictions() * self.entries()
