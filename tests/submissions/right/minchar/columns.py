"""One column at a time, everything kept in dicts by step; gradients are clipped at the end."""

import numpy as np

hidden_size, vocab_size = 100, 65
Wxh = np.random.randn(hidden_size, vocab_size) * 0.01
Whh = np.random.randn(hidden_size, hidden_size) * 0.01
Why = np.random.randn(vocab_size, hidden_size) * 0.01
bh, by = np.zeros((hidden_size, 1)), np.zeros((vocab_size, 1))


def lossFun(inputs, targets, hprev):
    x, h, p = {}, {-1: np.copy(hprev)}, {}
    loss = 0
    for t, (seen, wanted) in enumerate(zip(inputs, targets)):
        x[t] = np.zeros((vocab_size, 1))
        x[t][seen] = 1
        h[t] = np.tanh(Wxh @ x[t] + Whh @ h[t - 1] + bh)
        scores = Why @ h[t] + by
        p[t] = np.exp(scores) / np.exp(scores).sum()
        loss -= np.log(p[t][wanted, 0])
    dWxh, dWhh, dWhy, dbh, dby = (np.zeros_like(v) for v in (Wxh, Whh, Why, bh, by))
    dnext = np.zeros_like(h[0])
    for t in range(len(inputs) - 1, -1, -1):
        dy = p[t].copy()
        dy[targets[t]] -= 1
        dWhy += dy @ h[t].T
        dby += dy
        draw = (1 - h[t] ** 2) * (Why.T @ dy + dnext)
        dbh += draw
        dWxh += draw @ x[t].T
        dWhh += draw @ h[t - 1].T
        dnext = Whh.T @ draw
    for g in (dWxh, dWhh, dWhy, dbh, dby):
        np.clip(g, -5, 5, out=g)
    return loss, dWxh, dWhh, dWhy, dbh, dby, h[len(inputs) - 1]
