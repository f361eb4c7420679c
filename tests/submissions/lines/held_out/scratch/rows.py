import numpy as np


class SimpleRNN:
    def __init__(self, n_in, n_hidden, n_out, seed=3):
        g = np.random.default_rng(seed)
        self.Wx = g.standard_normal((n_in, n_hidden))
        self.Wh = g.standard_normal((n_hidden, n_hidden))
        self.Wy = g.standard_normal((n_hidden, n_out))
        self.bh = np.zeros(n_hidden)
        self.by = np.zeros(n_out)

    def forward(self, X):
        steps = X.shape[0]
        #! fwd-no-bias: drive = X @ self.Wx
        #! fwd-bias-twice: drive = X @ self.Wx + 2 * self.bh
        drive = X @ self.Wx + self.bh
        H = np.zeros((steps + 1, self.bh.size))
        for t in range(steps):
            #! fwd-no-recurrence: H[t + 1] = np.tanh(drive[t])
            #! fwd-wh-transposed: H[t + 1] = np.tanh(drive[t] + H[t] @ self.Wh.T)
            #! fwd-no-activation: H[t + 1] = drive[t] + H[t] @ self.Wh
            #! fwd-sigmoid-for-tanh: H[t + 1] = 1 / (1 + np.exp(-drive[t] - H[t] @ self.Wh))
            #! fwd-input-frozen: H[t + 1] = np.tanh(drive[0] + H[t] @ self.Wh)
            #! fwd-stale-h0: H[t + 1] = np.tanh(drive[t] + H[0] @ self.Wh)
            #! slip-product-for-sum: H[t + 1] = np.tanh(drive[t] * (1 + H[t] @ self.Wh))
            #!@ fwd-no-bias
            H[t + 1] = np.tanh(drive[t] + H[t] @ self.Wh)
        Y = H[1:] @ self.Wy + self.by
        self.cache = X, H
        return Y, H

    def backward(self, dY):
        X, H = self.cache
        dH = dY @ self.Wy.T
        dA = np.zeros_like(dH)
        later = np.zeros_like(self.bh)
        #! bwd-loop-not-reversed: for t in range(len(X)):
        for t in range(len(X) - 1, -1, -1):
            #! bwd-no-through-time: dA[t] = dH[t] * (1 - H[t + 1] ** 2)
            #! bwd-upstream-dropped: dA[t] = (later if t < len(X) - 1 else dH[t]) * (1 - H[t + 1] ** 2)
            #! bwd-no-act-derivative: dA[t] = dH[t] + later
            #! bwd-derivative-no-square: dA[t] = (dH[t] + later) * (1 - H[t + 1])
            #! bwd-slope-at-h-prev: dA[t] = (dH[t] + later) * (1 - H[t] ** 2)
            #! slip-brackets: dA[t] = dH[t] + later * (1 - H[t + 1] ** 2)
            dA[t] = (dH[t] + later) * (1 - H[t + 1] ** 2)
            #! bwd-wh-not-transposed: later = dA[t] @ self.Wh
            #! bwd-carry-diagonal: later = dA[t] * np.diag(self.Wh)
            later = dA[t] @ self.Wh.T
        #! bwd-dwh-uses-ht: dWh = H[1:].T @ dA
        #! bwd-dwh-transposed: dWh = dA.T @ H[:-1]
        dWh = H[:-1].T @ dA
        #! bwd-db-not-accumulated: dbh = dA[0]
        #! slip-mean-over-steps: dbh = dA.mean(0)
        dbh = dA.sum(0)
        return X.T @ dA, dWh, H[1:].T @ dY, dbh, dY.sum(0)
