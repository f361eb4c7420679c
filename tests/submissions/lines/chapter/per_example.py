import numpy as np


def rnn_forward(x, h0, W, W_h, b):
    B, T, D = x.shape
    H = len(b)
    states = np.empty((B, T, H))
    for i in range(B):
        #! fwd-h0-ignored: state = np.zeros(H)
        state = h0[i]
        #! fwd-reversed: for t, x_t in enumerate(x[i][::-1]):
        for t, x_t in enumerate(x[i]):
            #! fwd-no-recurrence: a = W @ x_t + b
            #! fwd-no-bias: a = W @ x_t + W_h @ state
            #! fwd-bias-twice: a = W @ x_t + W_h @ state + 2 * b
            #! fwd-wh-transposed: a = W @ x_t + W_h.T @ state + b
            #! fwd-w-transposed: a = W.T @ x_t + W_h @ state + b
            #! fwd-swap-w-wh: a = W_h @ x_t + W @ state + b
            #! fwd-wh-identity: a = W @ x_t + state + b
            #! fwd-wh-diagonal: a = W @ x_t + np.diag(W_h) * state + b
            #! fwd-input-frozen: a = W @ x[i, 0] + W_h @ state + b
            #! fwd-stale-h0: a = W @ x_t + W_h @ h0[i] + b
            a = W @ x_t + W_h @ state + b
            #! fwd-no-activation: state = a
            #! fwd-sigmoid-for-tanh: state = 1 / (1 + np.exp(-a))
            #! fwd-relu-for-tanh: state = np.where(a > 0, a, 0)
            #! fwd-tan-for-tanh: state = np.tan(a)
            #! fwd-double-activation: state = np.tanh(np.tanh(a))
            state = np.tanh(a)
            states[i, t] = state
    return states


def rnn_backward(dh, x, h0, h, W, W_h, b):
    B, T, D = x.shape
    grads = {"dW": np.zeros_like(W), "dW_h": np.zeros_like(W_h), "db": np.zeros_like(b)}
    grads["dx"] = np.zeros_like(x)
    grads["dh0"] = np.zeros_like(h0)
    for i in range(B):
        back = np.zeros(len(b))
        for t in range(T - 1, -1, -1):
            before = h[i, t - 1] if t > 0 else h0[i]
            #! bwd-no-through-time: arriving = dh[i, t]
            #! bwd-upstream-dropped: arriving = back if t < T - 1 else dh[i, t]
            #! bwd-batch-reduction: arriving = dh[i, t] * B + back
            arriving = dh[i, t] + back
            #! bwd-no-act-derivative: delta = arriving
            #! bwd-derivative-at-h: delta = arriving * (1 - np.tanh(h[i, t]) ** 2)
            #! bwd-derivative-no-square: delta = arriving * (1 - h[i, t])
            #! bwd-sigmoid-derivative: delta = arriving * h[i, t] * (1 - h[i, t])
            #! bwd-derivative-wrong-step: delta = arriving * (1 - h[i, max(t - 1, 0)] ** 2)
            delta = arriving * (1 - h[i, t] ** 2)
            #! bwd-last-step-only: grads["dW"] += np.outer(delta, x[i, t]) * (t == T - 1)
            #! bwd-mean-over-time: grads["dW"] += np.outer(delta, x[i, t]) / T
            grads["dW"] += np.outer(delta, x[i, t])
            #! bwd-dwh-uses-ht: grads["dW_h"] += np.outer(delta, h[i, t])
            #! bwd-dwh-transposed: grads["dW_h"] += np.outer(before, delta)
            #! bwd-last-step-only: grads["dW_h"] += np.outer(delta, before) * (t == T - 1)
            #! bwd-mean-over-time: grads["dW_h"] += np.outer(delta, before) / T
            grads["dW_h"] += np.outer(delta, before)
            #! bwd-last-step-only: grads["db"] += delta * (t == T - 1)
            #! bwd-mean-over-time: grads["db"] += delta / T
            #! bwd-db-not-accumulated: grads["db"] += delta * (t == 0)
            grads["db"] += delta
            grads["dx"][i, t] = W.T @ delta
            #! bwd-wh-not-transposed: back = W_h @ delta
            back = W_h.T @ delta
        #! bwd-dh0-off-by-one: grads["dh0"][i] = delta
        grads["dh0"][i] = back
    return grads
