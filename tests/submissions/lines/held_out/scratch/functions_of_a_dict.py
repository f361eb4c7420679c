import numpy as np


def initialize_parameters(n_a, n_x, n_y):
    rng = np.random.default_rng(1)
    shapes = {"Wax": (n_a, n_x), "Waa": (n_a, n_a), "Wya": (n_y, n_a), "b": (n_a, 1), "by": (n_y, 1)}
    return {name: 0.01 * rng.standard_normal(shape) for name, shape in shapes.items()}


def cell(x_t, a_prev, parameters):
    #! fwd-no-bias: z = parameters["Waa"] @ a_prev + parameters["Wax"] @ x_t
    #! fwd-no-recurrence: z = parameters["Wax"] @ x_t + parameters["b"]
    #! fwd-wh-transposed: z = parameters["Waa"].T @ a_prev + parameters["Wax"] @ x_t + parameters["b"]
    #! slip-minus-recurrent: z = parameters["Wax"] @ x_t + parameters["b"] - parameters["Waa"] @ a_prev
    z = parameters["Waa"] @ a_prev + parameters["Wax"] @ x_t + parameters["b"]
    #! fwd-no-activation: return z
    #! fwd-relu-for-tanh: return np.maximum(z, 0)
    #! fwd-sigmoid-for-tanh: return 1 / (1 + np.exp(-z))
    return np.tanh(z)


def undo(dy, da, x_t, a, a_prev, parameters, gradients):
    #! bwd-no-through-time: da = parameters["Wya"].T @ dy
    da = da + parameters["Wya"].T @ dy
    #! bwd-derivative-no-square: dz = da * (1 - a)
    #! bwd-no-act-derivative: dz = da
    #! bwd-slope-at-h-prev: dz = da * (1 - a_prev**2)
    #! slip-square-of-slope: dz = da * (1 - a**2) ** 2
    dz = da * (1 - a**2)
    #! bwd-overwrite: gradients["dWax"] = dz @ x_t.T
    gradients["dWax"] += dz @ x_t.T
    #! bwd-dwh-uses-ht: gradients["dWaa"] += dz @ a.T
    #! bwd-dwh-transposed: gradients["dWaa"] += a_prev @ dz.T
    #! bwd-overwrite: gradients["dWaa"] = dz @ a_prev.T
    gradients["dWaa"] += dz @ a_prev.T
    #! bwd-db-not-accumulated: gradients["db"] = dz
    #! bwd-overwrite: gradients["db"] = dz
    gradients["db"] += dz
    gradients["dWya"] += dy @ a.T
    gradients["dby"] += dy
    #! bwd-wh-not-transposed: return parameters["Waa"] @ dz
    #! bwd-carry-diagonal: return np.diag(parameters["Waa"])[:, None] * dz
    return parameters["Waa"].T @ dz


def run_forward(xs, a0, parameters):
    a, ys = [a0], []
    for x_t in xs:
        #! fwd-stale-h0: a.append(cell(x_t, a[0], parameters))
        #! fwd-input-frozen: a.append(cell(xs[0], a[-1], parameters))
        a.append(cell(x_t, a[-1], parameters))
        ys.append(parameters["Wya"] @ a[-1] + parameters["by"])
    return ys, (xs, a)


def run_backward(dys, cache, parameters):
    xs, a = cache
    gradients = {"d" + name: np.zeros_like(value) for name, value in parameters.items()}
    da = np.zeros_like(a[0])
    #! bwd-loop-not-reversed: for t in range(len(xs)):
    for t in range(len(xs))[::-1]:
        #! slip-target-of-first-step: da = undo(dys[0], da, xs[t], a[t + 1], a[t], parameters, gradients)
        da = undo(dys[t], da, xs[t], a[t + 1], a[t], parameters, gradients)
    return gradients
