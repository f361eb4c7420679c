"""Laws about marks: what the grader makes of the key, of every slip, and of nonsense."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from quizgen.ask import Ask, Value
from quizgen.grading import grade
from quizgen.laws.sample import Law, Sample
from quizgen.model import Answers, Grade, Quiz, Variant, Verdict
from quizgen.reading import read_value

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
ERRORS = (0.0437, -0.0437, 1)  # of a first answer
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


def an_early_error_is_charged_once(sample: Sample) -> Iterator[str]:
    """An early error is charged once: who goes on rightly from a wrong first answer earns full marks for all that follows."""
    asks = [ask for ask in sample.exercise.asks if ask.by_value and ask.rounded_to is not None]
    if len(asks) < 2:
        return
    for variant in sample.variants[:GRADED_SEEDS]:
        typed = gone_on(sample, variant, [ask for ask in variant.asks if ask.by_value])
        for mark in graded(sample, variant, typed).marks[1:] if typed else ():
            if mark.typed and mark.points < mark.max_points:
                yield f"seed {variant.seed}: {mark.typed} for {mark.ask} goes on from a wrong {asks[0].name}: {mark.feedback}"


def gone_on(sample: Sample, variant: Variant, asks: Sequence[Ask]) -> dict[str, str]:
    """A wrong first answer, and every later answer computed from those before it and rounded; {} where that leads nowhere."""
    first, *others = asks
    wrong = next((one for one in near(variant.key[first.name]) if not first.impossible(one)), None)
    if wrong is None:
        return {}
    typed = {first.name: first.write(wrong)}
    for ask in others:
        values = {name: read_value(text, ask_named(variant, name)).value for name, text in typed.items()}
        try:
            typed[ask.name] = ask.write(sample.follow(variant, (), values)[ask.name])
        except (LookupError, ArithmeticError, ValueError):
            return {}  # the log of a negative prediction, say: nothing follows from this error
        if ask.impossible(read_value(typed[ask.name], ask).value):
            return {}
    return typed


def near(value: Value) -> Iterator[Value]:
    """Values a little off the right one in the first component."""
    yield from (moved(value, change) for change in ERRORS)


def moved(value: Value, change: float) -> Value:
    """A number or the first of several, changed."""
    return [moved(value[0], change), *value[1:]] if isinstance(value, list) else value + change


def ask_named(variant: Variant, name: str) -> Ask:
    """The ask of that name."""
    return next(ask for ask in variant.asks if ask.name == name)


LAWS: tuple[Law, ...] = (
    the_key_earns_full_marks,
    every_live_slip_is_named,
    an_early_error_is_charged_once,
    nonsense_is_not_an_error,
)
