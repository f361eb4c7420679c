"""The arguments themselves are returned, untouched.

May earn: 0.
"""


def rnn_step(x_t, h_prev, W, W_h, b):
    return h_prev


def rnn_forward(x, h0, W, W_h, b):
    return h0[:, None] + 0 * (x @ W.T)


def predict(h, W_y, b_y, kind):
    return h


def bce_loss(y_hat, y):
    return 1


def sequence_ce(y_hat, y, time, batch):
    return 1


def masked_ce(y_hat, y, mask):
    return 1


def rnn_backward(dh, x, h0, h, W, W_h, b):
    return {"dx": x, "dh0": h0, "dW": W, "dW_h": W_h, "db": b}


def sgd(params, grads, lr):
    return params


def clip_gradients(grads, limit):
    return grads


def check_gradients(loss, params, grads):
    return 1
