"""The bias for every state, the parameters for their gradients.

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
        states = [self.bh for _ in inputs]
        return [self.by for _ in inputs], states

    def backward(self, d_outputs):
        return {name: value for name, value in vars(self).items()}
