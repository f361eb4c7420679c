"""Laws about the text of a question: what is printed, and what must not be."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from quizgen.ask import Ask
from quizgen.asks.values import entries
from quizgen.authoring.problem import shape_of, stack
from quizgen.errors import UserError
from quizgen.generate.solver import follow
from quizgen.generate.text import render_text
from quizgen.laws.sample import Law, Sample
from quizgen.media import HandOut
from quizgen.model import Quiz, Variant

STEP = 0.1  # how far a number is moved to see whether it matters
MOVED_VARIANTS = 5  # variants whose every number is moved
WRITTEN_VARIANTS = 3  # variants written in every format
CONVENTIONS = {  # a method that solve calls -> what the question must say, one of
    "start": ("h_0",),
    "cell": ("tanh", "ReLU", "sigmoid", "identity"),
    "link": ("sigmoid", "softmax", "linear"),
    "logs": (r"\ln", "natural log"),
}


def whatever_matters_is_printed(sample: Sample) -> Iterator[str]:
    """Whatever matters is printed: a number that changes the answer is on the page."""
    exercise = sample.exercise
    if exercise.solving is None or any(ask.symbolic for ask in exercise.asks):
        return  # a formula is tried on numbers that are not shown
    for one, variant in zip(sample.drawn[:MOVED_VARIANTS], sample.variants, strict=False):
        for name, value in one.problem.items():
            if shape_of(value) is None:
                continue
            for place in range(len(entries(value))):
                moved = one.problem.but(**{name: nudged(value, place)})
                try:
                    answers = follow(exercise.solving, stack([moved]), exercise.reference)
                    text = text_of(sample, moved)
                except (IndexError, ValueError, StopIteration):
                    continue  # a number that only indexes: there is no such step
                if text == variant.text and any(not same(answers[a], one.key[a]) for a in answers if a in one.key):
                    yield f"seed {one.seed}: {name} (entry {place + 1}) changes the answer, but the question does not print it"


def text_of(sample: Sample, problem: Any) -> str:
    """The question's text over other numbers."""
    shown = sample.exercise.showing(problem) if sample.exercise.showing else {}
    return render_text(sample.exercise.question, {n: v for n, v in problem.items() if not isinstance(v, Ask)}, **shown)


def nudged(value: Any, place: int) -> Any:
    """A drawn value with one entry moved by a step."""
    moved = [number + STEP * (i == place) for i, number in enumerate(entries(value))]
    return np.reshape([round(e, 9) for e in moved], np.shape(value)).tolist()


def same(answer: Any, key: Any) -> bool:
    """Whether the first of these answers (N, ...) is the key, but for the last bits of a float."""
    return bool(np.allclose(answer[0], key, rtol=0, atol=1e-9))


def every_blank_is_offered_once(sample: Sample) -> Iterator[str]:
    """Every blank is offered once: each ask has its place in the text, and no place is without an ask."""
    for variant in sample.variants:
        if not each_blank_once(variant):
            yield f"seed {variant.seed}: the text has blanks {blanks(variant)}, the asks are {[ask.name for ask in variant.asks]}"


def each_blank_once(variant: Variant) -> bool:
    """Whether each ask has one place in the text, and each place an ask."""
    return sorted(blanks(variant)) == sorted(ask.name for ask in variant.asks)


def blanks(variant: Variant) -> list[str]:
    """The names of the places in the text."""
    return re.findall(r"\[\[(.+?)\]\]", variant.text)


def it_renders_in_every_medium(sample: Sample) -> Iterator[str]:
    """It renders in every medium: terminal, page and print, and some variants in each format and for each platform."""
    for place, variant in enumerate(sample.variants):
        try:
            shown(variant)
            if place < WRITTEN_VARIANTS and each_blank_once(variant):
                written(variant)
        except Exception as error:
            yield f"seed {variant.seed}: {type(error).__name__}: {error}"


def shown(variant: Variant) -> None:
    """The question and its key in the terminal, as a page and as the source of a paper."""
    from rich.console import Console

    from quizgen.media.html import html
    from quizgen.media.terminal import answer, question
    from quizgen.media.typst import typst_source

    quiz = Quiz("law-1", 1, (variant,))
    for key in (False, True):
        html(quiz, key=key)
        typst_source(quiz, key=key)
    Console(width=80, file=io.StringIO()).print(question(variant, 1), answer(variant))


def written(variant: Variant) -> None:
    """The question in each format to hand out, and for each platform, that does not refuse it by name; PDF takes a compiler."""
    from quizgen.grading.scored import scored
    from quizgen.media import formats, platforms

    quiz = Quiz("law-1", 1, (variant,))
    for medium in formats().values():
        if medium.ending not in ("html", "pdf") and accepts(medium, quiz):
            for key in (False, True):
                medium.make((quiz,), key, lambda quiz: "")
    one = scored(variant, quiz.id)
    for platform in platforms().values():
        if not any(loss.refused for loss in platform.losses(one)):
            platform.write(quiz.id, (one,), io.BytesIO())


def accepts(medium: HandOut, quiz: Quiz) -> bool:
    """Whether a format can express a quiz: it says by name what it cannot."""
    try:
        medium.check(quiz)
    except UserError:
        return False
    return True


def the_answer_is_not_given_away(sample: Sample) -> Iterator[str]:
    """The question does not give the answer away."""
    for variant in sample.variants:
        for ask in variant.asks:
            for answer in ask.giveaways(variant.key[ask.name]):
                if answer in variant.text:
                    yield f"seed {variant.seed}: the question shows {answer!r}, which answers {ask.name}"


def options_differ(sample: Sample) -> Iterator[str]:
    """Options differ, and what is offered can be answered rightly and wrongly."""
    for variant in sample.variants:
        for ask in variant.asks:
            for fault in ask.faults():
                yield f"seed {variant.seed}: {fault}"


def conventions_are_stated(sample: Sample) -> Iterator[str]:
    """Conventions are stated: h_0, the activation, the output function, ln, and the decimals wanted."""
    text = sample.variants[0].text
    wanted = [options for method, options in CONVENTIONS.items() if method in sample.calls]
    wanted += [words for ask in sample.exercise.asks for words in ask.conventions()]
    wanted = list(dict.fromkeys(wanted))
    for options in wanted:
        if not any(word in text for word in options):
            yield f"the question should say one of: {', '.join(options)}"


LAWS: tuple[Law, ...] = (
    whatever_matters_is_printed,
    every_blank_is_offered_once,
    it_renders_in_every_medium,
    the_answer_is_not_given_away,
    options_differ,
    conventions_are_stated,
)
