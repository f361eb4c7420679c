"""The shapes of the inputs and the targets of a batch tell the type of the network."""

from dataclasses import replace

from quizgen.authoring import Choice, Draw, Exercise, Option, Problem

TYPES = ("one-to-one", "one-to-many", "many-to-one", "many-to-many")
TIME_IS_BATCH = (
    "The first axis counts the {B} examples of the batch, not the steps: it says nothing of the type. One example has "
    "{x_is} and {y_is}."
)
LENGTHS_DIFFER = (
    "Input and target both have an axis of steps, {T} and {S} long. Many-to-many does not need equal lengths: an "
    "encoder-decoder reads first, then writes."
)
PER_EXAMPLE = "One example has {x_is} and {y_is}."

exercise = Exercise(
    title="The type from the shapes",
    topic="rnn-types",
    level=2,
    covers=[
        *("type.m2o-sales", "type.o2o", "type.o2m", "type.m2o", "type.m2m-same", "type.m2m-encdec"),
        *("feat.var-o2m", "feat.var-m2o", "feat.var-m2m"),
    ],
    asks=[Choice("type", label=r"\text{type}")],
    question=r"""
A training set for a recurrent network is stored in two arrays. The axes are batch, time, features, in this order; an array
without steps in time has no axis for them.

| array | shape |
|---|---|
| the inputs $x$ | ${{ x_shape }}$ |
| the targets $y$ | ${{ y_shape }}$ |

A batch has {{ number(B) }} examples. An $x_t$ has {{ number(D) }} entries, a target {{ number(K) }}. Of which type is the network?

[[type]]
""",
    solution=r"""
The first axis counts examples and the last one entries; only an axis between them counts steps. One example has {{ x_is }} and
{{ y_is }}, so the network is **{{ right }}**.
{% if right == "many-to-one" %}
A forecast of the sales of day 31 from the figures of 30 days has such arrays.
{% elif right == "many-to-many" and T != S %}
The lengths differ, which takes an encoder that reads and a decoder that writes.
{% elif right == "one-to-one" %}
With a single step nothing recurs: this is a feed-forward network.
{% endif %}
""",
)


@exercise.draw
def arrays(draw: Draw) -> Problem:
    B, T, S = draw.some_of([8, 10, 12, 15, 16, 20, 24, 30, 32, 40, 64], 3)
    D, K = draw.some_of([2, 3, 4, 5, 6, 7, 9], 2)
    right = draw.one_of(TYPES)
    if right == "many-to-many" and draw.one_of([True, False]):
        S = T
    T, S = (T if right.startswith("many") else 0), (S if right.endswith("many") else 0)
    words = {"B": B, "T": T, "S": S, "x_is": counted(T, "input"), "y_is": counted(S, "target")}
    wrong = [Option("", name, misconceptions=ids, feedback=why) for name, ids, why in mistaken(right, words)]
    (ask,) = exercise.asks
    return Problem(
        B=B,
        T=T,
        S=S,
        D=D,
        K=K,
        right=right,
        type=replace(ask, options=draw.options([right], wrong)),
        **{name: words[name] for name in ("x_is", "y_is")},
    )


def counted(steps, noun):
    return f"{steps} {noun}s" if steps else f"one {noun}"


def mistaken(right, words):
    """Each wrong type, what it reveals, and why it is not the right one."""
    for name in TYPES:
        if name == right:
            continue
        if name == "many-to-many":  # what is read from the batch axis of both arrays
            yield name, ("shp-time-batch-swapped",), TIME_IS_BATCH.format(**words)
        elif right == "many-to-many" and words["T"] != words["S"] and name != "one-to-one":
            yield name, ("c-m2m-equal-length",), LENGTHS_DIFFER.format(**words)
        else:
            yield name, (), PER_EXAMPLE.format(**words)


@exercise.shown
def shapes(p):
    def shape(*sizes):
        return r" \times ".join(str(size) for size in sizes if size)

    return {"x_shape": shape(p.B, p.T, p.D), "y_shape": shape(p.B, p.S, p.K)}
