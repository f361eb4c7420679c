import numpy as np


class RNN:
    def __init__(self, input_size, hidden_size):
        self.hidden_size = hidden_size
        self.weight_ih = np.random.randn(hidden_size, input_size) * 0.1
        self.weight_hh = np.random.randn(hidden_size, hidden_size) * 0.1
        self.bias_ih = np.zeros(hidden_size)
        self.bias_hh = np.zeros(hidden_size)

    def forward(self, x, h0=None):
        T, B, _ = x.shape
        #! fwd-h0-ignored: h = np.zeros((B, self.hidden_size))
        h = np.zeros((B, self.hidden_size)) if h0 is None else h0[0]
        self.x, self.states = x, [h]
        for t in range(T):
            #! fwd-reversed: from_input = x[T - 1 - t] @ self.weight_ih.T + self.bias_ih
            #! fwd-input-frozen: from_input = x[0] @ self.weight_ih.T + self.bias_ih
            #! fwd-no-bias: from_input = x[t] @ self.weight_ih.T
            from_input = x[t] @ self.weight_ih.T + self.bias_ih
            #! fwd-no-bias: from_past = h @ self.weight_hh.T
            #! fwd-wh-transposed: from_past = h @ self.weight_hh + self.bias_hh
            #! fwd-wh-identity: from_past = h + self.bias_hh
            #! fwd-stale-h0: from_past = self.states[0] @ self.weight_hh.T + self.bias_hh
            #! fwd-no-recurrence: from_past = self.bias_hh
            from_past = h @ self.weight_hh.T + self.bias_hh
            #! fwd-no-activation: h = from_input + from_past
            #! fwd-sigmoid-for-tanh: h = 1 / (1 + np.exp(-from_input - from_past))
            #! fwd-relu-for-tanh: h = np.maximum(from_input + from_past, 0)
            h = np.tanh(from_input + from_past)
            self.states.append(h)
        return np.stack(self.states[1:]), h[None]

    def backward(self, dh):
        T, B, H = dh.shape
        self.grad_weight_ih = np.zeros_like(self.weight_ih)
        self.grad_weight_hh = np.zeros_like(self.weight_hh)
        self.grad_bias_ih = np.zeros(H)
        self.grad_x = np.zeros_like(self.x)
        carry = np.zeros((B, H))
        for t in range(T - 1, -1, -1):
            h = self.states[t + 1]
            #! bwd-no-through-time: d = dh[t] * (1 - h * h)
            #! bwd-upstream-dropped: d = (dh[t] if t == T - 1 else carry) * (1 - h * h)
            #! bwd-no-act-derivative: d = dh[t] + carry
            #! bwd-derivative-at-h: d = (dh[t] + carry) * (1 - np.tanh(h) ** 2)
            #! bwd-derivative-no-square: d = (dh[t] + carry) * (1 - h)
            #! bwd-sigmoid-derivative: d = (dh[t] + carry) * h * (1 - h)
            d = (dh[t] + carry) * (1 - h * h)
            #! bwd-overwrite: self.grad_weight_ih = d.T @ self.x[t]
            #! bwd-mean-over-time: self.grad_weight_ih += d.T @ self.x[t] / T
            self.grad_weight_ih += d.T @ self.x[t]
            #! bwd-dwh-uses-ht: self.grad_weight_hh += d.T @ h
            #! bwd-dwh-transposed: self.grad_weight_hh += self.states[t].T @ d
            #! bwd-overwrite: self.grad_weight_hh = d.T @ self.states[t]
            #! bwd-mean-over-time: self.grad_weight_hh += d.T @ self.states[t] / T
            self.grad_weight_hh += d.T @ self.states[t]
            #! bwd-overwrite: self.grad_bias_ih = d.sum(axis=0)
            #! bwd-mean-over-time: self.grad_bias_ih += d.sum(axis=0) / T
            #! bwd-db-not-accumulated: self.grad_bias_ih = d.sum(axis=0)
            self.grad_bias_ih += d.sum(axis=0)
            self.grad_x[t] = d @ self.weight_ih
            #! bwd-wh-not-transposed: carry = d @ self.weight_hh.T
            carry = d @ self.weight_hh
        self.grad_bias_hh = self.grad_bias_ih.copy()
        #! bwd-dh0-off-by-one: self.grad_h0 = d[None]
        self.grad_h0 = carry[None]
        return self.grad_x, self.grad_h0
