import numpy as np


def rnn_step(x_t, h_prev, W, W_h, b):
    def through(weights, vectors):
        return np.stack([weights @ v for v in vectors])

    #! fwd-w-transposed: total = through(W.T, x_t)
    total = through(W, x_t)
    #! fwd-wh-transposed: total = total + through(W_h.T, h_prev)
    #! fwd-wh-identity: total = total + h_prev
    #! fwd-no-recurrence: total = total + 0 * h_prev
    total = total + through(W_h, h_prev)
    #! fwd-no-bias: total = total + 0 * b
    #! fwd-bias-twice: total = total + 2 * b
    total = total + b
    #! fwd-no-activation: return total
    #! fwd-tan-for-tanh: return np.tan(total)
    #! fwd-relu-for-tanh: return total.clip(min=0)
    return np.tanh(total)


def rnn_forward(x, h0, W, W_h, b):
    def after(t):
        if t < 0:
            #! fwd-h0-ignored: return np.zeros_like(h0)
            return h0
        if t not in known:
            #! fwd-stale-h0: earlier = h0
            earlier = after(t - 1)
            #! fwd-reversed: from_input = x[:, T - 1 - t] @ W.T + b
            #! fwd-input-frozen: from_input = x[:, 0] @ W.T + b
            #! fwd-no-bias: from_input = x[:, t] @ W.T
            #! slip-bias-per-step: from_input = x[:, t] @ W.T + (t + 1) * b
            from_input = x[:, t] @ W.T + b
            #! fwd-wh-transposed: known[t] = np.tanh(from_input + earlier @ W_h)
            #! fwd-no-recurrence: known[t] = np.tanh(from_input)
            #! fwd-act-input-only: known[t] = np.tanh(from_input) + earlier @ W_h.T
            #! fwd-sigmoid-for-tanh: known[t] = 1 / (1 + np.exp(-(from_input + earlier @ W_h.T)))
            known[t] = np.tanh(from_input + earlier @ W_h.T)
        return known[t]

    T = x.shape[1]
    known = {}
    after(T - 1)
    #! fwd-h0-in-list: return np.stack([h0] + [known[t] for t in range(T - 1)], axis=1)
    return np.stack([known[t] for t in range(T)], axis=1)


def rnn_backward(dh, x, h0, h, W, W_h, b):
    def previous(t):
        return h[:, t - 1] if t > 0 else h0

    def delta_at(t, arriving):
        #! bwd-no-through-time: total = dh[:, t]
        #! bwd-upstream-dropped: total = arriving if arriving.any() else dh[:, t]
        #! slip-difference: total = dh[:, t] - arriving
        total = dh[:, t] + arriving
        #! bwd-no-act-derivative: return total
        #! bwd-derivative-no-square: return total * (1 - h[:, t])
        #! bwd-slope-at-h-prev: return total * (1 - previous(t) ** 2)
        #! bwd-sigmoid-derivative: return total * h[:, t] * (1 - h[:, t])
        return total * (1 - h[:, t] ** 2)

    T = x.shape[1]
    deltas = np.empty_like(h)
    arriving = np.zeros_like(h0)
    t = T - 1
    while t >= 0:
        deltas[:, t] = delta_at(t, arriving)
        #! bwd-wh-not-transposed: arriving = deltas[:, t] @ W_h.T
        #! bwd-carry-diagonal: arriving = deltas[:, t] * np.diag(W_h)
        arriving = deltas[:, t] @ W_h
        t -= 1
    earlier = np.stack([previous(t) for t in range(T)], axis=1)
    #! bwd-overwrite: dW = np.tensordot(deltas[:, 0], x[:, 0], ([0], [0]))
    #! bwd-mean-over-time: dW = np.tensordot(deltas, x, ([0, 1], [0, 1])) / T
    dW = np.tensordot(deltas, x, ([0, 1], [0, 1]))
    #! bwd-dwh-uses-ht: dW_h = np.tensordot(deltas, h, ([0, 1], [0, 1]))
    #! bwd-dwh-transposed: dW_h = np.tensordot(earlier, deltas, ([0, 1], [0, 1]))
    #! bwd-overwrite: dW_h = np.tensordot(deltas[:, 0], earlier[:, 0], ([0], [0]))
    #! bwd-mean-over-time: dW_h = np.tensordot(deltas, earlier, ([0, 1], [0, 1])) / T
    dW_h = np.tensordot(deltas, earlier, ([0, 1], [0, 1]))
    #! bwd-overwrite: db = deltas[:, 0].sum(axis=0)
    #! bwd-db-not-accumulated: db = deltas[:, 0].sum(axis=0)
    #! bwd-mean-over-time: db = deltas.sum(axis=(0, 1)) / T
    #! slip-mean-over-examples: db = deltas.mean(axis=0).sum(axis=0)
    db = deltas.sum(axis=(0, 1))
    #! bwd-dh0-zero: return {"dx": deltas @ W, "dh0": np.zeros_like(h0), "dW": dW, "dW_h": dW_h, "db": db}
    #! bwd-dh0-off-by-one: return {"dx": deltas @ W, "dh0": deltas[:, 0], "dW": dW, "dW_h": dW_h, "db": db}
    return {"dx": deltas @ W, "dh0": arriving, "dW": dW, "dW_h": dW_h, "db": db}
