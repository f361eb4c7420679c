"""A sentence of feedback in the text of a question: its symbols are formulas, its words stay as they are."""

import pytest

from quizgen.authoring import with_formulas
from quizgen.markup.parse import Paragraph, Words, parse
from quizgen.markup.sentence import sentence
from reference_rnn import CATALOGUE, feedback


def test_symbols_become_formulas_and_words_stay():
    assert with_formulas("with W_hᵀ, the columns of W_h") == r"with $W_{h}^\top$, the columns of $W_{h}$"
    assert with_formulas("a step is a step") == "a step is a step"
    assert with_formulas("$h_{t-1}$ is a formula already") == "$h_{t-1}$ is a formula already"


def merged(runs):
    """Runs with neighbouring words as one."""
    found = []
    for run in runs:
        if isinstance(run, Words) and found and isinstance(found[-1], Words):
            found[-1] = Words(found[-1].text + run.text)
        else:
            found.append(run)
    return found


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_misconception_reads_in_a_question_as_on_a_feedback_page(name):
    (paragraph,) = parse(with_formulas(feedback(CATALOGUE[name])))
    assert isinstance(paragraph, Paragraph)
    assert merged(paragraph.line) == merged(sentence(feedback(CATALOGUE[name])))
