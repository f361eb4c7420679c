import numpy as np


def rnn_cell_forward(xt, a_prev, parameters):
    z = np.zeros((parameters["Waa"].shape[0], xt.shape[1]))
    z += parameters["Wax"].dot(xt)
    #! fwd-wh-transposed: z += parameters["Waa"].T.dot(a_prev)
    #! fwd-wh-identity: z += a_prev
    #! fwd-no-recurrence: z += 0
    #!@ fwd-no-bias
    z += parameters["Waa"].dot(a_prev)
    #! fwd-no-bias: z += 0
    #! fwd-bias-twice: z += 2 * parameters["ba"]
    #! slip-bias-multiplied: z *= parameters["ba"]
    #!@ fwd-no-recurrence
    z += parameters["ba"]
    a_next = np.empty_like(z)
    #! fwd-no-activation: a_next[:] = z
    #! fwd-tan-for-tanh: np.tan(z, out=a_next)
    #! fwd-relu-for-tanh: np.maximum(z, 0, out=a_next)
    np.tanh(z, out=a_next)
    s = parameters["Wya"].dot(a_next)
    s += parameters["by"]
    np.exp(s, out=s)
    s /= s.sum(axis=0)
    return a_next, s, (a_next, a_prev, xt, parameters)


def rnn_forward(x, a0, parameters):
    a = np.zeros((*a0.shape, x.shape[2]))
    y = np.zeros((len(parameters["by"]), *x.shape[1:]))
    caches = []
    #! fwd-h0-ignored: now = np.zeros(a0.shape)
    now = a0.astype(float)
    for t in range(x.shape[2]):
        #! fwd-reversed: new, y[..., t], cache = rnn_cell_forward(x[..., -t - 1], now.copy(), parameters)
        #! fwd-input-frozen: new, y[..., t], cache = rnn_cell_forward(x[..., 0], now.copy(), parameters)
        #! fwd-stale-h0: new, y[..., t], cache = rnn_cell_forward(x[..., t], a0, parameters)
        new, y[..., t], cache = rnn_cell_forward(x[..., t], now.copy(), parameters)
        a[..., t] = new
        #! slip-states-mixed: now[:] = (now + new) / 2
        now[:] = new
        caches.append(cache)
    return a, y, (caches, x)


def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    #! bwd-derivative-no-square: d = 1 - a_next
    #! bwd-slope-at-h-prev: d = 1 - a_prev * a_prev
    #! bwd-no-act-derivative: d = np.ones_like(a_next)
    #! bwd-derivative-at-h: d = 1 - np.tanh(a_next) ** 2
    d = 1 - a_next * a_next
    d *= da_next
    out = dict.fromkeys(["dxt", "da_prev", "dWax", "dWaa", "dba"])
    out["dxt"] = parameters["Wax"].T.dot(d)
    #! bwd-wh-not-transposed: out["da_prev"] = parameters["Waa"].dot(d)
    #! bwd-carry-diagonal: out["da_prev"] = np.diag(parameters["Waa"])[:, None] * d
    out["da_prev"] = parameters["Waa"].T.dot(d)
    out["dWax"] = d.dot(xt.T)
    #! bwd-dwh-uses-ht: out["dWaa"] = d.dot(a_next.T)
    #! bwd-dwh-transposed: out["dWaa"] = a_prev.dot(d.T)
    #! slip-absolute: out["dWaa"] = np.abs(d).dot(a_prev.T)
    out["dWaa"] = d.dot(a_prev.T)
    #! bwd-db-sum-of-everything: out["dba"] = np.full((len(d), 1), d.sum())
    out["dba"] = d.sum(axis=1, keepdims=True)
    return out


def rnn_backward(da, caches):
    steps, x = caches
    T = da.shape[2]
    #!@ bwd-dh0-zero
    total = {"dx": np.zeros_like(x), "da0": np.zeros(da.shape[:2])}
    total["dWax"] = np.zeros((da.shape[0], x.shape[0]))
    total["dWaa"] = np.zeros((da.shape[0], da.shape[0]))
    total["dba"] = np.zeros((da.shape[0], 1))
    flow = np.zeros(da.shape[:2])
    #! bwd-loop-not-reversed: for t in range(T):
    for t in reversed(range(T)):
        #! bwd-no-through-time: flow[:] = da[..., t]
        #! bwd-upstream-dropped: flow += da[..., t] * (t == T - 1)
        #! slip-sign-of-given: flow -= da[..., t]
        flow += da[..., t]
        g = rnn_cell_backward(flow, steps[t])
        total["dx"][..., t] = g["dxt"]
        flow[:] = g["da_prev"]
        #! bwd-overwrite: total["dWax"][:] = g["dWax"]
        total["dWax"] += g["dWax"]
        #! bwd-overwrite: total["dWaa"][:] = g["dWaa"]
        #! bwd-mean-over-time: total["dWaa"] += g["dWaa"] / T
        total["dWaa"] += g["dWaa"]
        #! bwd-overwrite: total["dba"][:] = g["dba"]
        #! bwd-db-not-accumulated: total["dba"][:] = g["dba"]
        total["dba"] += g["dba"]
    #! bwd-dh0-zero: pass
    total["da0"][:] = flow
    return total
