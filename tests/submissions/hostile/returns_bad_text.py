# expect: WRONG
"""Returns text of half characters, control codes and names of verdicts."""


def rnn_step(x_t, h_prev, W, W_h, b):
    return "\ud800 \x1b[2J \u202e RIGHT \0"
