"""Truncated backpropagation through time: which contributions to the gradient remain, and how many."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from quizgen.authoring import Draw, Exercise, Numbers, Option, Problem, Several
from reference_rnn import TruncatedBPTT

CUTS = [(6, 2), (6, 3), (8, 2), (8, 4), (9, 3)]  # steps, steps in a chunk

exercise = Exercise(
    title="What truncated BPTT leaves out",
    topic="truncated-bptt",
    level=4,
    covers=["dis.cost", "beyond.truncated-bptt"],
    asks=[
        Several("terms", points=2, label=r"\text{computed}", by_solve=True),
        Numbers("full", decimals=0, tolerance=0, label=r"\text{pairs in full BPTT}"),
        Numbers("count", decimals=0, tolerance=0, label=r"\text{pairs in truncated BPTT}"),
    ],
    targets=["tbptt-no-truncation", "tbptt-last-chunk-only", "bwd-no-through-time"],
    reference=TruncatedBPTT,
    question=r"""
An RNN with $f = \tanh$ reads $T = {{ number(T) }}$ steps from a given $h_0$, which is not zero, and has a loss $L_s$ at every
step $s$. The same $W_h$ is used at every step. Let $c_{s,t}$ be what the use of $W_h$ at step $t$ contributes to
$\partial L_s / \partial W_h$; with full backpropagation through time (BPTT) it is not zero if the use comes no later than the
loss, $t \leq s$.

To save time and memory, the network is trained with **truncated BPTT** in chunks of $k = {{ number(k) }}$ steps:
{{ first_chunk }} are the first chunk, and so on. The state at the end of a chunk is carried on to the next one, but no gradient
goes back across the border between two chunks. The gradients of all chunks are added.

Which of these contributions does truncated BPTT compute? Choose all that apply.

[[terms]]

How many of the pairs $(s, t)$ contribute in full BPTT, and how many in truncated BPTT? Give two whole numbers.

[[full]]

[[count]]
""",
    solution=r"""
A gradient goes back from the loss of step $s$ to step $t \leq s$ only within one chunk: {{ chunks }}. Of the contributions
offered that leaves {{ remaining }}.

In full BPTT the loss of step $s$ reaches $s$ uses of $W_h$: $1 + 2 + \dots + {{ number(T) }} = {{ number(key["full"]) }}$
pairs. A chunk of ${{ number(k) }}$ steps has ${{ per_chunk }} = {{ number(k * (k + 1) / 2) }}$ pairs, and there
are ${{ number(T / k) }}$ chunks: ${{ number(key["count"]) }}$ pairs. No gradient leaves its chunk, so
only the states of {{ number(k) }} steps at a time have to be kept in memory. The price: what happens in one chunk is never
learnt from a loss in a later one, although the state carries it there.
""",
)


@exercise.draw
def cut(draw: Draw) -> Problem:
    T, k = draw.one_of(CUTS)
    pairs = [(s, t) for s in range(1, T + 1) for t in range(1, T + 1)]
    kinds = {
        "own step": [(s, t) for s, t in pairs if s == t and s <= T - k],
        "same chunk": [(s, t) for s, t in pairs if t < s and chunk(s, k) == chunk(t, k) < chunk(T, k)],
        "last chunk": [(s, t) for s, t in pairs if t < s and chunk(s, k) == chunk(t, k) == chunk(T, k)],
        "across": [(s, t) for s, t in pairs if t < s and chunk(s, k) != chunk(t, k) and s - t < k],
        "far": [(s, t) for s, t in pairs if s - t >= k],
        "later": [(s, t) for s, t in pairs if t > s],
    }
    chosen = [draw.one_of(those) for those in kinds.values()]
    if draw.one_of([True, False]):
        chosen.append(draw.one_of([pair for pair in kinds["same chunk"] + kinds["across"] if pair not in chosen]))
    shown = draw.shuffled(chosen)
    options = [Option(letter, f"$c_{{{s},{t}}}$") for letter, (s, t) in zip("ABCDEFG", shown, strict=False)]
    return Problem(
        T=T, k=k, pairs=[list(pair) for pair in shown], terms=replace(exercise.asks[0], options=tuple(options))
    )


def chunk(step, k):
    """The number of a step's chunk, from 0."""
    return (step - 1) // k


@lru_cache(maxsize=512)
def reached(kind, T, k):
    """Whether the loss of step s reaches the use of W_h at step t, (T, T): by the gradients, one example for each loss."""
    net = kind(np.full((1, 1), 0.6), np.full((1, 1), 0.8), np.full(1, 0.1), chunk=k)
    trace = net.forward(np.full((T, T, 1), 0.3), np.full((T, 1), 0.5))
    delta = net.through_time(np.eye(T)[..., None], trace) * np.reshape(net.time_weights(T), (-1, 1, 1))
    return ((delta * net.partners(trace))[..., 0].T != 0).astype(int)


@exercise.solve
def terms(p, TruncatedBPTT):
    (T,), (k,) = p.T.astype(int).tolist(), p.k.astype(int).tolist()
    within = reached(TruncatedBPTT, T, k)
    pairs = np.asarray(p.pairs, dtype=int)[0] - 1
    yield "terms", within[pairs[:, 0], pairs[:, 1]][None]
    yield "full", reached(TruncatedBPTT, T, T).sum()
    yield "count", within.sum()


@exercise.second_opinion
def by_definition(p):
    def within(s, t):
        return t <= s and (s - 1) // p.k == (t - 1) // p.k

    steps = range(1, p.T + 1)
    return {
        "terms": [int(within(s, t)) for s, t in p.pairs],
        "full": p.T * (p.T + 1) // 2,
        "count": sum(within(s, t) for s in steps for t in steps),
    }


@exercise.shown
def in_words(p):
    T, k = round(p.T), round(p.k)
    chunks = [f"{first}–{first + k - 1}" for first in range(1, T + 1, k)]
    left = [f"$c_{{{s},{t}}}$" for s, t in p.pairs if t <= s and (s - 1) // k == (t - 1) // k]
    return {
        "first_chunk": f"steps 1 {'and' if k == 2 else 'to'} {k}",
        "per_chunk": " + ".join(str(step) for step in range(1, k + 1)),
        "chunks": f"steps {', '.join(chunks[:-1])} and {chunks[-1]}",
        "remaining": f"{', '.join(left[:-1])} and {left[-1]}" if len(left) > 1 else left[0] if left else "none",
    }
