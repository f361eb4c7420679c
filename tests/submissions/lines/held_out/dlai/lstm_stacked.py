import numpy as np


class Gates:
    def __init__(self, z):
        #! lstm-gates-tanh: self.f, self.i, self.o = np.tanh(z[0]), np.tanh(z[1]), np.tanh(z[3])
        #! lstm-forget-input-swapped: self.i, self.f, self.o = (0.5 + 0.5 * np.tanh(0.5 * z[k]) for k in (0, 1, 3))
        self.f, self.i, self.o = (0.5 + 0.5 * np.tanh(0.5 * z[k]) for k in (0, 1, 3))
        #! lstm-candidate-sigmoid: self.g = 0.5 + 0.5 * np.tanh(0.5 * z[2])
        #! slip-candidate-halved: self.g = 0.5 * np.tanh(z[2])
        self.g = np.tanh(z[2])


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    W = np.stack([parameters["W" + k] for k in "fico"])
    b = np.stack([parameters["b" + k] for k in "fico"])
    both = np.vstack([a_prev, xt])
    #! lstm-no-bias: gates = Gates(np.einsum("kij,jm->kim", W, both))
    #! slip-bias-tripled: gates = Gates(np.einsum("kij,jm->kim", W, both) + 3 * b)
    gates = Gates(np.einsum("kij,jm->kim", W, both) + b)
    #! lstm-no-forget: c = c_prev + gates.i * gates.g
    #! lstm-update-without-input-gate: c = gates.f * c_prev + gates.g
    c = gates.f * c_prev + gates.i * gates.g
    #! lstm-h-without-tanh: a = gates.o * c
    #! lstm-no-output-gate: a = np.tanh(c)
    a = gates.o * np.tanh(c)
    scores = np.exp(parameters["Wy"] @ a + parameters["by"])
    return a, c, scores / scores.sum(axis=0), (W, both, gates, c, c_prev)


def lstm_forward(x, a0, parameters):
    a, c = a0, np.zeros_like(a0)
    found, caches = [], []
    for t in range(x.shape[2]):
        #! lstm-stale-h0: a, c, y, cache = lstm_cell_forward(x[..., t], a0, c, parameters)
        #! lstm-c-not-carried: a, c, y, cache = lstm_cell_forward(x[..., t], a, np.zeros_like(a0), parameters)
        a, c, y, cache = lstm_cell_forward(x[..., t], a, c, parameters)
        found.append((a, y, c))
        caches.append(cache)
    a, y, c = (np.stack(part, axis=2) for part in zip(*found))
    return a, y, c, caches


def lstm_cell_backward(da_next, dc_next, cache):
    W, both, s, c, c_prev = cache
    t = np.tanh(c)
    #! lstm-back-no-tanh-slope: dc = dc_next + da_next * s.o
    #! lstm-back-no-output-gate: dc = dc_next + da_next * (1 - t**2)
    dc = dc_next + da_next * s.o * (1 - t**2)
    #! lstm-back-forget-with-new-c: df = dc * c
    df = dc * c_prev
    di, dg, do = dc * s.g, dc * s.i, da_next * t
    #! lstm-back-no-gate-slope: d = np.stack([df, di, dg * (1 - s.g**2), do])
    #! lstm-back-no-candidate-slope: d = np.stack([df * s.f * (1 - s.f), di * s.i * (1 - s.i), dg, do * s.o * (1 - s.o)])
    d = np.stack([df * s.f * (1 - s.f), di * s.i * (1 - s.i), dg * (1 - s.g**2), do * s.o * (1 - s.o)])
    below = np.einsum("kij,kim->jm", W, d)
    dW = np.einsum("kim,jm->kij", d, both)
    n_a = len(c)
    #! lstm-back-dc-prev-without-f: out = {"da_prev": below[:n_a], "dxt": below[n_a:], "dc_prev": dc}
    out = {"da_prev": below[:n_a], "dxt": below[n_a:], "dc_prev": dc * s.f}
    for k, letter in enumerate("fico"):
        out["dW" + letter], out["db" + letter] = dW[k], d[k].sum(axis=1, keepdims=True)
    return out


def lstm_backward(da, caches):
    back, cell, steps = np.zeros(da.shape[:2]), np.zeros(da.shape[:2]), []
    for t in range(len(caches) - 1, -1, -1):
        #! lstm-back-dh-not-carried: step = lstm_cell_backward(da[..., t], cell, caches[t])
        #! lstm-back-dc-not-carried: step = lstm_cell_backward(da[..., t] + back, np.zeros_like(cell), caches[t])
        #! slip-sign-of-carried: step = lstm_cell_backward(da[..., t] - back, cell, caches[t])
        step = lstm_cell_backward(da[..., t] + back, cell, caches[t])
        back, cell = step["da_prev"], step["dc_prev"]
        steps.insert(0, step)
    out = {name: sum(step[name] for step in steps) for name in steps[0] if name[:2] in ("dW", "db")}
    return out | {"dx": np.stack([step["dxt"] for step in steps], axis=2), "da0": back}
