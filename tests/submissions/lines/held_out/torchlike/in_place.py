import numpy as np


class RNN:
    def __init__(self, input_size, hidden_size):
        self.H = hidden_size
        self.weight_ih = np.random.normal(size=(hidden_size, input_size))
        self.weight_hh = np.random.normal(size=(hidden_size, hidden_size))
        self.bias_ih, self.bias_hh = np.zeros(hidden_size), np.zeros(hidden_size)

    def forward(self, x, h0=None):
        T, B, _ = x.shape
        self.x = x
        self.h = np.zeros((T + 1, B, self.H))
        if h0 is not None:
            #! fwd-h0-ignored: self.h[0] = 0
            self.h[0] = h0[0]
        #! fwd-w-transposed: drive = np.einsum("tbd,dh->tbh", x, self.weight_ih)
        drive = np.einsum("tbd,hd->tbh", x, self.weight_ih)
        #! fwd-bias-twice: drive += 2 * (self.bias_ih + self.bias_hh)
        #! fwd-no-bias: drive += 0
        #! slip-one-bias: drive += self.bias_ih
        drive += self.bias_ih + self.bias_hh
        for t in range(T):
            #! fwd-no-recurrence: a = drive[t].copy()
            #! fwd-wh-transposed: a = drive[t] + self.h[t] @ self.weight_hh
            #! fwd-stale-h0: a = drive[t] + self.h[0] @ self.weight_hh.T
            #! fwd-reversed: a = drive[T - 1 - t] + self.h[t] @ self.weight_hh.T
            #! fwd-wh-diagonal: a = drive[t] + self.h[t] * np.diag(self.weight_hh)
            #!@ fwd-no-bias
            a = drive[t] + self.h[t] @ self.weight_hh.T
            #! fwd-no-activation: self.h[t + 1] = a
            #! fwd-sigmoid-for-tanh: self.h[t + 1] = 1 / (1 + np.exp(-a))
            #! fwd-double-activation: self.h[t + 1] = np.tanh(np.tanh(a))
            #! slip-leaky: self.h[t + 1] = 0.5 * self.h[t] + 0.5 * np.tanh(a)
            self.h[t + 1] = np.tanh(a)
        #! fwd-h0-in-list: return self.h[:-1], self.h[-1:]
        return self.h[1:], self.h[-1:]

    def backward(self, dh):
        T, B, H = dh.shape
        #! bwd-derivative-no-square: d = 1 - self.h[1:]
        #! bwd-derivative-at-h: d = 1 - np.tanh(self.h[1:]) ** 2
        #! bwd-slope-at-h-prev: d = 1 - self.h[:-1] ** 2
        #! bwd-no-act-derivative: d = np.ones((T, B, H))
        #! bwd-sigmoid-derivative: d = self.h[1:] * (1 - self.h[1:])
        d = 1 - self.h[1:] ** 2
        d[T - 1] *= dh[T - 1]
        for t in range(T - 2, -1, -1):
            #! bwd-no-through-time: d[t] *= dh[t]
            #! bwd-upstream-dropped: d[t] *= d[t + 1] @ self.weight_hh
            #! bwd-wh-not-transposed: d[t] *= dh[t] + d[t + 1] @ self.weight_hh.T
            #! bwd-carry-diagonal: d[t] *= dh[t] + d[t + 1] * np.diag(self.weight_hh)
            #! slip-sum-for-product: d[t] += dh[t] + d[t + 1] @ self.weight_hh
            d[t] *= dh[t] + d[t + 1] @ self.weight_hh
        self.grad_weight_ih = np.einsum("tbh,tbd->hd", d, self.x)
        #! bwd-dwh-uses-ht: self.grad_weight_hh = np.einsum("tbh,tbg->hg", d, self.h[1:])
        #! bwd-dwh-transposed: self.grad_weight_hh = np.einsum("tbh,tbg->gh", d, self.h[:-1])
        self.grad_weight_hh = np.einsum("tbh,tbg->hg", d, self.h[:-1])
        #! bwd-db-not-accumulated: self.grad_bias_ih = d[0].sum(axis=0)
        #! bwd-db-sum-of-everything: self.grad_bias_ih = np.full(H, d.sum())
        #! slip-sum-over-time-alone: self.grad_bias_ih = d.sum(axis=0)[0]
        self.grad_bias_ih = d.sum(axis=(0, 1))
        self.grad_bias_hh = self.grad_bias_ih.copy()
        self.grad_x = d @ self.weight_ih
        #! bwd-dh0-off-by-one: self.grad_h0 = d[:1]
        #! bwd-wh-not-transposed: self.grad_h0 = d[:1] @ self.weight_hh.T
        #! bwd-dh0-zero: self.grad_h0 = np.zeros((1, B, H))
        self.grad_h0 = d[:1] @ self.weight_hh
        return self.grad_x, self.grad_h0
