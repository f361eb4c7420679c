"""A classifier of sequences: one softmax after the last step, one target by its number, gradients in attributes."""

import numpy as np


class Classifier:
    def __init__(self, num_features, num_hidden, num_classes):
        self.U = np.random.randn(num_hidden, num_features)
        self.W = np.random.randn(num_hidden, num_hidden)
        self.V = np.random.randn(num_classes, num_hidden)
        self.b = np.zeros(num_hidden)
        self.c = np.zeros(num_classes)

    def forward(self, sequence):
        self.x = np.asarray(sequence)
        self.h = np.zeros((len(self.x) + 1, len(self.b)))
        for t, x in enumerate(self.x, 1):
            self.h[t] = np.tanh(self.U @ x + self.W @ self.h[t - 1] + self.b)
        scores = self.V @ self.h[-1] + self.c
        scores = np.exp(scores - np.max(scores))
        self.p = scores / np.sum(scores)
        return self.p

    def backward(self, label):
        error = self.p.copy()
        error[label] -= 1
        self.dV, self.dc = np.outer(error, self.h[-1]), error
        self.dU, self.dW, self.db = np.zeros_like(self.U), np.zeros_like(self.W), np.zeros_like(self.b)
        d = self.V.T @ error
        for t in range(len(self.x), 0, -1):
            d = d * (1 - self.h[t] ** 2)
            self.dU += np.outer(d, self.x[t - 1])
            self.dW += np.outer(d, self.h[t - 1])
            self.db += d
            d = self.W.T @ d
