import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def gate(p, name, concat):
    #! lstm-no-bias: return p["W" + name] @ concat
    #! slip-gate-bias-minus: return p["W" + name] @ concat - p["b" + name]
    return p["W" + name] @ concat + p["b" + name]


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    concat = np.vstack((a_prev, xt))
    #! lstm-gates-tanh: f = np.tanh(gate(parameters, "f", concat))
    #! lstm-forget-bias: f = sigmoid(gate(parameters, "f", concat) + 1)
    f = sigmoid(gate(parameters, "f", concat))
    #! lstm-gates-tanh: i = np.tanh(gate(parameters, "i", concat))
    i = sigmoid(gate(parameters, "i", concat))
    #! lstm-gates-tanh: o = np.tanh(gate(parameters, "o", concat))
    o = sigmoid(gate(parameters, "o", concat))
    #! lstm-candidate-sigmoid: g = sigmoid(gate(parameters, "c", concat))
    g = np.tanh(gate(parameters, "c", concat))
    #! lstm-no-forget: c = c_prev + i * g
    #! lstm-update-without-input-gate: c = f * c_prev + g
    #! lstm-forget-input-swapped: c = i * c_prev + f * g
    c = f * c_prev + i * g
    #! lstm-h-without-tanh: a = o * c
    #! lstm-no-output-gate: a = np.tanh(c)
    #! lstm-h-from-old-c: a = o * np.tanh(c_prev)
    a = o * np.tanh(c)
    scores = parameters["Wy"] @ a + parameters["by"]
    y = np.exp(scores) / np.exp(scores).sum(axis=0)
    return a, c, y, dict(f=f, i=i, o=o, g=g, c=c, a_prev=a_prev, c_prev=c_prev, concat=concat, p=parameters)


def lstm_forward(x, a0, parameters):
    #! lstm-h0-ignored: a = np.zeros(a0.shape)
    a = a0
    #! lstm-c0-from-h0: c = a0.copy()
    c = np.zeros(a0.shape)
    results, caches = [], []
    for t in range(x.shape[2]):
        #! lstm-stale-h0: a, c, y, cache = lstm_cell_forward(x[:, :, t], a0, c, parameters)
        #! lstm-c-not-carried: a, c, y, cache = lstm_cell_forward(x[:, :, t], a, 0 * c, parameters)
        a, c, y, cache = lstm_cell_forward(x[:, :, t], a, c, parameters)
        results.append((a, y, c))
        caches.append(cache)
    a, y, c = (np.stack([r[k] for r in results], axis=2) for k in range(3))
    return a, y, c, (caches, x)


def lstm_cell_backward(da_next, dc_next, cache):
    f, i, o, g, c = (cache[k] for k in "fiogc")
    tc = np.tanh(c)
    #! lstm-back-output-with-c: d_o = da_next * c * o * (1 - o)
    d_o = da_next * tc * o * (1 - o)
    #! lstm-back-no-tanh-slope: d_c = dc_next + da_next * o
    #! lstm-back-no-output-gate: d_c = dc_next + da_next * (1 - tc * tc)
    #! lstm-back-slope-of-c: d_c = dc_next + da_next * o * (1 - c * c)
    d_c = dc_next + da_next * o * (1 - tc * tc)
    #! lstm-back-forget-with-new-c: d_f = d_c * c * f * (1 - f)
    d_f = d_c * cache["c_prev"] * f * (1 - f)
    #! slip-input-twice: d_i = 2 * d_c * g * i * (1 - i)
    d_i = d_c * g * i * (1 - i)
    #! lstm-back-no-candidate-slope: d_g = d_c * i
    #! lstm-back-candidate-slope-sigmoid: d_g = d_c * i * g * (1 - g)
    d_g = d_c * i * (1 - g * g)
    out, total = {}, 0
    for name, d in {"f": d_f, "i": d_i, "c": d_g, "o": d_o}.items():
        out["dW" + name] = d @ cache["concat"].T
        out["db" + name] = d.sum(axis=1, keepdims=True)
        total = total + cache["p"]["W" + name].T @ d
    out["da_prev"], out["dxt"] = total[: len(f)], total[len(f) :]
    #! lstm-back-dc-prev-without-f: out["dc_prev"] = d_c
    #! lstm-back-dc-prev-without-h: out["dc_prev"] = dc_next * f
    out["dc_prev"] = d_c * f
    return out


def lstm_backward(da, caches):
    caches, x = caches
    dx, flow_a, flow_c, sums = np.zeros(x.shape), 0, 0, {}
    for t in range(da.shape[2] - 1, -1, -1):
        #! lstm-back-dh-not-carried: g = lstm_cell_backward(da[:, :, t], flow_c, caches[t])
        #! lstm-back-dc-not-carried: g = lstm_cell_backward(da[:, :, t] + flow_a, 0, caches[t])
        g = lstm_cell_backward(da[:, :, t] + flow_a, flow_c, caches[t])
        flow_a, flow_c, dx[:, :, t] = g.pop("da_prev"), g.pop("dc_prev"), g.pop("dxt")
        #! slip-no-sums: sums = g
        sums = {name: sums.get(name, 0) + value for name, value in g.items()}
    return {"dx": dx, "da0": flow_a, **sums}
