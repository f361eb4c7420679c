"""The table of the four types of RNN, with cells left out."""

import tomllib
from functools import cache

from quizgen.authoring import Draw, Exercise, Fill, Gap, Problem, WrongEntry

TYPES = ("one-to-one", "one-to-many", "many-to-one", "many-to-many")
NUMBERS = {
    "one": ("one", "1", "a single", "single", "one vector"),
    "many": ("many", "N", "M", "T", "several", "more than one"),
}
EQUAL = "Many-to-many includes the encoder-decoder, whose output may be shorter or longer than its input."
REVEALED = {  # (type, lengths) -> wrong type -> the misconception that it shows
    ("many-to-many", "equal"): {"one-to-one": ("c-o2o-is-recurrent",)},
    ("many-to-many", "free"): {"many-to-one": ("c-m2m-equal-length",), "one-to-many": ("c-m2m-equal-length",)},
}

exercise = Exercise(
    title="The table of types",
    topic="rnn-types",
    level=1,
    covers=[
        *("lo.types", "key.types", "iq.q3"),
        *("type.o2o", "type.o2o-example", "type.o2m", "type.o2m-music", "type.o2m-caption", "type.o2m-text"),
        *("type.m2o", "type.m2o-sentiment", "type.m2o-document", "type.m2o-sales", "type.m2m-same", "type.m2m-ner"),
        *("type.m2m-video", "type.m2m-encdec", "type.m2m-translation", "type.m2m-qa", "feat.var-o2m", "feat.var-m2o"),
        *("feat.var-m2m", "rev.table-o2o", "rev.table-o2m", "rev.table-m2o", "rev.table-m2m"),
    ],
    asks=[Fill("table", points=3, label=r"\text{table}")],
    question=r"""
Types of RNN are named after what one example brings from outside and what is wanted for it: one or many. A vector counts as
one, however many entries it has. Each row of the table has an example of another type. Fill in the cells that are empty with
the name of the type, or with one or many.

[[table]]
""",
    solution=r"""
| type | inputs | outputs | example |
|---|---|---|---|
{% for row in rows %}
| **{{ row.type }}** | {{ row.inputs }} | {{ row.outputs }} | {{ row.says }} |
{% endfor %}

One-to-one stands in the table as its limiting case: with a single step from $h_0 = 0$ nothing recurs, and the network is a
feed-forward one. What a network generates and reads again as its next input does not count as an input from outside.
Many-to-many has an output at every step, or reads all of its input before it writes; then the lengths are free.
""",
)


@cache
def examples():
    return tomllib.loads(exercise.data("table_examples.toml"))["example"]


@exercise.draw
def table(draw: Draw) -> Problem:
    mixed = draw.shuffled(examples())
    rows = draw.shuffled([next(one for one in mixed if one["type"] == name) for name in TYPES])
    lines = ["| type | inputs | outputs | example |", "|---|---|---|---|"]
    gaps = []
    for row in rows:
        numbers = dict(zip(("inputs", "outputs"), row["type"].split("-to-"), strict=True))
        empty = draw.one_of(list(numbers))
        cells = [f"[[{empty}]]" if name == empty else number for name, number in numbers.items()]
        lines.append(f"| [[type]] | {' | '.join(cells)} | {row['says']} |")
        gaps += [type_gap(row), Gap(NUMBERS[numbers[empty]], room=7)]
    (ask,) = exercise.asks
    return Problem(says=[row["says"] for row in rows], table=ask.of("\n".join(lines), gaps))


def type_gap(row):
    """A gap for the name of the type, with or without hyphens; figures for words will do."""
    spellings = {name: (name, name.replace("one", "1").replace("many", "N")) for name in TYPES}
    revealed = REVEALED.get((row["type"], row.get("lengths")), {})
    wrong = [
        WrongEntry(
            spelling, revealed.get(name, ()), EQUAL if name.startswith(("one-to-m", "many-to-o")) and revealed else ""
        )
        for name in TYPES
        if name != row["type"]
        for spelling in spellings[name]
    ]
    return Gap(spellings[row["type"]], tuple(wrong), room=13)


@exercise.shown
def solved(p):
    known = {one["says"]: one for one in examples()}
    return {
        "rows": [
            {**known[says], **dict(zip(("inputs", "outputs"), known[says]["type"].split("-to-"), strict=True))}
            for says in p.says
        ]
    }
