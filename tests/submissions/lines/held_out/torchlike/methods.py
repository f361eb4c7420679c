import numpy as np


class RNN:
    def __init__(self, input_size, hidden_size):
        self.hidden_size = hidden_size
        self.weight_ih = np.random.randn(hidden_size, input_size)
        self.weight_hh = np.random.randn(hidden_size, hidden_size)
        self.bias_ih = np.zeros(hidden_size)
        self.bias_hh = np.zeros(hidden_size)

    def step(self, x_t, h):
        #! fwd-no-bias: gates = x_t @ self.weight_ih.T
        gates = x_t @ self.weight_ih.T + self.bias_ih
        #! fwd-no-bias: gates = gates + h @ self.weight_hh.T
        #! fwd-no-recurrence: gates = gates + self.bias_hh
        #! fwd-wh-transposed: gates = gates + h @ self.weight_hh + self.bias_hh
        #! fwd-wh-identity: gates = gates + h + self.bias_hh
        #! slip-product-of-states: gates = gates + (h * h) @ self.weight_hh.T + self.bias_hh
        gates = gates + h @ self.weight_hh.T + self.bias_hh
        #! fwd-no-activation: return gates
        #! fwd-sigmoid-for-tanh: return 1 / (1 + np.exp(-gates))
        #! fwd-relu-for-tanh: return np.maximum(gates, 0)
        #! fwd-tan-for-tanh: return np.tan(gates)
        return np.tanh(gates)

    def forward(self, x, h0=None):
        #! fwd-h0-ignored: h = np.zeros((x.shape[1], self.hidden_size))
        h = h0[0] if h0 is not None else np.zeros((x.shape[1], self.hidden_size))
        self.x, self.hs = x, [h]
        for t in range(len(x)):
            #! fwd-reversed: h = self.step(x[-t - 1], h)
            #! fwd-input-frozen: h = self.step(x[0], h)
            #! fwd-stale-h0: h = self.step(x[t], self.hs[0])
            h = self.step(x[t], h)
            self.hs.append(h)
        #! fwd-h0-in-list: return np.array(self.hs[:-1]), h[None]
        #! fwd-h0-returned: return np.array(self.hs), h[None]
        return np.array(self.hs[1:]), h[None]

    def step_back(self, d_h, t):
        #! bwd-no-act-derivative: d_a = d_h
        #! bwd-derivative-no-square: d_a = d_h * (1 - self.hs[t + 1])
        #! bwd-slope-at-h-prev: d_a = d_h * (1 - self.hs[t] ** 2)
        #! bwd-sigmoid-derivative: d_a = d_h * self.hs[t + 1] * (1 - self.hs[t + 1])
        #! slip-slope-squared: d_a = d_h * (1 - self.hs[t + 1] ** 2) ** 2
        d_a = d_h * (1 - self.hs[t + 1] ** 2)
        self.grad_weight_ih += d_a.T @ self.x[t]
        #! bwd-dwh-uses-ht: self.grad_weight_hh += d_a.T @ self.hs[t + 1]
        #! bwd-dwh-transposed: self.grad_weight_hh += self.hs[t].T @ d_a
        #! bwd-overwrite: self.grad_weight_hh = d_a.T @ self.hs[t]
        self.grad_weight_hh += d_a.T @ self.hs[t]
        #! bwd-db-not-accumulated: self.grad_bias = d_a.sum(axis=0)
        #! bwd-overwrite: self.grad_bias = d_a.sum(axis=0)
        #! bwd-db-sum-of-everything: self.grad_bias += d_a.sum()
        self.grad_bias += d_a.sum(axis=0)
        self.grad_x[t] = d_a @ self.weight_ih
        #! bwd-wh-not-transposed: return d_a @ self.weight_hh.T
        #! bwd-carry-diagonal: return d_a * np.diag(self.weight_hh)
        return d_a @ self.weight_hh

    def backward(self, dh):
        self.grad_weight_ih, self.grad_weight_hh = np.zeros_like(self.weight_ih), np.zeros_like(self.weight_hh)
        self.grad_bias, self.grad_x = np.zeros(self.hidden_size), np.zeros_like(self.x)
        carry = np.zeros(dh.shape[1:])
        #! bwd-loop-not-reversed: for t in range(len(dh)):
        for t in reversed(range(len(dh))):
            #! bwd-no-through-time: carry = self.step_back(dh[t], t)
            #! bwd-upstream-dropped: carry = self.step_back(carry if t < len(dh) - 1 else dh[t], t)
            #! slip-gradient-doubled: carry = self.step_back(2 * dh[t] + carry, t)
            carry = self.step_back(dh[t] + carry, t)
        self.grad_bias_ih = self.grad_bias
        self.grad_bias_hh = self.grad_bias.copy()
        #! bwd-dh0-zero: self.grad_h0 = np.zeros((1, *dh.shape[1:]))
        self.grad_h0 = carry[None]
        return self.grad_x, self.grad_h0
