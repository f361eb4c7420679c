import numpy as np


def rnn_step(x_t, h_prev, W, W_h, b):
    #! fwd-w-transposed: from_input = np.dot(x_t, W)
    #! fwd-swap-w-wh: from_input = np.dot(x_t, W_h.T)
    from_input = np.dot(x_t, W.T)
    #! fwd-wh-transposed: from_past = np.dot(h_prev, W_h)
    #! fwd-wh-identity: from_past = h_prev
    #! fwd-wh-diagonal: from_past = h_prev * np.diag(W_h)
    #! fwd-no-recurrence: from_past = 0
    #! fwd-h0-ignored: from_past = np.dot(np.zeros_like(h_prev), W_h.T)
    #!* fwd-swap-w-wh: from_past = np.dot(h_prev, W.T)
    from_past = np.dot(h_prev, W_h.T)
    #!@ fwd-no-recurrence
    #! fwd-no-bias: a_t = from_input + from_past
    #! fwd-bias-twice: a_t = from_input + b + from_past + b
    #! fwd-act-input-only: a_t = from_input + b
    a_t = from_input + from_past + b
    #! fwd-no-activation: h_t = a_t
    #! fwd-sigmoid-for-tanh: h_t = 1 / (1 + np.exp(-a_t))
    #! fwd-relu-for-tanh: h_t = np.maximum(a_t, 0)
    #! fwd-tan-for-tanh: h_t = np.tan(a_t)
    #! fwd-double-activation: h_t = np.tanh(np.tanh(a_t))
    #! fwd-act-input-only: h_t = np.tanh(a_t) + from_past
    h_t = np.tanh(a_t)
    return h_t


def rnn_forward(x, h0, W, W_h, b):
    B, T, D = x.shape
    H = b.shape[0]
    h = np.zeros((B, T, H))
    #! fwd-h0-ignored: h_prev = np.zeros((B, H))
    h_prev = h0
    for t in range(T):
        #! fwd-reversed: x_t = x[:, T - 1 - t]
        #! fwd-input-frozen: x_t = x[:, 0]
        #! fwd-input-lag: x_t = x[:, t - 1] if t > 0 else np.zeros((B, D))
        x_t = x[:, t, :]
        #! fwd-w-transposed: from_input = np.dot(x_t, W)
        #! fwd-swap-w-wh: from_input = np.dot(x_t, W_h.T)
        from_input = np.dot(x_t, W.T)
        #! fwd-wh-transposed: from_past = np.dot(h_prev, W_h)
        #! fwd-wh-identity: from_past = h_prev
        #! fwd-wh-diagonal: from_past = h_prev * np.diag(W_h)
        #! fwd-no-recurrence: from_past = np.zeros((B, H))
        #!* fwd-swap-w-wh: from_past = np.dot(h_prev, W.T)
        from_past = np.dot(h_prev, W_h.T)
        #! fwd-no-bias: a_t = from_input + from_past
        #! fwd-bias-twice: a_t = from_input + b + from_past + b
        #! fwd-act-input-only: a_t = from_input + b
        a_t = from_input + from_past + b
        #! fwd-no-activation: h_t = a_t
        #! fwd-sigmoid-for-tanh: h_t = 1 / (1 + np.exp(-a_t))
        #! fwd-relu-for-tanh: h_t = np.maximum(a_t, 0)
        #! fwd-tan-for-tanh: h_t = np.tan(a_t)
        #! fwd-double-activation: h_t = np.tanh(np.tanh(a_t))
        #! fwd-act-input-only: h_t = np.tanh(a_t) + from_past
        h_t = np.tanh(a_t)
        h[:, t, :] = h_t
        #! fwd-recur-preactivation: h_prev = a_t
        #! fwd-stale-h0: h_prev = h0
        h_prev = h_t
    return h


def rnn_backward(dh, x, h0, h, W, W_h, b):
    B, T, H = h.shape
    dx = np.zeros(x.shape)
    dW = np.zeros(W.shape)
    dW_h = np.zeros(W_h.shape)
    db = np.zeros(b.shape)
    dh_next = np.zeros((B, H))
    for t in range(T - 1, -1, -1):
        if t > 0:
            h_prev = h[:, t - 1, :]
        else:
            h_prev = h0
        h_t = h[:, t, :]
        #! bwd-no-through-time: dh_t = dh[:, t, :]
        #! bwd-upstream-dropped: dh_t = dh_next if t < T - 1 else dh[:, t]
        #! bwd-batch-reduction: dh_t = dh[:, t, :] * B + dh_next
        dh_t = dh[:, t, :] + dh_next
        #! bwd-no-act-derivative: slope = np.ones(h_t.shape)
        #! bwd-derivative-at-h: slope = 1 - np.tanh(h_t) ** 2
        #! bwd-derivative-no-square: slope = 1 - h_t
        #! bwd-sigmoid-derivative: slope = h_t * (1 - h_t)
        #! bwd-derivative-wrong-step: slope = 1 - h[:, max(t - 1, 0)] ** 2
        slope = 1 - h_t * h_t
        delta = dh_t * slope
        dW_t = np.dot(delta.T, x[:, t, :])
        #! bwd-dwh-uses-ht: dW_h_t = np.dot(delta.T, h_t)
        #! bwd-dwh-transposed: dW_h_t = np.dot(h_prev.T, delta)
        dW_h_t = np.dot(delta.T, h_prev)
        db_t = np.sum(delta, axis=0)
        #! bwd-overwrite: dW = dW_t
        #! bwd-last-step-only: dW += dW_t if t == T - 1 else 0
        #! bwd-mean-over-time: dW += dW_t / T
        dW += dW_t
        #! bwd-overwrite: dW_h = dW_h_t
        #! bwd-last-step-only: dW_h += dW_h_t if t == T - 1 else 0
        #! bwd-mean-over-time: dW_h += dW_h_t / T
        dW_h += dW_h_t
        #! bwd-overwrite: db = db_t
        #! bwd-last-step-only: db += db_t if t == T - 1 else 0
        #! bwd-mean-over-time: db += db_t / T
        #! bwd-db-not-accumulated: db = db_t
        db += db_t
        dx[:, t, :] = np.dot(delta, W)
        #! bwd-wh-not-transposed: dh_next = np.dot(delta, W_h.T)
        dh_next = np.dot(delta, W_h)
    #! bwd-dh0-off-by-one: dh0 = delta
    dh0 = dh_next
    return {"dx": dx, "dh0": dh0, "dW": dW, "dW_h": dW_h, "db": db}


def predict(h, W_y, b_y, kind="sigmoid"):
    #! out-lagged-state: h_last = h[:, -2, :]
    #! out-mean-pool: h_last = np.mean(h, axis=1)
    h_last = h[:, -1, :]
    #!@ out-no-bias
    z = np.dot(h_last, W_y.T)
    #!* out-no-bias: pass
    z = z + b_y
    if kind == "sigmoid":
        #! out-no-activation: y_hat = z
        y_hat = 1 / (1 + np.exp(-z))
    else:
        shifted = z - np.max(z, axis=1, keepdims=True)
        #!@ out-sigmoid-for-softmax
        e = np.exp(shifted)
        #! out-softmax-wrong-axis: total = np.sum(e, axis=0, keepdims=True)
        total = np.sum(e, axis=1, keepdims=True)
        #! out-no-activation: y_hat = z
        #! out-sigmoid-for-softmax: y_hat = 1 / (1 + np.exp(-z))
        y_hat = e / total
    #! out-hidden-is-output: y_hat = h_last
    return y_hat


def bce_loss(y_hat, y):
    #! loss-log10: log_y = np.log10(y_hat)
    #! loss-log2: log_y = np.log2(y_hat)
    log_y = np.log(y_hat)
    #!* loss-log10: log_not_y = np.log10(1 - y_hat)
    #!* loss-log2: log_not_y = np.log2(1 - y_hat)
    log_not_y = np.log(1 - y_hat)
    #! loss-target-flipped: first = (1 - y) * log_y
    first = y * log_y
    #! loss-one-term: second = 0
    #! loss-target-flipped: second = y * log_not_y
    second = (1 - y) * log_not_y
    #! loss-sign: losses = first + second
    #! loss-mse-for-ce: losses = (y_hat - y) ** 2
    losses = -(first + second)
    total = np.sum(losses)
    #! loss-batch-reduction: loss = total
    loss = total / len(y)
    return loss


def sequence_ce(y_hat, y, time="sum", batch="mean"):
    #! loss-log10: logs = np.log10(y_hat)
    #! loss-log2: logs = np.log2(y_hat)
    logs = np.log(y_hat)
    #! loss-sign: losses = y * logs
    #! loss-mse-for-ce: losses = (y_hat - y) ** 2
    losses = -y * logs
    step_losses = np.sum(losses, axis=-1)
    if time == "sum":
        #! loss-time-reduction: sequence_losses = np.mean(step_losses, axis=1)
        #! loss-last-step-only: sequence_losses = step_losses[:, -1]
        sequence_losses = np.sum(step_losses, axis=1)
    else:
        #! loss-time-reduction: sequence_losses = np.sum(step_losses, axis=1)
        #! loss-last-step-only: sequence_losses = step_losses[:, -1]
        sequence_losses = np.mean(step_losses, axis=1)
    if batch == "sum":
        #! loss-batch-reduction: loss = np.mean(sequence_losses)
        loss = np.sum(sequence_losses)
    else:
        #! loss-batch-reduction: loss = np.sum(sequence_losses)
        loss = np.mean(sequence_losses)
    return loss


def masked_ce(y_hat, y, mask):
    step_losses = -np.sum(y * np.log(y_hat), axis=-1)
    #! pad-loss-not-masked: kept = step_losses
    #! pad-counted-in-loss: kept = step_losses
    kept = step_losses * mask
    totals = np.sum(kept, axis=1)
    #! pad-loss-not-masked: lengths = mask.shape[1]
    #! pad-mean-over-all: lengths = np.full(len(mask), mask.shape[1])
    #! pad-sum-for-mean: lengths = 1
    lengths = np.sum(mask, axis=1)
    sequence_losses = totals / lengths
    return np.mean(sequence_losses)


def sgd(params, grads, lr):
    new = {}
    for name in params:
        theta = params[name]
        #! upd-no-learning-rate: step = grads[name]
        #! upd-lr-scales-weight: step = lr * theta
        step = lr * grads[name]
        #! upd-wrong-sign: new[name] = theta + step
        new[name] = theta - step
    return new


def clip_gradients(grads, limit):
    total = 0.0
    for g in grads.values():
        #! clip-l1-norm: total += np.sum(np.abs(g))
        total += np.sum(g * g)
    #! clip-l1-norm: norm = total
    norm = np.sqrt(total)
    clipped = {}
    for name, g in grads.items():
        #! clip-always-rescale: if True:
        if norm > limit:
            #! clip-to-zero: clipped[name] = 0 * g
            #! clip-times-limit: clipped[name] = limit * g
            #! clip-by-value: clipped[name] = np.clip(g, -limit, limit)
            clipped[name] = g * (limit / norm)
        else:
            clipped[name] = g.copy()
    return clipped
