"""What a network does with a short sequence, in an order in which everything has what it needs."""

from itertools import pairwise

from quizgen.authoring import Before, Draw, Exercise, Order, Problem

REVIEWS = [
    "the food is good",
    "the plot is dull",
    "I liked the end",
    "a very long film",
    "the food is very good",
    "not worth the money",
]
MELODIES = ["C D E F", "C D E F G", "G F E D", "C E G C", "E D C D", "A B C D"]
TAGGED = {
    "John lives in Paris": "PERSON O O PLACE",
    "Rome likes Maria": "PLACE O PERSON",
    "Anna left Delhi": "PERSON O PLACE",
    "In Lima Pedro sings": "O PLACE PERSON O",
}
TRANSLATED = {
    "I love pizza": 4,
    "thank you": 2,
    "she reads a book": 4,
    "good morning": 3,
}  # and the number of words in Hindi
WAITS = "an RNN reads one element at a step, and a state has to wait for the one before it."
MADE_FROM = "it is computed from that state."

exercise = Exercise(
    title="Step by step",
    topic="rnn-types",
    level=1,
    covers=[
        *("why.rnn-pipeline", "app.sentiment", "app.music", "app.translation", "type.o2m-music", "type.m2o-sentiment"),
        *("type.m2m-same", "type.m2m-ner", "type.m2m-encdec", "type.m2m-translation", "key.sequential", "mist.5"),
    ],
    asks=[Order("order", points=2, label=r"\text{order}")],
    question=r"""
{{ task }}

Put what it does into an order in which each step has what it needs.{{ remark }}

[[order]]
""",
    solution=r"""
A right order:

{% for step in steps %}
1. {{ step }}
{% endfor %}

{{ insight }}
""",
)


@exercise.draw
def process(draw: Draw) -> Problem:
    kind = draw.one_of([sentiment, music, tags, translation])
    task, needs, insight = kind(draw)
    pairs = [Before(*one) for one in needs]
    steps = list(dict.fromkeys(text for one in pairs for text in (one.first, one.second)))
    (ask,) = exercise.asks
    return Problem(
        task=task,
        insight=insight,
        remark=" More than one order may be right." if kind is tags else "",
        steps=steps,
        order=ask.of(draw.shuffled(steps), pairs),
    )


def chain(steps, why, misconceptions=()):
    """Each step needs the one before."""
    return [(*pair, why, misconceptions) for pair in pairwise(steps)]


def states(items, begin="Read"):
    return [f"{begin} {item} and compute $h_{t}$ from it and $h_{t - 1}$" for t, item in enumerate(items, 1)]


def sentiment(draw):
    review = draw.one_of(REVIEWS)
    read = states([f"“{word}”" for word in review.split()])
    T = len(read)
    output = rf"Compute $\hat{{y}}$ from $h_{T}$ with the output layer"
    label = r"Compare $\hat{y}$ with 0.5 and give the label"
    needs = [
        *chain(read, WAITS, ("c-whole-sentence",)),
        (read[-1], output, "a many-to-one network predicts from its last state.", ()),
        (output, label, r"the label is read from $\hat{y}$.", ()),
    ]
    task = (
        f"A many-to-one network with one output tells whether the review “{review}” is positive. It starts from $h_0$."
    )
    return task, needs, "The state changes with every word; the prediction is made once, after the last."


def music(draw):
    notes = draw.one_of(MELODIES).split()
    steps = []
    for t, (note, following) in enumerate(pairwise(notes), 1):
        read = f"Read {note} and compute $h_{t}$ from it and $h_{t - 1}$"
        steps += [read, f"Choose {following} by the output at step {t}"]
    task = (
        f"Given the note {notes[0]} and $h_0$, a trained one-to-many network has written the melody {' '.join(notes)}."
    )
    why = "a note is chosen from the output of a step, and only then can it be read at the next one."
    return (
        task,
        chain(steps, why),
        "What is written at one step is what is read at the next: so reading and writing take turns.",
    )


def tags(draw):
    sentence = draw.one_of(list(TAGGED))
    words, names = sentence.split(), TAGGED[sentence].split()
    read = states([f"“{word}”" for word in words])
    needs = chain(read, WAITS, ("c-whole-sentence",))
    for t, (word, name) in enumerate(zip(words, names, strict=True), 1):
        if name != "O":
            needs.append((read[t - 1], f"Tag “{word}” as {name} by the output from $h_{t}$", MADE_FROM, ()))
    task = f"A many-to-many network with an output at every step finds the names in “{sentence}”. It starts from $h_0$."
    insight = "A tag can be given as soon as the state of its word is there, or later; the states themselves wait for each other."
    return task, needs, insight


def translation(draw):
    sentence = draw.one_of(list(TRANSLATED))
    read = states([f"“{word}”" for word in sentence.split()])
    start = f"Start the decoder with $h_{len(read)}$"
    write = [
        "Write the first word in Hindi",
        *(f"Read word {n - 1} and write word {n}" for n in range(2, TRANSLATED[sentence] + 1)),
    ]
    needs = [
        *chain(read, WAITS, ("c-whole-sentence",)),
        (
            read[-1],
            start,
            "the decoder starts from the last state of the encoder, in which the whole sentence has been read.",
            (),
        ),
        *chain([start, *write], "the decoder writes one word at a step and then reads it."),
    ]
    task = f"An encoder-decoder translates “{sentence}”. The encoder starts from $h_0$."
    return task, needs, "First all is read, then the writing begins: so the order and the number of words may change."
