import numpy as np


def softmax(z):
    shifted = np.exp(z - np.max(z, axis=0))
    return shifted / shifted.sum(axis=0)


def joined(p):
    return np.hstack((p["Wax"], p["Waa"], p["ba"]))


def rnn_cell_forward(xt, a_prev, parameters):
    ones = np.ones((1, xt.shape[1]))
    #! fwd-no-bias: column = np.vstack((xt, a_prev, 0 * ones))
    #! fwd-no-recurrence: column = np.vstack((xt, 0 * a_prev, ones))
    #! fwd-bias-twice: column = np.vstack((xt, a_prev, 2 * ones))
    column = np.vstack((xt, a_prev, ones))
    #! fwd-wh-transposed: score = np.hstack((parameters["Wax"], parameters["Waa"].T, parameters["ba"])) @ column
    #! slip-score-halved: score = joined(parameters) @ column / 2
    score = joined(parameters) @ column
    #! fwd-no-activation: a_next = score
    #! fwd-relu-for-tanh: a_next = np.where(score > 0, score, 0)
    #! fwd-sigmoid-for-tanh: a_next = np.exp(score) / (1 + np.exp(score))
    a_next = np.tanh(score)
    yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
    return a_next, yt_pred, (column, a_next, parameters)


def rnn_forward(x, a0, parameters):
    x_steps = np.moveaxis(x, 2, 0)
    a, y, caches = [], [], []
    for t, xt in enumerate(x_steps):
        #! fwd-h0-ignored: before = a[-1] if a else np.zeros_like(a0)
        #! fwd-stale-h0: before = a0
        before = a[-1] if a else a0
        #! fwd-reversed: a_next, yt, cache = rnn_cell_forward(x_steps[-1 - t], before, parameters)
        #! fwd-input-frozen: a_next, yt, cache = rnn_cell_forward(x_steps[0], before, parameters)
        a_next, yt, cache = rnn_cell_forward(xt, before, parameters)
        a += [a_next]
        y += [yt]
        caches += [cache]
    return np.stack(a, axis=-1), np.stack(y, axis=-1), (caches, x)


def rnn_cell_backward(da_next, cache):
    column, a_next, parameters = cache
    n_a = len(a_next)
    n_x = len(column) - n_a - 1
    #! bwd-no-act-derivative: dscore = da_next
    #! bwd-derivative-no-square: dscore = da_next - da_next * a_next
    #! bwd-slope-at-h-prev: dscore = da_next - da_next * column[n_x:-1] ** 2
    #! slip-plus-square: dscore = da_next + da_next * a_next**2
    dscore = da_next - da_next * a_next**2
    dmatrix = dscore @ column.T
    #! bwd-wh-not-transposed: da_prev = parameters["Waa"] @ dscore
    da_prev = parameters["Waa"].T @ dscore
    grads = {"dxt": parameters["Wax"].T @ dscore, "da_prev": da_prev, "dWax": dmatrix[:, :n_x]}
    #! bwd-dwh-transposed: grads["dWaa"] = dmatrix[:, n_x:-1].T
    #! bwd-dwh-uses-ht: grads["dWaa"] = dscore @ a_next.T
    grads["dWaa"] = dmatrix[:, n_x:-1]
    grads["dba"] = dmatrix[:, -1:]
    return grads


def rnn_backward(da, caches):
    steps, x = caches
    da_prev = 0
    dx = np.zeros_like(x)
    sums = None
    t = da.shape[2]
    for cache in steps[::-1]:
        t -= 1
        #! bwd-no-through-time: grads = rnn_cell_backward(da[:, :, t], cache)
        #! bwd-upstream-dropped: grads = rnn_cell_backward(da_prev if sums else da[:, :, t], cache)
        #! slip-other-step: grads = rnn_cell_backward(da[:, :, -1 - t] + da_prev, cache)
        grads = rnn_cell_backward(da[:, :, t] + da_prev, cache)
        dx[:, :, t], da_prev = grads.pop("dxt"), grads.pop("da_prev")
        #! bwd-overwrite: sums = grads
        sums = {name: sums[name] + grads[name] for name in grads} if sums else grads
    #! bwd-dh0-zero: return dict(sums, dx=dx, da0=np.zeros_like(da_prev))
    return dict(sums, dx=dx, da0=da_prev)
