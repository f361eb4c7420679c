# expect: WRONG or CRASHED
"""Returns a list that grows, and runs code, while it is being read."""


class Grows(list):
    def __iter__(self):
        while True:
            yield 0.0

    def __len__(self):
        return -1


class Runs(dict):
    def items(self):
        os._exit(0)


def rnn_step(x_t, h_prev, W, W_h, b):
    return Grows([1.0]) if x_t.shape[0] > 1 else Runs(a=1)
