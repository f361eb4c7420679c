import numpy as np


def rnn_step(x_t, h_prev, W, W_h, b):
    z = np.concatenate([h_prev, x_t], axis=1)
    #! fwd-wh-transposed: V = np.concatenate([W_h.T, W], axis=1)
    V = np.concatenate([W_h, W], axis=1)
    #! fwd-no-bias: return np.tanh(z @ V.T)
    #! fwd-bias-twice: return np.tanh(z @ V.T + 2 * b)
    #! fwd-no-activation: return z @ V.T + b
    #! fwd-sigmoid-for-tanh: return 1 / (1 + np.exp(-(z @ V.T + b)))
    #! fwd-relu-for-tanh: return np.maximum(z @ V.T + b, 0)
    #! fwd-tan-for-tanh: return np.tan(z @ V.T + b)
    return np.tanh(z @ V.T + b)


def rnn_forward(x, h0, W, W_h, b):
    B, T, _ = x.shape
    #! fwd-wh-transposed: V = np.concatenate([W_h.T, W], axis=1)
    V = np.hstack([W_h, W])
    h = np.empty((B, T + 1, len(b)))
    #! fwd-h0-ignored: h[:, 0] = 0
    h[:, 0] = h0
    for t in range(T):
        #! fwd-reversed: z = np.hstack([h[:, t], x[:, T - 1 - t]])
        #! fwd-input-frozen: z = np.hstack([h[:, t], x[:, 0]])
        #! fwd-stale-h0: z = np.hstack([h[:, 0], x[:, t]])
        #! fwd-no-recurrence: z = np.hstack([np.zeros_like(h0), x[:, t]])
        z = np.hstack([h[:, t], x[:, t]])
        #! fwd-no-bias: h[:, t + 1] = np.tanh(z @ V.T)
        #! fwd-bias-twice: h[:, t + 1] = np.tanh(z @ V.T + 2 * b)
        #! fwd-no-activation: h[:, t + 1] = z @ V.T + b
        #! fwd-sigmoid-for-tanh: h[:, t + 1] = 1 / (1 + np.exp(-(z @ V.T + b)))
        #! fwd-relu-for-tanh: h[:, t + 1] = np.maximum(z @ V.T + b, 0)
        #! fwd-tan-for-tanh: h[:, t + 1] = np.tan(z @ V.T + b)
        #! fwd-double-activation: h[:, t + 1] = np.tanh(np.tanh(z @ V.T + b))
        h[:, t + 1] = np.tanh(z @ V.T + b)
    return h[:, 1:]


def rnn_backward(dh, x, h0, h, W, W_h, b):
    B, T, D = x.shape
    H = len(b)
    V = np.hstack([W_h, W])
    past = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
    #! bwd-dwh-uses-ht: z = np.concatenate([h, x], axis=2)
    z = np.concatenate([past, x], axis=2)
    #! bwd-derivative-no-square: slopes = 1 - h
    #! bwd-sigmoid-derivative: slopes = h * (1 - h)
    #! bwd-derivative-at-h: slopes = 1 - np.tanh(h) ** 2
    #! bwd-no-act-derivative: slopes = np.ones_like(h)
    #! bwd-derivative-wrong-step: slopes = 1 - np.concatenate([h[:, :1], h[:, :-1]], axis=1) ** 2
    slopes = 1 - h**2
    dV, db, dz = np.zeros_like(V), np.zeros(H), np.zeros((B, H + D))
    dx = np.zeros_like(x)
    for t in range(T - 1, -1, -1):
        #! bwd-no-through-time: delta = dh[:, t] * slopes[:, t]
        #! bwd-upstream-dropped: delta = (dh[:, t] if t == T - 1 else dz[:, :H]) * slopes[:, t]
        delta = (dh[:, t] + dz[:, :H]) * slopes[:, t]
        #! bwd-overwrite: dV = delta.T @ z[:, t]
        #! bwd-mean-over-time: dV += delta.T @ z[:, t] / T
        #! bwd-last-step-only: dV += delta.T @ z[:, t] * (t == T - 1)
        dV += delta.T @ z[:, t]
        #! bwd-overwrite: db = delta.sum(axis=0)
        #! bwd-mean-over-time: db += delta.sum(axis=0) / T
        #! bwd-last-step-only: db += delta.sum(axis=0) * (t == T - 1)
        #! bwd-db-not-accumulated: db = delta.sum(axis=0)
        db += delta.sum(axis=0)
        #! bwd-wh-not-transposed: dz = np.hstack([delta @ W_h.T, delta @ W])
        dz = delta @ V
        dx[:, t] = dz[:, H:]
    #! bwd-dh0-off-by-one: return {"dx": dx, "dh0": delta, "dW": dV[:, H:], "dW_h": dV[:, :H], "db": db}
    #! bwd-dwh-transposed: return {"dx": dx, "dh0": dz[:, :H], "dW": dV[:, H:], "dW_h": dV[:, :H].T, "db": db}
    return {"dx": dx, "dh0": dz[:, :H], "dW": dV[:, H:], "dW_h": dV[:, :H], "db": db}
