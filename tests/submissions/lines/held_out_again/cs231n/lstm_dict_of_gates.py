import numpy as np

NAMES = "ifog"


def squash(name, z):
    #! lstm-gates-tanh: return np.tanh(z)
    #! lstm-candidate-sigmoid: return 1 / (1 + np.exp(-z))
    return np.tanh(z) if name == "g" else 1 / (1 + np.exp(-z))


def slope(name, value):
    #! lstm-back-no-candidate-slope: return 1.0 if name == "g" else value * (1 - value)
    #! lstm-back-no-gate-slope: return 1 - value**2 if name == "g" else 1.0
    #! lstm-back-gate-slope-tanh: return 1 - value**2
    #! lstm-back-candidate-slope-sigmoid: return value * (1 - value)
    return 1 - value**2 if name == "g" else value * (1 - value)


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    #! lstm-no-bias: blocks = np.split(np.dot(x, Wx) + np.dot(prev_h, Wh), 4, axis=1)
    #! lstm-no-recurrence: blocks = np.split(np.dot(x, Wx) + b, 4, axis=1)
    #! slip-bias-halved: blocks = np.split(np.dot(x, Wx) + np.dot(prev_h, Wh) + b / 2, 4, axis=1)
    blocks = np.split(np.dot(x, Wx) + np.dot(prev_h, Wh) + b, 4, axis=1)
    #! lstm-gate-order: gate = {name: squash(name, z) for name, z in zip("ifgo", blocks)}
    gate = {name: squash(name, z) for name, z in zip(NAMES, blocks)}
    #! lstm-no-forget: kept = prev_c
    kept = gate["f"] * prev_c
    #! lstm-update-without-input-gate: written = gate["g"]
    written = gate["i"] * gate["g"]
    next_c = kept + written
    #! lstm-h-without-tanh: next_h = gate["o"] * next_c
    #! lstm-no-output-gate: next_h = np.tanh(next_c)
    #! lstm-h-from-old-c: next_h = gate["o"] * np.tanh(prev_c)
    next_h = gate["o"] * np.tanh(next_c)
    return next_h, next_c, (gate, x, prev_h, prev_c, next_c, Wx, Wh)


def lstm_step_backward(dnext_h, dnext_c, cache):
    gate, x, prev_h, prev_c, next_c, Wx, Wh = cache
    tanh_c = np.tanh(next_c)
    through_h = dnext_h * gate["o"]
    #! lstm-back-no-tanh-slope: through_h = through_h * 1.0
    #! lstm-back-slope-of-c: through_h = through_h * (1 - next_c**2)
    through_h = through_h * (1 - tanh_c**2)
    #! lstm-back-cell-not-through-h: dc = dnext_c
    dc = dnext_c + through_h
    #! lstm-back-forget-with-new-c: at = {"i": dc * gate["g"], "f": dc * next_c, "g": dc * gate["i"]}
    at = {"i": dc * gate["g"], "f": dc * prev_c, "g": dc * gate["i"]}
    #! lstm-back-output-with-c: at["o"] = dnext_h * next_c
    at["o"] = dnext_h * tanh_c
    #! lstm-back-gate-order: da = np.hstack([at[name] * slope(name, gate[name]) for name in "ifgo"])
    da = np.hstack([at[name] * slope(name, gate[name]) for name in NAMES])
    #! lstm-back-dc-prev-without-f: dprev_c = dc
    #! lstm-back-dc-prev-without-h: dprev_c = dnext_c * gate["f"]
    dprev_c = dc * gate["f"]
    return np.dot(da, Wx.T), np.dot(da, Wh.T), dprev_c, np.dot(x.T, da), np.dot(prev_h.T, da), da.sum(axis=0)


def lstm_forward(x, h0, Wx, Wh, b):
    #! lstm-h0-ignored: state = np.zeros_like(h0), np.zeros_like(h0)
    #! lstm-c0-from-h0: state = h0, h0
    state = h0, np.zeros_like(h0)
    hs, caches = [], []
    for t in range(x.shape[1]):
        #! lstm-stale-h0: *state, cache = lstm_step_forward(x[:, t], h0, state[1], Wx, Wh, b)
        #! lstm-c-not-carried: *state, cache = lstm_step_forward(x[:, t], state[0], np.zeros_like(h0), Wx, Wh, b)
        *state, cache = lstm_step_forward(x[:, t], *state, Wx, Wh, b)
        hs.append(state[0])
        caches.append(cache)
    return np.stack(hs, axis=1), caches


def lstm_backward(dh, caches):
    N, T, H = dh.shape
    back_h, back_c = np.zeros((N, H)), np.zeros((N, H))
    dx, sums = [], [0, 0, 0]
    for t in range(T - 1, -1, -1):
        #! lstm-back-dh-not-carried: total = dh[:, t]
        #! slip-carried-twice: total = dh[:, t] + 2 * back_h
        total = dh[:, t] + back_h
        #! lstm-back-dc-not-carried: dx_t, back_h, back_c, *parts = lstm_step_backward(total, np.zeros((N, H)), caches[t])
        dx_t, back_h, back_c, *parts = lstm_step_backward(total, back_c, caches[t])
        dx.append(dx_t)
        #! lstm-back-overwrite: sums = parts
        sums = [one + other for one, other in zip(sums, parts)]
    return np.stack(dx[::-1], axis=1), back_h, *sums
