import numpy as np


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    a = np.einsum("nd,dh->nh", x, Wx)
    #! fwd-wh-transposed: a += np.einsum("nk,hk->nh", prev_h, Wh)
    #! fwd-no-recurrence: a += 0
    #! fwd-wh-diagonal: a += np.einsum("nh,hh->nh", prev_h, Wh)
    #!@ fwd-no-bias
    a += np.einsum("nk,kh->nh", prev_h, Wh)
    #! fwd-bias-twice: a += 2 * b
    #! fwd-no-bias: a += 0
    #!@ fwd-no-recurrence
    a += b
    #! fwd-no-activation: h = a.copy()
    #! fwd-tan-for-tanh: h = np.tan(a)
    #! fwd-relu-for-tanh: h = np.where(a > 0, a, 0)
    #! fwd-bias-outside-too: h = np.tanh(a) + b
    h = np.tanh(a)
    return h, [x, prev_h, h, Wx, Wh]


def rnn_forward(x, h0, Wx, Wh, b):
    #! fwd-w-transposed: driven = np.einsum("ntd,hd->nth", x, Wx)
    #! fwd-reversed: driven = np.einsum("ntd,dh->nth", x[:, ::-1], Wx)
    driven = np.einsum("ntd,dh->nth", x, Wx)
    #! fwd-no-bias: driven = driven
    #! slip-bias-halved: driven = driven + b / 2
    driven = driven + b
    h = np.empty_like(driven)
    #! fwd-h0-ignored: last = np.zeros_like(h0)
    last = h0
    for t in range(x.shape[1]):
        #! fwd-wh-transposed: recurrent = np.einsum("nk,hk->nh", last, Wh)
        #! fwd-wh-identity: recurrent = last
        #! fwd-stale-h0: recurrent = np.einsum("nk,kh->nh", h0, Wh)
        #! slip-two-products: recurrent = np.einsum("nk,kj,jh->nh", last, Wh, Wh)
        recurrent = np.einsum("nk,kh->nh", last, Wh)
        #! fwd-no-recurrence: h[:, t] = np.tanh(driven[:, t])
        #! fwd-input-frozen: h[:, t] = np.tanh(driven[:, 0] + recurrent)
        #! fwd-no-activation: h[:, t] = driven[:, t] + recurrent
        #! fwd-sigmoid-for-tanh: h[:, t] = 1 / (1 + np.exp(-driven[:, t] - recurrent))
        #! fwd-double-activation: h[:, t] = np.tanh(np.tanh(driven[:, t] + recurrent))
        #! fwd-act-input-only: h[:, t] = np.tanh(driven[:, t]) + recurrent
        h[:, t] = np.tanh(driven[:, t] + recurrent)
        #! fwd-recur-preactivation: last = driven[:, t] + recurrent
        last = h[:, t]
    return h, {"x": x, "h0": h0, "h": h, "Wx": Wx, "Wh": Wh}


def rnn_backward(dh, cache):
    x, h0, h, Wx, Wh = (cache[name] for name in ("x", "h0", "h", "Wx", "Wh"))
    T = x.shape[1]
    #! bwd-dwh-uses-ht: before = h
    #! bwd-h-prev-wraps-round: before = np.roll(h, 1, axis=1)
    #! bwd-h0-forgotten: before = np.concatenate([np.zeros_like(h[:, :1]), h[:, :-1]], axis=1)
    before = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
    #! bwd-derivative-no-square: slope = 1 - h
    #! bwd-derivative-at-h: slope = 1 - np.tanh(h) ** 2
    #! bwd-sigmoid-derivative: slope = h * (1 - h)
    #! bwd-no-act-derivative: slope = np.ones_like(h)
    #! bwd-slope-at-h-prev: slope = 1 - before**2
    #! bwd-slope-wraps-round: slope = 1 - np.roll(h, 1, axis=1) ** 2
    #! bwd-slope-of-next-step: slope = 1 - np.concatenate([h[:, 1:], h[:, -1:]], axis=1) ** 2
    #! slip-cube: slope = 1 - h**3
    slope = 1 - h**2
    delta = np.zeros_like(h)
    #! bwd-last-gradient-twice: carry = dh[:, -1]
    carry = np.zeros_like(h0)
    #! bwd-loop-not-reversed: for t in range(T):
    for t in range(T)[::-1]:
        #! bwd-no-through-time: delta[:, t] = dh[:, t] * slope[:, t]
        #! bwd-upstream-dropped: delta[:, t] = (carry if t < T - 1 else dh[:, t]) * slope[:, t]
        #! slip-gradient-of-next-step: delta[:, t] = (dh[:, min(t + 1, T - 1)] + carry) * slope[:, t]
        delta[:, t] = (dh[:, t] + carry) * slope[:, t]
        #! bwd-wh-not-transposed: carry = np.einsum("nh,hk->nk", delta[:, t], Wh)
        #! bwd-carry-diagonal: carry = np.einsum("nh,hh->nh", delta[:, t], Wh)
        carry = np.einsum("nh,kh->nk", delta[:, t], Wh)
    #! slip-dx-twice: dx = 2 * np.einsum("nth,dh->ntd", delta, Wx)
    dx = np.einsum("nth,dh->ntd", delta, Wx)
    dWx = np.einsum("ntd,nth->dh", x, delta)
    #! bwd-dwh-transposed: dWh = np.einsum("ntk,nth->hk", before, delta)
    #! bwd-dwh-elementwise: dWh = np.zeros_like(Wh) + np.einsum("nth,nth->h", before, delta)[:, None]
    dWh = np.einsum("ntk,nth->kh", before, delta)
    #! bwd-db-not-accumulated: db = delta[:, 0].sum(axis=0)
    #! bwd-db-sum-of-everything: db = np.full(len(Wh), delta.sum())
    db = np.einsum("nth->h", delta)
    #! bwd-dh0-off-by-one: return dx, delta[:, 0], dWx, dWh, db
    #! bwd-dh0-zero: return dx, np.zeros_like(h0), dWx, dWh, db
    return dx, carry, dWx, dWh, db
