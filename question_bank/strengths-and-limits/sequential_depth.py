"""How many rounds must follow one another, and what can share a round?"""

from quizgen.authoring import Draw, Exercise, Numbers, Problem
from quizgen.authoring.pictures import stacked
from reference_rnn import Reference

WHOLE = {"decimals": 0, "tolerance": 0}


class Schedule(Reference):
    """The rounds that the states of a batch take when everything that need not wait is computed at once."""

    def __init__(self, T, L, B, H):
        self.T, self.L, self.B, self.H = T, L, B, H

    def states(self):
        """How many state vectors there are."""
        return self.B * self.T * self.L

    def rounds_over_time(self):
        """The steps, of which each waits for the one before."""
        return self.T

    def wait_of_last_layer(self):
        """How many rounds after the first layer the last one begins."""
        return self.L - 1

    def examples_in_turn(self):
        """How many examples are computed one after another."""
        return 1

    def units_in_turn(self):
        """How many units of a state are computed one after another."""
        return 1

    def rounds(self):
        """All rounds of the recurrent network."""
        return (self.rounds_over_time() + self.wait_of_last_layer()) * self.examples_in_turn() * self.units_in_turn()

    def rounds_without_recurrence(self):
        """All rounds where no step waits for another."""
        return (1 + self.wait_of_last_layer()) * self.examples_in_turn() * self.units_in_turn()


class AllAtOnce(Schedule):
    """Equals what you get if all steps are computed at once: h_t needs h_(t-1), so each step waits for the one before."""

    title = "All steps computed at once"

    def rounds_over_time(self):
        return 1 + 0 * self.T


class ExamplesInTurn(Schedule):
    """Equals what you get if the examples of a batch wait for one another: no state of one needs a state of another."""

    title = "Examples computed one after another"

    def examples_in_turn(self):
        return self.B


class LayersInTurn(Schedule):
    """Equals what you get if a layer waits until the one below has read the whole sequence: it needs only that step's state."""

    title = "Layers computed one after another"

    def wait_of_last_layer(self):
        return (self.L - 1) * self.T


class LayersAtOnce(Schedule):
    """Equals what you get if all layers begin in the first round: layer 2 needs the first state of layer 1 before it."""

    title = "Wait for the lower layer forgotten"

    def wait_of_last_layer(self):
        return 0 * self.L


class UnitsInTurn(Schedule):
    """Equals what you get if the units of a state wait for one another: they need the state before, not one another."""

    title = "Units computed one after another"

    def units_in_turn(self):
        return self.H


exercise = Exercise(
    title="What has to wait?",
    topic="strengths-and-limits",
    level=2,
    covers=["arch.kp-sequential", "dis.slow", "mist.5", "iq.q11"],
    asks=[
        Numbers("states", label=r"\text{state vectors}", **WHOLE),
        Numbers("rounds", label=r"\text{rounds}", **WHOLE),
        Numbers("unjoined", label=r"\text{rounds without recurrence}", **WHOLE),
    ],
    reference=Schedule,
    misconceptions=[AllAtOnce, ExamplesInTurn, LayersInTurn, LayersAtOnce, UnitsInTurn],
    targets=["All steps computed at once", "Examples computed one after another"],
    question=r"""
{% if L == 1 %}
An RNN with one layer of $H = {{ number(H) }}$ hidden units computes
$h_t = \tanh(W x_t + W_h h_{t-1} + b)$
{% else %}
An RNN with {{ number(L) }} layers of $H = {{ number(H) }}$ hidden units each computes in layer 1
$h_t^{(1)} = \tanh(W^{(1)} x_t + W_h^{(1)} h_{t-1}^{(1)} + b^{(1)})$ and in every further layer $k$
$h_t^{(k)} = \tanh(W^{(k)} h_t^{(k-1)} + W_h^{(k)} h_{t-1}^{(k)} + b^{(k)})$
{% endif %}
for a batch of $B = {{ number(B) }}$ sequences of $T = {{ number(T) }}$ steps each. All start from $h_0 = 0$.

Suppose that there are as many processors as can be of use. One **round** computes state vectors that do not need one
another; a state vector is computed whole in one round, once all that it is computed from is known.

How many state vectors are computed in all, over the whole batch ($h_0$ not counted)?

[[states]]

In how many rounds, at the fewest, are all of them known?

[[rounds]]

And in how many rounds if the recurrent term is left out{{ " of every layer" if L > 1 }}, so that no step needs another?

[[unjoined]]
""",
    solution=r"""
There are $B \cdot T{{ " \\cdot L" if L > 1 }} = {{ number(key["states"]) }}$ state vectors. The examples of a batch do not
need one another, nor do the units of one state, so they share a round. But $h_t$ needs $h_{t-1}$, so the steps
cannot: along the sequence there is a chain of $T = {{ number(T) }}$ states, each of which waits
for the one before.

{% if L == 1 %}
That makes $T = {{ number(key["rounds"]) }}$ rounds, however many processors there are. Without recurrence all states are
known after a single round: this is what makes networks without a loop faster to train on long sequences.
{% else %}
Layer 2 can begin as soon as the first state of layer 1 is known. The picture shows it for 4 steps and 2 layers, with one
of the longest chains marked:

{{ picture(net, lit=path) }}

The longest chain has $T$ states along one layer and one more for each further layer:
$T + L - 1 = {{ number(T) }} + {{ number(L) }} - 1 = {{ number(key["rounds"]) }}$ rounds, however many processors there are.
Without recurrence only the layers wait for one another: ${{ number(key["unjoined"]) }}$ rounds, whatever $T$ is. This is
what makes networks without a loop faster to train on long sequences.
{% endif %}
""",
)


@exercise.draw
def sizes(draw: Draw) -> Problem:
    return Problem(
        T=draw.one_of([10, 12, 15, 20, 30, 50]),
        L=draw.one_of([1, 2, 3, 4]),
        B=draw.one_of([8, 16, 32, 64]),
        H=draw.one_of([5, 25, 100, 128]),
    )


@exercise.solve
def rounds(p, Schedule):
    schedule = Schedule(p.T, p.L, p.B, p.H)
    yield "states", schedule.states()
    yield "rounds", schedule.rounds()
    yield "unjoined", schedule.rounds_without_recurrence()


def longest_chain(T, L, recurrence):
    """The most states on a path through the graph, from which states are taken off that wait for nothing."""
    waits = {(k, t): 0 for k in range(L) for t in range(T)}
    for k, t in waits:  # in an order in which everything comes after what it needs
        before = [(k - 1, t), (k, t - 1)] if recurrence else [(k - 1, t)]
        waits[k, t] = 1 + max((waits[one] for one in before if one in waits), default=0)
    return max(waits.values())


@exercise.second_opinion
def longest_path(p):
    T, L, B = int(p.T), int(p.L), int(p.B)
    chains = {"rounds": longest_chain(T, L, True), "unjoined": longest_chain(T, L, False)}
    return {"states": sum(T * L for _ in range(B)), **chains}


@exercise.shown
def drawn(p):
    return {"net": stacked(4), "path": {"h1_1", "h1_2", "h2_2", "h2_3", "h2_4"}}
