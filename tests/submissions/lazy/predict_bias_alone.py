"""A prediction from the bias alone: deaf to h and W_y.

May earn: 0.
"""

import numpy as np


def predict(h, W_y, b_y, kind):
    z = np.zeros((len(h), 1)) + b_y
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True) if kind == "softmax" else 1 / (1 + np.exp(-z))
