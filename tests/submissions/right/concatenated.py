"""One matrix [W W_h b] on the column [x; h; 1], in both directions."""

import numpy as np


def rnn_step(x_t, h_prev, W, W_h, b):
    everything = np.concatenate([W, W_h, b[:, None]], axis=1)
    return np.tanh(np.concatenate([x_t, h_prev, np.ones((len(x_t), 1))], axis=1) @ everything.T)


def rnn_forward(x, h0, W, W_h, b):
    h = [h0]
    for t in range(x.shape[1]):
        h.append(rnn_step(x[:, t, :], h[-1], W, W_h, b))
    return np.stack(h[1:]).transpose(1, 0, 2)


def rnn_backward(dh, x, h0, h, W, W_h, b):
    D, H = W.shape[1], W.shape[0]
    total, dx, carry = np.zeros((H, D + H + 1)), np.zeros(x.shape), 0.0
    for t in range(x.shape[1] - 1, -1, -1):
        before = h[:, t - 1] if t else h0
        delta = (dh[:, t] + carry) * (1 - h[:, t] * h[:, t])
        total = total + delta.T @ np.hstack([x[:, t], before, np.ones((len(x), 1))])
        dx[:, t], carry = delta @ W, delta @ W_h
    return {"dx": dx, "dh0": carry, "dW": total[:, :D], "dW_h": total[:, D : D + H], "db": total[:, -1]}
