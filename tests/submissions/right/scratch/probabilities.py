"""Only probabilities come back, for one-hot rows; the targets are one-hot too, and the gradients a dict by other names."""

import numpy as np


class LanguageModel:
    def __init__(self, hidden_units, vocab):
        self.Wax = np.random.rand(hidden_units, vocab)
        self.Waa = np.random.rand(hidden_units, hidden_units)
        self.Wya = np.random.rand(vocab, hidden_units)
        self.ba = np.random.rand(hidden_units, 1)
        self.by = np.random.rand(vocab, 1)

    def forward(self, x):
        a = np.zeros_like(self.ba)
        probabilities = []
        self._trace = []
        for row in x:
            x_t = np.asarray(row).reshape(-1, 1)
            a_next = np.tanh(self.Wax @ x_t + self.Waa @ a + self.ba)
            z = self.Wya @ a_next + self.by
            e = np.exp(z - z.max())
            probabilities.append((e / e.sum()).ravel())
            self._trace.append((x_t, a, a_next))
            a = a_next
        self._p = np.array(probabilities)
        return self._p

    def backward(self, targets):
        dz = self._p - targets
        out = {"dWax": 0, "dWaa": 0, "dWya": 0, "dba": 0, "dby": 0}
        da_next = 0
        for (x_t, a_prev, a), row in zip(reversed(self._trace), dz[::-1]):
            d = row.reshape(-1, 1)
            out["dWya"] = out["dWya"] + d @ a.T
            out["dby"] = out["dby"] + d
            back = (1 - np.square(a)) * (self.Wya.T @ d + da_next)
            out["dWax"] = out["dWax"] + back @ x_t.T
            out["dWaa"] = out["dWaa"] + back @ a_prev.T
            out["dba"] = out["dba"] + back
            da_next = self.Waa.T @ back
        return out
