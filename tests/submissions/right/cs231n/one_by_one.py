"""Example by example in plain loops, and lists for results; what is kept is an object."""

import math


class Memory:
    def __init__(self, x, h0, Wx, Wh, states):
        self.x, self.h0, self.Wx, self.Wh, self.states = x, h0, Wx, Wh, states


def one_step(x, h, Wx, Wh, b):
    new = []
    for j in range(len(b)):
        a = b[j]
        for i in range(len(x)):
            a += x[i] * Wx[i][j]
        for k in range(len(h)):
            a += h[k] * Wh[k][j]
        new.append(math.tanh(a))
    return new


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    return [one_step(x[n], prev_h[n], Wx, Wh, b) for n in range(len(x))], None


def rnn_forward(x, h0, Wx, Wh, b):
    everything = []
    for n in range(len(x)):
        h, states = h0[n], []
        for t in range(len(x[n])):
            h = one_step(x[n][t], h, Wx, Wh, b)
            states.append(h)
        everything.append(states)
    return everything, Memory(x, h0, Wx, Wh, everything)


def rnn_backward(dh, m):
    N, T, H = len(m.x), len(m.x[0]), len(m.Wh)
    D = len(m.Wx)
    dx = [[[0.0] * D for _ in range(T)] for _ in range(N)]
    dh0 = [[0.0] * H for _ in range(N)]
    dWx = [[0.0] * H for _ in range(D)]
    dWh = [[0.0] * H for _ in range(H)]
    db = [0.0] * H
    for n in range(N):
        carry = [0.0] * H
        for t in reversed(range(T)):
            h = m.states[n][t]
            before = m.states[n][t - 1] if t > 0 else m.h0[n]
            delta = [(1 - h[j] ** 2) * (dh[n][t][j] + carry[j]) for j in range(H)]
            carry = [sum(delta[j] * m.Wh[k][j] for j in range(H)) for k in range(H)]
            for j in range(H):
                db[j] += delta[j]
                for i in range(D):
                    dWx[i][j] += m.x[n][t][i] * delta[j]
                    dx[n][t][i] += m.Wx[i][j] * delta[j]
                for k in range(H):
                    dWh[k][j] += before[k] * delta[j]
        dh0[n] = carry
    return dx, dh0, dWx, dWh, db
