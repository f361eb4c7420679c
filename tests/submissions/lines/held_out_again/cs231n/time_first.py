import numpy as np


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    out = np.zeros(prev_h.shape)
    #! fwd-w-transposed: out += np.dot(x, Wx.T)
    out += np.dot(x, Wx)
    #! fwd-wh-transposed: out += np.dot(prev_h, Wh.T)
    #! fwd-wh-diagonal: out += prev_h * Wh.diagonal()
    #! fwd-no-recurrence: out += 0
    out += np.dot(prev_h, Wh)
    #! fwd-no-bias: out += 0
    #! fwd-bias-twice: out += b + b
    out += b
    #! fwd-no-activation: out = out * 1.0
    #! fwd-double-activation: out = np.tanh(np.tanh(out))
    #! fwd-sigmoid-for-tanh: out = 1.0 / (1.0 + np.exp(-out))
    out = np.tanh(out)
    return out, dict(x=x, prev_h=prev_h, next_h=out, Wx=Wx, Wh=Wh)


def rnn_step_backward(dnext_h, cache):
    next_h, prev_h = cache["next_h"], cache["prev_h"]
    da = np.array(dnext_h)
    #! bwd-no-act-derivative: da *= 1
    #! bwd-derivative-no-square: da *= 1 - next_h
    #! bwd-slope-at-h-prev: da *= 1 - np.square(prev_h)
    #! bwd-sigmoid-derivative: da *= next_h - np.square(next_h)
    #! slip-slope-plus: da *= 1 + np.square(next_h)
    da *= 1 - np.square(next_h)
    dx = np.dot(da, cache["Wx"].T)
    #! bwd-wh-not-transposed: dprev_h = np.dot(da, cache["Wh"])
    #! bwd-dh0-off-by-one: dprev_h = da
    dprev_h = np.dot(da, cache["Wh"].T)
    dWx = np.dot(cache["x"].T, da)
    #! bwd-dwh-uses-ht: dWh = np.dot(next_h.T, da)
    #! bwd-dwh-transposed: dWh = np.dot(da.T, prev_h)
    dWh = np.dot(prev_h.T, da)
    #! bwd-db-sum-of-everything: db = np.full(da.shape[1], da.sum())
    db = np.dot(np.ones(len(da)), da)
    return dx, dprev_h, dWx, dWh, db


def rnn_forward(x, h0, Wx, Wh, b):
    steps, caches = [], []
    #! fwd-h0-ignored: h = h0 * 0
    h = h0
    #! fwd-reversed: for x_t in np.swapaxes(x, 0, 1)[::-1]:
    for x_t in np.swapaxes(x, 0, 1):
        #! fwd-stale-h0: h, cache = rnn_step_forward(x_t, h0, Wx, Wh, b)
        #! fwd-input-frozen: h, cache = rnn_step_forward(x[:, 0], h, Wx, Wh, b)
        h, cache = rnn_step_forward(x_t, h, Wx, Wh, b)
        #! fwd-h0-in-list: steps.append(cache["prev_h"])
        steps.append(h)
        caches.append(cache)
    return np.swapaxes(np.asarray(steps), 0, 1), caches


def rnn_backward(dh, caches):
    N, T, H = dh.shape
    dx = []
    dWx = np.zeros_like(caches[0]["Wx"])
    dWh = np.zeros_like(caches[0]["Wh"])
    db = np.zeros(H)
    back = np.zeros((N, H))
    #! bwd-loop-not-reversed: for dh_t, cache in zip(np.swapaxes(dh, 0, 1), caches):
    for dh_t, cache in zip(np.swapaxes(dh, 0, 1)[::-1], caches[::-1]):
        #! bwd-no-through-time: one = rnn_step_backward(dh_t, cache)
        #! bwd-upstream-dropped: one = rnn_step_backward(back if dx else dh_t, cache)
        #! slip-half-the-error: one = rnn_step_backward(0.5 * dh_t + back, cache)
        one = rnn_step_backward(dh_t + back, cache)
        dx.insert(0, one[0])
        back = one[1]
        #! bwd-overwrite: np.copyto(dWx, one[2])
        #! bwd-mean-over-time: np.add(dWx, one[2] / T, out=dWx)
        np.add(dWx, one[2], out=dWx)
        #! bwd-overwrite: np.copyto(dWh, one[3])
        #! bwd-mean-over-time: np.add(dWh, one[3] / T, out=dWh)
        np.add(dWh, one[3], out=dWh)
        #! bwd-overwrite: np.copyto(db, one[4])
        #! bwd-mean-over-time: np.add(db, one[4] / T, out=db)
        #! bwd-db-not-accumulated: np.copyto(db, one[4])
        np.add(db, one[4], out=db)
    #! bwd-dh0-zero: return np.stack(dx, axis=1), np.zeros_like(back), dWx, dWh, db
    return np.stack(dx, axis=1), back, dWx, dWh, db
