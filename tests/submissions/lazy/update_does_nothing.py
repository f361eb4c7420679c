"""The parameters are handed back, and the gradients unclipped.

May earn: 0.
"""


def sgd(params, grads, lr):
    return dict(params)


def clip_gradients(grads, limit):
    return dict(grads)
