"""tanh of the bias for every state, whatever the inputs are, and gradients of ones.

May earn: 0.
"""

import numpy as np


class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        self.Wxh, self.Whh = np.ones((hidden_size, input_size)), np.ones((hidden_size, hidden_size))
        self.Why, self.bh, self.by = (
            np.ones((output_size, hidden_size)),
            np.ones((hidden_size, 1)),
            np.ones((output_size, 1)),
        )

    def forward(self, inputs):
        states = [np.tanh(self.bh) for _ in inputs]
        return [self.by for _ in inputs], states

    def backward(self, d_outputs):
        return {name: np.ones_like(value) for name, value in vars(self).items()}
