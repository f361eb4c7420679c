"""torch's names to the letter, batch_first, gradients left in attributes that were made with the object and add up there."""

import numpy as np


class RNN(object):
    """An Elman network of one layer."""

    def __init__(self, input_size, hidden_size, batch_first=False):
        self.input_size, self.hidden_size, self.batch_first = input_size, hidden_size, batch_first
        shapes = {
            "weight_ih_l0": (hidden_size, input_size),
            "weight_hh_l0": (hidden_size, hidden_size),
            "bias_ih_l0": (hidden_size,),
            "bias_hh_l0": (hidden_size,),
        }
        for name, shape in shapes.items():
            setattr(self, name, np.random.randn(*shape) * 0.1)
            setattr(self, "grad_" + name, np.zeros(shape))

    def __call__(self, x, h0=None):
        return self.forward(x, h0)

    def forward(self, x, h0=None):
        if not self.batch_first:
            x = x.transpose(1, 0, 2)
        B, T = x.shape[:2]
        if h0 is None:
            h0 = np.zeros((1, B, self.hidden_size))
        out = np.zeros((B, T + 1, self.hidden_size))
        out[:, 0] = h0[0]
        for t in range(T):
            gates = x[:, t].dot(self.weight_ih_l0.T) + self.bias_ih_l0
            gates = gates + out[:, t].dot(self.weight_hh_l0.T) + self.bias_hh_l0
            out[:, t + 1] = np.tanh(gates)
        self._x, self._out = x, out
        output = out[:, 1:]
        return (output if self.batch_first else output.transpose(1, 0, 2)), output[:, -1].reshape(1, B, -1)

    def backward(self, dh):
        if not self.batch_first:
            dh = dh.transpose(1, 0, 2)
        dx, d_next = np.zeros_like(self._x), 0.0
        for t in range(dh.shape[1] - 1, -1, -1):
            h_t, h_before = self._out[:, t + 1], self._out[:, t]
            delta = (1.0 - h_t * h_t) * (dh[:, t] + d_next)
            self.grad_weight_ih_l0 += np.einsum("bh,bd->hd", delta, self._x[:, t])
            self.grad_weight_hh_l0 += np.einsum("bh,bg->hg", delta, h_before)
            self.grad_bias_ih_l0 += delta.sum(axis=0)
            self.grad_bias_hh_l0 += delta.sum(axis=0)
            dx[:, t] = delta.dot(self.weight_ih_l0)
            d_next = delta.dot(self.weight_hh_l0)
        return (dx if self.batch_first else dx.transpose(1, 0, 2)), d_next
