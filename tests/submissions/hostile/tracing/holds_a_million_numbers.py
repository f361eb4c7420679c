# expect: SLIP
"""Holds large arrays, long lists and deep dicts in the variables that the trace looks at."""


def rnn_step(x_t, h_prev, W, W_h, b):
    large, deep = np.zeros(10**6), {}
    long = list(range(10**5))
    for _ in range(1000):
        deep = {"deeper": deep, "itself": long}
    long.append(long)
    deep["itself"] = deep
    return np.tanh(x_t @ W.T + h_prev @ W_h + b)
