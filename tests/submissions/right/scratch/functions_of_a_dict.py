"""Functions that take a dict of parameters last; the forward pass returns a cache, and the backward pass a dict."""

import numpy as np


def initialize_parameters(n_a, n_x, n_y):
    rng = np.random.default_rng(1)
    shapes = {"Wax": (n_a, n_x), "Waa": (n_a, n_a), "Wya": (n_y, n_a), "b": (n_a, 1), "by": (n_y, 1)}
    return {name: 0.01 * rng.standard_normal(shape) for name, shape in shapes.items()}


def cell(x_t, a_prev, parameters):
    return np.tanh(parameters["Waa"] @ a_prev + parameters["Wax"] @ x_t + parameters["b"])


def run_forward(xs, a0, parameters):
    a, ys = [a0], []
    for x_t in xs:
        a.append(cell(x_t, a[-1], parameters))
        ys.append(parameters["Wya"] @ a[-1] + parameters["by"])
    return ys, (xs, a)


def run_backward(dys, cache, parameters):
    xs, a = cache
    gradients = {"d" + name: np.zeros_like(value) for name, value in parameters.items()}
    da = np.zeros_like(a[0])
    for t in range(len(xs))[::-1]:
        da = da + parameters["Wya"].T @ dys[t]
        dz = da * (1 - a[t + 1] ** 2)
        gradients["dWax"] += dz @ xs[t].T
        gradients["dWaa"] += dz @ a[t].T
        gradients["db"] += dz
        gradients["dWya"] += dys[t] @ a[t + 1].T
        gradients["dby"] += dys[t]
        da = parameters["Waa"].T @ dz
    return gradients
