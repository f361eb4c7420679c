"""A rubric is read strictly: whatever is wrong with it is told with file, line and a next step."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.asks.text import Text
from quizgen.authoring.bank import Bank
from quizgen.authoring.rubric import read_rubrics
from quizgen.errors import UserError
from quizgen.laws import sample
from quizgen.laws.rubrics import failing_examples, rubrics_hold_for_their_examples, too_few_examples

RUBRIC = """\
- id: why-h0
  asked: "Why is the initial state part of the answer?"
  covers: [fwd.eq-t1]
  formulas: [h_t]
  key_points:
    - id: enters
      weight: 2
      required: true
      text: "It enters the first step."
      concepts: [[initial state, h_0], [first step, enters]]
    - id: three-tasks
      weight: 1
      text: "Two tasks."
      examples: [[[review], [sentiment]], [[email], [spam]]]
      count: 2
  contradictions:
    - text: "It is not always zero."
      pattern: 'always (zero|0)'
      point: enters
      misconception: fwd-h0-ignored
    - {text: "It is given.", concepts: [[random]], penalty: 0.25}
  model_answer: |
    The initial state enters the first step.
  accept_examples: ["The initial state enters the first step. A review gets a sentiment and an email is spam or not."]
  reject_examples: ["It has no effect on anything that follows."]
"""


def read(text=RUBRIC):
    return read_rubrics(text, "cards.yaml")


def test_a_sound_rubric_is_read_whole():
    (rubric,) = read()
    assert rubric.asked == ("Why is the initial state part of the answer?",) and rubric.points == 3
    assert [point.id for point in rubric.key_points] == ["enters", "three-tasks"]
    assert rubric.key_points[0].required and rubric.key_points[0].concepts[1] == ("first step", "enters")
    assert rubric.key_points[1].count == 2 and rubric.key_points[1].examples[1] == (("email",), ("spam",))
    assert [claim.penalty for claim in rubric.contradictions][1] == 0.25
    assert {formula.name for formula in rubric.formulas} == {"h_t"}
    assert rubric.on(Text("answer")).machine_scored


def test_words_that_yaml_takes_for_truth_values_or_numbers_stay_words():
    (rubric,) = read(RUBRIC.replace("[first step, enters]", "[no, 1, on]"))
    assert rubric.key_points[0].concepts[1] == ("no", "1", "on")


WRONG = {  # what is replaced by what -> line, what is said
    ("asked: ", "askd: "): (2, "a rubric has no field 'askd'. Did you mean 'asked'?"),
    ('  asked: "Why is the initial state part of the answer?"\n', ""): (1, "a rubric has no asked. Add it."),
    ("weight: 2", "wieght: 2"): (7, "a key point has no field 'wieght'. Did you mean 'weight'?"),
    ("weight: 2", "weight: two"): (7, "weight of a key point must be a number, not 'two'."),
    ("weight: 2", "weight: -1"): (7, "weight of a key point is -1. Write a number from 0.1 to 100."),
    ("weight: 2", "weight: .nan"): (7, "must be a number"),
    ("weight: 2", "weight: [2]"): (7, "must be a text, not a list"),
    ("required: true", "required: maybe"): (8, "must be true or false, not 'maybe'"),
    ("      weight: 2\n", "      weight: 2\n      weight: 3\n"): (8, "a key point has weight twice."),
    ("      weight: 2\n", ""): (6, "a key point has no weight. Add it."),
    ("[[initial state, h_0], [first step, enters]]", "initial state"): (10, "concepts of a key point must be a list"),
    ("[[initial state, h_0], [first step, enters]]", "[initial state, h_0]"): (10, "must be a list, not one text"),
    ("[[initial state, h_0], [first step, enters]]", "[[initial state], []]"): (10, "has an empty group"),
    ("count: 2", "count: 3"): (11, "three-tasks wants 3 examples and knows 2."),
    ("[[[review], [sentiment]], [[email], [spam]]]", "[[review], [spam]]"): (14, "must be a list, not one text"),
    ("id: three-tasks", "id: enters"): (11, "Two key points are called 'enters'."),
    ("always (zero|0)", "always (zero|0"): (18, "is no regular expression: missing )"),
    ("always (zero|0)", "(.*)*(.*)*x"): (18, "could take for ever"),
    ("      pattern: 'always (zero|0)'\n", ""): (17, "A contradiction needs concepts or a pattern"),
    ("point: enters", "point: entres"): (17, "the key point 'entres', which there is not. Did you mean 'enters'?"),
    ("fwd-h0-ignored", "fwd-h0-ignord"): (20, "There is no misconception 'fwd-h0-ignord'. Did you mean 'fwd-h0-ignored'?"),
    ("penalty: 0.25", "penalty: 2"): (21, "penalty of a contradiction is 2. Write a number from 0 to 1."),
    ("point: enters", "point: enters\n      penalty: 0.1"): (17, "costs a penalty or its point, not both"),
    ("fwd.eq-t1", "fwd.eq-t9"): (3, "covers names 'fwd.eq-t9', which is no item of the chapter. Did you mean 'fwd.eq-t"),
    ("formulas: [h_t]", "formulas: [h_tt]"): (4, "no formula is called 'h_tt'. Did you mean 'h_t'?"),
    ("model_answer: |\n    The initial state enters the first step.", 'model_answer: ""'): (22, "is empty. Write it"),
    ('text: "It enters', "text: {It enters"): (10, "this is no YAML"),
    ("weight: 2", "\tweight: 2"): (7, "this is no YAML"),
    ("[h_t]", "*unknown"): (4, "this is no YAML (found undefined alias"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "said"), WRONG.items(), ids=[after for _, after in WRONG])
def test_what_is_wrong_is_told_with_its_line(change, said):
    before, after = change
    line, sentence = said
    assert before in RUBRIC
    with pytest.raises(UserError) as caught:
        read(RUBRIC.replace(before, after, 1))
    assert str(caught.value).startswith(f"cards.yaml, line {line}: "), str(caught.value)
    assert sentence in str(caught.value)


def test_what_is_no_list_of_rubrics_is_told():
    for text, sentence in {
        "": "cards.yaml is empty. Write a list of rubrics, each with id, asked, key_points and model_answer.",
        "just words": "must be a list, not one text",
        "id: one": "must be a list, not fields",
        "- just words": "must have the fields id, asked, key_points, model_answer, not one text",
        "\x00": "cards.yaml: this is no YAML",
        RUBRIC + RUBRIC: "Two rubrics are called 'why-h0'.",
        RUBRIC.replace("enters:", "&a [*a]"): "",
        "- &a [*a]": "must have the fields",
    }.items():
        if sentence:
            with pytest.raises(UserError) as caught:
                read(text)
            assert sentence in str(caught.value)


@given(st.data())
def test_a_file_cut_or_garbled_anywhere_is_read_or_told(data):
    start = data.draw(st.integers(0, len(RUBRIC)))
    stop = data.draw(st.integers(start, min(len(RUBRIC), start + 40)))
    put = data.draw(st.text("[]{}:-,'\"|&*!#%@ \n\tab1", max_size=5))
    try:
        read_rubrics(RUBRIC[:start] + put + RUBRIC[stop:], "cards.yaml")
    except UserError as error:
        assert str(error).startswith("cards.yaml") and str(error).endswith((".", "?"))


def failing(text):
    (rubric,) = read(text)
    return list(failing_examples(rubric))


def test_an_example_that_is_judged_otherwise_is_named_with_what_was_found_and_missing():
    assert failing(RUBRIC) == []
    narrow = failing(RUBRIC.replace("[first step, enters]", "[begins with]"))
    assert len(narrow) == 1 and narrow[0].startswith("why-h0, accepted example 1 (“The initial state enters")
    assert "found three-tasks; missing enters; left to a person" in narrow[0]
    catches = failing(RUBRIC.replace("always (zero|0)", "spam"))
    assert "contradicted by “" in catches[0] and "It is not always zero." in catches[0]
    good = "The initial state enters the first step. A review gets a sentiment and an email is spam or not."
    rejected = failing(RUBRIC.replace("It has no effect on anything that follows.", good))
    assert [one.partition(" (")[0] for one in rejected] == ["why-h0, rejected example 1"]
    assert "earns 100%: found enters, three-tasks." in rejected[0]


EXERCISE = '''
"""Why h_0?"""
from quizgen.authoring import Draw, Exercise, Problem, Text

exercise = Exercise(
    title="Why?", topic="forward-pass", level=2, covers_of="cards.yaml", asks=[Text("answer", points=3)],
    question="{{ asked }}\\n\\n[[answer]]",
)

@exercise.draw
def card(draw: Draw) -> Problem:
    rubric = draw.one_of(exercise.rubrics("cards.yaml"))
    return Problem(asked=rubric.asked[0], answer=rubric.on(exercise.asks[0]))
'''


def test_the_audit_holds_a_rubric_to_its_examples_and_wants_six_of_each(tmp_path):
    folder = tmp_path / "forward-pass"
    folder.mkdir()
    (folder / "why.py").write_text(EXERCISE.lstrip())
    (folder / "cards.yaml").write_text(RUBRIC)
    why = Bank.load([tmp_path]).get("why")
    assert list(rubrics_hold_for_their_examples(sample(why, range(2)))) == []
    (few,) = too_few_examples(why)
    assert few.startswith("The rubric why-h0 has 1 accept_examples and 1 reject_examples. Write 6 of each")
    (folder / "cards.yaml").write_text(RUBRIC.replace("[first step, enters]", "[begins with]"))
    (broken,) = rubrics_hold_for_their_examples(sample(Bank.load([tmp_path]).get("why"), range(2)))
    assert "accepted example 1" in broken
