"""A step that remembers its state; the pass forward sets it to zeros and takes step after step. Own names, own memory."""

import numpy as np


class Elman:
    def __init__(self, n_hidden, n_inputs, n_outputs):
        self.w_state = np.eye(n_hidden) * 0.5
        self.w_input = np.ones((n_hidden, n_inputs)) * 0.1
        self.w_output = np.ones((n_outputs, n_hidden)) * 0.1
        self.bias_state = np.zeros(n_hidden)
        self.bias_output = np.zeros(n_outputs)
        self.reset()

    def reset(self):
        self.state = np.zeros_like(self.bias_state)
        self.memory = []

    def step(self, x):
        before = self.state
        self.state = np.tanh(self.w_input.dot(x) + self.w_state.dot(before) + self.bias_state)
        self.memory.append((x, before, self.state))
        return self.w_output.dot(self.state) + self.bias_output

    def forward(self, xs):
        self.reset()
        return [self.step(x) for x in xs]

    def backward(self, errors):
        g = {k: np.zeros_like(v) for k, v in vars(self).items() if k.startswith(("w_", "bias_"))}
        back = np.zeros_like(self.state)
        for (x, before, after), e in zip(self.memory[::-1], errors[::-1]):
            g["w_output"] += np.outer(e, after)
            g["bias_output"] += e
            d = (self.w_output.T.dot(e) + back) * (1 - after * after)
            g["w_input"] += np.outer(d, x)
            g["w_state"] += np.outer(d, before)
            g["bias_state"] += d
            back = self.w_state.T.dot(d)
        return g
