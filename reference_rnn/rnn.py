"""The vanilla RNN of the chapter: forward, loss, backward, update. It is the reference that misconceptions override."""

from __future__ import annotations

from collections.abc import Collection
from copy import copy
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from reference_rnn import products
from reference_rnn.backward import Backward
from reference_rnn.functions import ACTIVATIONS, LINKS
from reference_rnn.output import PARTNER
from reference_rnn.products import Array, floats
from reference_rnn.records import Gradients, Trace, time_first
from reference_rnn.registry import Reference

LOSS_FOR = {output: loss for loss, output in PARTNER.items()}


class RNN(Backward, Reference):
    """h_t = f(W x_t + W_h h_(t-1) + b), ŷ = σ(W_y h + b_y), with its loss, its gradients and its update.

    W (H, D), W_h (H, H), b (H,), W_y (K, H), b_y (K,); x (B, T, D), h_0 (B, H), y (B, K) or (B, T, K). All may carry
    leading problem axes *P: N problems are solved in one call, each with its own parameters. Values become float64
    (complex128 stays), nothing given is ever written to, nothing is kept from one call to the next.

    activation: "tanh", "relu", "sigmoid", "identity". output: "sigmoid", "softmax", "linear". outputs: "last" or
    "all". loss: "bce", "ce", "mse"; by default the one made for the output. time and batch: "sum" or "mean", how the
    loss is reduced. Raises ValueError where a name is unknown or the shapes do not fit.
    """

    def __init__(
        self,
        W: ArrayLike,
        W_h: ArrayLike,
        b: ArrayLike,
        W_y: ArrayLike | None = None,
        b_y: ArrayLike | None = None,
        *,
        activation: str = "tanh",
        output: str = "sigmoid",
        outputs: str = "last",
        loss: str | None = None,
        time: str = "sum",
        batch: str = "mean",
    ) -> None:
        self.W, self.W_h, self.b = floats(W), floats(W_h), floats(b)
        self.W_y = None if W_y is None else floats(W_y)
        self.b_y = None if b_y is None else floats(b_y)
        self.activation = _one_of(activation, "activation", ACTIVATIONS)
        self.output = _one_of(output, "output", LINKS)
        self.outputs = _one_of(outputs, "outputs", ("last", "all"))
        self.loss_name = _one_of(LOSS_FOR.get(output, output) if loss is None else loss, "loss", PARTNER)
        self.time = _one_of(time, "time", ("sum", "mean"))
        self.batch = _one_of(batch, "batch", ("sum", "mean"))
        self._check_shapes()

    def _check_shapes(self) -> None:
        H = self.W.shape[-2]
        if self.W_h.shape[-2:] != (H, H):
            self._misfit("W_h", (H, H))
        if self.b.shape[-1:] != (H,):
            self._misfit("b", (H,))
        if self.W_y is not None and self.W_y.shape[-1:] != (H,):
            self._misfit("W_y", (self.W_y.shape[-2], H))
        if self.W_y is not None and self.b_y is not None and self.b_y.shape[-1:] != self.W_y.shape[-2:-1]:
            self._misfit("b_y", self.W_y.shape[-2:-1])

    def _misfit(self, name: str, wanted: tuple[int, ...]) -> None:
        shape = getattr(self, name).shape
        raise ValueError(f"{name} has shape {shape}, but beside W {self.W.shape} it must end in {wanted}.")

    def with_parameters(
        self, W: Array, W_h: Array, b: Array, W_y: Array | None = None, b_y: Array | None = None
    ) -> Self:
        """The same kind of RNN with other parameters."""
        net = copy(self)
        net.W, net.W_h, net.b, net.W_y, net.b_y = W, W_h, b, W_y, b_y
        net._check_shapes()
        return net

    def forward(self, x: ArrayLike, h_0: ArrayLike | None = None) -> Trace:
        """The pass over x (*P, B, T, D) from h_0 (*P, B, H); without h_0 from zeros."""
        inputs = time_first(floats(x))
        first = np.zeros((*inputs.shape[1:-1], self.W.shape[-2])) if h_0 is None else floats(h_0)
        read = self.sequence(inputs)
        a, h = self.unroll(read, self.start(first))
        z, y_hat = (None, None) if self.W_y is None else self.readout(self.read_states(h))
        return Trace(read, a, h, z, y_hat, self.outputs == "all")

    def generate(self, x_1: ArrayLike, h_0: ArrayLike, T: int) -> Trace:
        """One-to-many: T steps from x_1 (*P, B, D), each output the next input (K = D). A trace as for "all"."""
        x, h, walked = floats(x_1), self.start(floats(h_0)), []
        for _ in range(T):
            a, h_t = self.cell(self.driven(x), self.recurrent_part(h))
            z, y_hat = self.readout(h_t)
            walked.append((x, a, h, z, y_hat))
            x, h = y_hat, self.carry(h_t, a, walked[0][2])
        inputs, a, h_prev, z, y_hat = (np.stack(part) for part in zip(*walked, strict=True))
        return Trace(inputs, a, np.concatenate([h_prev, h_t[None]]), z, y_hat, each_step=True)

    # The update

    def updated(self, theta: Array, d_theta: Array, lr: ArrayLike) -> Array:
        """The new value of one parameter: θ - α dθ. α is a number, or one per problem (*P,)."""
        return np.asarray(theta - products.per_problem(lr, theta) * d_theta)

    def update(self, grads: Gradients, lr: ArrayLike) -> Self:
        """A new RNN, one step of gradient descent on; a parameter without a gradient stays."""

        def new(theta: Array | None, d_theta: Array | None) -> Array | None:
            return theta if theta is None or d_theta is None else self.updated(theta, d_theta, lr)

        return self.with_parameters(
            self.updated(self.W, grads.W, lr),
            self.updated(self.W_h, grads.W_h, lr),
            self.updated(self.b, grads.b, lr),
            new(self.W_y, grads.W_y),
            new(self.b_y, grads.b_y),
        )

    def descend(self, trace: Trace, y: ArrayLike, lr: ArrayLike) -> Self:
        """A new RNN after one update with the gradients of a pass."""
        return self.update(self.backward(trace, y), lr)

    def gradients_to_use(self, fresh: Gradients, previous: Gradients | None) -> Gradients:
        """The gradients that an iteration of training uses, given its own and those of the iteration before."""
        return fresh

    def train(self, x: ArrayLike, h_0: ArrayLike | None, y: ArrayLike, lr: ArrayLike, steps: int) -> Self:
        """A new RNN after `steps` updates on the same data."""
        net, grads = self, None
        for _ in range(steps):
            grads = self.gradients_to_use(net.backward(net.forward(x, h_0), y), grads)
            net = net.update(grads, lr)
        return net


def _one_of(name: str, what: str, known: Collection[str]) -> str:
    if name not in known:
        raise ValueError(f"No {what} {name!r}. Known: {', '.join(known)}.")
    return name
