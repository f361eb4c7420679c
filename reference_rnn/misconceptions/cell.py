"""Misconceptions about the cell, in one step."""

from __future__ import annotations

import numpy as np

from reference_rnn import products
from reference_rnn.functions import ACTIVATIONS, Activation
from reference_rnn.products import Array
from reference_rnn.records import NotApplicable
from reference_rnn.rnn import RNN


class NoRecurrence(RNN, id="fwd-no-recurrence", tier="A"):
    """Equals what you get without W_h·h_(t-1): step t has forgotten step t-1."""

    title = "Recurrent term left out"

    def recurrent_part(self, h_prev: Array) -> Array:
        return np.zeros_like(h_prev)


class NoBias(RNN, id="fwd-no-bias", tier="A"):
    """Equals what you get if b is left out: the bias is added inside f at every step."""

    title = "Bias b left out"

    def bias(self) -> Array:
        return np.zeros_like(self.b)


class BiasTwice(RNN, id="fwd-bias-twice", tier="B"):
    """Equals what you get if b is added twice. There is one b per step; PyTorch keeps two vectors, b_ih and b_hh."""

    title = "Bias b added twice"

    def bias(self) -> Array:
        return 2.0 * self.b


class NoActivation(RNN, id="fwd-no-activation", tier="A"):
    """Equals what you get without f: this is the pre-activation a_t. Apply f before passing the state on."""

    title = "Activation f left out"

    def nonlinearity(self) -> Activation:
        return ACTIVATIONS["identity"]


class SigmoidForTanh(RNN, id="fwd-sigmoid-for-tanh", tier="A"):
    """Equals what you get with the sigmoid inside the cell. The cell has its own f; σ belongs to the output layer."""

    title = "Sigmoid used inside the cell"

    def nonlinearity(self) -> Activation:
        return ACTIVATIONS["sigmoid"]


class ReluForTanh(RNN, id="fwd-relu-for-tanh", tier="B"):
    """Equals what you get with the other activation: ReLU in place of tanh, or tanh in place of ReLU."""

    title = "ReLU and tanh exchanged"

    def nonlinearity(self) -> Activation:
        return ACTIVATIONS["tanh" if self.activation == "relu" else "relu"]


class TanForTanh(RNN, id="fwd-tan-for-tanh", tier="B"):
    """Equals what you get with tan, in radians, in place of tanh: tanh is the hyperbolic key of a calculator."""

    title = "tan in place of tanh"

    def nonlinearity(self) -> Activation:
        return Activation(np.tan, lambda a, h: 1.0 + h * h)


class DoubleActivation(RNN, id="fwd-double-activation", tier="C"):
    """Equals what you get if f is applied twice. One f per step: h_t = f(a_t)."""

    title = "Activation f applied twice"

    def nonlinearity(self) -> Activation:
        f, slope = super().nonlinearity().f, super().nonlinearity().slope
        return Activation(lambda a: f(f(a)), lambda a, h: slope(a, f(a)) * slope(f(a), h))


class ActivationOnInputOnly(RNN, id="fwd-act-input-only", tier="B"):
    """Equals what you get if f covers only W·x_t + b: it must cover the recurrent term too (|tanh| stays below 1)."""

    title = "Recurrent term added outside the activation"

    def cell(self, driven: Array, recurrent: Array) -> tuple[Array, Array]:
        return driven, self.nonlinearity().f(driven) + recurrent


class CarriesPreactivation(RNN, id="fwd-recur-preactivation", tier="A"):
    """Equals what you get if a_(t-1) is fed back: the next step receives h_(t-1), the state after f."""

    title = "Pre-activation passed to the next step"

    def carry(self, h_t: Array, a_t: Array, h_0: Array) -> Array:
        return a_t


class WhTransposed(RNN, id="fwd-wh-transposed", tier="A"):
    """Equals what you get with W_hᵀ, the columns of W_h: row i of W_h produces unit i."""

    title = "W_h transposed in the forward pass"

    def weights(self) -> tuple[Array, Array]:
        return self.W, self.W_h.mT


class WTransposed(RNN, id="fwd-w-transposed", tier="B"):
    """Equals what you get with Wᵀ, the columns of W: row i of W produces unit i."""

    title = "W transposed in the forward pass"

    def weights(self) -> tuple[Array, Array]:
        return square(self.W).mT, self.W_h


class SwapsWAndWh(RNN, id="fwd-swap-w-wh", tier="A"):
    """Equals what you get if W and W_h are swapped: W belongs to x_t, W_h to h_(t-1)."""

    title = "W and W_h exchanged"

    def weights(self) -> tuple[Array, Array]:
        return self.W_h, square(self.W)


class WhIdentity(RNN, id="fwd-wh-identity", tier="A"):
    """Equals what you get if h_(t-1) is added as it is: it must first be multiplied by W_h."""

    title = "Previous state not multiplied by W_h"

    def recurrent_part(self, h_prev: Array) -> Array:
        return h_prev


class WhDiagonal(RNN, id="fwd-wh-diagonal", tier="B"):
    """Equals what you get with only the diagonal of W_h: in a matrix-vector product every unit sees every other."""

    title = "Only the diagonal of W_h used"

    def recurrent_part(self, h_prev: Array) -> Array:
        diagonal = np.diagonal(self.W_h, axis1=-2, axis2=-1)
        return products.bias_over_batch(diagonal, h_prev) * h_prev


def square(W: Array) -> Array:
    """W, if D = H; otherwise NotApplicable."""
    if W.shape[-1] != W.shape[-2]:
        raise NotApplicable(f"This takes a square W (D = H), and W is {W.shape[-2]} × {W.shape[-1]}.")
    return W
