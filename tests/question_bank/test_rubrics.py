"""Every rubric of the bank holds for its own examples, has the sorts of examples that matter, and heeds what is contested."""

import pytest

from quizgen.asks.text import Text
from quizgen.asks.words import guards
from quizgen.asks.words.assess import assess
from quizgen.asks.words.negation import negations
from quizgen.asks.words.windows import NEGATORS, indexed
from quizgen.authoring.bank import Bank
from quizgen.laws.rubrics import EXAMPLES, failing_examples, rubrics_of

BANK = Bank.load()
RUBRICS = {rubric.id: rubric for exercise in BANK.exercises.values() for rubric in rubrics_of(exercise)}
COPIED, KEYWORDS = guards.COPIED, "It reads like a list of keywords rather than sentences."
each = pytest.mark.parametrize("rubric", RUBRICS.values(), ids=list(RUBRICS))


def judged(rubric, typed):
    return assess(rubric.on(Text("answer")), typed)


def denies(typed):
    return bool(NEGATORS & {token.word for token in indexed(typed, {}).answer.tokens} or negations(indexed(typed, {})))


def test_the_questions_in_words_are_there():
    assert {"what-is-an-rnn", "rnn-or-average", "why-sum"} <= set(RUBRICS)
    assert len({rubric.id for rubric in RUBRICS.values()}) == len(RUBRICS)


@each
def test_a_machine_can_look_for_every_key_point(rubric):
    assert rubric.on(Text("answer")).machine_scored


@each
def test_a_rubric_holds_for_its_own_examples(rubric):
    assert list(failing_examples(rubric)) == []


@each
def test_the_model_answer_and_the_key_points_themselves_earn_full_marks(rubric):
    assert judged(rubric, rubric.model_answer).share == 1


@each
def test_accepted_examples_are_of_every_sort(rubric):
    examples = rubric.accept_examples
    assert len(examples) >= EXAMPLES and len(set(examples)) == len(examples)
    assert min(len(one.split()) for one in examples) <= 30
    assert any(denies(one) for one in examples)
    if rubric.formulas:
        assert any(found.equal for one in examples for found in judged(rubric, one).formulas)


@each
def test_rejected_examples_are_of_every_sort(rubric):
    examples = rubric.reject_examples
    found = [judged(rubric, one) for one in examples]
    assert len(examples) >= EXAMPLES and len(set(examples)) == len(examples)
    assert any(one.nothing == COPIED for one in found)
    assert any(KEYWORDS in one.doubts for one in found)
    assert any(one.contradicted or any(f.misconception for f in one.formulas) for one in found)
    assert any(not one.found and not one.contradicted and not one.nothing for one in found)  # beside the point
    assert any(denies(one) for one in examples)


@each
def test_every_wrong_claim_is_made_by_no_accepted_example_and_says_what_is_right(rubric):
    for claim in rubric.contradictions:
        assert claim.text.rstrip(")").endswith(".") and len(claim.text) > 20
        for example in rubric.accept_examples:
            assert claim not in [one.claim for one in judged(rubric, example).contradicted], example


CONTESTED = [  # note, rubric, answer, misconception that it shows ("" none)
    ("N1", "rnn-or-feed-forward", "The prediction is fed back into the network.", "c-output-fed-back"),
    ("N1", "rnn-or-feed-forward", "The output is fed back to the same network.", "c-output-fed-back"),
    ("N1", "rnn-or-feed-forward", "The output of the cell, h_t, is fed back at the next step.", ""),
    ("N1", "rnn-or-feed-forward", "It is the hidden state that is fed back, not the prediction.", ""),
    ("N2", "what-is-an-rnn", "An average of word vectors keeps the order of the words.", "c-avg-knows-order"),
    ("N22", "bptt", "The weights are updated at each time step.", "c-update-every-step"),
    ("N22", "bptt", "The weights are not updated at each time step.", ""),
    ("N26", "vanishing-gradient", "An LSTM completely solves the problem.", "c-lstm-abolishes"),
    ("N26", "vanishing-gradient", "An LSTM does not completely solve the problem, it eases it.", ""),
    ("N26", "vanishing-gradient", "The gradient of W_h becomes zero.", "c-vanishing-total-zero"),
    ("N26", "vanishing-gradient", "Gradient clipping solves it.", "c-clipping-cures-vanishing"),
    ("N26", "vanishing-gradient", "Clipping does not help, it is for exploding gradients.", ""),
    ("N27", "not-parallel", "Nothing in an RNN can run in parallel.", "c-no-parallelism-at-all"),
    ("N27", "not-parallel", "Not everything has to wait: the examples of a batch run in parallel.", ""),
    ("N32", "hidden-state", "The hidden state is the prediction.", "c-hidden-is-output"),
    ("N32", "hidden-state", "In Keras the hidden state is the output of the layer.", ""),
    ("N32", "hidden-state", "The hidden state is not the prediction.", ""),
]


@pytest.mark.parametrize(("note", "name", "answer", "shows"), CONTESTED, ids=[f"{c[0]}: {c[2]}" for c in CONTESTED])
def test_what_the_chapter_says_imprecisely_is_judged_as_the_notes_say(note, name, answer, shows):
    assert note in RUBRICS[name].note
    assert judged(RUBRICS[name], answer).misconceptions == ((shows,) if shows else ())


def test_length_alone_does_not_decide_between_an_rnn_and_an_average():
    found = judged(RUBRICS["rnn-or-average"], "The average for short texts and an RNN for long texts.")
    assert found.contradicted and not found.found


def test_auto_completion_from_a_prefix_is_left_to_a_person_and_a_text_from_one_seed_word_counts():
    rubric = RUBRICS["one-to-many"]
    answer = "One image gives a caption. One starting note gives a melody. {}."
    assert judged(rubric, answer.format("One seed word gives a story")).share == 1
    assert not judged(rubric, answer.format("Auto-completion of a prefix")).sure


def test_an_example_counts_once_however_often_it_is_given():
    answer = "A review gives its sentiment. The sentiment of a review. From a review we get a sentiment, positive or negative."
    assert [point.point.id for point in judged(RUBRICS["many-to-one"], answer).found] == ["first-example"]


def test_types_with_the_tasks_of_others_are_contradicted():
    swapped = (
        "One-to-one: translation. One-to-many: sentiment analysis. Many-to-one: image captioning. "
        "Many-to-many: image classification."
    )
    assert len(judged(RUBRICS["four-types"], swapped).contradicted) == 4
