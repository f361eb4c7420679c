import numpy as np


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    #! fwd-no-recurrence: next_h = np.tanh(x.dot(Wx) + b)
    #! fwd-no-bias: next_h = np.tanh(x.dot(Wx) + prev_h.dot(Wh))
    #! fwd-bias-twice: next_h = np.tanh(x.dot(Wx) + b + prev_h.dot(Wh) + b)
    #! fwd-no-activation: next_h = x.dot(Wx) + prev_h.dot(Wh) + b
    #! fwd-sigmoid-for-tanh: next_h = 1 / (1 + np.exp(-(x.dot(Wx) + prev_h.dot(Wh) + b)))
    #! fwd-relu-for-tanh: next_h = np.maximum(0, x.dot(Wx) + prev_h.dot(Wh) + b)
    #! fwd-wh-transposed: next_h = np.tanh(x.dot(Wx) + prev_h.dot(Wh.T) + b)
    #! fwd-wh-identity: next_h = np.tanh(x.dot(Wx) + prev_h + b)
    #! fwd-act-input-only: next_h = np.tanh(x.dot(Wx) + b) + prev_h.dot(Wh)
    next_h = np.tanh(x.dot(Wx) + prev_h.dot(Wh) + b)
    cache = (x, prev_h, Wx, Wh, next_h)
    return next_h, cache


def rnn_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, next_h = cache
    #! bwd-no-act-derivative: da = dnext_h
    #! bwd-derivative-at-h: da = dnext_h * (1 - np.tanh(next_h) ** 2)
    #! bwd-derivative-no-square: da = dnext_h * (1 - next_h)
    #! bwd-sigmoid-derivative: da = dnext_h * next_h * (1 - next_h)
    #! bwd-batch-reduction: da = dnext_h * (1 - next_h**2) * len(x)
    da = dnext_h * (1 - next_h**2)
    dx = da.dot(Wx.T)
    #! bwd-wh-not-transposed: dprev_h = da.dot(Wh)
    #! bwd-dh0-off-by-one: dprev_h = da
    dprev_h = da.dot(Wh.T)
    dWx = x.T.dot(da)
    #! bwd-dwh-uses-ht: dWh = next_h.T.dot(da)
    #! bwd-dwh-transposed: dWh = da.T.dot(prev_h)
    dWh = prev_h.T.dot(da)
    db = da.sum(axis=0)
    return dx, dprev_h, dWx, dWh, db


def rnn_forward(x, h0, Wx, Wh, b):
    N, T, D = x.shape
    h = np.zeros((N, T, len(b)))
    cache = []
    #! fwd-h0-ignored: prev_h = np.zeros_like(h0)
    prev_h = h0
    for t in range(T):
        #! fwd-reversed: prev_h, c = rnn_step_forward(x[:, T - 1 - t], prev_h, Wx, Wh, b)
        #! fwd-input-frozen: prev_h, c = rnn_step_forward(x[:, 0], prev_h, Wx, Wh, b)
        #! fwd-stale-h0: prev_h, c = rnn_step_forward(x[:, t], h0, Wx, Wh, b)
        prev_h, c = rnn_step_forward(x[:, t], prev_h, Wx, Wh, b)
        h[:, t] = prev_h
        cache.append(c)
    return h, cache


def rnn_backward(dh, cache):
    N, T, H = dh.shape
    x, prev_h, Wx, Wh, _ = cache[0]
    dx = np.zeros((N, T, x.shape[1]))
    dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros(H)
    dprev_h = np.zeros((N, H))
    for t in reversed(range(T)):
        #! bwd-no-through-time: dnext_h = dh[:, t]
        #! bwd-upstream-dropped: dnext_h = dh[:, t] if t == T - 1 else dprev_h
        dnext_h = dh[:, t] + dprev_h
        dx[:, t], dprev_h, dWx_t, dWh_t, db_t = rnn_step_backward(dnext_h, cache[t])
        #! bwd-overwrite: dWx = dWx_t
        #! bwd-mean-over-time: dWx += dWx_t / T
        #! bwd-last-step-only: dWx += dWx_t if t == T - 1 else 0
        dWx += dWx_t
        #! bwd-overwrite: dWh = dWh_t
        #! bwd-mean-over-time: dWh += dWh_t / T
        #! bwd-last-step-only: dWh += dWh_t if t == T - 1 else 0
        dWh += dWh_t
        #! bwd-overwrite: db = db_t
        #! bwd-mean-over-time: db += db_t / T
        #! bwd-last-step-only: db += db_t if t == T - 1 else 0
        #! bwd-db-not-accumulated: db = db_t
        db += db_t
    return dx, dprev_h, dWx, dWh, db
