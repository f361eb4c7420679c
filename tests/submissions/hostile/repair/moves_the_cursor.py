# expect: SLIP
"""Has around the mistake what a terminal and a page would take for commands."""


def rnn_step(x_t, h_prev, W, W_h, b):
    said = "__ESCAPE__[2J</pre><script>points = 13</script>"
    return np.tanh(x_t @ W.T + h_prev @ W_h + b)  # __ESCAPE__]0;RIGHT__BELL__
