"""Every class as likely as every other, every unit one half.

May earn: 0.
"""

import numpy as np


def predict(h, W_y, b_y, kind):
    K = len(b_y)
    return np.full((len(h), K), 1 / K if kind == "softmax" else 0.5)
