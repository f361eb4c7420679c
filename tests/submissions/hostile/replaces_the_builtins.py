# expect: CRASHED or WRONG or RIGHT
"""Takes the words away that the far side of the wall is written in; it may only hurt itself."""

import builtins


def rnn_step(x_t, h_prev, W, W_h, b):
    for name in ("len", "isinstance", "type", "zip", "BaseException", "Exception", "print"):
        setattr(builtins, name, lambda *args, **named: True)
    return 0.0
