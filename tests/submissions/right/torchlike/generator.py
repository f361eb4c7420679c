"""A generator yields the states; the two weights are put side by side, the biases added; h_n without the layer's axis."""

import numpy as np


class RNN:
    def __init__(self, input_size, hidden_size):
        self.D, self.H = input_size, hidden_size
        self.history = None

    def states(self, x, h):
        W = np.concatenate([self.weight_ih, self.weight_hh], axis=1).T
        b = self.bias_ih + self.bias_hh
        for x_t in x:
            joined = np.concatenate([x_t, h], axis=1)
            h = joined @ W
            h += b
            np.tanh(h, out=h)
            yield joined, h

    def forward(self, x, h0=None):
        start = np.zeros((x.shape[1], self.H)) if h0 is None else np.reshape(h0, (x.shape[1], self.H))
        self.history = list(self.states(x, start))
        output = np.array([h for _, h in self.history])
        return output, output[-1]

    def backward(self, dh):
        W = np.concatenate([self.weight_ih, self.weight_hh], axis=1)
        dW, db, dx, flow = np.zeros_like(W), np.zeros(self.H), [], np.zeros(dh.shape[1:])
        for (joined, h), from_output in zip(reversed(self.history), dh[::-1]):
            delta = (from_output + flow) * (1 - np.square(h))
            dW += delta.T @ joined
            db += delta.sum(axis=0)
            both = delta @ W
            dx.append(both[:, : self.D])
            flow = both[:, self.D :]
        return {
            "dx": np.array(dx[::-1]),
            "dh0": flow,
            "dweight_ih": dW[:, : self.D],
            "dweight_hh": dW[:, self.D :],
            "dbias_ih": db,
            "dbias_hh": db,
        }
