# expect: WRONG or CRASHED
"""Returns an object that equals everything and is close to everything."""


class Evil:
    def __eq__(self, other):
        return True

    def __array__(self, *args, **named):
        return np.ones(1)

    def __getattr__(self, name):
        return self

    def __call__(self, *args):
        return self

    __hash__ = None
    __lt__ = __le__ = __gt__ = __ge__ = __eq__


def rnn_step(x_t, h_prev, W, W_h, b):
    return Evil()
