import numpy as np


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    hx = x @ Wx
    #! fwd-no-recurrence: hh = 0
    #! fwd-wh-transposed: hh = prev_h @ Wh.T
    hh = prev_h @ Wh
    #! fwd-no-bias: score = hx + hh
    #! fwd-bias-twice: score = hx + hh + 2 * b
    #! slip-score-doubled: score = 2 * (hx + hh) + b
    score = hx + hh + b
    #! fwd-no-activation: next_h = score
    #! fwd-sigmoid-for-tanh: next_h = 1 / (1 + np.exp(-score))
    next_h = np.tanh(score)
    cache = x, prev_h, next_h, Wx, Wh
    return next_h, cache


def dtanh(h):
    #! bwd-derivative-no-square: return 1 - h
    #! bwd-sigmoid-derivative: return h * (1 - h)
    return 1 - h * h


def rnn_step_backward(dnext_h, cache):
    x, prev_h, next_h, Wx, Wh = cache
    #! bwd-no-act-derivative: dscore = dnext_h.copy()
    #! bwd-slope-at-h-prev: dscore = dnext_h * dtanh(prev_h)
    dscore = dnext_h * dtanh(next_h)
    db = np.ones(len(x)) @ dscore
    dWx = x.T @ dscore
    dx = dscore @ Wx.T
    #! bwd-dwh-uses-ht: dWh = next_h.T @ dscore
    #! bwd-dwh-transposed: dWh = dscore.T @ prev_h
    #! slip-minus-dwh: dWh = -prev_h.T @ dscore
    dWh = prev_h.T @ dscore
    #! bwd-wh-not-transposed: dprev_h = dscore @ Wh
    #! bwd-dh0-off-by-one: dprev_h = dscore
    dprev_h = dscore @ Wh.T
    return dx, dprev_h, dWx, dWh, db


def rnn_forward(x, h0, Wx, Wh, b):
    N, T, D = x.shape
    h, cache = np.zeros((N, T, h0.shape[1])), {}
    #! fwd-h0-ignored: prev_h = 0 * h0
    prev_h = h0
    for t in range(T):
        #! fwd-input-frozen: h[:, t], cache[t] = rnn_step_forward(x[:, 0], prev_h, Wx, Wh, b)
        #! fwd-reversed: h[:, t], cache[t] = rnn_step_forward(x[:, T - t - 1], prev_h, Wx, Wh, b)
        #! fwd-stale-h0: h[:, t], cache[t] = rnn_step_forward(x[:, t], h0, Wx, Wh, b)
        h[:, t], cache[t] = rnn_step_forward(x[:, t], prev_h, Wx, Wh, b)
        prev_h = h[:, t]
    return h, cache


def rnn_backward(dh, cache):
    N, T, H = dh.shape
    sums = None
    dprev_h = np.zeros((N, H))
    dxs = []
    #! bwd-loop-not-reversed: for t in sorted(cache):
    for t in sorted(cache, reverse=True):
        #! bwd-no-through-time: dx, dprev_h, *rest = rnn_step_backward(dh[:, t], cache[t])
        #! bwd-upstream-dropped: dx, dprev_h, *rest = rnn_step_backward(dprev_h if t < T - 1 else dh[:, t], cache[t])
        dx, dprev_h, *rest = rnn_step_backward(dh[:, t] + dprev_h, cache[t])
        dxs = [dx, *dxs]
        #! bwd-overwrite: sums = rest
        #! bwd-mean-over-time: sums = [r / T for r in rest] if sums is None else [s + r / T for s, r in zip(sums, rest)]
        sums = rest if sums is None else [s + r for s, r in zip(sums, rest)]
    dWx, dWh, db = sums
    return np.stack(dxs, axis=1), dprev_h, dWx, dWh, db
