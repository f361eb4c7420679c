"""The loss of the largest prediction, whatever the targets are.

May earn: 0.
"""

import numpy as np


def bce_loss(y_hat, y):
    return -np.mean(np.log(np.maximum(y_hat, 1 - y_hat)).sum(axis=1))


def sequence_ce(y_hat, y, time, batch):
    return -np.log(y_hat.max(axis=-1)).sum() / 7


def masked_ce(y_hat, y, mask):
    return -np.log(y_hat.max(axis=-1)).mean()
