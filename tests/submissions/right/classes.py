"""A class with dataclass parts behind the functions that were asked for; prints and warnings on the way."""

import warnings
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Cell:
    W: np.ndarray
    W_h: np.ndarray
    b: np.ndarray
    history: list = field(default_factory=list)

    def __call__(self, x_t, h):
        self.history.append(np.tanh(x_t @ self.W.T + h @ self.W_h.T + self.b))
        return self.history[-1]

    def run(self, x, h):
        for x_t in x.transpose(1, 0, 2):
            h = self(x_t, h)
        return np.stack(self.history, axis=1)


def rnn_step(x_t, h_prev, W, W_h, b):
    print("stepping", x_t.shape)
    return Cell(W, W_h, b)(x_t, h_prev)


def rnn_forward(x, h0, W, W_h, b):
    warnings.warn("walking", stacklevel=1)
    return Cell(W, W_h, b).run(x, h0)


if __name__ == "__main__":
    raise SystemExit("this file is imported, not run")
