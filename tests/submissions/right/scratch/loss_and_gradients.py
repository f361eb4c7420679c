"""One method goes forward and back: it is given ids, targets and the first state, and returns a loss, gradients and h_T."""

import numpy as np


class CharacterModel:
    def __init__(self, hidden_size, vocab_size, learning_rate=1e-1):
        self.hidden_size, self.vocab_size, self.learning_rate = hidden_size, vocab_size, learning_rate
        self.Wxh = np.random.randn(hidden_size, vocab_size) * 0.01
        self.Whh = np.random.randn(hidden_size, hidden_size) * 0.01
        self.Why = np.random.randn(vocab_size, hidden_size) * 0.01
        self.bh = np.zeros((hidden_size, 1))
        self.by = np.zeros((vocab_size, 1))
        self.memory = {name: 0 for name in ("Wxh", "Whh", "Why", "bh", "by")}

    def _loss(self, inputs, targets, hprev):
        hs, ps, loss = {-1: np.copy(hprev)}, {}, 0.0
        for t, (i, j) in enumerate(zip(inputs, targets)):
            hs[t] = np.tanh(self.Wxh[:, i : i + 1] + self.Whh.dot(hs[t - 1]) + self.bh)
            z = self.Why.dot(hs[t]) + self.by
            ps[t] = np.exp(z - z.max()) / np.exp(z - z.max()).sum()
            loss -= np.log(ps[t][j, 0])
        dWxh, dWhh, dWhy = (np.zeros_like(a) for a in (self.Wxh, self.Whh, self.Why))
        dbh, dby, later = np.zeros_like(self.bh), np.zeros_like(self.by), np.zeros_like(self.bh)
        for t in reversed(range(len(inputs))):
            dz = ps[t].copy()
            dz[targets[t]] -= 1
            dWhy += dz.dot(hs[t].T)
            dby += dz
            da = (self.Why.T.dot(dz) + later) * (1 - hs[t] * hs[t])
            dbh += da
            dWxh[:, inputs[t] : inputs[t] + 1] += da
            dWhh += da.dot(hs[t - 1].T)
            later = self.Whh.T.dot(da)
        for g in (dWxh, dWhh, dWhy, dbh, dby):
            np.clip(g, -5, 5, out=g)
        return loss, dWxh, dWhh, dWhy, dbh, dby, hs[len(inputs) - 1]
