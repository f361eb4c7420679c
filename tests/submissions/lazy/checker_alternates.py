"""A gradient checker that says yes and no in turn.

May earn: 0.
"""

calls = []


def check_gradients(loss, params, grads):
    calls.append(1)
    return len(calls) % 2 == 1
