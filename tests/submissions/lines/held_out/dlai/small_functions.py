import numpy as np


def softmax(z):
    return np.exp(z) / np.sum(np.exp(z), axis=0)


def linear(x, a, p):
    #! fwd-no-bias: return np.dot(p["Wax"], x) + np.dot(p["Waa"], a)
    #! fwd-no-recurrence: return np.dot(p["Wax"], x) + p["ba"]
    #! fwd-wh-transposed: return np.dot(p["Wax"], x) + np.dot(p["Waa"].T, a) + p["ba"]
    #! fwd-bias-twice: return np.dot(p["Wax"], x) + np.dot(p["Waa"], a) + 2 * p["ba"]
    #! slip-weights-doubled: return np.dot(2 * p["Wax"], x) + np.dot(p["Waa"], a) + p["ba"]
    return np.dot(p["Wax"], x) + np.dot(p["Waa"], a) + p["ba"]


def activation(z):
    #! fwd-no-activation: return z
    #! fwd-relu-for-tanh: return np.maximum(0, z)
    #! fwd-sigmoid-for-tanh: return 1 / (1 + np.exp(-z))
    return np.tanh(z)


def through_activation(gradient, a):
    #! bwd-no-act-derivative: return gradient
    #! bwd-derivative-no-square: return gradient * (1 - a)
    #! bwd-sigmoid-derivative: return gradient * a * (1 - a)
    #! slip-square-outside: return gradient * (1 - a) ** 2
    return gradient * (1 - a**2)


def rnn_cell_forward(xt, a_prev, parameters):
    a_next = activation(linear(xt, a_prev, parameters))
    yt_pred = softmax(np.dot(parameters["Wya"], a_next) + parameters["by"])
    return a_next, yt_pred, {"a": a_next, "before": a_prev, "x": xt, "parameters": parameters}


def rnn_cell_backward(da_next, cache):
    p = cache["parameters"]
    #! bwd-slope-at-h-prev: d = through_activation(da_next, cache["before"])
    d = through_activation(da_next, cache["a"])
    return {
        "dxt": np.dot(p["Wax"].T, d),
        #! bwd-wh-not-transposed: "da_prev": np.dot(p["Waa"], d),
        "da_prev": np.dot(p["Waa"].T, d),
        "dWax": np.dot(d, cache["x"].T),
        #! bwd-dwh-uses-ht: "dWaa": np.dot(d, cache["a"].T),
        #! bwd-dwh-transposed: "dWaa": np.dot(cache["before"], d.T),
        "dWaa": np.dot(d, cache["before"].T),
        "dba": np.sum(d, axis=1, keepdims=True),
    }


def rnn_forward(x, a0, parameters):
    states, outputs, caches = [a0], [], []
    for t in range(x.shape[2]):
        #! fwd-stale-h0: a, y, cache = rnn_cell_forward(x[:, :, t], states[0], parameters)
        #! fwd-reversed: a, y, cache = rnn_cell_forward(x[:, :, -1 - t], states[-1], parameters)
        a, y, cache = rnn_cell_forward(x[:, :, t], states[-1], parameters)
        states.append(a)
        outputs.append(y)
        caches.append(cache)
    #! fwd-h0-in-list: return np.stack(states[:-1], axis=2), np.stack(outputs, axis=2), (caches, x)
    #! fwd-h0-returned: return np.stack(states, axis=2), np.stack(outputs, axis=2), (caches, x)
    return np.stack(states[1:], axis=2), np.stack(outputs, axis=2), (caches, x)


def rnn_backward(da, caches):
    caches, x = caches
    T = da.shape[2]
    sums, dx = {}, []
    da_prev = np.zeros(da.shape[:2])
    #! bwd-loop-not-reversed: for t in range(T):
    for t in range(T - 1, -1, -1):
        #! bwd-no-through-time: step = rnn_cell_backward(da[:, :, t], caches[t])
        #! bwd-upstream-dropped: step = rnn_cell_backward(da_prev if t < T - 1 else da[:, :, t], caches[t])
        step = rnn_cell_backward(da[:, :, t] + da_prev, caches[t])
        da_prev = step["da_prev"]
        dx.append(step["dxt"])
        for name in ("dWax", "dWaa", "dba"):
            #! bwd-overwrite: sums[name] = step[name]
            #! bwd-mean-over-time: sums[name] = sums.get(name, 0) + step[name] / T
            #! slip-doubled-sum: sums[name] = 2 * sums.get(name, 0) + step[name]
            sums[name] = sums.get(name, 0) + step[name]
    #! slip-order-of-dx: return {"dx": np.stack(dx, axis=2), "da0": da_prev, **sums}
    #! bwd-dh0-zero: return {"dx": np.stack(dx[::-1], axis=2), "da0": np.zeros_like(da_prev), **sums}
    return {"dx": np.stack(dx[::-1], axis=2), "da0": da_prev, **sums}
