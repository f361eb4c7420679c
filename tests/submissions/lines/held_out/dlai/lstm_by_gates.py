import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x):
    e = np.exp(x - x.max(axis=0))
    return e / e.sum(axis=0)


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    p = parameters
    #! lstm-no-recurrence: concat = np.concatenate([np.zeros_like(a_prev), xt])
    #! slip-halved-state: concat = np.concatenate([a_prev / 2, xt])
    concat = np.concatenate([a_prev, xt])
    #! lstm-gates-tanh: ft = np.tanh(p["Wf"] @ concat + p["bf"])
    #! lstm-no-bias: ft = sigmoid(p["Wf"] @ concat)
    #! lstm-forget-bias: ft = sigmoid(p["Wf"] @ concat + p["bf"] + 1)
    ft = sigmoid(p["Wf"] @ concat + p["bf"])
    #! lstm-gates-tanh: it = np.tanh(p["Wi"] @ concat + p["bi"])
    #! lstm-no-bias: it = sigmoid(p["Wi"] @ concat)
    #! slip-weights-of-forget: it = sigmoid(p["Wf"] @ concat + p["bi"])
    it = sigmoid(p["Wi"] @ concat + p["bi"])
    #! lstm-no-bias: cct = np.tanh(p["Wc"] @ concat)
    #! lstm-candidate-sigmoid: cct = sigmoid(p["Wc"] @ concat + p["bc"])
    cct = np.tanh(p["Wc"] @ concat + p["bc"])
    #! lstm-no-forget: c_next = c_prev + it * cct
    #! lstm-forget-input-swapped: c_next = it * c_prev + ft * cct
    #! lstm-update-without-input-gate: c_next = ft * c_prev + cct
    c_next = ft * c_prev + it * cct
    #! lstm-gates-tanh: ot = np.tanh(p["Wo"] @ concat + p["bo"])
    #! lstm-no-bias: ot = sigmoid(p["Wo"] @ concat)
    ot = sigmoid(p["Wo"] @ concat + p["bo"])
    #! lstm-h-without-tanh: a_next = ot * c_next
    #! lstm-no-output-gate: a_next = np.tanh(c_next)
    #! lstm-h-from-old-c: a_next = ot * np.tanh(c_prev)
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(p["Wy"] @ a_next + p["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)


def lstm_forward(x, a0, parameters):
    n_a, m = a0.shape
    T = x.shape[2]
    a, c = np.zeros((n_a, m, T)), np.zeros((n_a, m, T))
    y = np.zeros((len(parameters["by"]), m, T))
    #! lstm-h0-ignored: a_t = np.zeros((n_a, m))
    a_t = a0
    #! lstm-c0-from-h0: c_t = a0
    c_t = np.zeros((n_a, m))
    caches = []
    for t in range(T):
        #! lstm-stale-h0: a_t, c_t, y_t, cache = lstm_cell_forward(x[:, :, t], a0, c_t, parameters)
        #! lstm-h-for-c: a_t, c_t, y_t, cache = lstm_cell_forward(x[:, :, t], a_t, a_t if t else c_t, parameters)
        a_t, c_t, y_t, cache = lstm_cell_forward(x[:, :, t], a_t, c_t, parameters)
        a[:, :, t] = a_t
        #! slip-state-for-cell: c[:, :, t] = a_t
        c[:, :, t] = c_t
        y[:, :, t] = y_t
        caches.append(cache)
    return a, y, c, (caches, x)


def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, p = cache
    n_a = len(a_next)
    concat = np.concatenate([a_prev, xt])
    #! lstm-back-output-with-c: dot = da_next * c_next * ot * (1 - ot)
    #! lstm-back-no-gate-slope: dot = da_next * np.tanh(c_next)
    dot = da_next * np.tanh(c_next) * ot * (1 - ot)
    #! lstm-back-no-tanh-slope: dc = dc_next + da_next * ot
    #! lstm-back-slope-of-c: dc = dc_next + da_next * ot * (1 - c_next**2)
    #! lstm-back-no-output-gate: dc = dc_next + da_next * (1 - np.tanh(c_next) ** 2)
    #! lstm-back-cell-not-through-h: dc = dc_next
    dc = dc_next + da_next * ot * (1 - np.tanh(c_next) ** 2)
    #! lstm-back-no-candidate-slope: dcct = dc * it
    #! lstm-back-candidate-slope-sigmoid: dcct = dc * it * cct * (1 - cct)
    dcct = dc * it * (1 - cct**2)
    #! lstm-back-no-gate-slope: dit = dc * cct
    dit = dc * cct * it * (1 - it)
    #! lstm-back-no-gate-slope: dft = dc * c_prev
    #! lstm-back-forget-with-new-c: dft = dc * c_next * ft * (1 - ft)
    dft = dc * c_prev * ft * (1 - ft)
    dWf, dWi = dft @ concat.T, dit @ concat.T
    dWc, dWo = dcct @ concat.T, dot @ concat.T
    below = p["Wf"].T @ dft + p["Wi"].T @ dit + p["Wc"].T @ dcct + p["Wo"].T @ dot
    #! lstm-back-dc-prev-without-f: dc_prev = dc
    #! lstm-back-dc-prev-without-h: dc_prev = dc_next * ft
    dc_prev = dc * ft
    sums = {"db" + k: d.sum(axis=1, keepdims=True) for k, d in zip("fico", (dft, dit, dcct, dot))}
    return {
        "da_prev": below[:n_a],
        "dxt": below[n_a:],
        "dc_prev": dc_prev,
        "dWf": dWf,
        "dWi": dWi,
        "dWc": dWc,
        "dWo": dWo,
    } | sums


def lstm_backward(da, caches):
    caches, x = caches
    n_a, m, T = da.shape
    dx = np.zeros(x.shape)
    da_t, dc_t = np.zeros((n_a, m)), np.zeros((n_a, m))
    totals = {}
    for t in reversed(range(T)):
        #! lstm-back-dh-not-carried: g = lstm_cell_backward(da[:, :, t], dc_t, caches[t])
        #! lstm-back-dc-not-carried: g = lstm_cell_backward(da[:, :, t] + da_t, np.zeros((n_a, m)), caches[t])
        g = lstm_cell_backward(da[:, :, t] + da_t, dc_t, caches[t])
        da_t, dc_t = g["da_prev"], g["dc_prev"]
        dx[:, :, t] = g["dxt"]
        for name in ("dWf", "dWi", "dWc", "dWo", "dbf", "dbi", "dbc", "dbo"):
            #! slip-no-sum: totals[name] = g[name]
            totals[name] = totals.get(name, 0) + g[name]
    return {"dx": dx, "da0": da_t, **totals}
