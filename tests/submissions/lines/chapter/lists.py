import numpy as np


def rnn_forward(x, h0, W, W_h, b):
    xs = [x[:, t] for t in range(x.shape[1])]
    #! fwd-h0-ignored: states = [np.zeros(h0.shape)]
    states = [h0]
    #! fwd-reversed: for x_t in reversed(xs):
    for x_t in xs:
        #! fwd-wh-transposed: past = states[-1].dot(W_h)
        #! fwd-wh-identity: past = states[-1]
        #! fwd-wh-diagonal: past = states[-1] * np.diag(W_h)
        #! fwd-stale-h0: past = states[0].dot(W_h.T)
        past = states[-1].dot(W_h.T)
        #! fwd-no-bias: new = np.tanh(x_t.dot(W.T) + past)
        #! fwd-bias-twice: new = np.tanh(x_t.dot(W.T) + b + past + b)
        #! fwd-no-activation: new = x_t.dot(W.T) + past + b
        #! fwd-sigmoid-for-tanh: new = 1 / (1 + np.exp(-x_t.dot(W.T) - past - b))
        #! fwd-relu-for-tanh: new = np.maximum(x_t.dot(W.T) + past + b, 0)
        #! fwd-tan-for-tanh: new = np.tan(x_t.dot(W.T) + past + b)
        #! fwd-double-activation: new = np.tanh(np.tanh(x_t.dot(W.T) + past + b))
        #! fwd-act-input-only: new = np.tanh(x_t.dot(W.T) + b) + past
        #! fwd-w-transposed: new = np.tanh(x_t.dot(W) + past + b)
        #! fwd-no-recurrence: new = np.tanh(x_t.dot(W.T) + b)
        #! fwd-input-frozen: new = np.tanh(xs[0].dot(W.T) + past + b)
        new = np.tanh(x_t.dot(W.T) + past + b)
        states.append(new)
    return np.swapaxes(np.array(states[1:]), 0, 1)


def rnn_backward(dh, x, h0, h, W, W_h, b):
    T = x.shape[1]
    states = [h0] + [h[:, t] for t in range(T)]
    deltas = [None] * T
    dxs = []
    #! bwd-upstream-dropped: arriving = dh[:, -1]
    arriving = dh[:, -1]
    for t in range(T, 0, -1):
        #! bwd-no-act-derivative: deltas[t - 1] = arriving
        #! bwd-derivative-at-h: deltas[t - 1] = arriving * (1 - np.tanh(states[t]) ** 2)
        #! bwd-derivative-no-square: deltas[t - 1] = arriving * (1 - states[t])
        #! bwd-sigmoid-derivative: deltas[t - 1] = arriving * states[t] * (1 - states[t])
        #! bwd-derivative-wrong-step: deltas[t - 1] = arriving * (1 - states[max(t - 1, 1)] ** 2)
        deltas[t - 1] = arriving * (1 - states[t] ** 2)
        dxs.insert(0, deltas[t - 1].dot(W))
        #! bwd-wh-not-transposed: carried = deltas[t - 1].dot(W_h.T)
        carried = deltas[t - 1].dot(W_h)
        if t > 1:
            #! bwd-no-through-time: arriving = dh[:, t - 2]
            #! bwd-upstream-dropped: arriving = carried
            arriving = dh[:, t - 2] + carried
    #! bwd-overwrite: dW = deltas[0].T.dot(x[:, 0])
    #! bwd-last-step-only: dW = deltas[-1].T.dot(x[:, -1])
    #! bwd-mean-over-time: dW = sum(deltas[t].T.dot(x[:, t]) for t in range(T)) / T
    dW = sum(deltas[t].T.dot(x[:, t]) for t in range(T))
    #! bwd-dwh-uses-ht: dW_h = sum(deltas[t].T.dot(states[t + 1]) for t in range(T))
    #! bwd-dwh-transposed: dW_h = sum(states[t].T.dot(deltas[t]) for t in range(T))
    #! bwd-overwrite: dW_h = deltas[0].T.dot(states[0])
    #! bwd-last-step-only: dW_h = deltas[-1].T.dot(states[-2])
    #! bwd-mean-over-time: dW_h = sum(deltas[t].T.dot(states[t]) for t in range(T)) / T
    dW_h = sum(deltas[t].T.dot(states[t]) for t in range(T))
    #! bwd-overwrite: db = deltas[0].sum(axis=0)
    #! bwd-last-step-only: db = deltas[-1].sum(axis=0)
    #! bwd-mean-over-time: db = sum(delta.sum(axis=0) for delta in deltas) / T
    #! bwd-db-not-accumulated: db = deltas[0].sum(axis=0)
    db = sum(delta.sum(axis=0) for delta in deltas)
    #! bwd-dh0-off-by-one: return {"dx": np.stack(dxs, axis=1), "dh0": deltas[0], "dW": dW, "dW_h": dW_h, "db": db}
    return {"dx": np.stack(dxs, axis=1), "dh0": carried, "dW": dW, "dW_h": dW_h, "db": db}
