"""One question with an ask of each kind, and nothing to follow."""

from quizgen.asks.choice import Choice
from quizgen.asks.formula import Formula
from quizgen.asks.numbers import Numbers
from quizgen.asks.options import Option
from quizgen.asks.shape import Shape
from quizgen.asks.text import KeyPoint, Text
from quizgen.model import Variant

MIXED = Variant(
    "mixed", 1, 0, "notation-and-shapes", 1, "A bit of each", "", "", {"b": [0.5, 0.25]},
    (
        Numbers("v", size=2),
        Numbers("M", size=(2, 3), decimals=2),
        Numbers("n", decimals=0, tolerance=0),
        Shape("W", note="In column notation W is H x D."),
        Formula("term", variables={"W_h": [2.0, 3.0], "h_1": [5.0, 7.0], "W": [11.0, 13.0]}, display="W_h h_1"),
        Choice("pick", options=(
            Option("A", "one", misconceptions=("c-current-only",), feedback="It depends on all."),
            Option("B", "two", accepted=True),
        )),
        Text("why", points=3, key_points=(KeyPoint(1, "one W_h"), KeyPoint(2, "a term per use"))),
    ),
    {
        "v": [0.1234, -0.4321], "M": [[1.25, 2.5, 3.75], [4.5, 5.25, 6.75]], "n": 54912, "W": [128, 300],
        "term": "W_h h_1", "pick": "B",
    },
)  # fmt: skip


def no_follow(variant: Variant, misconceptions: tuple[str, ...], typed: object) -> dict[str, object]:
    raise LookupError("nothing to follow")
