"""No array at all: sums, lists and math.tanh."""

import math


def dot(row, column):
    return sum(float(a) * float(b) for a, b in zip(row, column))


def rnn_step(x_t, h_prev, W, W_h, b):
    units = range(len(b))
    return [[math.tanh(dot(W[i], x) + dot(W_h[i], h) + float(b[i])) for i in units] for x, h in zip(x_t, h_prev)]


def rnn_forward(x, h0, W, W_h, b):
    result = []
    for sequence, h in zip(x, h0):
        states = []
        for x_t in sequence:
            [h] = rnn_step([x_t], [h], W, W_h, b)
            states.append(h)
        result.append(states)
    return result


def predict(h, W_y, b_y, kind="sigmoid"):
    def sigmoid(z):
        return 1 / (1 + math.exp(-z)) if z > -700 else 0.0 + math.exp(z)

    z = [[dot(row, states[-1]) + float(c) for row, c in zip(W_y, b_y)] for states in h]
    if kind == "sigmoid":
        return [[sigmoid(v) for v in row] for row in z]
    e = [[math.exp(v - max(row)) for v in row] for row in z]
    return [[v / sum(row) for v in row] for row in e]


def bce_loss(y_hat, y):
    total = 0.0
    for probabilities, targets in zip(y_hat, y):
        for p, target in zip(probabilities, targets):
            total -= math.log(p) if target == 1 else math.log(1 - p)
    return total / len(y)


def sequence_ce(y_hat, y, time="sum", batch="mean"):
    B, T = len(y), len(y[0])
    total = 0.0
    for i in range(B):
        for t in range(T):
            total += sum(-math.log(p) for p, target in zip(y_hat[i][t], y[i][t]) if target == 1)
    return total / (B if batch == "mean" else 1) / (T if time == "mean" else 1)


def sgd(params, grads, lr):
    return {name: (params[name] - lr * grads[name]).tolist() for name in params}
