"""All four matrices one below the other; what is kept is a list of small dicts."""

import numpy as np


def squash(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    W = np.vstack([parameters["W" + k] for k in "fico"])
    b = np.vstack([parameters["b" + k] for k in "fico"])
    both = np.vstack([a_prev, xt])
    f, i, g, o = np.split(W @ both + b, 4)
    f, i, g, o = squash(f), squash(i), np.tanh(g), squash(o)
    c = f * c_prev + i * g
    a = o * np.tanh(c)
    z = parameters["Wy"] @ a + parameters["by"]
    y = np.exp(z - z.max(axis=0)) / np.exp(z - z.max(axis=0)).sum(axis=0)
    return a, c, y, dict(W=W, both=both, f=f, i=i, g=g, o=o, c=c, c_prev=c_prev)


def lstm_forward(x, a0, parameters):
    a, c, kept = a0, np.zeros(a0.shape), []
    out = []
    for t in range(x.shape[2]):
        a, c, y, k = lstm_cell_forward(x[..., t], a, c, parameters)
        kept.append(k)
        out.append((a, y, c))
    return *(np.stack(part, axis=2) for part in zip(*out)), kept


def lstm_cell_backward(da_next, dc_next, cache):
    k = cache
    t = np.tanh(k["c"])
    dc = dc_next + da_next * k["o"] * (1 - t**2)
    d = np.vstack(
        [
            dc * k["c_prev"] * k["f"] * (1 - k["f"]),
            dc * k["g"] * k["i"] * (1 - k["i"]),
            dc * k["i"] * (1 - k["g"] ** 2),
            da_next * t * k["o"] * (1 - k["o"]),
        ]
    )
    below = k["W"].T @ d
    n_a = len(da_next)
    found = {"da_prev": below[:n_a], "dxt": below[n_a:], "dc_prev": dc * k["f"]}
    found |= {"dW" + name: part for name, part in zip("fico", np.split(d @ k["both"].T, 4))}
    return found | {"db" + name: part for name, part in zip("fico", np.split(d.sum(axis=1), 4))}


def lstm_backward(da, caches):
    da_next, dc_next, steps = 0 * da[..., 0], 0 * da[..., 0], []
    for t in range(len(caches))[::-1]:
        steps.insert(0, lstm_cell_backward(da[..., t] + da_next, dc_next, caches[t]))
        da_next, dc_next = steps[0]["da_prev"], steps[0]["dc_prev"]
    found = {"dx": np.stack([step["dxt"] for step in steps], axis=2), "da0": da_next}
    for name in ("dWf", "dWi", "dWc", "dWo", "dbf", "dbi", "dbc", "dbo"):
        found[name] = sum(step[name] for step in steps)
    return found
