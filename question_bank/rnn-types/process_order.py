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
MELODIES = ["C D E F", "C D E F G", "G F E D", "C E G B", "E D C B", "A B C D"]  # no note twice
TAGGED = {
    "John lives in Paris": "PERSON O O PLACE",
    "Rome likes Maria": "PLACE O PERSON",
    "Anna left Delhi": "PERSON O PLACE",
    "Then Lima cheered Pedro": "O PLACE O PERSON",
}
TRANSLATED = {
    "I love pizza": 4,
    "thank you": 2,
    "she reads a book": 4,
    "I am hungry": 4,
}  # and the number of words in Hindi
ORDINALS = ("second", "third", "fourth")
WAITS = "an RNN reads one element at a step, and a state has to wait for the one before it."
MADE_FROM = "the output is computed from the state after the word."

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


def states(sentence):
    """A step for each word; the states are not numbered, so that their order has to be thought of."""
    return [f"Read “{word}” and update the state" for word in sentence.split()]


def sentiment(draw):
    review = draw.one_of(REVIEWS)
    read = states(review)
    output, label = "Use the output layer on the last state", "Compare with 0.5 and label"
    needs = [
        *chain(read, WAITS, ("c-whole-sentence",)),
        (read[-1], output, "a many-to-one network predicts from its last state.", ()),
        (output, label, "the label is read from the output.", ()),
    ]
    task = f"A many-to-one network uses its output layer to label the review “{review}” from its last state. It starts from $h_0$."
    return task, needs, "The state changes with every word; the prediction is made once, after the last."


def music(draw):
    notes = draw.one_of(MELODIES).split()
    steps = [
        step
        for note, chosen in pairwise(notes)
        for step in (f"Read {note} and update the state", f"Choose {chosen} by the output")
    ]
    task = f"Given the note {notes[0]} and $h_0$, a trained one-to-many network writes the melody {' '.join(notes)}."
    why = "a note is chosen by the output of a step, and only then can it be read at the next one."
    return (
        task,
        chain(steps, why),
        "What is written at one step is what is read at the next: so reading and writing take turns.",
    )


def tags(draw):
    sentence = draw.one_of(list(TAGGED))
    read = states(sentence)
    waits, needs = [*chain(read, WAITS, ("c-whole-sentence",)), None], []
    for step, word, name, next_one in zip(read, sentence.split(), TAGGED[sentence].split(), waits, strict=True):
        if name != "O":
            needs.append((step, f"Tag “{word}” as {name}", MADE_FROM, ()))
        if next_one:
            needs.append(next_one)
    task = f"A many-to-many network with an output at every step finds the names in “{sentence}”. It starts from $h_0$."
    insight = "A tag can be given as soon as the state of its word is there, or later; the states themselves wait for each other."
    return task, needs, insight


def translation(draw):
    sentence = draw.one_of(list(TRANSLATED))
    read, start = states(sentence), "Start the decoder from the last state"
    write = [
        "Write the first word in Hindi",
        *(f"Read the word just written and write the {place}" for place in ORDINALS[: TRANSLATED[sentence] - 1]),
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
