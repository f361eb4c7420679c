"""Implement one step of the RNN."""

from quizgen.authoring import Code, Exercise

exercise = Exercise(
    title="Code: one step",
    topic="implementation",
    level=2,
    covers=["fwd.eq-general", "rev.eq-hidden", "impl.step"],
    asks=[Code("code", points=13, functions=("rnn_step",))],
    question=r"""
Implement one step of a vanilla RNN with $f = \tanh$, for a batch of $B$ examples:

$$h_t = f(W x_t + W_h h_{t-1} + b)$$

Complete `rnn_step` in `submission.py`. Examples are the rows of $x_t$ $(B, D)$ and $h_{t-1}$ $(B, H)$; $W$ is $(H, D)$, $W_h$ is
$(H, H)$ and $b$ is $(H,)$.

[[code]]
""",
    solution=r"""
With examples as rows, $W x_t$ of every example at once is `x_t @ W.T`:

```python
def rnn_step(x_t, h_prev, W, W_h, b):
    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)
```
""",
)
