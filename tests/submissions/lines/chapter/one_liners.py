import numpy as np


def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def rnn_step(x_t, h_prev, W, W_h, b):
    #! fwd-no-recurrence: return np.tanh(x_t @ W.T + b)
    #! fwd-no-bias: return np.tanh(x_t @ W.T + h_prev @ W_h.T)
    #! fwd-bias-twice: return np.tanh(x_t @ W.T + b + h_prev @ W_h.T + b)
    #! fwd-no-activation: return x_t @ W.T + h_prev @ W_h.T + b
    #! fwd-sigmoid-for-tanh: return 1 / (1 + np.exp(-(x_t @ W.T + h_prev @ W_h.T + b)))
    #! fwd-relu-for-tanh: return np.maximum(0, x_t @ W.T + h_prev @ W_h.T + b)
    #! fwd-tan-for-tanh: return np.tan(x_t @ W.T + h_prev @ W_h.T + b)
    #! fwd-double-activation: return np.tanh(np.tanh(x_t @ W.T + h_prev @ W_h.T + b))
    #! fwd-act-input-only: return np.tanh(x_t @ W.T + b) + h_prev @ W_h.T
    #! fwd-wh-transposed: return np.tanh(x_t @ W.T + h_prev @ W_h + b)
    #! fwd-w-transposed: return np.tanh(x_t @ W + h_prev @ W_h.T + b)
    #! fwd-swap-w-wh: return np.tanh(x_t @ W_h.T + h_prev @ W.T + b)
    #! fwd-wh-identity: return np.tanh(x_t @ W.T + h_prev + b)
    #! fwd-wh-diagonal: return np.tanh(x_t @ W.T + h_prev * np.diag(W_h) + b)
    #! fwd-h0-ignored: return np.tanh(x_t @ W.T + np.zeros_like(h_prev) @ W_h.T + b)
    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)


def rnn_forward(x, h0, W, W_h, b):
    hs = [h0]
    #! fwd-h0-ignored: hs = [np.zeros_like(h0)]
    #! fwd-reversed: for x_t in x.transpose(1, 0, 2)[::-1]:
    #! fwd-input-frozen: for x_t in [x[:, 0]] * x.shape[1]:
    #! fwd-input-lag: for x_t in [0 * x[:, 0], *x.transpose(1, 0, 2)[:-1]]:
    for x_t in x.transpose(1, 0, 2):
        #! fwd-no-recurrence: hs.append(np.tanh(x_t @ W.T + b))
        #! fwd-no-bias: hs.append(np.tanh(x_t @ W.T + hs[-1] @ W_h.T))
        #! fwd-bias-twice: hs.append(np.tanh(x_t @ W.T + b + hs[-1] @ W_h.T + b))
        #! fwd-no-activation: hs.append(x_t @ W.T + hs[-1] @ W_h.T + b)
        #! fwd-sigmoid-for-tanh: hs.append(sigmoid(x_t @ W.T + hs[-1] @ W_h.T + b))
        #! fwd-relu-for-tanh: hs.append(np.maximum(0, x_t @ W.T + hs[-1] @ W_h.T + b))
        #! fwd-tan-for-tanh: hs.append(np.tan(x_t @ W.T + hs[-1] @ W_h.T + b))
        #! fwd-double-activation: hs.append(np.tanh(np.tanh(x_t @ W.T + hs[-1] @ W_h.T + b)))
        #! fwd-act-input-only: hs.append(np.tanh(x_t @ W.T + b) + hs[-1] @ W_h.T)
        #! fwd-wh-transposed: hs.append(np.tanh(x_t @ W.T + hs[-1] @ W_h + b))
        #! fwd-w-transposed: hs.append(np.tanh(x_t @ W + hs[-1] @ W_h.T + b))
        #! fwd-swap-w-wh: hs.append(np.tanh(x_t @ W_h.T + hs[-1] @ W.T + b))
        #! fwd-wh-identity: hs.append(np.tanh(x_t @ W.T + hs[-1] + b))
        #! fwd-wh-diagonal: hs.append(np.tanh(x_t @ W.T + hs[-1] * np.diag(W_h) + b))
        #! fwd-stale-h0: hs.append(np.tanh(x_t @ W.T + h0 @ W_h.T + b))
        hs.append(np.tanh(x_t @ W.T + hs[-1] @ W_h.T + b))
    return np.stack(hs[1:], axis=1)


def rnn_backward(dh, x, h0, h, W, W_h, b):
    T = x.shape[1]
    past = np.concatenate([h0[:, None], h], axis=1)
    dx, dW, dW_h, db, carry = np.zeros_like(x), 0, 0, 0, 0
    for t in reversed(range(T)):
        #! bwd-batch-reduction: d = (dh[:, t] * len(dh) + carry) * (1 - h[:, t] ** 2)
        #! bwd-no-act-derivative: d = dh[:, t] + carry
        #! bwd-derivative-at-h: d = (dh[:, t] + carry) * (1 - np.tanh(h[:, t]) ** 2)
        #! bwd-derivative-no-square: d = (dh[:, t] + carry) * (1 - h[:, t])
        #! bwd-sigmoid-derivative: d = (dh[:, t] + carry) * h[:, t] * (1 - h[:, t])
        #! bwd-derivative-wrong-step: d = (dh[:, t] + carry) * (1 - h[:, max(t - 1, 0)] ** 2)
        #! bwd-no-through-time: d = dh[:, t] * (1 - h[:, t] ** 2)
        #! bwd-upstream-dropped: d = (dh[:, t] if t == T - 1 else carry) * (1 - h[:, t] ** 2)
        d = (dh[:, t] + carry) * (1 - h[:, t] ** 2)
        #! bwd-overwrite: dW = d.T @ x[:, t]
        #! bwd-last-step-only: dW = dW + d.T @ x[:, t] * (t == T - 1)
        #! bwd-mean-over-time: dW = dW + d.T @ x[:, t] / T
        dW = dW + d.T @ x[:, t]
        #! bwd-overwrite: dW_h = d.T @ past[:, t]
        #! bwd-last-step-only: dW_h = dW_h + d.T @ past[:, t] * (t == T - 1)
        #! bwd-mean-over-time: dW_h = dW_h + d.T @ past[:, t] / T
        #! bwd-dwh-uses-ht: dW_h = dW_h + d.T @ h[:, t]
        #! bwd-dwh-transposed: dW_h = dW_h + past[:, t].T @ d
        dW_h = dW_h + d.T @ past[:, t]
        #! bwd-overwrite: db = d.sum(0)
        #! bwd-last-step-only: db = db + d.sum(0) * (t == T - 1)
        #! bwd-mean-over-time: db = db + d.sum(0) / T
        #! bwd-db-not-accumulated: db = d.sum(0)
        db = db + d.sum(0)
        dx[:, t] = d @ W
        #! bwd-wh-not-transposed: carry = d @ W_h.T
        carry = d @ W_h
    #! bwd-dh0-off-by-one: return {"dx": dx, "dh0": d, "dW": dW, "dW_h": dW_h, "db": db}
    return {"dx": dx, "dh0": carry, "dW": dW, "dW_h": dW_h, "db": db}


def predict(h, W_y, b_y, kind="sigmoid"):
    #! out-lagged-state: z = h[:, -2] @ W_y.T + b_y
    #! out-mean-pool: z = h.mean(axis=1) @ W_y.T + b_y
    #! out-no-bias: z = h[:, -1] @ W_y.T
    z = h[:, -1] @ W_y.T + b_y
    #! out-no-activation: return z
    #! out-sigmoid-for-softmax: return sigmoid(z)
    #! out-softmax-wrong-axis: return sigmoid(z) if kind == "sigmoid" else np.exp(z) / np.exp(z).sum(axis=0)
    #! out-hidden-is-output: return h[:, -1]
    #! out-softmax-on-one-unit: return softmax(z) if z.shape[1] == 1 or kind == "softmax" else sigmoid(z)
    return softmax(z) if kind == "softmax" else sigmoid(z)


def bce_loss(y_hat, y):
    #! loss-sign: return np.mean(np.sum(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat), axis=1))
    #! loss-one-term: return -np.mean(np.sum(y * np.log(y_hat), axis=1))
    #! loss-target-flipped: return -np.mean(np.sum((1 - y) * np.log(y_hat) + y * np.log(1 - y_hat), axis=1))
    #! loss-log10: return -np.mean(np.sum(y * np.log10(y_hat) + (1 - y) * np.log10(1 - y_hat), axis=1))
    #! loss-log2: return -np.mean(np.sum(y * np.log2(y_hat) + (1 - y) * np.log2(1 - y_hat), axis=1))
    #! loss-mse-for-ce: return np.mean(np.sum((y_hat - y) ** 2, axis=1))
    #! loss-batch-reduction: return -np.sum(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))
    return -np.mean(np.sum(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat), axis=1))


def sequence_ce(y_hat, y, time="sum", batch="mean"):
    #! loss-sign: losses = np.sum(y * np.log(y_hat), axis=2)
    #! loss-log10: losses = -np.sum(y * np.log10(y_hat), axis=2)
    #! loss-log2: losses = -np.sum(y * np.log2(y_hat), axis=2)
    #! loss-mse-for-ce: losses = np.sum((y_hat - y) ** 2, axis=2)
    #! loss-double-softmax: losses = -np.sum(y * np.log(softmax(y_hat)), axis=2)
    losses = -np.sum(y * np.log(y_hat), axis=2)
    #! loss-time-reduction: per_example = losses.mean(axis=1) if time == "sum" else losses.sum(axis=1)
    #! loss-last-step-only: per_example = losses[:, -1]
    per_example = losses.sum(axis=1) if time == "sum" else losses.mean(axis=1)
    #! loss-batch-reduction: return per_example.mean() if batch == "sum" else per_example.sum()
    return per_example.sum() if batch == "sum" else per_example.mean()


def masked_ce(y_hat, y, mask):
    #! loss-sign: losses = np.sum(y * np.log(y_hat), axis=2)
    #! loss-log10: losses = -np.sum(y * np.log10(y_hat), axis=2)
    losses = -np.sum(y * np.log(y_hat), axis=2)
    #! pad-mean-over-all: per_example = (losses * mask).sum(axis=1) / mask.shape[1]
    #! pad-sum-for-mean: per_example = (losses * mask).sum(axis=1)
    #! pad-loss-not-masked: per_example = losses.mean(axis=1)
    #! pad-counted-in-loss: per_example = losses.sum(axis=1) / mask.sum(axis=1)
    per_example = (losses * mask).sum(axis=1) / mask.sum(axis=1)
    return per_example.mean()


def sgd(params, grads, lr):
    #! upd-wrong-sign: return {name: params[name] + lr * grads[name] for name in params}
    #! upd-no-learning-rate: return {name: params[name] - grads[name] for name in params}
    #! upd-lr-scales-weight: return {name: params[name] - lr * params[name] for name in params}
    return {name: params[name] - lr * grads[name] for name in params}


def clip_gradients(grads, limit):
    #! clip-l1-norm: norm = sum(np.abs(g).sum() for g in grads.values())
    norm = np.sqrt(sum((g**2).sum() for g in grads.values()))
    #! clip-always-rescale: factor = limit / norm
    #! clip-to-zero: factor = 0.0 if norm > limit else 1.0
    #! clip-times-limit: factor = limit if norm > limit else 1.0
    factor = limit / norm if norm > limit else 1.0
    #! clip-by-value: return {name: np.clip(g, -limit, limit) for name, g in grads.items()}
    #! clip-per-tensor: return {name: g * min(1.0, limit / np.sqrt((g**2).sum())) for name, g in grads.items()}
    return {name: g * factor for name, g in grads.items()}
