import numpy as np


class RNN:
    def __init__(self, input_size, hidden_size):
        self.n_in, self.n_hidden = input_size, hidden_size
        self.weight_ih = np.random.rand(hidden_size, input_size)
        self.weight_hh = np.random.rand(hidden_size, hidden_size)
        self.bias_ih = np.random.rand(hidden_size)
        self.bias_hh = np.random.rand(hidden_size)

    def forward(self, x, h0=None):
        #! fwd-wh-transposed: W = np.hstack([self.weight_ih, self.weight_hh.T])
        #! fwd-wh-identity: W = np.hstack([self.weight_ih, np.eye(self.n_hidden)])
        W = np.hstack([self.weight_ih, self.weight_hh])
        #! fwd-no-bias: b = np.zeros(self.n_hidden)
        #! slip-product-of-biases: b = self.bias_ih * self.bias_hh
        b = self.bias_ih + self.bias_hh
        #! fwd-h0-ignored: h = np.zeros((x.shape[1], self.n_hidden))
        h = np.zeros((x.shape[1], self.n_hidden)) if h0 is None else h0.reshape(-1, self.n_hidden)
        first = h
        self.tape, outputs = [], []
        for x_t in x:
            #! fwd-stale-h0: z = np.hstack([x_t, first])
            #! fwd-no-recurrence: z = np.hstack([x_t, np.zeros_like(h)])
            #! fwd-input-frozen: z = np.hstack([x[0], h])
            z = np.hstack([x_t, h])
            #! fwd-no-activation: h = z @ W.T + b
            #! fwd-relu-for-tanh: h = np.maximum(z @ W.T + b, 0)
            #! fwd-bias-twice: h = np.tanh(z @ W.T + 2 * b)
            #! fwd-bias-outside: h = np.tanh(z @ W.T) + b
            #! slip-minus-bias: h = np.tanh(z @ W.T - b)
            #!@ fwd-no-bias
            h = np.tanh(z @ W.T + b)
            self.tape.append((z, h))
            outputs.append(h)
        return np.stack(outputs), h.reshape(1, *h.shape)

    def backward(self, dh):
        W = np.hstack([self.weight_ih, self.weight_hh])
        dW, db = np.zeros_like(W), np.zeros(self.n_hidden)
        dx, flow = np.zeros((*dh.shape[:2], self.n_in)), 0
        #! bwd-loop-not-reversed: for t in range(len(dh)):
        for t in range(len(dh) - 1, -1, -1):
            z, h = self.tape[t]
            #! bwd-no-through-time: delta = dh[t] * (1 - h * h)
            #! bwd-upstream-dropped: delta = (flow if t < len(dh) - 1 else dh[t]) * (1 - h * h)
            #! bwd-no-act-derivative: delta = dh[t] + flow
            #! bwd-derivative-no-square: delta = (dh[t] + flow) * (1 - h)
            #! bwd-slope-at-h-prev: delta = (dh[t] + flow) * (1 - z[:, self.n_in :] ** 2)
            #! slip-square-of-sum: delta = (dh[t] + flow) ** 2 * (1 - h * h)
            delta = (dh[t] + flow) * (1 - h * h)
            #! bwd-overwrite: dW = delta.T @ z
            #! bwd-mean-over-time: dW += delta.T @ z / len(dh)
            dW += delta.T @ z
            #! bwd-overwrite: db = delta.sum(axis=0)
            #! bwd-mean-over-time: db += delta.sum(axis=0) / len(dh)
            #! bwd-db-not-accumulated: db = delta.sum(axis=0)
            db += delta.sum(axis=0)
            back = delta @ W
            dx[t] = back[:, : self.n_in]
            #! bwd-wh-not-transposed: flow = delta @ self.weight_hh.T
            #! bwd-carry-diagonal: flow = delta * np.diag(self.weight_hh)
            flow = back[:, self.n_in :]
        self.grad_weight_ih = dW[:, : self.n_in]
        #! bwd-dwh-transposed: self.grad_weight_hh = dW[:, self.n_in :].T
        self.grad_weight_hh = dW[:, self.n_in :]
        self.grad_bias_ih, self.grad_bias_hh = db, db.copy()
        #! bwd-dh0-off-by-one: return dx, delta[None]
        #! bwd-dh0-zero: return dx, np.zeros((1, *dh.shape[1:]))
        return dx, flow[None]
