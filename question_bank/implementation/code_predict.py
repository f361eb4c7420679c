"""Implement the output layer of a many-to-one RNN."""

from quizgen.authoring import Code, Exercise

exercise = Exercise(
    title="Code: the prediction",
    topic="implementation",
    level=2,
    covers=["fwd.eq-output", "rev.eq-m2o"],
    asks=[Code("code", points=10, functions=("predict",))],
    question=r"""
An RNN has computed the states $h_1, \dots, h_T$ of $B$ sequences. Implement the many-to-one output, read from the last state:

$$\hat{y} = \sigma(W_y h_T + b_y)$$

Complete `predict(h, W_y, b_y, kind)` in `submission.py`. The states $h$ are $(B, T, H)$, `h[:, t]` being $h_{t+1}$; $W_y$
is $(K, H)$ and $b_y$ is $(K,)$. Return $\hat{y}$ as $(B, K)$: with `kind="sigmoid"` each of the $K$ units by itself, with
`kind="softmax"` the probabilities of $K$ classes, which add up to 1 for every example. Logits may be as large as 800.

[[code]]
""",
    solution=r"""
Only the last state is read. The softmax runs over the classes, the last axis; subtracting the largest logit changes nothing
and keeps `exp` from overflowing, and for the same reason the sigmoid never takes the exponential of a large positive
number:

```python
def predict(h, W_y, b_y, kind="sigmoid"):
    z = h[:, -1] @ W_y.T + b_y
    if kind == "sigmoid":
        small = np.exp(-np.abs(z))
        return np.where(z >= 0, 1.0, small) / (1.0 + small)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
```
""",
)
