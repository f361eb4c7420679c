"""Misconceptions about writing a sequence, alone or after an encoder."""

from __future__ import annotations

import numpy as np

from reference_rnn.generation import EncoderDecoder, Generation
from reference_rnn.products import Array
from reference_rnn.records import NotApplicable


class SeedAtEveryStep(Generation, id="gen-seed-every-step", tier="beyond"):
    """Equals what you get if every step reads the first input again: what one step writes, the next step reads."""

    title = "First input read at every step"

    def next_input(self, x_t: Array, y_hat: Array, h_t: Array, target: Array | None) -> Array:
        return x_t


class FeedsProbabilities(Generation, id="gen-feeds-probabilities", tier="beyond"):
    """Equals what you get if ŷ itself is the next input: the token is chosen first, and its one-hot vector goes in."""

    title = "Probabilities fed back as they are"

    def fed_back(self, y_hat: Array, h_t: Array) -> Array:
        if self.feedback != "token":
            raise NotApplicable("This network feeds ŷ back, without choosing a token.")
        return y_hat


class NoFeedback(Generation, id="gen-no-feedback", tier="beyond"):
    """Equals what you get if nothing is read after the first step: each step reads what the step before has written."""

    title = "Nothing read after the start"

    def next_input(self, x_t: Array, y_hat: Array, h_t: Array, target: Array | None) -> Array:
        return np.zeros_like(x_t)


class FeedsState(Generation, id="gen-feeds-state", tier="beyond"):
    """Equals what you get if the state is the next input: what goes in next is the output ŷ, computed from the state."""

    title = "State read as the next input"

    def fed_back(self, y_hat: Array, h_t: Array) -> Array:
        if h_t.shape != y_hat.shape:
            raise NotApplicable("Reading the state takes as many hidden units as outputs (H = K).")
        return h_t


class TokenFeedbackIgnored(Generation, id="gen-ignores-targets", tier="beyond"):
    """Equals what you get if the network reads its own output where it is to read the target, as it does in training."""

    title = "Own output read instead of target"

    def next_input(self, x_t: Array, y_hat: Array, h_t: Array, target: Array | None) -> Array:
        return super().next_input(x_t, y_hat, h_t, None)


class DecoderFromZeros(EncoderDecoder, id="dec-zero-init", tier="beyond"):
    """Equals what you get if the decoder starts from zeros: it starts from the encoder's last state, all it knows of x."""

    title = "Decoder started from zeros"

    def handed_over(self, states: Array) -> Array:
        return np.zeros_like(states[-1])


class DecoderFromFirstState(EncoderDecoder, id="dec-first-state", tier="beyond"):
    """Equals what you get if the decoder starts from the encoder's h_1, which has read x_1 alone: it starts from h_T."""

    title = "Decoder started from encoder's h_1"

    def handed_over(self, states: Array) -> Array:
        return np.asarray(states[1])


class DecoderReadsLastInput(EncoderDecoder, id="dec-reads-last-input", tier="beyond"):
    """Equals what you get if the decoder's first input is x_T: it reads the start symbol, and knows x from its state."""

    title = "Decoder reads x_T first"

    def first_input(self, start: Array, x: Array) -> Array:
        if x[-1].shape != start.shape:
            raise NotApplicable("The decoder can read x_T only where it has as many entries as an output (D = K).")
        return np.asarray(x[-1])
