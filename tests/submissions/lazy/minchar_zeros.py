"""No loss, no gradient, no state.

May earn: 0.
"""

import numpy as np

hidden_size, vocab_size = 3, 6
Wxh, Whh = np.zeros((hidden_size, vocab_size)), np.zeros((hidden_size, hidden_size))
Why, bh, by = np.zeros((vocab_size, hidden_size)), np.zeros((hidden_size, 1)), np.zeros((vocab_size, 1))


def lossFun(inputs, targets, hprev):
    return 0.0, 0 * Wxh, 0 * Whh, 0 * Why, 0 * bh, 0 * by, 0 * hprev
