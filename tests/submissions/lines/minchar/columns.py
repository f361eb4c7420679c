import numpy as np

data = "hello world"
chars = list(set(data))
vocab_size = len(chars)
hidden_size = 10
Wxh = np.random.randn(hidden_size, vocab_size) * 0.01
Whh = np.random.randn(hidden_size, hidden_size) * 0.01
Why = np.random.randn(vocab_size, hidden_size) * 0.01
bh = np.zeros((hidden_size, 1))
by = np.zeros((vocab_size, 1))


def lossFun(inputs, targets, hprev):
    xs, hs, ys, ps = {}, {}, {}, {}
    #! fwd-h0-ignored: hs[-1] = np.zeros((hidden_size, 1))
    hs[-1] = np.copy(hprev)
    loss = 0
    for t in range(len(inputs)):
        xs[t] = np.zeros((vocab_size, 1))
        #! fwd-input-frozen: xs[t][inputs[0]] = 1
        xs[t][inputs[t]] = 1
        #! fwd-no-recurrence: hs[t] = np.tanh(np.dot(Wxh, xs[t]) + bh)
        #! fwd-no-bias: hs[t] = np.tanh(np.dot(Wxh, xs[t]) + np.dot(Whh, hs[t - 1]))
        #! fwd-bias-twice: hs[t] = np.tanh(np.dot(Wxh, xs[t]) + np.dot(Whh, hs[t - 1]) + 2 * bh)
        #! fwd-no-activation: hs[t] = np.dot(Wxh, xs[t]) + np.dot(Whh, hs[t - 1]) + bh
        #! fwd-sigmoid-for-tanh: hs[t] = 1 / (1 + np.exp(-(np.dot(Wxh, xs[t]) + np.dot(Whh, hs[t - 1]) + bh)))
        #! fwd-relu-for-tanh: hs[t] = np.maximum(np.dot(Wxh, xs[t]) + np.dot(Whh, hs[t - 1]) + bh, 0)
        #! fwd-wh-transposed: hs[t] = np.tanh(np.dot(Wxh, xs[t]) + np.dot(Whh.T, hs[t - 1]) + bh)
        #! fwd-stale-h0: hs[t] = np.tanh(np.dot(Wxh, xs[t]) + np.dot(Whh, hs[-1]) + bh)
        hs[t] = np.tanh(np.dot(Wxh, xs[t]) + np.dot(Whh, hs[t - 1]) + bh)
        ys[t] = np.dot(Why, hs[t]) + by
        ps[t] = np.exp(ys[t]) / np.sum(np.exp(ys[t]))
        #! loss-sign: loss += np.log(ps[t][targets[t], 0])
        #! loss-log10: loss += -np.log10(ps[t][targets[t], 0])
        #! loss-log2: loss += -np.log2(ps[t][targets[t], 0])
        loss += -np.log(ps[t][targets[t], 0])
    dWxh, dWhh, dWhy = np.zeros_like(Wxh), np.zeros_like(Whh), np.zeros_like(Why)
    dbh, dby = np.zeros_like(bh), np.zeros_like(by)
    dhnext = np.zeros_like(hs[0])
    for t in reversed(range(len(inputs))):
        dy = np.copy(ps[t])
        dy[targets[t]] -= 1
        dWhy += np.dot(dy, hs[t].T)
        dby += dy
        #! bwd-no-through-time: dh = np.dot(Why.T, dy)
        #! bwd-upstream-dropped: dh = np.dot(Why.T, dy) if t == len(inputs) - 1 else dhnext
        dh = np.dot(Why.T, dy) + dhnext
        #! bwd-no-act-derivative: dhraw = dh
        #! bwd-derivative-at-h: dhraw = (1 - np.tanh(hs[t]) ** 2) * dh
        #! bwd-derivative-no-square: dhraw = (1 - hs[t]) * dh
        #! bwd-sigmoid-derivative: dhraw = hs[t] * (1 - hs[t]) * dh
        dhraw = (1 - hs[t] * hs[t]) * dh
        #! bwd-db-not-accumulated: dbh = dhraw
        #! bwd-overwrite: dbh = dhraw
        #! bwd-mean-over-time: dbh += dhraw / len(inputs)
        dbh += dhraw
        #! bwd-overwrite: dWxh = np.dot(dhraw, xs[t].T)
        #! bwd-mean-over-time: dWxh += np.dot(dhraw, xs[t].T) / len(inputs)
        dWxh += np.dot(dhraw, xs[t].T)
        #! bwd-dwh-uses-ht: dWhh += np.dot(dhraw, hs[t].T)
        #! bwd-dwh-transposed: dWhh += np.dot(hs[t - 1], dhraw.T)
        #! bwd-overwrite: dWhh = np.dot(dhraw, hs[t - 1].T)
        #! bwd-mean-over-time: dWhh += np.dot(dhraw, hs[t - 1].T) / len(inputs)
        dWhh += np.dot(dhraw, hs[t - 1].T)
        #! bwd-wh-not-transposed: dhnext = np.dot(Whh, dhraw)
        dhnext = np.dot(Whh.T, dhraw)
    for dparam in [dWxh, dWhh, dWhy, dbh, dby]:
        np.clip(dparam, -5, 5, out=dparam)
    return loss, dWxh, dWhh, dWhy, dbh, dby, hs[len(inputs) - 1]
