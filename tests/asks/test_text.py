"""What a marker looks for in free text is in every form of the key, and in nothing that a learner sees."""

import io

import pytest
from rich.console import Console

from quizgen.authoring.bank import Bank
from quizgen.generate import variants
from quizgen.media.html import html
from quizgen.media.terminal import answer, question
from quizgen.media.typst import typst_source
from quizgen.model import Quiz

VARIANTS = variants(Bank.load().get("interview-q"), range(6))


def test_some_questions_have_wrong_claims_to_watch_for():
    assert any(ask.wrong_claims_to_watch() for variant in VARIANTS for ask in variant.asks)


def in_terminal(shown):
    page = Console(width=10_000, file=io.StringIO())
    page.print(shown)
    return page.file.getvalue()


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: str(variant.seed))
def test_key_points_and_wrong_claims_are_for_the_marker_alone(variant):
    (ask,) = variant.asks
    claims = [claim.split("$")[0].split("`")[0][:30] for claim in ask.wrong_claims_to_watch()]
    points = [text.split("$")[0].split("`")[0][:30] for _, text in ask.marking_scheme()]
    quiz = Quiz("q-1", 1, (variant,))
    keys = [html(quiz, key=True), typst_source(quiz, key=True), in_terminal(answer(variant))]
    papers = [html(quiz), typst_source(quiz), in_terminal(question(variant, 1))]
    assert points
    for text in filter(lambda text: len(text) > 5, [*claims, *points]):
        assert all(text in key.replace("&#39;", "'") for key in keys), text
        assert not any(text in paper for paper in papers), text
