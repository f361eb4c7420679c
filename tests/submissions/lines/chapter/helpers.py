import numpy as np


def affine(x, W, b):
    return x @ W.T + b


def preactivation(x_t, h, W, W_h, b):
    #! fwd-no-recurrence: return affine(x_t, W, b)
    #! fwd-no-bias: return affine(x_t, W, 0) + h @ W_h.T
    #! fwd-bias-twice: return affine(x_t, W, b) + affine(h, W_h, b)
    #! fwd-wh-transposed: return affine(x_t, W, b) + h @ W_h
    #! fwd-w-transposed: return affine(x_t, W.T, b) + h @ W_h.T
    #! fwd-wh-identity: return affine(x_t, W, b) + h
    #! fwd-wh-diagonal: return affine(x_t, W, b) + h * np.diag(W_h)
    return affine(x_t, W, b) + h @ W_h.T


def activation(a):
    #! fwd-no-activation: return a
    #! fwd-sigmoid-for-tanh: return 1 / (1 + np.exp(-a))
    #! fwd-relu-for-tanh: return np.maximum(0, a)
    #! fwd-tan-for-tanh: return np.tan(a)
    #! fwd-double-activation: return np.tanh(np.tanh(a))
    return np.tanh(a)


def rnn_step(x_t, h_prev, W, W_h, b):
    return activation(preactivation(x_t, h_prev, W, W_h, b))


def rnn_forward(x, h0, W, W_h, b):
    h = np.zeros((x.shape[0], x.shape[1], W.shape[0]))
    for t in range(x.shape[1]):
        #! fwd-h0-ignored: h[:, t] = rnn_step(x[:, t], h[:, t - 1] if t else np.zeros_like(h0), W, W_h, b)
        #! fwd-stale-h0: h[:, t] = rnn_step(x[:, t], h0, W, W_h, b)
        #! fwd-reversed: h[:, t] = rnn_step(x[:, -1 - t], h[:, t - 1] if t else h0, W, W_h, b)
        #! fwd-input-frozen: h[:, t] = rnn_step(x[:, 0], h[:, t - 1] if t else h0, W, W_h, b)
        h[:, t] = rnn_step(x[:, t], h[:, t - 1] if t else h0, W, W_h, b)
    return h


def slope(h):
    #! bwd-no-act-derivative: return np.ones(h.shape)
    #! bwd-derivative-at-h: return 1 - np.tanh(h) ** 2
    #! bwd-derivative-no-square: return 1 - h
    #! bwd-sigmoid-derivative: return h * (1 - h)
    return 1 - h**2


def step_back(dh_t, x_t, h_prev, h_t, W, W_h):
    delta = dh_t * slope(h_t)
    #! bwd-wh-not-transposed: dh_prev = delta @ W_h.T
    dh_prev = delta @ W_h
    #! bwd-dwh-uses-ht: dW_h = delta.T @ h_t
    #! bwd-dwh-transposed: dW_h = h_prev.T @ delta
    dW_h = delta.T @ h_prev
    return delta @ W, dh_prev, delta.T @ x_t, dW_h, delta.sum(axis=0)


def rnn_backward(dh, x, h0, h, W, W_h, b):
    dx, dh_prev = np.zeros_like(x), np.zeros_like(h0)
    dW, dW_h, db = np.zeros_like(W), np.zeros_like(W_h), np.zeros_like(b)
    for t in range(x.shape[1])[::-1]:
        before = h[:, t - 1] if t else h0
        #! bwd-no-through-time: dx[:, t], dh_prev, dW_t, dW_h_t, db_t = step_back(dh[:, t], x[:, t], before, h[:, t], W, W_h)
        #! bwd-derivative-wrong-step: dx[:, t], dh_prev, dW_t, dW_h_t, db_t = step_back(dh[:, t] + dh_prev, x[:, t], before, h[:, max(t - 1, 0)], W, W_h)
        #! bwd-batch-reduction: dx[:, t], dh_prev, dW_t, dW_h_t, db_t = step_back(dh[:, t] * len(x) + dh_prev, x[:, t], before, h[:, t], W, W_h)
        dx[:, t], dh_prev, dW_t, dW_h_t, db_t = step_back(dh[:, t] + dh_prev, x[:, t], before, h[:, t], W, W_h)
        #! bwd-overwrite: dW = dW_t
        #! bwd-mean-over-time: dW += dW_t / x.shape[1]
        dW += dW_t
        #! bwd-overwrite: dW_h = dW_h_t
        #! bwd-mean-over-time: dW_h += dW_h_t / x.shape[1]
        dW_h += dW_h_t
        #! bwd-overwrite: db = db_t
        #! bwd-mean-over-time: db += db_t / x.shape[1]
        #! bwd-db-not-accumulated: db = db_t
        db += db_t
    return {"dx": dx, "dh0": dh_prev, "dW": dW, "dW_h": dW_h, "db": db}
