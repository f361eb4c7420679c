"""A count of the targets.

May earn: 0.
"""


def bce_loss(y_hat, y):
    return float(y.sum())


def sequence_ce(y_hat, y, time, batch):
    return float(y.sum())


def masked_ce(y_hat, y, mask):
    return float(mask.sum())
