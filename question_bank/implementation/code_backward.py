"""Implement backpropagation through time."""

from quizgen.authoring import Code, Exercise

exercise = Exercise(
    title="Code: backpropagation through time",
    topic="implementation",
    level=5,
    covers=["bwd.gradients", "impl.backward"],
    asks=[Code("code", points=20, functions=("rnn_backward",))],
    question=r"""
A vanilla RNN with $f = \tanh$ computed $h_t = f(W x_t + W_h h_{t-1} + b)$ for $t = 1, \dots, T$, from $h_0$. Given the
gradient $\partial L / \partial h_t$ that each state receives from its own output, implement backpropagation through time.

Complete `rnn_backward(dh, x, h0, h, W, W_h, b)` in `submission.py`. The arrays `dh` and `h` are $(B, T, H)$, `x` is
$(B, T, D)$, `h0` is $(B, H)$; `dh[:, t]` does not yet contain what arrives from step $t + 1$. Return a dict with `dx`, `dh0`,
`dW`, `dW_h`, `db`, each in the shape of what it belongs to. Sum over the batch: the loss has been averaged before.

[[code]]
""",
    solution=r"""
Going backwards, $\delta_t = (1 - h_t^2) \odot (\partial L / \partial h_t + W_h^\top \delta_{t+1})$:

```python
def rnn_backward(dh, x, h0, h, W, W_h, b):
    B, T, H = h.shape
    previous = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
    delta, carry = np.zeros_like(h), np.zeros((B, H))
    for t in reversed(range(T)):
        delta[:, t] = (1 - h[:, t] ** 2) * (dh[:, t] + carry)
        carry = delta[:, t] @ W_h
    return {
        "dx": delta @ W,
        "dh0": carry,
        "dW": np.einsum("bth,btd->hd", delta, x),
        "dW_h": np.einsum("bth,btg->hg", delta, previous),
        "db": delta.sum(axis=(0, 1)),
    }
```
""",
)
