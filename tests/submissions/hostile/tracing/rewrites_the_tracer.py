# expect: SLIP
"""Finds the class that traces it and has it say that another line held other numbers."""

import gc


def lies(tracer, frame=0, line=0, *rest):
    tracer._write(0, 3, "0:h", np.zeros(5))


def attack():
    for found in gc.get_objects():
        if isinstance(found, type) and found.__name__ in ("Tracer", "_Followed", "_Code"):
            for name in ("look", "assigned", "_array", "_sequence", "enter", "_enter"):
                if name in vars(found):
                    setattr(found, name, lies)


def rnn_step(x_t, h_prev, W, W_h, b):
    attack()
    return np.tanh(x_t @ W.T + h_prev @ W_h + b)
