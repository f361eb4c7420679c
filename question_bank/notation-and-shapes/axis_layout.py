"""An array of inputs in one of six layouts: which expression picks one step, one sequence, or one input?"""

from dataclasses import replace

import numpy as np

from quizgen.authoring import Choice, Draw, Exercise, Option, Problem

# With batch_first=True, PyTorch's default, examples in columns, features in front as for a convolution over time, and the
# two that are left: with all six, every expression that is offered is right for one of them.
LAYOUTS = ("BTD", "TBD", "DBT", "BDT", "DTB", "TDB")
AXES = {"B": "batch", "T": "time", "D": "features"}
FIXED = {  # what is asked -> the axes whose index is given
    "step": "T",
    "sequence": "B",
    "input": "BT",
}
ASKED = {
    "step": "the inputs of all sequences at step `t`",
    "sequence": "the whole sequence of example `i`",
    "input": "the input of example `i` at step `t`",
}

exercise = Exercise(
    title="Which axis is time?",
    topic="notation-and-shapes",
    level=2,
    version=2,
    covers=["impl.forward", "fwd.embed"],
    asks=[Choice("code", label=r"\text{code}")],
    question=r"""
A NumPy array `x` holds the inputs of a batch for an RNN. Its shape is `{{ shape }}`: {{ sizes["B"] }} sequences of
{{ sizes["T"] }} steps, where each $x_t$ has {{ sizes["D"] }} entries. Indices start at 0.

Which expression gives {{ asked }}?

[[code]]
""",
    solution=r"""
The sizes tell the axes: {{ axes }}. The index goes where the axis stands, and `:` keeps an axis whole. So `{{ right }}` is
the one; its shape is `{{ result }}`.

Libraries differ in the order of the axes, so look at the shape before writing the loop over time.
""",
)


@exercise.draw
def array(draw: Draw) -> Problem:
    layout, what = draw.one_of(LAYOUTS), draw.one_of(list(FIXED))
    B, T, D = draw.some_of([3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 25, 32, 50, 64, 100], 3)
    options = [
        Option("", f"`{written}`", misconceptions=("shp-time-batch-swapped",) * swapped, feedback=why)
        for written, swapped, why in expressions(layout, what, {"B": B, "T": T, "D": D})
    ]
    return Problem(
        layout=layout,
        what=what,
        sizes={"B": B, "T": T, "D": D},
        right=options[0].text.strip("`"),
        code=replace(exercise.asks[0], options=draw.options(options[:1], options[1:])),
    )


def expressions(layout, what, sizes):
    """The right expression, then those with the indices on other axes: (code, whether time and batch change places, why)."""
    wanted = {axis: {"B": "i", "T": "t"}[axis] for axis in FIXED[what]}
    yield code(layout, wanted), False, ""
    exchanged = {"BT"["TB".index(axis)]: index for axis, index in wanted.items()}
    yield code(layout, exchanged), True, picked(layout, exchanged, sizes)
    on_features = (
        [{"B": "i", "D": "t"}, {"D": "i", "T": "t"}] if what == "input" else [{"D": index} for index in wanted.values()]
    )
    for other in on_features:
        yield code(layout, other), False, picked(layout, other, sizes)


def code(layout, indices):
    """x[...] with an index on some axes and : on the others."""
    return f"x[{', '.join(indices.get(axis, ':') for axis in layout)}]"


def picked(layout, indices, sizes):
    """What an expression gives, in a sentence."""
    shape = np.zeros([sizes[axis] for axis in layout])[
        tuple(0 if axis in indices else slice(None) for axis in layout)
    ].shape
    places = " and ".join(f"`{index}` on the {AXES[axis]} axis" for axis, index in indices.items())
    return f"This puts {places}; what it gives has the shape `{shape}`."


@exercise.shown
def described(p):
    ordinals = ("the first", "the second", "the third")
    axes = [f"{place} is {AXES[axis]} ({p.sizes[axis]})" for place, axis in zip(ordinals, p.layout, strict=True)]
    kept = tuple(p.sizes[axis] for axis in p.layout if axis not in FIXED[p.what])
    return {
        "shape": tuple(p.sizes[axis] for axis in p.layout),
        "asked": ASKED[p.what],
        "axes": ", ".join(axes),
        "result": kept,
    }
