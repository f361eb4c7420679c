"""Code with one mistake in it: find it, and repair it."""

import tomllib
from dataclasses import replace
from functools import cache

from quizgen.authoring import Code, Draw, Exercise, FindTheLine, Option, Problem, with_formulas
from reference_rnn import CATALOGUE, feedback

exercise = Exercise(
    title="Code: find the mistake",
    topic="implementation",
    level=3,
    covers=["impl.step", "impl.forward", "impl.backward"],
    asks=[FindTheLine("mistake", points=4), Code("code", points=20, functions=("rnn_forward", "rnn_backward"))],
    question=r"""
Here is {{ about }}, of a vanilla RNN with $h_t = \tanh(W x_t + W_h h_{t-1} + b)$. It runs, and yet it has
one mistake, which may show in more than one line:

```python
{{ broken }}
```

The arrays `x` $(B, T, D)$,
{% if backward %}`dh` and `h` $(B, T, H)${% else %}the states that are returned $(B, T, H)${% endif %} and
`h0` $(B, H)$ have the batch axis first; `W` is $(H, D)$, `W_h` is $(H, H)$, `b` is $(H,)$. Which of these lines is the first
wrong one, and what is the mistake?

[[mistake]]

The code is in `submission.py`. Repair it there: the whole function is checked, not only the place where it is wrong.

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


def by_line(about):
    """The misconceptions at each line that can be wrong: at the first of those that they change, in the order of the code."""
    lines = [line.strip() for line in about["code"].strip("\n").split("\n")]
    found = {
        line: [name for name, swap in about["swap"].items() if min(swap, key=lines.index) == line] for line in lines
    }
    return {line: names for line, names in found.items() if names}


@exercise.draw
def mistake(draw: Draw) -> Problem:
    name = draw.one_of(list(functions()))
    about, at_line = functions()[name], by_line(functions()[name])
    four = [draw.one_of(at_line[line]) for line in draw.some_of(list(at_line), 4)]  # none of them stands out
    right = draw.one_of(four)
    swap = about["swap"][right]
    wrong = [
        Option("", one.title, feedback=feedback(one)) for one in (CATALOGUE[other] for other in four if other != right)
    ]
    place = next(i for i, names in enumerate(at_line.values()) if right in names)
    line, code = exercise.asks
    given = broken(about["code"], swap)
    return Problem(
        misconception=right,
        broken=given,
        repaired=about["code"].strip("\n"),
        about=about["about"],
        mistake=line.of(
            [f"`{swap.get(one, one)}`" for one in at_line], place, draw.options([CATALOGUE[right].title], wrong)
        ),
        code=replace(code, functions=(name,), given=(given,), points=about["points"]),
    )


@exercise.shown
def repair(p):
    pairs = zip(p.broken.split("\n"), p.repaired.split("\n"), strict=True)
    changed = [(was.strip(), right.strip()) for was, right in pairs if was != right]
    lines = [
        "The line" if len(changed) == 1 else "The lines change:",
        *(f"`{was}` becomes `{right}`" for was, right in changed),
    ]
    return {
        "backward": "rnn_backward" in p.broken,
        "told": with_formulas(feedback(CATALOGUE[p.misconception])),
        "instead": f"{lines[0]} {'; '.join(lines[1:])}. Then the whole is:",
    }
