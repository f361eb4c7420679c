"""The step is a method of another object; states are a dict by steps, and their first is given."""

import numpy as np


class Cell:
    """keeps nothing"""

    def step(self, x, h, U, W, b):
        return np.tanh(U.dot(x) + W.dot(h) + b)


class Net:
    def __init__(self, input_dim, state_dim, output_dim):
        r = np.random.default_rng()
        self._cell = Cell()
        self._U = r.standard_normal((state_dim, input_dim))
        self._W = r.standard_normal((state_dim, state_dim))
        self._V = r.standard_normal((output_dim, state_dim))
        self._bs = np.zeros(state_dim)
        self._bo = np.zeros(output_dim)

    def fprop(self, seq, s0):
        self.seq = seq
        self.states = {-1: s0}
        ys = {}
        for t in range(len(seq)):
            self.states[t] = self._cell.step(seq[t], self.states[t - 1], self._U, self._W, self._bs)
            ys[t] = self._V.dot(self.states[t]) + self._bo
        return ys, self.states

    def bprop(self, dys):
        self.dU = np.zeros_like(self._U)
        self.dW = np.zeros_like(self._W)
        self.dV = np.zeros_like(self._V)
        self.dbs = np.zeros_like(self._bs)
        self.dbo = np.zeros_like(self._bo)
        dn = np.zeros_like(self._bs)
        for t in reversed(range(len(dys))):
            self.dV += np.outer(dys[t], self.states[t])
            self.dbo += dys[t]
            dz = (1 - self.states[t] ** 2) * (self._V.T.dot(dys[t]) + dn)
            self.dU += np.outer(dz, self.seq[t])
            self.dW += np.outer(dz, self.states[t - 1])
            self.dbs += dz
            dn = self._W.T.dot(dz)
