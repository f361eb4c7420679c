import numpy as np


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    #! fwd-no-recurrence: inputs = np.hstack((x, 0 * prev_h))
    inputs = np.hstack((x, prev_h))
    #! fwd-wh-transposed: weights = np.vstack((Wx, Wh.T))
    #! fwd-wh-identity: weights = np.vstack((Wx, np.eye(len(b))))
    #! fwd-wh-diagonal: weights = np.vstack((Wx, np.diag(np.diag(Wh))))
    weights = np.vstack((Wx, Wh))
    #! fwd-no-bias: a = inputs @ weights
    #! fwd-bias-twice: a = inputs @ weights + 2 * b
    #! slip-bias-subtracted: a = inputs @ weights - b
    #!@ fwd-no-recurrence
    a = inputs @ weights + b
    #! fwd-no-activation: out = a
    #! fwd-sigmoid-for-tanh: out = 1 / (1 + np.exp(-a))
    #! fwd-relu-for-tanh: out = np.maximum(a, 0)
    #! fwd-bias-outside-too: out = np.tanh(a) + b
    out = np.tanh(a)
    return out, (inputs, weights, out)


def rnn_step_backward(dnext_h, cache):
    inputs, weights, out = cache
    #! bwd-no-act-derivative: da = dnext_h
    #! bwd-derivative-no-square: da = dnext_h * (1 - out)
    #! bwd-sigmoid-derivative: da = dnext_h * out * (1 - out)
    #! bwd-derivative-at-h: da = dnext_h * (1 - np.tanh(out) ** 2)
    #! slip-one-plus-square: da = dnext_h * (1 + out**2)
    da = dnext_h * (1 - out**2)
    #! bwd-wh-not-transposed: dinputs = np.hstack((da @ weights[: -da.shape[1]].T, da @ weights[-da.shape[1] :]))
    dinputs = da @ weights.T
    dweights = inputs.T @ da
    #! bwd-db-mean-of-units: db = np.full(da.shape[1], da.mean(axis=1).sum())
    db = da.sum(axis=0)
    D = inputs.shape[1] - da.shape[1]
    #! bwd-dh0-off-by-one: return dinputs[:, :D], da, dweights[:D], dweights[D:], db
    #! bwd-dwh-transposed: return dinputs[:, :D], dinputs[:, D:], dweights[:D], dweights[D:].T, db
    return dinputs[:, :D], dinputs[:, D:], dweights[:D], dweights[D:], db


def rnn_forward(x, h0, Wx, Wh, b):
    #! fwd-h0-ignored: states = [np.zeros_like(h0)]
    states = [h0]
    caches = []
    for t in range(x.shape[1]):
        #! fwd-stale-h0: h, c = rnn_step_forward(x[:, t], states[0], Wx, Wh, b)
        #! fwd-reversed: h, c = rnn_step_forward(x[:, -1 - t], states[-1], Wx, Wh, b)
        #! fwd-input-frozen: h, c = rnn_step_forward(x[:, 0], states[-1], Wx, Wh, b)
        h, c = rnn_step_forward(x[:, t], states[-1], Wx, Wh, b)
        states.append(h)
        caches.append(c)
    #! fwd-h0-in-list: return np.stack(states[:-1], axis=1), caches
    #! fwd-h0-returned: return np.stack(states, axis=1), caches
    #! slip-states-turned-round: return np.stack(states[:0:-1], axis=1), caches
    return np.stack(states[1:], axis=1), caches


def rnn_backward(dh, caches):
    T = dh.shape[1]
    inputs, weights, _ = caches[0]
    H = dh.shape[2]
    D = inputs.shape[1] - H
    #! bwd-last-gradient-twice: dstate = dh[:, -1]
    dstate = np.zeros(dh[:, 0].shape)
    dweights, db = np.zeros_like(weights), np.zeros(H)
    dx = []
    #! bwd-loop-not-reversed: for t in range(T):
    for t in reversed(range(T)):
        inputs, weights, out = caches[t]
        #! bwd-no-through-time: da = dh[:, t] * (1 - out * out)
        #! bwd-upstream-dropped: da = (dstate if t < T - 1 else dh[:, t]) * (1 - out * out)
        #! bwd-no-act-derivative: da = dh[:, t] + dstate
        #! bwd-sign: da = -(dh[:, t] + dstate) * (1 - out * out) if t == T - 1 else (-dh[:, t] + dstate) * (1 - out * out)
        #! slip-slope-of-part: da = dh[:, t] + dstate * (1 - out * out)
        da = (dh[:, t] + dstate) * (1 - out * out)
        #! bwd-overwrite: dweights = inputs.T @ da
        #! bwd-mean-over-time: dweights += inputs.T @ da / T
        dweights += inputs.T @ da
        #! bwd-overwrite: db = da.sum(0)
        #! bwd-mean-over-time: db += da.sum(0) / T
        #! bwd-db-not-accumulated: db = da.sum(0)
        #! bwd-db-sum-of-everything: db += da.sum()
        db += da.sum(0)
        both = da @ weights.T
        #! slip-halves-exchanged: dx.insert(0, both[:, H : H + D] if H >= D else both[:, :D] * 2)
        dx.insert(0, both[:, :D])
        #! bwd-carry-diagonal: dstate = da * np.diag(weights[D:])
        #! bwd-wh-not-transposed: dstate = da @ weights[D:]
        dstate = both[:, D:]
    #! bwd-dh0-zero: return np.stack(dx, 1), 0 * dstate, dweights[:D], dweights[D:], db
    #! bwd-dwh-transposed: return np.stack(dx, 1), dstate, dweights[:D], dweights[D:].T, db
    return np.stack(dx, 1), dstate, dweights[:D], dweights[D:], db
