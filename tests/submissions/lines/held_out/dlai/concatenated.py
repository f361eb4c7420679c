import numpy as np


def rnn_cell_forward(xt, a_prev, parameters):
    #! fwd-wh-transposed: W = np.concatenate([parameters["Waa"].T, parameters["Wax"]], axis=1)
    W = np.concatenate([parameters["Waa"], parameters["Wax"]], axis=1)
    #! fwd-no-recurrence: concat = np.concatenate([np.zeros_like(a_prev), xt])
    concat = np.concatenate([a_prev, xt])
    #! fwd-no-bias: a_next = np.tanh(W @ concat)
    #! fwd-bias-twice: a_next = np.tanh(W @ concat + 2 * parameters["ba"])
    #! fwd-no-activation: a_next = W @ concat + parameters["ba"]
    #! fwd-relu-for-tanh: a_next = np.maximum(W @ concat + parameters["ba"], 0)
    #! fwd-sigmoid-for-tanh: a_next = 1 / (1 + np.exp(-(W @ concat + parameters["ba"])))
    #! slip-bias-of-output-side: a_next = np.tanh(W @ concat + parameters["ba"].mean())
    a_next = np.tanh(W @ concat + parameters["ba"])
    z = parameters["Wya"] @ a_next + parameters["by"]
    y = np.exp(z) / np.exp(z).sum(axis=0)
    return a_next, y, [a_next, concat, W, len(a_prev)]


def rnn_forward(x, a0, parameters):
    T = x.shape[-1]
    a = np.empty((*a0.shape, T + 1))
    #! fwd-h0-ignored: a[..., 0] = 0
    a[..., 0] = a0
    ys, caches = [], []
    for t in range(T):
        #! fwd-stale-h0: a[..., t + 1], y, cache = rnn_cell_forward(x[..., t], a[..., 0], parameters)
        #! fwd-input-frozen: a[..., t + 1], y, cache = rnn_cell_forward(x[..., 0], a[..., t], parameters)
        #! slip-next-input: a[..., t + 1], y, cache = rnn_cell_forward(x[..., min(t + 1, T - 1)], a[..., t], parameters)
        a[..., t + 1], y, cache = rnn_cell_forward(x[..., t], a[..., t], parameters)
        ys.append(y)
        caches.append(cache)
    #! fwd-h0-in-list: return a[..., :-1], np.stack(ys, axis=-1), caches
    return a[..., 1:], np.stack(ys, axis=-1), caches


def rnn_cell_backward(da_next, cache):
    a_next, concat, W, n_a = cache
    #! bwd-no-act-derivative: d = da_next
    #! bwd-derivative-no-square: d = da_next * (1 - a_next)
    #! bwd-derivative-at-h: d = da_next * (1 - np.tanh(a_next) ** 2)
    #! bwd-slope-at-h-prev: d = da_next * (1 - concat[:n_a] ** 2)
    d = da_next * (1 - a_next**2)
    dW = d @ concat.T
    #! bwd-wh-not-transposed: dconcat = np.concatenate([W[:, :n_a] @ d, W[:, n_a:].T @ d])
    #! slip-inputs-part-negative: dconcat = np.concatenate([W[:, :n_a].T @ d, -W[:, n_a:].T @ d])
    dconcat = W.T @ d
    #! bwd-db-sum-of-everything: dba = np.full((n_a, 1), d.sum())
    dba = d.sum(axis=1, keepdims=True)
    return {"da_prev": dconcat[:n_a], "dxt": dconcat[n_a:], "dWaa": dW[:, :n_a], "dWax": dW[:, n_a:], "dba": dba}


def rnn_backward(da, caches):
    n_a, m, T = da.shape
    da_prev = np.zeros((n_a, m))
    dW, dba, dx = 0, 0, [None] * T
    #! bwd-loop-not-reversed: for t in range(T):
    for t in range(T)[::-1]:
        a_next, concat, W, _ = caches[t]
        #! bwd-no-through-time: d = da[..., t] * (1 - a_next**2)
        #! bwd-upstream-dropped: d = (da_prev if t < T - 1 else da[..., t]) * (1 - a_next**2)
        #! bwd-derivative-no-square: d = (da[..., t] + da_prev) * (1 - a_next)
        #! bwd-slope-at-h-prev: d = (da[..., t] + da_prev) * (1 - concat[:n_a] ** 2)
        #! slip-first-power-twice: d = (da[..., t] + da_prev) * (1 - 2 * a_next**2)
        d = (da[..., t] + da_prev) * (1 - a_next**2)
        dconcat = W.T @ d
        #! bwd-carry-diagonal: da_prev, dx[t] = np.diag(W[:, :n_a])[:, None] * d, dconcat[n_a:]
        #! slip-carried-halved: da_prev, dx[t] = dconcat[:n_a] / 2, dconcat[n_a:]
        da_prev, dx[t] = dconcat[:n_a], dconcat[n_a:]
        #! bwd-overwrite: dW = d @ concat.T
        #! bwd-mean-over-time: dW = dW + d @ concat.T / T
        dW = dW + d @ concat.T
        #! bwd-overwrite: dba = d.sum(axis=1, keepdims=True)
        #! bwd-mean-over-time: dba = dba + d.sum(axis=1, keepdims=True) / T
        #! bwd-db-not-accumulated: dba = d.sum(axis=1, keepdims=True)
        dba = dba + d.sum(axis=1, keepdims=True)
    #! bwd-dh0-off-by-one: return {"dx": np.stack(dx, -1), "da0": d, "dWax": dW[:, n_a:], "dWaa": dW[:, :n_a], "dba": dba}
    #! bwd-dwh-transposed: return {"dx": np.stack(dx, -1), "da0": da_prev, "dWax": dW[:, n_a:], "dWaa": dW[:, :n_a].T, "dba": dba}
    return {"dx": np.stack(dx, -1), "da0": da_prev, "dWax": dW[:, n_a:], "dWaa": dW[:, :n_a], "dba": dba}
