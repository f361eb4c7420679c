import numpy as np


class Step:
    def __init__(self, layer, x, before):
        self.layer, self.x, self.before = layer, x, before
        #! fwd-no-bias: bias = 0
        #! fwd-bias-twice: bias = 2 * (layer.bias_ih + layer.bias_hh)
        #! slip-difference-of-biases: bias = layer.bias_ih - layer.bias_hh
        bias = layer.bias_ih + layer.bias_hh
        #! fwd-wh-transposed: recurrent = before @ layer.weight_hh
        #! fwd-wh-diagonal: recurrent = before * np.diag(layer.weight_hh)
        #! fwd-no-recurrence: recurrent = 0.0
        recurrent = before @ layer.weight_hh.T
        #! fwd-no-activation: self.after = x @ layer.weight_ih.T + recurrent + bias
        #! fwd-double-activation: self.after = np.tanh(np.tanh(x @ layer.weight_ih.T + recurrent + bias))
        #! fwd-sigmoid-for-tanh: self.after = 1 / (1 + np.exp(-(x @ layer.weight_ih.T + recurrent + bias)))
        self.after = np.tanh(x @ layer.weight_ih.T + recurrent + bias)

    def back(self, gradient):
        #! bwd-no-act-derivative: self.delta = gradient
        #! bwd-derivative-no-square: self.delta = gradient * (1 - self.after)
        #! bwd-slope-at-h-prev: self.delta = gradient * (1 - self.before * self.before)
        #! bwd-sigmoid-derivative: self.delta = gradient * self.after * (1 - self.after)
        #! slip-slope-of-delta: self.delta = gradient * (1 - gradient * self.after)
        self.delta = gradient * (1 - self.after * self.after)
        #! bwd-wh-not-transposed: return self.delta @ self.layer.weight_hh.T
        #! bwd-carry-diagonal: return self.delta * np.diag(self.layer.weight_hh)
        return self.delta @ self.layer.weight_hh


class RNN:
    def __init__(self, input_size, hidden_size):
        self.weight_ih = np.random.uniform(-1, 1, (hidden_size, input_size))
        self.weight_hh = np.random.uniform(-1, 1, (hidden_size, hidden_size))
        self.bias_ih = np.random.uniform(-1, 1, hidden_size)
        self.bias_hh = np.random.uniform(-1, 1, hidden_size)

    def forward(self, x, h0=None):
        h0 = np.zeros((1, x.shape[1], len(self.bias_ih))) if h0 is None else h0
        #! fwd-h0-ignored: h = np.zeros_like(h0[0])
        h = h0[0]
        self.steps = []
        #! fwd-reversed: for x_t in x[::-1]:
        for x_t in x:
            #! fwd-stale-h0: self.steps.append(Step(self, x_t, h0[0]))
            #! fwd-input-frozen: self.steps.append(Step(self, x[0], h))
            self.steps.append(Step(self, x_t, h))
            h = self.steps[-1].after
        #! fwd-h0-in-list: return np.stack([step.before for step in self.steps]), h[np.newaxis]
        return np.stack([step.after for step in self.steps]), h[np.newaxis]

    def backward(self, d_output):
        back = np.zeros_like(d_output[0])
        #! bwd-loop-not-reversed: for step, d in zip(self.steps, d_output):
        for step, d in zip(self.steps[::-1], d_output[::-1]):
            #! bwd-no-through-time: back = step.back(d)
            #! slip-product: back = step.back(d * (1 + back))
            back = step.back(d + back)
        deltas = np.array([step.delta for step in self.steps])
        #! bwd-overwrite: self.grad_weight_ih = self.steps[0].delta.T @ self.steps[0].x
        #! bwd-mean-over-time: self.grad_weight_ih = sum(step.delta.T @ step.x for step in self.steps) / len(self.steps)
        self.grad_weight_ih = sum(step.delta.T @ step.x for step in self.steps)
        #! bwd-overwrite: self.grad_weight_hh = self.steps[0].delta.T @ self.steps[0].before
        #! bwd-dwh-uses-ht: self.grad_weight_hh = sum(step.delta.T @ step.after for step in self.steps)
        #! bwd-dwh-transposed: self.grad_weight_hh = sum(step.before.T @ step.delta for step in self.steps)
        #! bwd-mean-over-time: self.grad_weight_hh = sum(step.delta.T @ step.before for step in self.steps) / len(self.steps)
        self.grad_weight_hh = sum(step.delta.T @ step.before for step in self.steps)
        #! bwd-overwrite: self.grad_bias_ih = deltas[0].sum(axis=0)
        #! bwd-mean-over-time: self.grad_bias_ih = deltas.sum(axis=(0, 1)) / len(deltas)
        #! bwd-db-not-accumulated: self.grad_bias_ih = deltas[0].sum(axis=0)
        self.grad_bias_ih = deltas.sum(axis=(0, 1))
        self.grad_bias_hh = self.grad_bias_ih
        #! bwd-dh0-zero: self.grad_h0 = np.zeros_like(back)[np.newaxis]
        #! bwd-dh0-off-by-one: self.grad_h0 = deltas[:1]
        self.grad_h0 = back[np.newaxis]
        return deltas @ self.weight_ih, self.grad_h0
