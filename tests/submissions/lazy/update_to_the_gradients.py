"""The gradients are handed back as parameters; all gradients are set to the limit.

May earn: 0.
"""


def sgd(params, grads, lr):
    return {name: grads[name].copy() for name in params}


def clip_gradients(grads, limit):
    return {name: 0 * one + limit for name, one in grads.items()}
