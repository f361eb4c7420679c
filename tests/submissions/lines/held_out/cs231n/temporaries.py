import numpy as np


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    #! fwd-w-transposed: x_part = np.matmul(x, Wx.T)
    #! slip-input-halved: x_part = np.matmul(x, Wx) / 2
    x_part = np.matmul(x, Wx)
    #! fwd-wh-transposed: h_part = np.matmul(prev_h, Wh.T)
    #! fwd-wh-identity: h_part = prev_h
    #! fwd-wh-diagonal: h_part = prev_h * np.diag(Wh)
    #! fwd-no-recurrence: h_part = np.zeros_like(prev_h)
    #! slip-square-of-state: h_part = np.matmul(prev_h**2, Wh)
    h_part = np.matmul(prev_h, Wh)
    #! fwd-no-bias: z = x_part + h_part
    #! fwd-bias-twice: z = x_part + h_part + b + b
    #! fwd-bias-outside: z = x_part + h_part
    #! fwd-act-input-only: z = x_part + b
    #! slip-minus-recurrent: z = x_part - h_part + b
    z = x_part + h_part + b
    #! fwd-no-activation: next_h = z
    #! fwd-sigmoid-for-tanh: next_h = 1.0 / (1.0 + np.exp(-z))
    #! fwd-relu-for-tanh: next_h = z * (z > 0)
    #! fwd-tan-for-tanh: next_h = np.tan(z)
    #! fwd-double-activation: next_h = np.tanh(np.tanh(z))
    #! fwd-bias-outside: next_h = np.tanh(z) + b
    #! fwd-bias-outside-too: next_h = np.tanh(z) + b
    #! fwd-act-input-only: next_h = np.tanh(z) + h_part
    #! slip-sinh: next_h = np.sinh(z)
    next_h = np.tanh(z)
    cache = {"x": x, "prev_h": prev_h, "Wx": Wx, "Wh": Wh, "z": z}
    return next_h, cache


def rnn_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, z = cache["x"], cache["prev_h"], cache["Wx"], cache["Wh"], cache["z"]
    #! bwd-no-act-derivative: local = np.ones_like(z)
    #! bwd-derivative-no-square: local = 1 - np.tanh(z)
    #! bwd-derivative-at-h: local = 1 - np.tanh(np.tanh(z)) ** 2
    #! bwd-sigmoid-derivative: local = np.tanh(z) * (1 - np.tanh(z))
    #! bwd-slope-at-h-prev: local = 1 - prev_h**2
    #! slip-square-of-z: local = 1 - z**2
    local = 1 - np.tanh(z) ** 2
    #! slip-plus-slope: dz = dnext_h + local
    #! bwd-batch-reduction: dz = dnext_h * local * len(x)
    #! bwd-sign: dz = -dnext_h * local
    dz = dnext_h * local
    #! bwd-db-sum-of-everything: db = np.full(dz.shape[1], np.sum(dz))
    #! bwd-db-mean-of-everything: db = np.full(dz.shape[1], np.mean(dz))
    #! slip-mean-over-batch: db = np.mean(dz, axis=0)
    db = np.sum(dz, axis=0)
    dWx = np.matmul(x.T, dz)
    #! bwd-dwh-transposed: dWh = np.matmul(dz.T, prev_h)
    #! bwd-dwh-uses-ht: dWh = np.matmul(np.tanh(z).T, dz)
    dWh = np.matmul(prev_h.T, dz)
    #! slip-upstream-for-dz: dx = np.matmul(dnext_h, Wx.T)
    dx = np.matmul(dz, Wx.T)
    #! bwd-wh-not-transposed: dprev_h = np.matmul(dz, Wh)
    #! bwd-dh0-zero: dprev_h = np.zeros_like(dz)
    #! bwd-dh0-off-by-one: dprev_h = dz
    #! bwd-carry-diagonal: dprev_h = dz * np.diag(Wh)
    dprev_h = np.matmul(dz, Wh.T)
    return dx, dprev_h, dWx, dWh, db


def rnn_forward(x, h0, Wx, Wh, b):
    N, T, D = x.shape
    H = h0.shape[1]
    h = np.zeros((N, T, H))
    caches = []
    #! fwd-h0-ignored: state = np.zeros((N, H))
    #! slip-one-more-in-state: state = h0 + 1
    state = h0
    for t in range(T):
        #! fwd-reversed: x_t = x[:, T - 1 - t, :]
        #! fwd-input-frozen: x_t = x[:, 0, :]
        #! fwd-input-lag: x_t = x[:, t - 1, :] if t > 0 else np.zeros((N, D))
        #! slip-index-wraps: x_t = x[:, t - 1, :]
        x_t = x[:, t, :]
        #! fwd-stale-h0: new_state, c = rnn_step_forward(x_t, h0, Wx, Wh, b)
        new_state, c = rnn_step_forward(x_t, state, Wx, Wh, b)
        #! fwd-zeros-after-first-step: h[:, t, :] = new_state; return h, caches
        #! fwd-h0-in-list: h[:, t, :] = state
        h[:, t, :] = new_state
        caches.append(c)
        #! fwd-recur-preactivation: state = c["z"]
        state = new_state
    return h, caches


def rnn_backward(dh, caches):
    N, T, H = dh.shape
    D = caches[0]["x"].shape[1]
    dx = np.zeros((N, T, D))
    dWx = np.zeros((D, H))
    dWh = np.zeros((H, H))
    db = np.zeros(H)
    #! bwd-last-gradient-twice: from_next = dh[:, -1, :]
    from_next = np.zeros((N, H))
    #! bwd-loop-not-reversed: for t in range(T):
    for t in range(T - 1, -1, -1):
        #! bwd-no-through-time: upstream = dh[:, t, :]
        #! bwd-upstream-dropped: upstream = from_next if t < T - 1 else dh[:, t, :]
        #! slip-product-for-sum: upstream = dh[:, t, :] * from_next if t < T - 1 else dh[:, t, :]
        upstream = dh[:, t, :] + from_next
        dx_t, from_next, dWx_t, dWh_t, db_t = rnn_step_backward(upstream, caches[t])
        #! slip-dx-by-wrong-step: dx[:, T - 1 - t, :] = dx_t
        dx[:, t, :] = dx_t
        #! bwd-overwrite: dWx = dWx_t
        #! bwd-mean-over-time: dWx += dWx_t / T
        dWx += dWx_t
        #! bwd-overwrite: dWh = dWh_t
        #! bwd-mean-over-time: dWh += dWh_t / T
        #! bwd-last-step-only: dWh += dWh_t if t == T - 1 else 0
        dWh += dWh_t
        #! bwd-overwrite: db = db_t
        #! bwd-mean-over-time: db += db_t / T
        #! bwd-db-not-accumulated: db = db_t
        db += db_t
    #! bwd-dh0-zero: dh0 = np.zeros((N, H))
    dh0 = from_next
    return dx, dh0, dWx, dWh, db
