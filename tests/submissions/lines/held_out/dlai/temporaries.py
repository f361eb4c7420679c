import numpy as np


def softmax(z):
    e = np.exp(z - z.max(axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)


def rnn_cell_forward(xt, a_prev, parameters):
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    ba, by = parameters["ba"], parameters["by"]
    #! slip-input-squared: from_x = Wax @ xt**2
    from_x = Wax @ xt
    #! fwd-wh-transposed: from_a = Waa.T @ a_prev
    #! fwd-wh-identity: from_a = a_prev
    #! fwd-wh-diagonal: from_a = np.diag(Waa)[:, None] * a_prev
    #! fwd-no-recurrence: from_a = 0 * a_prev
    from_a = Waa @ a_prev
    #! fwd-no-bias: z = from_x + from_a
    #! fwd-bias-twice: z = from_x + ba + from_a + ba
    #! fwd-act-input-only: z = from_x + ba
    z = from_x + from_a + ba
    #! fwd-no-activation: a_next = z
    #! fwd-sigmoid-for-tanh: a_next = 1 / (1 + np.exp(-z))
    #! fwd-relu-for-tanh: a_next = np.maximum(z, 0)
    #! fwd-tan-for-tanh: a_next = np.tan(z)
    #! fwd-act-input-only: a_next = np.tanh(z) + from_a
    #! fwd-bias-outside-too: a_next = np.tanh(z) + ba
    a_next = np.tanh(z)
    yt_pred = softmax(Wya @ a_next + by)
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)


def rnn_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wya"].shape
    a, y = np.zeros((n_a, m, T_x)), np.zeros((n_y, m, T_x))
    caches = []
    #! fwd-h0-ignored: a_next = np.zeros_like(a0)
    a_next = a0
    for t in range(T_x):
        #! fwd-reversed: x_t = x[:, :, T_x - t - 1]
        #! fwd-input-frozen: x_t = x[:, :, 0]
        #! fwd-input-lag: x_t = x[:, :, t - 1] if t else np.zeros((n_x, m))
        x_t = x[:, :, t]
        #! fwd-stale-h0: a_next, y_t, cache = rnn_cell_forward(x_t, a0, parameters)
        a_next, y_t, cache = rnn_cell_forward(x_t, a_next, parameters)
        #! slip-states-halved: a[:, :, t] = a_next / 2
        #! slip-other-end: a[:, :, T_x - 1 - t] = a_next
        a[:, :, t] = a_next
        y[:, :, t] = y_t
        caches.append(cache)
    return a, y, (caches, x)


def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    Wax, Waa = parameters["Wax"], parameters["Waa"]
    #! bwd-derivative-no-square: slope = 1 - a_next
    #! bwd-derivative-at-h: slope = 1 - np.tanh(a_next) ** 2
    #! bwd-sigmoid-derivative: slope = a_next * (1 - a_next)
    #! bwd-slope-at-h-prev: slope = 1 - a_prev**2
    slope = 1 - a_next**2
    #! bwd-no-act-derivative: dz = da_next
    #! slip-slope-divided: dz = da_next / slope
    dz = slope * da_next
    dxt = Wax.T @ dz
    dWax = dz @ xt.T
    #! bwd-wh-not-transposed: da_prev = Waa @ dz
    #! bwd-carry-diagonal: da_prev = np.diag(Waa)[:, None] * dz
    #! bwd-dh0-off-by-one: da_prev = dz
    #! slip-da-for-dz: da_prev = Waa.T @ da_next
    da_prev = Waa.T @ dz
    #! bwd-dwh-uses-ht: dWaa = dz @ a_next.T
    #! bwd-dwh-transposed: dWaa = a_prev @ dz.T
    dWaa = dz @ a_prev.T
    #! bwd-db-sum-of-everything: dba = np.full((len(dz), 1), dz.sum())
    #! slip-mean-for-sum: dba = dz.mean(axis=1, keepdims=True)
    dba = dz.sum(axis=1, keepdims=True)
    return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}


def rnn_backward(da, caches):
    steps, x = caches
    n_a, m, T_x = da.shape
    dx = np.zeros(x.shape)
    dWax, dWaa, dba = np.zeros((n_a, x.shape[0])), np.zeros((n_a, n_a)), np.zeros((n_a, 1))
    #! bwd-last-gradient-twice: carried = da[:, :, T_x - 1]
    carried = np.zeros((n_a, m))
    #! bwd-loop-not-reversed: for t in range(T_x):
    for t in reversed(range(T_x)):
        #! bwd-no-through-time: total = da[:, :, t]
        #! bwd-upstream-dropped: total = carried if t < T_x - 1 else da[:, :, t]
        #! slip-minus-carried: total = da[:, :, t] - carried
        total = da[:, :, t] + carried
        g = rnn_cell_backward(total, steps[t])
        carried = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        #! bwd-overwrite: dWax = g["dWax"]
        #! bwd-mean-over-time: dWax += g["dWax"] / T_x
        dWax += g["dWax"]
        #! bwd-overwrite: dWaa = g["dWaa"]
        #! bwd-mean-over-time: dWaa += g["dWaa"] / T_x
        dWaa += g["dWaa"]
        #! bwd-overwrite: dba = g["dba"]
        #! bwd-mean-over-time: dba += g["dba"] / T_x
        #! bwd-db-not-accumulated: dba = g["dba"]
        dba += g["dba"]
    #! bwd-dh0-zero: da0 = np.zeros((n_a, m))
    da0 = carried
    return {"dx": dx, "da0": da0, "dWax": dWax, "dWaa": dWaa, "dba": dba}
