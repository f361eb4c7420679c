"""A gradient checker that accepts everything, and calls the loss for the look of it.

May earn: 0.
"""


def check_gradients(loss, params, grads):
    loss(params)
    return True
