"""[x, h] times one matrix; the cache is a dict; gradients come out of one product and are cut apart."""

import numpy as np


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    both = np.hstack([x, prev_h])
    weights = np.vstack([Wx, Wh])
    next_h = np.tanh(both @ weights + b)
    return next_h, {"both": both, "weights": weights, "h": next_h}


def rnn_forward(x, h0, Wx, Wh, b):
    steps, h = [], h0
    for x_t in x.swapaxes(0, 1):
        h, c = rnn_step_forward(x_t, h, Wx, Wh, b)
        steps.append(c)
    return np.stack([c["h"] for c in steps], 1), {"steps": steps, "D": x.shape[2]}


def rnn_backward(dh, cache):
    D = cache["D"]
    dweights = 0
    db = 0
    carried = 0
    dx = []
    for t, c in reversed(list(enumerate(cache["steps"]))):
        delta = (dh[:, t] + carried) * (1 - c["h"] * c["h"])
        dboth = delta @ c["weights"].T
        dx.insert(0, dboth[:, :D])
        carried = dboth[:, D:]
        dweights = dweights + c["both"].T @ delta
        db = db + delta.sum(0)
    return np.stack(dx, 1), carried, dweights[:D], dweights[D:], db
