"""The plain solution: a batch at a time, one line for each line of the blackboard."""

import numpy as np


def rnn_step(x_t, h_prev, W, W_h, b):
    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)


def rnn_forward(x, h0, W, W_h, b):
    h, out = h0, []
    for t in range(x.shape[1]):
        h = rnn_step(x[:, t], h, W, W_h, b)
        out.append(h)
    return np.stack(out, axis=1)


def predict(h, W_y, b_y, kind="sigmoid"):
    z = h[:, -1] @ W_y.T + b_y
    if kind == "sigmoid":
        return np.where(z >= 0, 1 / (1 + np.exp(-np.abs(z))), np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))))
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def bce_loss(y_hat, y):
    return -np.mean(np.sum(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat), axis=-1))


def sequence_ce(y_hat, y, time="sum", batch="mean"):
    with np.errstate(divide="ignore", invalid="ignore"):
        losses = -np.log(np.sum(y * y_hat, axis=-1))
    losses = losses.sum(axis=1) if time == "sum" else losses.mean(axis=1)
    return losses.sum() if batch == "sum" else losses.mean()


def rnn_backward(dh, x, h0, h, W, W_h, b):
    B, T, H = h.shape
    dW, dW_h, db, dx = np.zeros_like(W), np.zeros_like(W_h), np.zeros_like(b), np.zeros_like(x)
    carry = np.zeros_like(h0)
    for t in reversed(range(T)):
        d = (1 - h[:, t] ** 2) * (dh[:, t] + carry)
        prev = h[:, t - 1] if t else h0
        dW += d.T @ x[:, t]
        dW_h += d.T @ prev
        db += d.sum(axis=0)
        dx[:, t] = d @ W
        carry = d @ W_h
    return dict(dx=dx, dh0=carry, dW=dW, dW_h=dW_h, db=db)


def sgd(params, grads, lr):
    return {k: v - lr * grads[k] for k, v in params.items()}
