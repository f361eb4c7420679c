import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def lstm_step(x_t, h_prev, c_prev, W, W_h, b):
    i, f, g, o = np.split(x_t @ W.T + h_prev @ W_h.T + b, 4, axis=1)
    c_t = sigmoid(f) * c_prev + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c_t), c_t


def lstm_forward(x, h0, W, W_h, b):
    h, c, states = h0, np.zeros_like(h0), []
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h, c, W, W_h, b)
        states.append(h)
    return np.stack(states, axis=1)


def gru_step(x_t, h_prev, W, W_h, b):
    W_r, W_z, W_n = np.split(W, 3)
    U_r, U_z, U_n = np.split(W_h, 3)
    b_r, b_z, b_n = np.split(b, 3)
    r = sigmoid(x_t @ W_r.T + h_prev @ U_r.T + b_r)
    z = sigmoid(x_t @ W_z.T + h_prev @ U_z.T + b_z)
    n = np.tanh(x_t @ W_n.T + (r * h_prev) @ U_n.T + b_n)
    return z * h_prev + (1 - z) * n


def gru_forward(x, h0, W, W_h, b):
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        h[:, t] = gru_step(x[:, t], h[:, t - 1] if t else h0, W, W_h, b)
    return h
