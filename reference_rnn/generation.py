"""Writing a sequence: what is predicted at one step goes in at the next, from a given state or from an encoder's."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from reference_rnn.products import Array, floats
from reference_rnn.rnn import RNN


class Generation(RNN):
    """An RNN that reads its own outputs (K = D).

    feedback: "token", the one-hot vector of the most probable token goes in next; or "output", ŷ itself.
    """

    def __init__(self, *parameters: ArrayLike, feedback: str = "token", **options: Any) -> None:
        super().__init__(*parameters, **options)
        self.feedback = feedback

    def token(self, y_hat: Array) -> Array:
        """The number of the most probable token, from 0: (..., K) -> (...)."""
        return np.asarray(y_hat.argmax(axis=-1))

    def fed_back(self, y_hat: Array, h_t: Array) -> Array:
        """What of an output goes in next."""
        return np.eye(y_hat.shape[-1])[self.token(y_hat)] if self.feedback == "token" else y_hat

    def next_input(self, x_t: Array, y_hat: Array, h_t: Array, target: Array | None) -> Array:
        """The input of the next step: the output of this one, or in training its target."""
        return self.fed_back(y_hat, h_t) if target is None else target

    def write(self, x_1: Array, h_0: Array, targets: Array | None = None) -> Generator[Array, Array | None, None]:
        """Yields h_1, ŷ_1, h_2, ŷ_2, ... without end; send() the value to go on with, or None for the one just yielded.

        x_1 (*P, K), h_0 (*P, H); in training targets (n, *P, K) are read in place of the first n outputs.
        """
        x, state, taught = x_1, h_0, iter(() if targets is None else targets)
        while True:
            a_t, h_t = self.cell(self.driven(x), self.recurrent_part(state))
            given = yield h_t
            h_t = h_t if given is None else given
            y_hat = self.predict(self.read_states(np.stack([state, h_t])))
            given = yield y_hat
            x = self.next_input(x, y_hat if given is None else given, h_t, next(taught, None))
            state = self.carry(h_t, a_t, h_0)


class EncoderDecoder(Generation):
    """Two RNNs with weights of their own: the encoder reads x, the decoder writes from where the encoder ended.

    W, W_h, b, W_y, b_y are the decoder's; `encoder`, three parameters, reads the inputs and has no output layer.
    """

    def __init__(self, *parameters: ArrayLike, encoder: tuple[ArrayLike, ArrayLike, ArrayLike], **options: Any) -> None:
        super().__init__(*parameters, **{"feedback": "output", **options})
        self.encoder = self.with_parameters(*(floats(part) for part in encoder))

    def handed_over(self, states: Array) -> Array:
        """The first state of the decoder, from the encoder's h_0, h_1, ..., h_T (time first): the last of them."""
        return np.asarray(states[-1])

    def first_input(self, start: Array, x: Array) -> Array:
        """What the decoder reads first: the start symbol."""
        return start

    def decode(
        self, states: Array, start: Array, x: Array, targets: Array | None = None
    ) -> Generator[Array, Array | None, None]:
        """Yields the decoder's s_1, ŷ_1, s_2, ŷ_2, ... as `write` does."""
        return self.write(self.first_input(start, x), self.handed_over(states), targets)
