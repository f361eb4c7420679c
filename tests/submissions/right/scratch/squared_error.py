"""Real numbers in and out, any shape that a column can be made of; a squared error; weights that change by a rate of their own."""

import numpy as np


class Forecaster:
    def __init__(self, input_size, hidden_size, output_size):
        self.Wxh = np.random.randn(hidden_size, input_size) * 0.01
        self.Whh = np.random.randn(hidden_size, hidden_size) * 0.01
        self.Why = np.random.randn(output_size, hidden_size) * 0.01
        self.bh, self.by = np.zeros((hidden_size, 1)), np.zeros((output_size, 1))

    def forward(self, series):
        hidden, outputs = {-1: np.zeros_like(self.bh)}, {}
        for t in range(len(series)):
            x = np.array(series[t]).reshape(-1, 1)
            hidden[t] = np.tanh(np.dot(self.Wxh, x) + np.dot(self.Whh, hidden[t - 1]) + self.bh)
            outputs[t] = np.dot(self.Why, hidden[t]) + self.by
        return outputs, hidden

    def loss(self, outputs, targets):
        return sum(np.sum((outputs[t] - targets[t]) ** 2) for t in range(len(outputs)))

    def backward(self, inputs, hidden, outputs, targets):
        dWxh, dWhh, dWhy = np.zeros_like(self.Wxh), np.zeros_like(self.Whh), np.zeros_like(self.Why)
        dbh, dby, dh_next = np.zeros_like(self.bh), np.zeros_like(self.by), np.zeros_like(self.bh)
        for t in range(len(inputs) - 1, -1, -1):
            dy = 2 * (outputs[t] - np.reshape(targets[t], (-1, 1)))
            dWhy += np.dot(dy, hidden[t].T)
            dby += dy
            da = (1 - hidden[t] ** 2) * (np.dot(self.Why.T, dy) + dh_next)
            dbh += da
            dWxh += np.dot(da, np.reshape(inputs[t], (1, -1)))
            dWhh += np.dot(da, hidden[t - 1].T)
            dh_next = np.dot(self.Whh.T, da)
        for array, change in ((self.Wxh, dWxh), (self.Whh, dWhh), (self.Why, dWhy), (self.bh, dbh), (self.by, dby)):
            array -= 0.001 * change
