import numpy as np


def lossFun(inputs, targets, hprev):
    xs, hs, ps = [], [hprev], []
    loss = 0.0
    for t, i in enumerate(inputs):
        x = np.zeros_like(by)
        x[i] = 1.0
        xs.append(x)
        from_x = np.dot(Wxh, x)
        #! fwd-wh-transposed: from_h = np.dot(Whh.T, hs[-1])
        #! fwd-wh-identity: from_h = hs[-1]
        #! fwd-no-recurrence: from_h = np.zeros_like(bh)
        #! fwd-stale-h0: from_h = np.dot(Whh, hs[0])
        #! slip-twice-recurrent: from_h = 2 * np.dot(Whh, hs[-1])
        from_h = np.dot(Whh, hs[-1])
        #! fwd-no-bias: a = from_x + from_h
        #! fwd-bias-twice: a = from_x + bh + from_h + bh
        a = from_x + from_h + bh
        #! fwd-no-activation: h = a
        #! fwd-relu-for-tanh: h = np.maximum(a, 0)
        #! fwd-double-activation: h = np.tanh(np.tanh(a))
        #! fwd-bias-outside-too: h = np.tanh(a) + bh
        h = np.tanh(a)
        hs.append(h)
        y = np.dot(Why, h) + by
        p = np.exp(y) / np.sum(np.exp(y))
        ps.append(p)
        #! loss-sign: loss += np.log(p[targets[t], 0])
        #! loss-log2: loss -= np.log2(p[targets[t], 0])
        loss -= np.log(p[targets[t], 0])
    dWxh, dWhh, dWhy = np.zeros_like(Wxh), np.zeros_like(Whh), np.zeros_like(Why)
    dbh, dby = np.zeros_like(bh), np.zeros_like(by)
    carry = np.zeros_like(bh)
    #! bwd-loop-not-reversed: for t in range(len(inputs)):
    for t in reversed(range(len(inputs))):
        dy = ps[t].copy()
        #! bwd-target-added: dy[targets[t]] += 1
        dy[targets[t]] -= 1
        dWhy += np.dot(dy, hs[t + 1].T)
        dby += dy
        from_output = np.dot(Why.T, dy)
        #! bwd-no-through-time: dh = from_output
        #! bwd-upstream-dropped: dh = from_output if t == len(inputs) - 1 else carry
        #! slip-half-of-carry: dh = from_output + carry / 2
        dh = from_output + carry
        #! bwd-no-act-derivative: da = dh
        #! bwd-derivative-no-square: da = (1 - hs[t + 1]) * dh
        #! bwd-slope-at-h-prev: da = (1 - hs[t] * hs[t]) * dh
        #! bwd-derivative-at-h: da = (1 - np.tanh(hs[t + 1]) ** 2) * dh
        da = (1 - hs[t + 1] * hs[t + 1]) * dh
        #! bwd-overwrite: dWxh = np.dot(da, xs[t].T)
        dWxh += np.dot(da, xs[t].T)
        #! bwd-dwh-uses-ht: dWhh += np.dot(da, hs[t + 1].T)
        #! bwd-dwh-transposed: dWhh += np.dot(hs[t], da.T)
        #! bwd-overwrite: dWhh = np.dot(da, hs[t].T)
        #! bwd-h0-forgotten: dWhh += np.dot(da, hs[t].T) if t else 0
        dWhh += np.dot(da, hs[t].T)
        #! bwd-db-not-accumulated: dbh = da
        #! bwd-overwrite: dbh = da
        dbh += da
        #! bwd-wh-not-transposed: carry = np.dot(Whh, da)
        carry = np.dot(Whh.T, da)
    return loss, dWxh, dWhh, dWhy, dbh, dby, hs[-1]
