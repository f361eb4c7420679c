"""What a question paper must not show."""

import re

from quizgen.asks.choice import Choice
from quizgen.asks.numbers import Numbers
from quizgen.asks.text import Text
from quizgen.markup.parse import Words
from quizgen.markup.sentence import sentence

TABLE_HEAD = re.compile(r"\A\|.*\n\|[-:| ]+\|\n")


def secrets(variant):
    """What a question paper must not show: computed values, the solution's sentences, feedback, key points."""
    offered = {option.text for ask in variant.asks if isinstance(ask, Choice) for option in ask.options}
    for ask in variant.asks:
        if isinstance(ask, Numbers) and re.search(r"\.\d{3}", shown := ask.show(variant.key[ask.name])):
            yield shown
        if isinstance(ask, Text):
            yield from (point.text for point in ask.key_points)
        if isinstance(ask, Choice):
            yield from (option.feedback for option in ask.options if option.feedback and option.feedback not in offered)
    for slip in variant.slips:
        yield slip.feedback
        yield max((run.text for run in sentence(slip.feedback) if isinstance(run, Words)), key=len)
    solution = TABLE_HEAD.sub("", variant.solution)  # the question has the table too
    if len(solution) > 20 and not any(text[:60] in solution for text in offered):
        yield solution[:60]
