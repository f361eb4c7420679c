"""The new value of a shared parameter as a formula: one update with the sum of all contributions."""

from quizgen.authoring import Draw, Exercise, Formula, Problem, families

TRIALS = (
    40  # random assignments on which a formula is judged; these tell apart the polynomials of degree 2 in six symbols
)
USES = {
    "W": r"in $W x_t$",
    "W_h": r"in $W_h h_{t-1}$",
    "b": "as a summand",
}

exercise = Exercise(
    title="The update as a formula",
    topic="weight-update",
    level=2,
    covers=["bwd.update-rule", "bwd.update-each-step", "bwd.gradients"],
    asks=[Formula("updated")],
    targets=["upd-wrong-sign", "upd-no-learning-rate", "bwd-overwrite", "bwd-last-step-only"],
    question=r"""
An RNN with a single unit, so that everything is a plain number, has read a sequence of {{ T }} steps from a given $h_0$. Every
step used ${{ name }}$ once, {{ use }}. Backpropagation through time over the whole sequence found what each use contributes to
$\frac{\partial L}{\partial {{ name }}}$: it is $c_t$ for the use at step $t$.

{% if alpha_is %}
Gradient descent uses the learning rate $\alpha = {{ number(alpha_is) }}$.
{% else %}
Gradient descent uses the learning rate $\alpha$; write alpha for it.
{% endif %}

What is the value of ${{ name }}$ after one iteration of training? Write a formula in {{ letters }}, where ${{ name }}$ is the
old value.

[[updated]]
""",
    solution=r"""
All {{ T }} steps use the same ${{ name }}$, so its gradient is the sum of all contributions,
$\frac{\partial L}{\partial {{ name }}} = {{ total }}$. The parameter takes one step against this gradient, after the whole way
back:

$$\text{new } {{ name }} = {{ shown }}$$
""",
)


@exercise.draw
def parameter(draw: Draw) -> Problem:
    name, T = draw.one_of(list(USES)), draw.integer(2, 4)
    alpha_is = draw.one_of(["", 0.1, 0.2, 0.5])
    steps = [f"c_{t}" for t in range(1, T + 1)]
    alphas = [alpha_is] * TRIALS if alpha_is else draw.array([0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8], TRIALS)
    values = {
        "theta": draw.array(families.W, TRIALS),
        "alpha": alphas,
        **{c: draw.array(families.W, TRIALS) for c in steps},
    }
    symbols = {"theta": name, "alpha": "alpha"}
    known = [key for key in values if key != "alpha" or not alpha_is]
    rate = f"{alpha_is:g}" if alpha_is else r"\alpha"
    return Problem(
        name=name,
        T=T,
        alpha_is=alpha_is,
        total=" + ".join(steps),
        shown=f"{name} - {rate} ({' + '.join(steps)})",
        updated=Formula(
            "updated",
            label=rf"\text{{new }} {name}",
            variables={symbols.get(key, key): values[key] for key in known},
            display=f"{name} - {rate} ({' + '.join(steps)})",
        ),
        **values,
    )


@exercise.solve
def one_update(p, RNN):
    net = RNN(
        p.theta[..., None, None], p.theta[..., None, None], p.theta[..., None]
    )  # every trial a network of one unit
    steps = sum(key.startswith("c_") for key in p)
    total = sum(weight * p[f"c_{t}"] for t, weight in enumerate(net.time_weights(steps), 1))
    yield "updated", net.updated(p.theta, total, p.alpha)


@exercise.second_opinion
def one_by_one(p):
    """The contributions taken off one after the other, which comes to the same."""
    found = list(p.theta)
    for t in range(1, p.T + 1):
        found = [value - alpha * c for value, alpha, c in zip(found, p.alpha, p[f"c_{t}"], strict=True)]
    return {"updated": found}


@exercise.shown
def words(p):
    letters = [p.name, *([] if p.alpha_is else ["alpha"]), *(f"c_{t}" for t in range(1, p.T + 1))]
    *first, last = [f"${letter}$" if letter != "alpha" else "alpha" for letter in letters]
    return {"use": USES[p.name], "letters": f"{', '.join(first)} and {last}"}
