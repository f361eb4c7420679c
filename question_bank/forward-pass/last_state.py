"""Which line computes the last state of a sequence: which input, and what comes from the step before?"""

from dataclasses import replace

from quizgen.authoring import Choice, Draw, Exercise, Option, Problem, with_formulas
from reference_rnn import CATALOGUE, feedback

SEQUENCES = ("words of a review", "notes of a melody", "readings of a sensor", "letters of a name", "frames of a film")
INPUTS = {"fwd-input-lag": lambda T: f"x_{T - 1}", "fwd-input-frozen": lambda T: "x_1"}
MEMORIES = {"fwd-stale-h0": lambda T: "W_h h_0", "fwd-recur-preactivation": lambda T: f"W_h a_{T - 1}"}

exercise = Exercise(
    title="Which line computes the last state?",
    topic="forward-pass",
    level=1,
    covers=["fwd.final", "fwd.eq-general", "rev.eq-hidden"],
    asks=[Choice("line", label=r"\text{line}")],
    question=r"""
A vanilla RNN with activation $f$ starts from a given $h_0$ and reads the {{ T }} {{ what }}, one at each step.
{% if pre %}
The pre-activation at step $t$ is called $a_t$, so that $h_t = f(a_t)$.
{% endif %}

Which line computes its last state?

[[line]]
""",
    solution=r"""
The last step is a step like any other. It reads its own input, $x_{{ T }}$, and the state that the step before has computed,
$h_{{ T - 1 }}$: ${{ right }}$.

All that the network knows of the earlier {{ what }} reaches this step through $h_{{ T - 1 }}$.
""",
)


@exercise.draw
def line(draw: Draw) -> Problem:
    """Two inputs with two states, so that neither part of the right line stands out."""
    what, T = draw.one_of(SEQUENCES), draw.integer(4, 9)
    read, kept = draw.one_of(list(INPUTS)), draw.one_of(list(MEMORIES))
    inputs = {"": f"x_{T}", read: INPUTS[read](T)}
    memories = {"": f"W_h h_{T - 1}", kept: MEMORIES[kept](T)}
    options = [
        Option(
            "",
            f"$h_{T} = f(W {x} + {memory} + b)$",
            misconceptions=tuple(filter(None, (one, other))),
            feedback=" ".join(with_formulas(feedback(CATALOGUE[id])) for id in (one, other) if id),
        )
        for one, x in inputs.items()
        for other, memory in memories.items()
    ]
    right, *wrong = options
    return Problem(
        what=what,
        T=T,
        pre=kept == "fwd-recur-preactivation",
        right=right.text.strip("$"),
        line=replace(exercise.asks[0], options=draw.options([right], wrong)),
    )
