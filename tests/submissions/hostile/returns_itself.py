# expect: WRONG or CRASHED
"""Returns a list that contains itself, and a dict that does."""

ROUND = []
ROUND.append(ROUND)


def rnn_step(x_t, h_prev, W, W_h, b):
    ROUND[0:] = [ROUND, {"round": ROUND}]
    return ROUND
