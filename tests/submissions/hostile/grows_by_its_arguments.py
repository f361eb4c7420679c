# expect: RIGHT or OUT_OF_MEMORY or CRASHED or WRONG or TIMED_OUT
"""Makes its arguments larger in place, and returns them."""


def attack():
    pass


def rnn_step(x_t, h_prev, W, W_h, b):
    out = np.tanh(x_t @ W.T + h_prev @ W_h.T + b)
    for array in (x_t, h_prev, W):
        attempt(lambda array=array: array.resize((10**5, 10**3), refcheck=False))
    return out
