"""Implement the forward pass through time."""

from quizgen.authoring import Code, Exercise

exercise = Exercise(
    title="Code: the forward pass",
    topic="implementation",
    level=3,
    covers=["lo.forward", "impl.forward"],
    asks=[Code("code", points=33, functions=("rnn_step", "rnn_forward"))],
    question=r"""
Implement the forward pass of a vanilla RNN with $f = \tanh$ over a batch of $B$ sequences of $T$ steps:

$$h_t = f(W x_t + W_h h_{t-1} + b), \quad t = 1, \dots, T$$

Complete `rnn_step` and `rnn_forward` in `submission.py`. The inputs $x$ are $(B, T, D)$, the initial state $h_0$ is $(B, H)$, and
`rnn_forward` returns all states $h_1, \dots, h_T$ as $(B, T, H)$. $W$ is $(H, D)$, $W_h$ is $(H, H)$ and $b$ is $(H,)$.

[[code]]
""",
    solution=r"""
The state of each step is the start of the next:

```python
def rnn_step(x_t, h_prev, W, W_h, b):
    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)


def rnn_forward(x, h0, W, W_h, b):
    states, h = [], h0
    for t in range(x.shape[1]):
        h = rnn_step(x[:, t], h, W, W_h, b)
        states.append(h)
    return np.stack(states, axis=1)
```
""",
)
