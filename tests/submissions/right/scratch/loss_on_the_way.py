"""The pass forward is given the targets too, and returns the loss first; sizes of inputs and outputs are given apart."""

import numpy as np


class TextRNN:
    def __init__(self, hidden_size, input_size, output_size):
        self.Wxh = np.random.randn(hidden_size, input_size) * 0.01
        self.Whh = np.random.randn(hidden_size, hidden_size) * 0.01
        self.Why = np.random.randn(output_size, hidden_size) * 0.01
        self.bh = np.zeros((hidden_size, 1))
        self.by = np.zeros((output_size, 1))
        self.input_size = input_size

    def forward(self, input_sequence, target_sequence, previous_hidden_state):
        xs, hs, ps, loss = {}, {-1: np.copy(previous_hidden_state)}, {}, 0
        for t in range(len(input_sequence)):
            xs[t] = np.zeros((self.input_size, 1))
            xs[t][input_sequence[t]] = 1
            hs[t] = np.tanh(self.Wxh @ xs[t] + self.Whh @ hs[t - 1] + self.bh)
            e = np.exp(self.Why @ hs[t] + self.by)
            ps[t] = e / e.sum()
            loss += -np.log(ps[t][target_sequence[t]])
        return loss, ps, hs

    def backward(self, input_sequence, target_sequence, ps, hs):
        grads = [np.zeros_like(a) for a in (self.Wxh, self.Whh, self.Why, self.bh, self.by)]
        later = np.zeros_like(hs[0])
        for t in reversed(range(len(input_sequence))):
            x = np.zeros((self.input_size, 1))
            x[input_sequence[t]] = 1
            dy = np.copy(ps[t])
            dy[target_sequence[t]] -= 1
            draw = (1 - hs[t] * hs[t]) * (self.Why.T @ dy + later)
            for g, term in zip(grads, (draw @ x.T, draw @ hs[t - 1].T, dy @ hs[t].T, draw, dy)):
                g += term
            later = self.Whh.T @ draw
        return grads
