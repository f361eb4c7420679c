import numpy as np


class VanillaRNN:
    def __init__(self, input_size, output_size, hidden_size=16):
        rng = np.random.default_rng(0)
        self.Wxh = rng.normal(size=(hidden_size, input_size)) * 0.1
        self.Whh = rng.normal(size=(hidden_size, hidden_size)) * 0.1
        self.Why = rng.normal(size=(output_size, hidden_size)) * 0.1
        self.bh = np.zeros((hidden_size, 1))
        self.by = np.zeros((output_size, 1))

    def forward(self, inputs):
        h = np.zeros_like(self.bh)
        self.inputs, self.hs, outputs = inputs, {0: h}, []
        for t, x in enumerate(inputs):
            #! fwd-no-bias: a = self.Wxh @ x + self.Whh @ h
            #! fwd-bias-twice: a = self.Wxh @ x + self.bh + self.Whh @ h + self.bh
            #! fwd-no-recurrence: a = self.Wxh @ x + self.bh
            #! fwd-wh-transposed: a = self.Wxh @ x + self.Whh.T @ h + self.bh
            #! fwd-wh-identity: a = self.Wxh @ x + h + self.bh
            #! fwd-stale-h0: a = self.Wxh @ x + self.Whh @ self.hs[0] + self.bh
            #! fwd-input-frozen: a = self.Wxh @ inputs[0] + self.Whh @ h + self.bh
            #! slip-bias-subtracted: a = self.Wxh @ x + self.Whh @ h - self.bh
            a = self.Wxh @ x + self.Whh @ h + self.bh
            #! fwd-no-activation: h = a
            #! fwd-sigmoid-for-tanh: h = 1 / (1 + np.exp(-a))
            #! fwd-relu-for-tanh: h = np.maximum(a, 0)
            #! fwd-tan-for-tanh: h = np.tan(a)
            #! fwd-double-activation: h = np.tanh(np.tanh(a))
            h = np.tanh(a)
            self.hs[t + 1] = h
            outputs.append(self.Why @ h + self.by)
        return outputs

    def backward(self, d_outputs):
        n = len(self.inputs)
        self.dWxh, self.dWhh, self.dWhy = (np.zeros_like(w) for w in (self.Wxh, self.Whh, self.Why))
        self.dbh, self.dby = np.zeros_like(self.bh), np.zeros_like(self.by)
        carry = np.zeros_like(self.bh)
        #! bwd-loop-not-reversed: for t in range(n):
        for t in reversed(range(n)):
            dy = d_outputs[t]
            self.dWhy += dy @ self.hs[t + 1].T
            self.dby += dy
            #! bwd-no-through-time: dh = self.Why.T @ dy
            #! bwd-upstream-dropped: dh = self.Why.T @ dy if t == n - 1 else carry
            #! slip-carry-subtracted: dh = self.Why.T @ dy - carry
            dh = self.Why.T @ dy + carry
            #! bwd-no-act-derivative: da = dh
            #! bwd-derivative-no-square: da = dh * (1 - self.hs[t + 1])
            #! bwd-slope-at-h-prev: da = dh * (1 - self.hs[t] ** 2)
            #! bwd-sigmoid-derivative: da = dh * self.hs[t + 1] * (1 - self.hs[t + 1])
            #! bwd-derivative-at-h: da = dh * (1 - np.tanh(self.hs[t + 1]) ** 2)
            da = dh * (1 - self.hs[t + 1] ** 2)
            #! bwd-overwrite: self.dWxh = da @ self.inputs[t].T
            #! bwd-mean-over-time: self.dWxh += da @ self.inputs[t].T / n
            self.dWxh += da @ self.inputs[t].T
            #! bwd-dwh-uses-ht: self.dWhh += da @ self.hs[t + 1].T
            #! bwd-dwh-transposed: self.dWhh += self.hs[t] @ da.T
            #! bwd-overwrite: self.dWhh = da @ self.hs[t].T
            #! bwd-mean-over-time: self.dWhh += da @ self.hs[t].T / n
            self.dWhh += da @ self.hs[t].T
            #! bwd-overwrite: self.dbh = da
            #! bwd-mean-over-time: self.dbh += da / n
            #! bwd-db-not-accumulated: self.dbh = da
            self.dbh += da
            #! bwd-wh-not-transposed: carry = self.Whh @ da
            #! bwd-carry-diagonal: carry = np.diag(self.Whh)[:, None] * da
            carry = self.Whh.T @ da
