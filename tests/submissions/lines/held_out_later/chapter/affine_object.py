import numpy as np


class Affine:
    def __init__(self, W, W_h, b):
        self.W, self.W_h, self.b = W, W_h, b

    def __call__(self, x, h):
        #! fwd-no-bias: out = x @ self.W.T + h @ self.W_h.T
        #! fwd-bias-twice: out = x @ self.W.T + self.b + h @ self.W_h.T + self.b
        #! fwd-no-recurrence: out = x @ self.W.T + self.b
        #! fwd-wh-transposed: out = x @ self.W.T + h @ self.W_h + self.b
        #! slip-inputs-squared: out = (x * x) @ self.W.T + h @ self.W_h.T + self.b
        out = x @ self.W.T + h @ self.W_h.T + self.b
        return out


def rnn_step(x_t, h_prev, W, W_h, b):
    affine = Affine(W, W_h, b)
    a = affine(x_t, h_prev)
    #! fwd-no-activation: return a
    #! fwd-sigmoid-for-tanh: return 1 / (1 + np.exp(-a))
    #! fwd-relu-for-tanh: return np.maximum(a, 0)
    return np.tanh(a)


def rnn_forward(x, h0, W, W_h, b):
    affine = Affine(W, W_h, b)
    T = x.shape[1]
    #! fwd-h0-ignored: states = [np.zeros_like(h0)]
    states = [h0]
    for t in range(T):
        #! fwd-reversed: a = affine(x[:, T - 1 - t], states[t])
        #! fwd-input-frozen: a = affine(x[:, 0], states[t])
        #! fwd-stale-h0: a = affine(x[:, t], states[0])
        #! slip-state-halved: a = affine(x[:, t], states[t] / 2)
        a = affine(x[:, t], states[t])
        #! fwd-no-activation: states.append(a)
        #! fwd-double-activation: states.append(np.tanh(np.tanh(a)))
        states.append(np.tanh(a))
    #! fwd-h0-in-list: return np.stack(states[:-1], axis=1)
    return np.stack(states[1:], axis=1)


def rnn_backward(dh, x, h0, h, W, W_h, b):
    T = x.shape[1]
    all_states = np.concatenate([h0[:, None], h], axis=1)
    grads = {"dx": np.zeros(x.shape), "dW": np.zeros(W.shape), "dW_h": np.zeros(W_h.shape), "db": np.zeros(b.shape)}
    #! bwd-last-gradient-twice: flow = dh[:, -1]
    flow = np.zeros(h0.shape)
    #! bwd-loop-not-reversed: for t in range(T):
    for t in range(T)[::-1]:
        now, before = all_states[:, t + 1], all_states[:, t]
        #! bwd-no-through-time: d_h = dh[:, t]
        #! bwd-upstream-dropped: d_h = flow if t < T - 1 else dh[:, t]
        #! slip-average: d_h = (dh[:, t] + flow) / 2
        d_h = dh[:, t] + flow
        #! bwd-no-act-derivative: d_a = d_h
        #! bwd-derivative-no-square: d_a = d_h * (1 - now)
        #! bwd-slope-at-h-prev: d_a = d_h * (1 - before**2)
        #! bwd-sigmoid-derivative: d_a = d_h * now * (1 - now)
        d_a = d_h * (1 - now**2)
        #! bwd-overwrite: grads["dW"] = d_a.T @ x[:, t]
        grads["dW"] += d_a.T @ x[:, t]
        #! bwd-overwrite: grads["dW_h"] = d_a.T @ before
        #! bwd-dwh-uses-ht: grads["dW_h"] += d_a.T @ now
        #! bwd-dwh-transposed: grads["dW_h"] += before.T @ d_a
        grads["dW_h"] += d_a.T @ before
        #! bwd-overwrite: grads["db"] = d_a.sum(axis=0)
        #! bwd-db-not-accumulated: grads["db"] = d_a.sum(axis=0)
        #! slip-db-doubled: grads["db"] += 2 * d_a.sum(axis=0)
        grads["db"] += d_a.sum(axis=0)
        grads["dx"][:, t] = d_a @ W
        #! bwd-wh-not-transposed: flow = d_a @ W_h.T
        #! bwd-carry-diagonal: flow = d_a * np.diag(W_h)
        flow = d_a @ W_h
    #! bwd-dh0-zero: grads["dh0"] = np.zeros(h0.shape)
    #! bwd-dh0-off-by-one: grads["dh0"] = d_a
    grads["dh0"] = flow
    return grads
