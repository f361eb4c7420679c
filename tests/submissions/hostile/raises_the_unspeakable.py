# expect: CRASHED
"""Raises what cannot be printed, and whose type lies about itself."""


class Unspeakable(BaseException):
    def __str__(self):
        raise self

    def __getattribute__(self, name):
        raise SystemExit(0)


def rnn_step(x_t, h_prev, W, W_h, b):
    raise Unspeakable
