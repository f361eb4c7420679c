# expect: SLIP
"""Holds numbers whose comparisons, hashes and conversions loop or raise, wherever the trace may look."""


class Number(float):
    def __float__(self):
        raise KeyboardInterrupt

    def __hash__(self):
        raise SystemExit

    def __eq__(self, other):
        while True:
            pass


def rnn_step(x_t, h_prev, W, W_h, b):
    one = Number(1.0)
    many = {"a": [one] * 5, "b": (one, {"c": one})}
    return np.tanh(x_t @ W.T + h_prev @ W_h + b) + 0 * len(many)
