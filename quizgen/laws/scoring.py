"""Laws about marks: what the grader makes of the key, of every slip, and of nonsense."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quizgen.ask import Value
from quizgen.grading import grade
from quizgen.laws.sample import Law, Sample
from quizgen.model import Answers, Grade, Quiz, Variant, Verdict

NONSENSE = (
    "banana",
    "1,2,3,4,5,6,7,8,9",
    "nan",
    "∞",
    "((",
    "--",
    "0x1F",
    "1e999",
    "🙂",
    "h_1",
    "[[]]",
    "A and B",
    "= 3",
)
NAMES_OPTIONS = ("h_1", "A and B")  # no nonsense where any number of options may be chosen
GRADED_SEEDS = 10  # variants whose every slip is graded: each costs as much as a sheet


def graded(sample: Sample, variant: Variant, typed: Mapping[str, Value]) -> Grade:
    """The grade of a sheet with this one question."""
    return grade(Quiz("law-1", 1, (variant,)), Answers("law-1", "", {"q1": typed}), sample.follow)


def the_key_earns_full_marks(sample: Sample) -> Iterator[str]:
    """The key earns full marks."""
    for variant in sample.variants:
        asks = [ask for ask in variant.asks if variant.key[ask.name] is not None]
        found = graded(sample, variant, {ask.name: ask.write(variant.key[ask.name]) for ask in asks})
        for ask, mark in ((ask, mark) for ask in asks for mark in found.marks if mark.ask == f"q1.{ask.name}"):
            if mark.verdict is not Verdict.RIGHT or mark.points != mark.max_points or mark.max_points != ask.points:
                yield f"seed {variant.seed}: the key of {ask.name}, {mark.typed}, is {mark.verdict}: {mark.feedback}"


def every_live_slip_is_named(sample: Sample) -> Iterator[str]:
    """Every live slip is recognised by name, and loses points."""
    for variant in sample.variants[:GRADED_SEEDS]:
        if not all(ask.enough_evidence for ask in variant.asks):
            continue
        for slip in variant.slips:
            typed = {ask.name: ask.write(slip.answers[ask.name]) for ask in variant.asks if ask.name in slip.answers}
            found = graded(sample, variant, typed)
            named = {name for mark in found.marks for name in mark.misconceptions}
            if not named & set(slip.misconceptions) or found.points >= found.max_points:
                yield f"seed {variant.seed}: answers of {slip.misconceptions[0]} are taken for {sorted(named) or 'nothing known'}"


def nonsense_is_not_an_error(sample: Sample) -> Iterator[str]:
    """Nonsense is not an error: it earns nothing and breaks nothing."""
    for place, variant in enumerate(sample.variants[: len(NONSENSE)]):
        word = NONSENSE[place % len(NONSENSE)]
        choices = [pick for ask in variant.asks for _, pick, _ in ask.picks()]
        texts = {item.text.strip("$") for pick in choices for item in pick.items}
        if word in texts or (word in NAMES_OPTIONS and any(pick.several for pick in choices)):
            continue
        found = graded(sample, variant, {ask.name: word for ask in variant.asks})
        for mark in found.marks:
            if mark.points or mark.verdict is Verdict.OUR_FAULT:
                yield f"seed {variant.seed}: {word!r} for {mark.ask} is {mark.verdict}, {mark.points} points: {mark.feedback[:200]}"


LAWS: tuple[Law, ...] = (the_key_earns_full_marks, every_live_slip_is_named, nonsense_is_not_an_error)
