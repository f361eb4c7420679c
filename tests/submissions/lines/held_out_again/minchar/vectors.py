import numpy as np


def normalise(scores):
    scores = np.exp(scores)
    return scores / scores.sum()


def lossFun(inputs, targets, hprev):
    T = len(inputs)
    #! fwd-h0-ignored: h = {-1: np.zeros(hprev.size)}
    h = {-1: hprev.ravel()}
    p, loss = {}, 0
    for t in range(T):
        #! fwd-input-frozen: s = Wxh[:, inputs[0]] + bh.ravel()
        #! fwd-no-bias: s = Wxh[:, inputs[t]].copy()
        #! fwd-bias-twice: s = Wxh[:, inputs[t]] + 2 * bh.ravel()
        s = Wxh[:, inputs[t]] + bh.ravel()
        #! fwd-stale-h0: s += Whh.dot(h[-1])
        #! fwd-wh-transposed: s += Whh.T.dot(h[t - 1])
        #! fwd-wh-identity: s += h[t - 1]
        #! slip-minus: s -= Whh.dot(h[t - 1])
        s += Whh.dot(h[t - 1])
        #! fwd-no-activation: h[t] = s
        #! fwd-tan-for-tanh: h[t] = np.tan(s)
        #! fwd-relu-for-tanh: h[t] = np.maximum(0, s)
        h[t] = np.tanh(s)
        p[t] = normalise(Why.dot(h[t]) + by.ravel())
        #! loss-sign: loss += np.log(p[t][targets[t]])
        #! loss-log2: loss += -np.log2(p[t][targets[t]])
        loss += -np.log(p[t][targets[t]])
    dWxh, dWhh, dWhy, dbh, dby = (np.zeros_like(w) for w in (Wxh, Whh, Why, bh, by))
    ahead = np.zeros(len(bh))
    #! bwd-loop-not-reversed: for t in range(T):
    for t in range(T)[::-1]:
        #! bwd-target-added: dy = p[t] + np.eye(len(by))[targets[t]]
        dy = p[t] - np.eye(len(by))[targets[t]]
        dWhy += np.outer(dy, h[t])
        dby += dy[:, None]
        #! bwd-no-through-time: g = dy @ Why
        #! bwd-upstream-dropped: g = ahead if ahead.any() else dy @ Why
        #! slip-ahead-halved: g = dy @ Why + 0.5 * ahead
        g = dy @ Why + ahead
        #! bwd-no-act-derivative: g = 1.0 * g
        #! bwd-derivative-no-square: g = g - g * h[t]
        #! bwd-slope-at-h-prev: g = g - g * h[t - 1] ** 2
        #! bwd-sigmoid-derivative: g = g * h[t] - g * h[t] ** 2
        g = g - g * h[t] ** 2
        #! bwd-overwrite: dbh = g[:, None]
        #! bwd-db-not-accumulated: dbh = g[:, None]
        dbh += g[:, None]
        #! bwd-overwrite: dWxh *= 0; dWxh[:, inputs[t]] = g
        dWxh[:, inputs[t]] += g
        #! bwd-overwrite: dWhh = np.outer(g, h[t - 1])
        #! bwd-dwh-uses-ht: dWhh += np.outer(g, h[t])
        #! bwd-dwh-transposed: dWhh += np.outer(h[t - 1], g)
        dWhh += np.outer(g, h[t - 1])
        #! bwd-wh-not-transposed: ahead = Whh @ g
        #! bwd-carry-diagonal: ahead = np.diag(Whh) * g
        ahead = g @ Whh
    return loss, dWxh, dWhh, dWhy, dbh, dby, h[T - 1][:, None]
