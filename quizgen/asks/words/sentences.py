"""What a learner reads about an answer in words: what was said and in which words, what is missing, what is not so."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.asks.words.assessment import Assessment, FormulaFound, Found

QUOTED = 90  # characters of the learner's words that are repeated


def feedback(assessed: Assessment) -> str:
    """Markup; never a percentage. Of an answer that waits for a person: what was found so far."""
    if assessed.nothing:
        return assessed.nothing
    sentences = [*said(assessed), *missing(assessed)]
    if assessed.sure:
        return " ".join(sentences)
    return " ".join(
        [
            "A person decides on this answer.",
            *(["Found so far:", *sentences] if assessed.found or assessed.contradicted else []),
        ]
    )


def said(assessed: Assessment) -> Iterator[str]:
    """What was found: key points, wrong claims, formulas."""
    for one in assessed.found:
        yield f"You said {quoted(one)}: {sentence(one.point.text)}"
    for wrong in assessed.contradicted:
        yield f"Not so, “{typed(wrong.words)}”: {sentence(wrong.claim.text)}"
    for formula in assessed.formulas:
        yield from judged(formula)


def judged(formula: FormulaFound) -> Iterator[str]:
    """What is said about a formula that the rubric knows."""
    if formula.equal:
        yield f"The formula “{typed(formula.typed)}” is right."
    elif formula.feedback:
        yield f"The formula “{typed(formula.typed)}” is not right: {sentence(formula.feedback)}"
    elif formula.name:
        yield f"The formula “{typed(formula.typed)}” is not the expected one."


def missing(assessed: Assessment) -> Iterator[str]:
    """What was not found."""
    texts = [sentence(point.text) for point in assessed.missing]
    if texts and (assessed.found or assessed.contradicted or assessed.sure):
        if len(texts) > 1:
            texts = [f"({number}) {text}" for number, text in enumerate(texts, 1)]
        yield f"{'Missing' if assessed.sure else 'Not found'}: {' '.join(texts)}"


def quoted(one: Found) -> str:
    """The learner's words for a key point."""
    return " … ".join(f"“{typed(words)}”" for words in one.words[:2])


def typed(words: str) -> str:
    """A learner's words in one line, none of them markup, and not too many."""
    line = " ".join(words.replace("$", "").replace("`", "'").split())
    return line if len(line) <= QUOTED else f"{line[: QUOTED - 1].rsplit(' ', 1)[0]} …"


def sentence(markup: str) -> str:
    """The markup of a rubric as a sentence that ends."""
    text = " ".join(markup.split())
    return text if text.endswith((".", "!", "?")) else f"{text}."
