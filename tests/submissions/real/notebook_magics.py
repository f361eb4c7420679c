# deserves: rnn_step, rnn_forward
# A notebook's cells pasted into a file: lines that only a notebook understands.

%matplotlib inline
!pip install numpy
import numpy as np
?np.tanh


def rnn_step(x_t, h_prev, W, W_h, b):
    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)


%timeit rnn_step(np.ones((1, 2)), np.ones((1, 3)), np.ones((3, 2)), np.ones((3, 3)), np.ones(3))


def rnn_forward(x, h0, W, W_h, b):
    h = [h0]
    for t in range(x.shape[1]):
        h.append(rnn_step(x[:, t], h[-1], W, W_h, b))
    return np.stack(h[1:], axis=1)


rnn_forward(np.ones((1, 2, 2)), np.zeros((1, 3)), np.ones((3, 2)), np.ones((3, 3)), np.ones(3)).shape
