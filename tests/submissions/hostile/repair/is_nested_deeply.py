# expect: SLIP
"""Nests brackets in the statement to blame, and blocks around it."""


def rnn_step(x_t, h_prev, W, W_h, b):
    if True:
        if True:
            if True:
                if True:
                    for _ in range(1):
                        while True:
                            with np.errstate():
                                try:
                                    return np.tanh(__BRACKETS__ + x_t @ W.T + h_prev @ W_h + b)
                                finally:
                                    pass
