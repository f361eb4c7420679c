# expect: WRONG
"""Returns numbers whose class was changed: a float that equals everything."""


class Sly(float):
    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0.0

    __rsub__ = __abs__ = __sub__
    __hash__ = float.__hash__


def rnn_step(x_t, h_prev, W, W_h, b):
    return [[Sly(0) for _ in range(W.shape[0])] for _ in range(x_t.shape[0])]
