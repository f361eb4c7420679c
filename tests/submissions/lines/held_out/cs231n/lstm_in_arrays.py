import numpy as np
from scipy.special import expit


def gates(a):
    i, f, o, g = np.split(a, 4, axis=-1)
    #! lstm-candidate-sigmoid: return expit(i), expit(f), expit(o), expit(g)
    #! lstm-gates-tanh: return np.tanh(i), np.tanh(f), np.tanh(o), np.tanh(g)
    #! lstm-forget-bias: return expit(i), expit(f + 1), expit(o), np.tanh(g)
    #! slip-input-gate-halved: return expit(i) / 2, expit(f), expit(o), np.tanh(g)
    return expit(i), expit(f), expit(o), np.tanh(g)


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    #! lstm-no-bias: i, f, o, g = gates(np.dot(x, Wx) + np.dot(prev_h, Wh))
    #! lstm-no-recurrence: i, f, o, g = gates(np.dot(x, Wx) + b)
    i, f, o, g = gates(np.dot(x, Wx) + np.dot(prev_h, Wh) + b)
    #! lstm-no-forget: kept = prev_c
    kept = f * prev_c
    #! lstm-update-without-input-gate: written = g
    written = i * g
    c = kept + written
    #! lstm-h-without-tanh: h = o * c
    #! lstm-no-output-gate: h = np.tanh(c)
    h = o * np.tanh(c)
    return h, c, {"x": x, "h": prev_h, "c": prev_c, "gates": (i, f, o, g), "new": c, "W": (Wx, Wh)}


def lstm_step_backward(dnext_h, dnext_c, cache):
    i, f, o, g = cache["gates"]
    Wx, Wh = cache["W"]
    squashed = np.tanh(cache["new"])
    #! lstm-back-no-tanh-slope: through_h = dnext_h * o
    #! lstm-back-no-output-gate: through_h = dnext_h * (1 - squashed**2)
    through_h = dnext_h * o * (1 - squashed**2)
    #! lstm-back-cell-not-through-h: dc = dnext_c
    dc = dnext_c + through_h
    da = np.zeros((len(f), 4, f.shape[1]))
    #! lstm-back-no-gate-slope: da[:, 0] = dc * g
    da[:, 0] = dc * g * i * (1 - i)
    #! lstm-back-no-gate-slope: da[:, 1] = dc * cache["c"]
    #! lstm-back-forget-with-new-c: da[:, 1] = dc * cache["new"] * f * (1 - f)
    da[:, 1] = dc * cache["c"] * f * (1 - f)
    #! lstm-back-no-gate-slope: da[:, 2] = dnext_h * squashed
    #! lstm-back-output-with-c: da[:, 2] = dnext_h * cache["new"] * o * (1 - o)
    da[:, 2] = dnext_h * squashed * o * (1 - o)
    #! lstm-back-no-candidate-slope: da[:, 3] = dc * i
    da[:, 3] = dc * i * (1 - g * g)
    da = da.reshape(len(f), -1)
    dx = da.dot(Wx.T)
    #! slip-without-transpose: dprev_h = da[:, : Wh.shape[0]].dot(Wh[:, : Wh.shape[0]])
    dprev_h = da.dot(Wh.T)
    #! lstm-back-dc-prev-without-f: dprev_c = dc
    dprev_c = f * dc
    return dx, dprev_h, dprev_c, cache["x"].T.dot(da), cache["h"].T.dot(da), np.sum(da, 0)


def lstm_forward(x, h0, Wx, Wh, b):
    h, c, hs, caches = h0, np.zeros_like(h0), [], []
    for x_t in x.transpose(1, 0, 2):
        #! lstm-stale-h0: h, c, cache = lstm_step_forward(x_t, h0, c, Wx, Wh, b)
        #! lstm-c-not-carried: h, _, cache = lstm_step_forward(x_t, h, c, Wx, Wh, b)
        h, c, cache = lstm_step_forward(x_t, h, c, Wx, Wh, b)
        hs.append(h)
        caches.append(cache)
    return np.stack(hs, axis=1), caches


def lstm_backward(dh, caches):
    dh_next, dc_next = np.zeros_like(dh[:, 0]), np.zeros_like(dh[:, 0])
    total = None
    dxs = []
    for t in range(len(caches))[::-1]:
        #! lstm-back-dh-not-carried: step = lstm_step_backward(dh[:, t], dc_next, caches[t])
        step = lstm_step_backward(dh[:, t] + dh_next, dc_next, caches[t])
        dxs.insert(0, step[0])
        #! lstm-back-dc-not-carried: dh_next = step[1]
        dh_next, dc_next = step[1:3]
        total = step[3:] if total is None else [a + b for a, b in zip(total, step[3:])]
    return (np.stack(dxs, axis=1), dh_next, *total)
