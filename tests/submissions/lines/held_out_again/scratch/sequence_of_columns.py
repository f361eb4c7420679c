import numpy as np


def dsigma(s):
    #! bwd-no-act-derivative: return np.ones_like(s)
    #! bwd-derivative-no-square: return 1 - s
    #! bwd-sigmoid-derivative: return s * (1 - s)
    return 1 - np.power(s, 2)


class RNN:
    def __init__(self, word_dim, hidden_dim, out_dim):
        self.U = np.random.uniform(-0.5, 0.5, (hidden_dim, word_dim))
        self.W = np.random.uniform(-0.5, 0.5, (hidden_dim, hidden_dim))
        self.V = np.random.uniform(-0.5, 0.5, (out_dim, hidden_dim))
        self.b = np.zeros((hidden_dim, 1))
        self.c = np.zeros((out_dim, 1))

    def step(self, x, s):
        #! fwd-no-bias: net = np.matmul(self.U, x) + np.matmul(self.W, s)
        #! fwd-bias-twice: net = np.matmul(self.U, x) + self.b + np.matmul(self.W, s) + self.b
        #! fwd-no-recurrence: net = np.matmul(self.U, x) + self.b
        #! fwd-wh-transposed: net = np.matmul(self.U, x) + np.matmul(self.W.T, s) + self.b
        #! fwd-wh-identity: net = np.matmul(self.U, x) + s + self.b
        #! slip-input-doubled: net = 2 * np.matmul(self.U, x) + np.matmul(self.W, s) + self.b
        net = np.matmul(self.U, x) + np.matmul(self.W, s) + self.b
        #! fwd-no-activation: return net
        #! fwd-sigmoid-for-tanh: return 1 / (1 + np.exp(-net))
        return np.tanh(net)

    def forward(self, x):
        self.x = [np.reshape(column, (-1, 1)) for column in x]
        self.s = [np.zeros_like(self.b)]
        o = []
        for t in range(len(self.x)):
            #! fwd-input-frozen: self.s.append(self.step(self.x[0], self.s[t]))
            #! fwd-reversed: self.s.append(self.step(self.x[-1 - t], self.s[t]))
            #! fwd-stale-h0: self.s.append(self.step(self.x[t], self.s[0]))
            self.s.append(self.step(self.x[t], self.s[t]))
            o.append(np.matmul(self.V, self.s[t + 1]) + self.c)
        return o, self.s

    def backward(self, do):
        dU, dW, dV = np.zeros_like(self.U), np.zeros_like(self.W), np.zeros_like(self.V)
        db, dc = np.zeros_like(self.b), np.zeros_like(self.c)
        ds_next = np.zeros_like(self.b)
        #! bwd-loop-not-reversed: for t, error in enumerate(do):
        for t, error in reversed(list(enumerate(do))):
            error = np.reshape(error, (-1, 1))
            dV += np.matmul(error, self.s[t + 1].T)
            dc += error
            #! bwd-no-through-time: ds = np.matmul(self.V.T, error)
            #! bwd-upstream-dropped: ds = ds_next if t < len(do) - 1 else np.matmul(self.V.T, error)
            #! slip-ds-averaged: ds = 0.5 * (np.matmul(self.V.T, error) + ds_next)
            ds = np.matmul(self.V.T, error) + ds_next
            #! bwd-slope-at-h-prev: dnet = ds * dsigma(self.s[t])
            dnet = ds * dsigma(self.s[t + 1])
            #! bwd-overwrite: dU = np.matmul(dnet, self.x[t].T)
            dU += np.matmul(dnet, self.x[t].T)
            #! bwd-overwrite: dW = np.matmul(dnet, self.s[t].T)
            #! bwd-dwh-uses-ht: dW += np.matmul(dnet, self.s[t + 1].T)
            #! bwd-dwh-transposed: dW += np.matmul(self.s[t], dnet.T)
            dW += np.matmul(dnet, self.s[t].T)
            #! bwd-overwrite: db = dnet
            #! bwd-db-not-accumulated: db = dnet
            db += dnet
            #! bwd-wh-not-transposed: ds_next = np.matmul(self.W, dnet)
            ds_next = np.matmul(self.W.T, dnet)
        return dU, dW, dV, db, dc
