"""The gates of all steps in one array, the gradients of the weights in one product at the end."""

import numpy as np
from scipy.special import expit


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    i, f, o, g = np.split(np.concatenate([x, prev_h, np.ones((len(x), 1))], axis=1) @ np.vstack([Wx, Wh, b]), 4, axis=1)
    i, f, o, g = expit(i), expit(f), expit(o), np.tanh(g)
    c = prev_c * f + g * i
    return np.tanh(c) * o, c, {"x": x, "h": prev_h, "c": prev_c, "Wx": Wx, "Wh": Wh, "gates": (i, f, o, g), "next_c": c}


def errors(dh, dc, cache):
    i, f, o, g = cache["gates"]
    t = np.tanh(cache["next_c"])
    dc = dc + dh * o * (1 - t * t)
    da = np.concatenate(
        [dc * g * i * (1 - i), dc * cache["c"] * f * (1 - f), dh * t * o * (1 - o), dc * i * (1 - g * g)], 1
    )
    return da, dc * f


def lstm_step_backward(dnext_h, dnext_c, cache):
    da, dc = errors(dnext_h, dnext_c, cache)
    return da @ cache["Wx"].T, da @ cache["Wh"].T, dc, cache["x"].T @ da, cache["h"].T @ da, np.einsum("nh->h", da)


def lstm_forward(x, h0, Wx, Wh, b):
    states, caches, h, c = [], [], h0, 0 * h0
    for x_t in x.swapaxes(0, 1):
        h, c, cache = lstm_step_forward(x_t, h, c, Wx, Wh, b)
        states.append(h)
        caches.append(cache)
    return np.stack(states, axis=1), caches


def lstm_backward(dh, cache):
    Wx, Wh = cache[0]["Wx"], cache[0]["Wh"]
    dh_next = dc_next = 0.0
    found = []
    for t in range(len(cache) - 1, -1, -1):
        da, dc_next = errors(dh[:, t] + dh_next, dc_next, cache[t])
        dh_next = da @ Wh.T
        found.insert(0, da)
    da = np.stack(found, axis=1)
    x, h = (np.stack([step[name] for step in cache], axis=1) for name in ("x", "h"))
    return da @ Wx.T, dh_next, np.einsum("ntd,nta->da", x, da), np.einsum("nth,nta->ha", h, da), da.sum((0, 1))
