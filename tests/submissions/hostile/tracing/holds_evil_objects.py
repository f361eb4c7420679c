# expect: SLIP
"""Holds objects that raise, loop and lie when they are looked at: by ==, as an array, by their type and attributes."""


class Evil:
    __module__ = "submission"

    def __getattribute__(self, name):
        if name == "__dict__":
            os._exit(0)
        raise SystemExit

    __eq__ = __ne__ = __bool__ = __hash__ = __len__ = __iter__ = __array__ = __float__ = __repr__ = __getattribute__


class EvilDict(dict):
    def items(self):
        os._exit(0)

    __iter__ = __len__ = keys = values = __getitem__ = items


class EvilArray(np.ndarray):
    def tobytes(self, *args):
        os._exit(0)

    __eq__ = __getitem__ = __array__ = tobytes


class EvilKey(str):
    def __repr__(self):
        os._exit(0)

    __hash__ = str.__hash__


class Slotted:
    __slots__ = ("a",)
    __module__ = "submission"


def rnn_step(x_t, h_prev, W, W_h, b):
    evil = Evil()
    slotted = Slotted()
    held = EvilDict(a=np.ones(3))
    keyed = {EvilKey("a"): np.ones(3), 10**5000: np.ones(2), (1, 2): np.ones(2)}
    odd = [np.float64(1), np.array([object()]), np.array(["a"]), np.zeros(0), np.array(1j), np.array(["2020"], "M8[D]")]
    array = np.ndarray.__new__(EvilArray, 3)
    return np.tanh(x_t @ W.T + h_prev @ W_h + b)
