"""The shapes of everything in an RNN, and how many numbers it learns."""

from __future__ import annotations

from reference_rnn.products import Array
from reference_rnn.registry import Reference

Size = int | Array


class Shapes(Reference):
    """D inputs, H hidden units, K outputs, B sequences of T steps; each an int, or an integer array (N,).

    A shape is a tuple of sizes, a count a size: for N problems at once where the sizes are arrays. `gates` is how many
    gates the cell has: with its candidate, an LSTM (3 gates) and a GRU (2) stack 4 and 3 blocks of rows in W, W_h and b.
    """

    def __init__(self, D: Size, H: Size, K: Size = 1, B: Size = 1, T: Size = 1, *, gates: Size = 0) -> None:
        self.D, self.H, self.K, self.B, self.T, self.gates = D, H, K, B, T, gates

    def input_size(self) -> Size:
        """How many numbers one x_t has."""
        return self.D

    def hidden_size(self) -> Size:
        """How many numbers one h_t has."""
        return self.H

    def blocks(self) -> Size:
        """How many blocks of H rows the cell's weights have: one for each gate, and one for what f or tanh is applied to."""
        return self.gates + 1

    def rows(self) -> Size:
        """How many rows the cell's weights have."""
        return self.blocks() * self.hidden_size()

    def batch_and_time(self) -> tuple[Size, Size]:
        """The two axes of a batch of sequences before the features."""
        return self.B, self.T

    def W(self) -> tuple[Size, ...]:
        """(H, D), once for each block."""
        return self.rows(), self.input_size()

    def W_h(self) -> tuple[Size, ...]:
        """(H, H), once for each block."""
        return self.rows(), self.hidden_size()

    def b(self) -> tuple[Size, ...]:
        """(H,), once for each block."""
        return (self.rows(),)

    def W_y(self) -> tuple[Size, ...]:
        """(K, H)."""
        return self.K, self.hidden_size()

    def b_y(self) -> tuple[Size, ...]:
        """(K,)."""
        return (self.K,)

    def x(self) -> tuple[Size, ...]:
        """The inputs of a batch: (B, T, D)."""
        return *self.batch_and_time(), self.input_size()

    def x_t(self) -> tuple[Size, ...]:
        """One input: (D,)."""
        return (self.input_size(),)

    def h(self) -> tuple[Size, ...]:
        """The states of a batch: (B, T, H)."""
        return *self.batch_and_time(), self.hidden_size()

    def h_t(self) -> tuple[Size, ...]:
        """One state: (H,)."""
        return (self.hidden_size(),)

    def y_hat(self) -> tuple[Size, ...]:
        """The outputs of a many-to-one net."""
        return self.batch_and_time()[0], self.K

    def y_hat_all(self) -> tuple[Size, ...]:
        """The outputs of a net with one at every step."""
        return *self.batch_and_time(), self.K

    # The count

    def input_weights(self) -> Size:
        """How many numbers W has."""
        return _product(self.W())

    def recurrent_weights(self) -> Size:
        """How many numbers W_h has."""
        return _product(self.W_h())

    def biases(self) -> tuple[Size, Size]:
        """How many numbers b and b_y have."""
        return _product(self.b()), _product(self.b_y())

    def cell_count(self) -> Size:
        """HD + H² + H: what the cell learns, once for all steps."""
        return self.input_weights() + self.recurrent_weights() + self.biases()[0]

    def untied_cell_count(self) -> Size:
        """T (HD + H² + H): what the cells would learn if every step had one of its own."""
        return self.T * (self.input_weights() + self.recurrent_weights() + self.biases()[0])

    def output_count(self) -> Size:
        """KH + K: what the output layer learns."""
        return _product(self.W_y()) + self.biases()[1]

    def count(self) -> Size:
        """HD + H² + H + KH + K: all that is learned."""
        return self.cell_count() + self.output_count()

    def untied_count(self) -> Size:
        """T (HD + H² + H) + KH + K: all that would be learned with a cell of its own at every step and one output layer."""
        return self.untied_cell_count() + self.output_count()


def _product(shape: tuple[Size, ...]) -> Size:
    total: Size = 1
    for size in shape:
        total = total * size
    return total
