"""A gradient checker that accepts nothing.

May earn: 0.
"""


def check_gradients(loss, params, grads):
    return False
