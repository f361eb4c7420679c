"""From a sentence to its label: the computations in an order in which each has what it needs."""

from quizgen.authoring import Before, Draw, Exercise, Order, Problem

SENTENCES = {
    2: ["utterly boring", "great fun", "never again", "well acted", "too long"],
    3: ["not very good", "a real treat", "the plot drags", "worth every minute", "it never bores"],
    4: ["the food is good", "a waste of time", "I would go again", "the actors are wonderful"],
}
FORMS = ((2, "word by word"), (3, "at once"), (3, "with sum"), (4, "at once"))  # words, and what is asked in detail
# Shorter and longer than a state, and with a formula or without, so that neither tells the order.
SPLITS = ("Split up the text", "Split the text into words", "Split the sentence into words")
LABELS = (r"Call the sentence positive if $\hat{y} \geq 0.5$", "Choose the label, positive or negative")

exercise = Exercise(
    title="From a sentence to its label, in order",
    topic="forward-pass",
    level=1,
    version=2,
    covers=["arch.kp-sequential", "fwd.tokenize", "fwd.embed", "fwd.flow", "key.sequential"],
    asks=[Order("order", points=2, label=r"\text{order}")],
    question=r"""
A recurrent network with $f = \tanh$ decides whether the sentence “{{ sentence }}” is positive. Its words become the
vectors {{ vectors }}; $h_0$ and all weights and biases are given.

Put the steps into an order in which each one has what it needs.
{% if form == "word by word" %}
More than one order may be right.
{% endif %}

[[order]]
""",
    solution=r"""
One right order:

{% for text in steps %}
1. {{ text }}
{% endfor %}

{% if form == "word by word" %}
The vector of the second word is needed for $h_2$ only, so it may also be looked up later, after $h_1$ is computed.
{% endif %}
A state cannot be computed before the one it receives: $h_1$, then $h_2$, and so on, one word at a step. Only the last state
is needed for $\hat{y}$.
""",
)


@exercise.draw
def sentence(draw: Draw) -> Problem:
    T, form = draw.one_of(FORMS)
    words = draw.one_of(SENTENCES[T])
    needs = flow(words.split(), form, draw.one_of(SPLITS), draw.one_of(LABELS))
    pairs = [Before(*pair) for pair in needs]
    steps = list(dict.fromkeys(text for one in pairs for text in (one.first, one.second)))
    (ask,) = exercise.asks
    return Problem(vectors=inputs(T), form=form, sentence=words, steps=steps, order=ask.of(draw.shuffled(steps), pairs))


def inputs(T):
    return f"{', '.join(f'$x_{t}$' for t in range(1, T))} and $x_{T}$"


def flow(words, form, split, label):
    """(first, second, why, misconceptions) of steps that need each other, in the order in which they are taken."""
    T = len(words)
    if form == "word by word":
        vectors = [f"Look up $x_{t}$ for ‘{word}’" for t, word in enumerate(words, 1)]
    else:
        vectors = [f"Look up {inputs(T)}"] * T
    for vector in dict.fromkeys(vectors):
        yield split, vector, "a vector belongs to a word.", ()
    before = None
    for t, vector in enumerate(vectors, 1):
        total = f"W x_{t} + W_h h_{t - 1} + b"
        state = rf"$h_{t} = \tanh({total})$"
        if form == "with sum" and t == T:
            whole, state = f"$a_{t} = {total}$", rf"$h_{t} = \tanh(a_{t})$"
            yield whole, state, rf"$\tanh$ is applied to $a_{t}$.", ()
        else:
            whole = state
        yield vector, whole, f"$x_{t}$ is needed for it.", ()
        if before:
            waits = f"an RNN reads one word at a step, and $h_{t}$ has to wait for $h_{t - 1}$."
            yield before, whole, waits, ("c-whole-sentence",)
        before = state
    output = rf"$\hat{{y}} = \sigma(W_y h_{T} + b_y)$"
    yield before, output, f"the prediction is made from the last state, $h_{T}$.", ()
    yield output, label, r"the label is read from $\hat{y}$.", ()
