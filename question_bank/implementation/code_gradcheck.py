"""Implement a gradient checker, which has to find ten wrong backward passes."""

from quizgen.authoring import Code, Exercise

exercise = Exercise(
    title="Code: check the gradients",
    topic="implementation",
    level=4,
    covers=["impl.backward"],
    asks=[Code("code", points=19, functions=("check_gradients",))],
    question=r"""
Somebody has written backpropagation through time, and you want to know whether the gradients are right. For every entry
$\theta_i$ of every parameter the centred difference

$$\frac{\partial L}{\partial \theta_i} \approx \frac{L(\theta_i + \varepsilon) - L(\theta_i - \varepsilon)}{2 \varepsilon}$$

must agree with the gradient, all other entries being left as they are.

Complete `check_gradients(loss, params, grads)` in `submission.py`. `params` and `grads` are dicts of float64 arrays with
the keys `W`, `W_h` and `b`, and `loss(params)` gives the loss $L$, one number, for such a dict. Return `True` if all
gradients are right to about six digits, and `False` if any entry of any of them is wrong. Choose $\varepsilon$ and the
tolerance yourself: the loss may be as small as $10^{-10}$ or as large as $10^6$. Afterwards `params` must hold what they
held before.

Your checker is given right gradients, which it must not reject, and those of ten backward passes that each have one mistake.

[[code]]
""",
    solution=r"""
Every entry is moved by itself, and the lengths decide: what counts is the error relative to the gradient. With
$\varepsilon = 10^{-5}$ the centred difference is right to about nine digits, a wrong backward pass is off in the first or
second.

```python
def check_gradients(loss, params, grads):
    epsilon = 1e-5
    for name, theta in params.items():
        difference = np.zeros_like(theta)
        for i in np.ndindex(theta.shape):
            sides = []
            for step in (epsilon, -epsilon):
                moved = theta.copy()
                moved[i] += step
                sides.append(loss({**params, name: moved}))
            difference[i] = (sides[0] - sides[1]) / (2 * epsilon)
        length = np.linalg.norm(difference) + np.linalg.norm(grads[name])
        if np.linalg.norm(difference - grads[name]) > 1e-6 * length:
            return False
    return True
```

An absolute tolerance, such as the $10^{-8}$ that `np.allclose` adds if nothing is said, lets any gradient of a small loss pass.
A checker that compares only $W$ misses a bias gradient that is not added up over time; one that compares sums of entries
misses a transposed outer product.
""",
)
