import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    H = prev_h.shape[1]
    #! lstm-no-recurrence: a = x @ Wx + b
    #! lstm-no-bias: a = x @ Wx + prev_h @ Wh
    #! slip-bias-subtracted: a = x @ Wx + prev_h @ Wh - b
    a = x @ Wx + prev_h @ Wh + b
    #! lstm-gates-tanh: i = np.tanh(a[:, :H])
    i = sigmoid(a[:, :H])
    #! lstm-gates-tanh: f = np.tanh(a[:, H : 2 * H])
    #! lstm-forget-bias: f = sigmoid(a[:, H : 2 * H] + 1)
    f = sigmoid(a[:, H : 2 * H])
    #! lstm-gates-tanh: o = np.tanh(a[:, 2 * H : 3 * H])
    #! lstm-gate-order: o = sigmoid(a[:, 3 * H :])
    o = sigmoid(a[:, 2 * H : 3 * H])
    #! lstm-gate-order: g = np.tanh(a[:, 2 * H : 3 * H])
    #! lstm-candidate-sigmoid: g = sigmoid(a[:, 3 * H :])
    g = np.tanh(a[:, 3 * H :])
    #! lstm-no-forget: next_c = prev_c + i * g
    #! lstm-update-without-input-gate: next_c = f * prev_c + g
    #! lstm-forget-input-swapped: next_c = i * prev_c + f * g
    #! lstm-c-squashed: next_c = np.tanh(f * prev_c + i * g)
    next_c = f * prev_c + i * g
    #! lstm-c-squashed: next_h = o * next_c
    #! lstm-h-without-tanh: next_h = o * next_c
    #! lstm-no-output-gate: next_h = np.tanh(next_c)
    #! lstm-h-from-old-c: next_h = o * np.tanh(prev_c)
    #! slip-f-for-o: next_h = f * np.tanh(next_c)
    next_h = o * np.tanh(next_c)
    return next_h, next_c, (x, prev_h, prev_c, Wx, Wh, i, f, o, g, next_c)


def lstm_step_backward(dnext_h, dnext_c, cache):
    x, prev_h, prev_c, Wx, Wh, i, f, o, g, next_c = cache
    t = np.tanh(next_c)
    #! lstm-back-cell-not-through-h: dc = dnext_c
    #! lstm-back-no-tanh-slope: dc = dnext_c + dnext_h * o
    #! lstm-back-slope-of-c: dc = dnext_c + dnext_h * o * (1 - next_c**2)
    #! lstm-back-no-output-gate: dc = dnext_c + dnext_h * (1 - t**2)
    dc = dnext_c + dnext_h * o * (1 - t**2)
    #! lstm-back-output-with-c: do = dnext_h * next_c
    do = dnext_h * t
    di = dc * g
    #! lstm-back-forget-with-new-c: df = dc * next_c
    df = dc * prev_c
    dg = dc * i
    #! lstm-back-no-gate-slope: da_i = di
    #! lstm-back-gate-slope-tanh: da_i = di * (1 - i**2)
    da_i = di * i * (1 - i)
    #! lstm-back-no-gate-slope: da_f = df
    #! lstm-back-gate-slope-tanh: da_f = df * (1 - f**2)
    da_f = df * f * (1 - f)
    #! lstm-back-no-gate-slope: da_o = do
    #! lstm-back-gate-slope-tanh: da_o = do * (1 - o**2)
    da_o = do * o * (1 - o)
    #! lstm-back-no-candidate-slope: da_g = dg
    #! lstm-back-candidate-slope-sigmoid: da_g = dg * g * (1 - g)
    da_g = dg * (1 - g**2)
    #! lstm-back-gate-order: da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    #! lstm-back-i-f-exchanged: da = np.concatenate([da_f, da_i, da_o, da_g], axis=1)
    da = np.concatenate([da_i, da_f, da_o, da_g], axis=1)
    #! lstm-back-dc-prev-without-f: dprev_c = dc
    #! lstm-back-dc-prev-without-h: dprev_c = dnext_c * f
    dprev_c = dc * f
    return da @ Wx.T, da @ Wh.T, dprev_c, x.T @ da, prev_h.T @ da, da.sum(axis=0)


def lstm_forward(x, h0, Wx, Wh, b):
    N, T, D = x.shape
    H = h0.shape[1]
    h = np.zeros((N, T, H))
    #! lstm-h0-ignored: h_t = np.zeros((N, H))
    h_t = h0
    #! lstm-c0-from-h0: c_t = h0
    c_t = np.zeros((N, H))
    caches = []
    for t in range(T):
        #! lstm-stale-h0: h_t, c_t, cache = lstm_step_forward(x[:, t], h0, c_t, Wx, Wh, b)
        #! lstm-c-not-carried: h_t, c_t, cache = lstm_step_forward(x[:, t], h_t, np.zeros((N, H)), Wx, Wh, b)
        h_t, c_t, cache = lstm_step_forward(x[:, t], h_t, c_t, Wx, Wh, b)
        h[:, t] = h_t
        caches.append(cache)
    return h, caches


def lstm_backward(dh, caches):
    N, T, H = dh.shape
    x, _, _, Wx, Wh, *_ = caches[0]
    dx = np.zeros((N, T, x.shape[1]))
    dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros(4 * H)
    dprev_h, dprev_c = np.zeros((N, H)), np.zeros((N, H))
    for t in reversed(range(T)):
        #! lstm-back-dh-not-carried: out = lstm_step_backward(dh[:, t], dprev_c, caches[t])
        #! lstm-back-dc-not-carried: out = lstm_step_backward(dh[:, t] + dprev_h, 0 * dprev_c, caches[t])
        out = lstm_step_backward(dh[:, t] + dprev_h, dprev_c, caches[t])
        dx[:, t], dprev_h, dprev_c = out[0], out[1], out[2]
        #! slip-last-step-only: dWx = out[3]
        dWx += out[3]
        dWh += out[4]
        db += out[5]
    return dx, dprev_h, dWx, dWh, db
