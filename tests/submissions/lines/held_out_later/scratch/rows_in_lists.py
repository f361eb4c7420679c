import numpy as np


class Recurrent:
    def __init__(self, D, H, K):
        self.Wxh = np.random.randn(D, H)
        self.Whh = np.random.randn(H, H)
        self.Why = np.random.randn(H, K)
        self.bh, self.by = np.zeros(H), np.zeros(K)

    def activate(self, a):
        #! fwd-no-activation: return a
        #! fwd-relu-for-tanh: return np.where(a > 0, a, 0)
        return np.tanh(a)

    def forward(self, X):
        self.X, self.h = X, [np.zeros(len(self.bh))]
        outputs = []
        for x in X:
            #! fwd-no-bias: a = x @ self.Wxh + self.h[-1] @ self.Whh
            #! fwd-bias-twice: a = x @ self.Wxh + self.h[-1] @ self.Whh + 2 * self.bh
            #! fwd-wh-transposed: a = x @ self.Wxh + self.h[-1] @ self.Whh.T + self.bh
            #! fwd-input-frozen: a = X[0] @ self.Wxh + self.h[-1] @ self.Whh + self.bh
            #! slip-bias-halved: a = x @ self.Wxh + self.h[-1] @ self.Whh + self.bh / 2
            a = x @ self.Wxh + self.h[-1] @ self.Whh + self.bh
            self.h.append(self.activate(a))
            outputs.append(self.h[-1] @ self.Why + self.by)
        return np.array(outputs)

    def backward(self, dY):
        grads = {name: np.zeros_like(getattr(self, name)) for name in ("Wxh", "Whh", "Why", "bh", "by")}
        back = np.zeros_like(self.bh)
        #! bwd-loop-not-reversed: for t in range(len(dY)):
        for t in range(len(dY) - 1, -1, -1):
            now, before = self.h[t + 1], self.h[t]
            grads["Why"] += np.outer(now, dY[t])
            grads["by"] += dY[t]
            #! bwd-no-through-time: dh = self.Why @ dY[t]
            #! bwd-upstream-dropped: dh = back if t < len(dY) - 1 else self.Why @ dY[t]
            dh = self.Why @ dY[t] + back
            #! bwd-no-act-derivative: da = dh
            #! bwd-derivative-no-square: da = dh * (1 - now)
            #! bwd-slope-at-h-prev: da = dh * (1 - before**2)
            da = dh * (1 - now**2)
            #! bwd-overwrite: grads["Wxh"] = np.outer(self.X[t], da)
            grads["Wxh"] += np.outer(self.X[t], da)
            #! bwd-overwrite: grads["Whh"] = np.outer(before, da)
            #! bwd-dwh-uses-ht: grads["Whh"] += np.outer(now, da)
            #! bwd-dwh-transposed: grads["Whh"] += np.outer(da, before)
            grads["Whh"] += np.outer(before, da)
            #! bwd-overwrite: grads["bh"] = da
            #! bwd-db-not-accumulated: grads["bh"] = da
            grads["bh"] += da
            #! bwd-wh-not-transposed: back = da @ self.Whh
            #! slip-back-doubled: back = 2 * self.Whh @ da
            back = self.Whh @ da
        return grads
