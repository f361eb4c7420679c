# expect: SLIP
"""Is code without a table of lines."""


def rnn_step(x_t, h_prev, W, W_h, b):
    return np.tanh(x_t @ W.T + h_prev @ W_h + b)


rnn_step.__code__ = rnn_step.__code__.replace(co_linetable=b"", co_firstlineno=2**31 - 1)
