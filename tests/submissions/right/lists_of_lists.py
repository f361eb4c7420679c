"""Nothing but lists of lists and math."""

import math


def rnn_step(x_t, h_prev, W, W_h, b):
    out = []
    for ex, st in zip(x_t, h_prev):
        row = []
        for i in range(len(b)):
            acc = float(b[i])
            for j in range(len(ex)):
                acc += W[i][j] * ex[j]
            for j in range(len(st)):
                acc += W_h[i][j] * st[j]
            row.append(math.tanh(acc))
        out.append(row)
    return out


def rnn_forward(x, h0, W, W_h, b):
    result = []
    for n in range(len(x)):
        h = [h0[n]]
        steps = []
        for t in range(len(x[n])):
            h = rnn_step([x[n][t]], h, W, W_h, b)
            steps.append(h[0])
        result.append(steps)
    return result


def rnn_backward(dh, x, h0, h, W, W_h, b):
    B, T, D, H = len(x), len(x[0]), len(W[0]), len(b)
    dW = [[0.0] * D for _ in range(H)]
    dW_h = [[0.0] * H for _ in range(H)]
    db = [0.0] * H
    dx = [[[0.0] * D for _ in range(T)] for _ in range(B)]
    dh0 = []
    for n in range(B):
        nxt = [0.0] * H
        for t in reversed(range(T)):
            delta = [(dh[n][t][i] + nxt[i]) * (1 - h[n][t][i] ** 2) for i in range(H)]
            prev = h[n][t - 1] if t else h0[n]
            for i in range(H):
                db[i] += delta[i]
                for j in range(D):
                    dW[i][j] += delta[i] * x[n][t][j]
                    dx[n][t][j] += delta[i] * W[i][j]
                for j in range(H):
                    dW_h[i][j] += delta[i] * prev[j]
            nxt = [sum(W_h[i][j] * delta[i] for i in range(H)) for j in range(H)]
        dh0.append(nxt)
    return dict(dx=dx, dh0=dh0, dW=dW, dW_h=dW_h, db=db)
