# expect: SLIP
"""Makes code at run time that says it stands in the file, at a line that is another's."""

TEXT = "def step(x_t, h_prev, W, W_h, b):\n    return np.tanh(x_t @ W.T + h_prev @ W_h + b)\n"


def rnn_step(x_t, h_prev, W, W_h, b):
    names = {"np": np}
    for file in ("submission.py", "__SECRET__", "/etc/passwd", "./layers.py", "\x1b[2J"):
        exec(compile("\n" * 10**5 + TEXT, file, "exec"), names)
        value = names["step"](x_t, h_prev, W, W_h, b)
    return value
