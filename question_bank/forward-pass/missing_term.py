"""One term of the forward equation is missing: which expression belongs there?"""

from quizgen.authoring import Draw, Exercise, Formula, Problem, families

TRIALS = 5  # an expression is judged by its value on so many random assignments

exercise = Exercise(
    title="The missing term",
    topic="forward-pass",
    level=1,
    covers=["fwd.eq-t1", "fwd.eq-t2", "fwd.eq-general", "iq.q4", "key.forward", "rev.eq-hidden", "rev.rem-forward"],
    asks=[Formula("term")],
    question=r"""
A vanilla RNN with activation $f$ computes its state at step {{ t }} from the input $x_{{ t }}$ and the previous state
$h_{{ t - 1 }}${% if t == 1 %}, which is given and not zero{% endif %}. One term of the equation is missing:

$$h_{{ t }} = f({{ equation }})$$

Write the missing term in the symbols $W$, $W_h$, $b$, $x_{{ t }}$, $h_{{ t - 1 }}$.

[[term]]
""",
    solution=r"""
The whole equation is $h_{{ t }} = f(W x_{{ t }} + W_h h_{{ t - 1 }} + b)$: the input's part, the memory's part, the bias.
""",
)


@exercise.draw
def equation(draw: Draw) -> Problem:
    t, missing = draw.integer(1, 9), draw.one_of(["input", "recurrent", "recurrent", "bias"])
    symbols = {name: draw.array(families.W, TRIALS) for name in ("W", "x_t", "W_h", "h_prev", "b")}
    written = {"input": f"W x_{t}", "recurrent": f"W_h h_{t - 1}", "bias": "b"}
    names = {"x_t": f"x_{t}", "h_prev": f"h_{t - 1}"}
    return Problem(
        t=t,
        missing=missing,
        equation=" + ".join(r"\square" if part == missing else tex for part, tex in written.items()),
        term=Formula(
            "term",
            label=r"\square",
            variables={names.get(name, name): values for name, values in symbols.items()},
            display=written[missing],
        ),
        **symbols,
    )


@exercise.solve
def term(p, RNN):
    rnn = RNN(p.W[..., None, None], p.W_h[..., None, None], p.b[..., None])  # every trial a network of one unit
    parts = {
        "input": lambda: rnn.input_part(p.x_t[..., None]),
        "recurrent": lambda: rnn.recurrent_part(p.h_prev[..., None]),
        "bias": rnn.bias,
    }
    yield "term", parts[p.missing]()[..., 0]


@exercise.second_opinion
def product(p):
    factors = {"input": (p.W, p.x_t), "recurrent": (p.W_h, p.h_prev), "bias": (p.b, [1] * TRIALS)}
    return {"term": [a * b for a, b in zip(*factors[p.missing], strict=True)]}
