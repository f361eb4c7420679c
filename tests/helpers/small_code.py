"""The two functions of the forward pass in few lines, with a wrong twin, and the points that a grade lost."""

from quizgen.model import Grade

STEP = "def rnn_step(x_t, h_prev, W, W_h, b):\n    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)\n"
FORWARD = """def rnn_forward(x, h0, W, W_h, b):
    h = np.zeros((x.shape[0], x.shape[1], len(b)))
    for t in STEPS(x.shape[1]):
        h0 = rnn_step(x[:, t], h0, W, W_h, b)
        h[:, t] = h0
    return h
"""
WRONG = ("W_h.T", "W_h")  # the twin of each right file: the state is multiplied the wrong way round


def lost(got: Grade) -> dict[str, str]:
    return {mark.ask: mark.feedback for mark in got.marks if mark.points < mark.max_points}
