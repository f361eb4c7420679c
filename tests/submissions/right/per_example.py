"""One example and one step at a time, columns as on the blackboard."""

import numpy as np


def step(x, h, W, W_h, b):
    return np.tanh(W @ x + W_h @ h + b)


def rnn_step(x_t, h_prev, W, W_h, b):
    return np.array([step(x, h, W, W_h, b) for x, h in zip(x_t, h_prev)])


def rnn_forward(x, h0, W, W_h, b):
    everything = []
    for sequence, h in zip(x, h0):
        states = []
        for x_t in sequence:
            h = step(x_t, h, W, W_h, b)
            states.append(h)
        everything.append(states)
    return np.array(everything)


def rnn_backward(dh, x, h0, h, W, W_h, b):
    dx, dh0 = np.zeros(x.shape), np.zeros(h0.shape)
    dW, dW_h, db = np.zeros(W.shape), np.zeros(W_h.shape), np.zeros(b.shape)
    for i in range(len(x)):
        carry = np.zeros(len(b))
        for t in reversed(range(x.shape[1])):
            delta = (1 - h[i, t] ** 2) * (dh[i, t] + carry)
            dW += np.outer(delta, x[i, t])
            dW_h += np.outer(delta, h[i, t - 1] if t > 0 else h0[i])
            db += delta
            dx[i, t] = W.T @ delta
            carry = W_h.T @ delta
        dh0[i] = carry
    return dict(dx=dx, dh0=dh0, dW=dW, dW_h=dW_h, db=db)


def predict(h, W_y, b_y, kind="sigmoid"):
    out = []
    for states in h:
        z = W_y @ states[-1] + b_y
        if kind == "sigmoid":
            out.append([1 / (1 + np.exp(-v)) if v > 0 else np.exp(v) / (1 + np.exp(v)) for v in z])
        else:
            e = np.exp(z - max(z))
            out.append(e / sum(e))
    return np.array(out)
