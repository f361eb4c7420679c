"""Implement one step of gradient descent, with clipped gradients."""

from quizgen.authoring import Code, Exercise

exercise = Exercise(
    title="Code: clip and update",
    topic="implementation",
    level=1,
    covers=["bwd.update-rule", "dis.exploding-solution", "beyond.clipping"],
    asks=[Code("code", points=11, functions=("sgd", "clip_gradients"))],
    question=r"""
Implement one step of gradient descent and, against exploding gradients, clipping by the common norm. Parameters and
gradients are dicts of arrays with the same keys. Complete in `submission.py`:

- `sgd(params, grads, lr)` returns a new dict: each parameter $\theta$ becomes
  $\theta - \alpha \, \partial L / \partial \theta$, where the learning rate $\alpha$ is `lr`.
- `clip_gradients(grads, limit)` returns a new dict. The norm is the Euclidean norm over all entries of all gradients
  together. If it exceeds the limit, every gradient is multiplied by limit / norm; otherwise all stay as they are.

Neither function may change what it is given.

[[code]]
""",
    solution=r"""
The update goes against the gradient. Clipping multiplies all gradients by one factor, so that their direction stays and
only the length of the step is limited:

```python
def sgd(params, grads, lr):
    return {name: theta - lr * grads[name] for name, theta in params.items()}


def clip_gradients(grads, limit):
    norm = np.sqrt(sum((grad**2).sum() for grad in grads.values()))
    factor = limit / norm if norm > limit else 1.0
    return {name: factor * grad for name, grad in grads.items()}
```
""",
)
