# expect: CRASHED
"""Ends with status 0, which looks like success to a grader that trusts the status."""


def rnn_step(x_t, h_prev, W, W_h, b):
    os._exit(0)
