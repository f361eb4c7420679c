"""A simulated class: students with an ability, and what they would hand in. The same seed gives the same work."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from quizgen.ask import Ask
from quizgen.model import Quiz, Variant

GIVEN = ("Ada", "Ben", "Cleo", "Dora", "Emil", "Fatima", "Grace", "Hugo", "Ines", "Jürgen", "Kaja", "Łukasz")
FAMILY = ("Lovelace", "Okafor", "Müller", "Nguyễn", "Østergaard")
OTHER_SCRIPTS = ("Ольга Иванова", "प्रिया शर्मा", "王小明", "Ιωάννα Παππά", "ליאור כהן", "محمد علي")
NAMESAKES = (3, 41)  # places of two students of one name

STEP = """import numpy as np


def rnn_step(x_t, h_prev, W, W_h, b):
    return np.tanh({step})

"""
FORWARD = """
def rnn_forward(x, h0, W, W_h, b):
    states, h = [], h0
    for t in range(x.shape[1]):
        h = rnn_step(x[:, t], {previous}, W, W_h, b)
        states.append(h)
    return np.stack(states, axis=1)
"""
PREDICT = """

def predict(h, W_y, b_y):
    z = h @ W_y.T + b_y
    return 1 / (1 + np.exp(-z))
"""
RIGHT = "x_t @ W.T + h_prev @ W_h.T + b"
PROGRAMS = {  # what each kind of student hands in
    "right": STEP.format(step=RIGHT) + FORWARD.format(previous="h"),
    "without b": STEP.format(step="x_t @ W.T + h_prev @ W_h.T") + FORWARD.format(previous="h"),
    "transposed": STEP.format(step="x_t @ W.T + h_prev @ W_h + b") + FORWARD.format(previous="h"),
    "from h_0": STEP.format(step=RIGHT) + FORWARD.format(previous="h0"),
    "step alone": STEP.format(step=RIGHT),
    "crash": STEP.format(step="x_t @ W.T + h_prev @ W_h.T + bias") + FORWARD.format(previous="h"),
    "nothing": "import numpy as np\n",
}
INTERVIEW = {  # answers to a question in words, the better the later
    0.0: "It is a kind of network that was invented long ago.",
    0.4: "Because the words come one after the other.",
    0.7: "An RNN keeps a state, so it remembers what came before.",
    1.0: "The state h_t sums up x_1 to x_t, so the order of the inputs changes it; the same weights serve every step.",
}


@dataclass(frozen=True)
class Student:
    """A student of the class; `ability` from 0 to 1 is how often an answer is right."""

    id: str
    name: str
    ability: float


def students(count: int = 60, seed: int = 1) -> tuple[Student, ...]:
    """A class of names in several scripts, with two students of one name."""
    draw = Random(f"{seed}:students")
    names = [f"{GIVEN[n % len(GIVEN)]} {FAMILY[n // len(GIVEN) % len(FAMILY)]}" for n in range(count)]
    names[: 2 * len(OTHER_SCRIPTS) : 2] = OTHER_SCRIPTS[: len(range(0, min(count, 2 * len(OTHER_SCRIPTS)), 2))]
    if count > NAMESAKES[1]:
        names[NAMESAKES[1]] = names[NAMESAKES[0]]
    return tuple(Student(f"s{n:03}", name, draw.betavariate(4, 2)) for n, name in enumerate(names))


def roster(class_: Sequence[Student]) -> str:
    """The class as a CSV file with the columns id and name."""
    text = io.StringIO()
    csv.writer(text).writerows([("id", "name"), *((one.id, one.name) for one in class_)])
    return text.getvalue()


def answers(
    quiz: Quiz, student: Student, seed: int, truth: Callable[[Variant], Variant] = lambda variant: variant
) -> dict[str, dict[str, str]]:
    """What a student types: question -> answer -> text.

    Right as often as the student is able; else a misconception followed through the question, a slip of the hand, nothing,
    or words that cannot be read. `truth` gives a variant whose key is right, where that of the quiz is not.
    """
    draw = Random(f"{seed}:{quiz.id}:{student.id}")
    return {f"q{n}": answers_to(truth(variant), student, draw) for n, variant in enumerate(quiz.variants, 1)}


def answers_to(variant: Variant, student: Student, draw: Random) -> dict[str, str]:
    """The answers to one question."""
    asks = {ask.name: ask for ask in variant.asks if ask.on_sheet}
    if any(ask.marking_scheme() for ask in variant.asks):
        level = max(share for share in INTERVIEW if share <= student.ability + 0.1)
        return dict.fromkeys(asks, INTERVIEW[level])
    right = {name: ask.write(variant.key[name]) for name, ask in asks.items()}
    if draw.random() < student.ability:
        return right
    how = draw.random()
    if how < 0.6 and variant.slips:
        slip = draw.choice(variant.slips[:4])
        return {name: asks[name].write(slip.answers.get(name, variant.key[name])) for name in asks}
    if how < 0.85:
        return {name: miswritten(text, asks[name], draw) for name, text in right.items()}
    return dict.fromkeys(asks, "" if how < 0.95 else "one half")


def miswritten(text: str, ask: Ask, draw: Random) -> str:
    """An answer with one digit wrong, where it has digits."""
    places = [place for place, letter in enumerate(text) if letter.isdigit()]
    if not places:
        return text
    place = draw.choice(places)
    other = draw.choice([digit for digit in "123456789" if digit != text[place]])
    return f"{text[:place]}{other}{text[place + 1 :]}"


def program(student: Student, seed: int) -> str:
    """The submission of a student, with their name in a comment, so that no two files are the same."""
    draw = Random(f"{seed}:program:{student.id}")
    wrong = draw.choices(list(PROGRAMS)[1:], (4, 3, 4, 4, 1, 1))[0]
    kind = "right" if draw.random() < student.ability else wrong
    return f"# {student.id}\n{PROGRAMS[kind]}"


def filled(sheet: str, typed: Mapping[str, Mapping[str, str]]) -> str:
    """The text of answers.toml with these answers between its quotes, as an editor would write them."""
    lines, question, left = [], "", {(q, name) for q, of in typed.items() for name in of}
    for line in sheet.splitlines():
        if line.startswith("["):
            question = line[1:].partition("]")[0]
        name = line.partition(" = ")[0].strip('"')
        if (question, name) in left and line.endswith('""'):
            left.discard((question, name))
            line = line[:-2] + json.dumps(typed[question][name], ensure_ascii=False)
        lines.append(line)
    assert not left, f"the sheet has no place for {sorted(left)}"
    return "\n".join(lines) + "\n"
