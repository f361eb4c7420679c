"""Code with one mistake in it: find it, and repair it."""

import tomllib
from dataclasses import replace
from functools import cache

from quizgen.authoring import Code, Draw, Exercise, Problem, with_formulas
from reference_rnn import CATALOGUE, feedback

exercise = Exercise(
    title="Code: find the mistake",
    topic="implementation",
    level=3,
    covers=["impl.step", "impl.forward", "impl.backward"],
    asks=[Code("code", points=20)],
    question=r"""
Here is {{ about }}, of a vanilla RNN with $h_t = \tanh(W x_t + W_h h_{t-1} + b)$. It runs, and yet it has one mistake:

```python
{{ broken }}
```

The arrays `x` $(B, T, D)$, {% if backward %}`dh` and `h` $(B, T, H)${% else %}the states that are returned $(B, T, H)${% endif %} and
`h0` $(B, H)$ have the batch axis first; `W` is $(H, D)$, `W_h` is $(H, H)$, `b` is $(H,)$. The code is in `submission.py`. Repair it there: the
whole function is checked, not the place where it is wrong.

[[code]]
""",
    solution=r"""
{{ told }}

{{ instead }}

```python
{{ repaired }}
```
""",
)


@cache
def functions():
    return tomllib.loads(exercise.data("mutations.toml"))


def broken(code, swap):
    """The code with these lines replaced; their indentation stays."""
    lines = code.strip("\n").split("\n")
    return "\n".join(line.replace(bare, swap.get(bare, bare)) for line in lines for bare in [line.strip()])


@exercise.draw
def mistake(draw: Draw) -> Problem:
    name = draw.one_of(list(functions()))
    about = functions()[name]
    misconception = draw.one_of(list(about["swap"]))
    (ask,) = exercise.asks
    given = broken(about["code"], about["swap"][misconception])
    return Problem(
        misconception=misconception,
        broken=given,
        repaired=about["code"].strip("\n"),
        about=about["about"],
        code=replace(ask, functions=(name,), given=(given,), points=about["points"]),
    )


@exercise.shown
def repair(p):
    pairs = zip(p.broken.split("\n"), p.repaired.split("\n"), strict=True)
    changed = [(was.strip(), right.strip()) for was, right in pairs if was != right]
    lines = [
        "The line" if len(changed) == 1 else "Of the lines",
        *(f"`{was}` becomes `{right}`" for was, right in changed),
    ]
    return {
        "backward": "rnn_backward" in p.broken,
        "told": with_formulas(feedback(CATALOGUE[p.misconception])),
        "instead": f"{lines[0]} {'; '.join(lines[1:])}. Then the whole is:",
    }
