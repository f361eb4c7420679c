"""quizgen make: the quiz in JSON, shown and written; the learner's work is left alone, users' mistakes are reported."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from cli_program import empty_workspace, fill, graded, json_output, made, output_of, process, quizgen, quoted, refused

ASK = {"name", "kind", "size", "decimals", "points"}
QUESTION = {"exercise", "version", "seed", "title", "text", "asks"}
KEY = {"problem", "key", "slips"}


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    return empty_workspace(tmp_path, monkeypatch)


# ---------------------------------------------------------------- the quiz


def test_a_quiz_is_shown_written_and_followed_by_what_to_type_next():
    shown = output_of("make", "--topic", "forward-pass", "--seed", "7")
    assert [line for line in shown.splitlines() if re.match(r"\d  ", line)][4].startswith("5  ")
    assert shown.splitlines()[-1] == "Fill in the answers, then type:  quizgen grade forward-pass-7"
    assert {path.name for path in Path("forward-pass-7").iterdir()} == {"quiz.html", "answers.toml"}
    assert output_of(*shlex.split(shown.splitlines()[-1].partition("quizgen ")[2])).count("Not answered.") >= 5


def test_the_sheet_has_a_table_a_question_with_the_asks_as_empty_keys():
    folder, quiz = made("--topic", "forward-pass", "--seed", "7")
    sheet = tomllib.loads((folder / "answers.toml").read_text(encoding="utf-8"))
    tables = {f"q{n}": {a["name"]: "" for a in q["asks"]} for n, q in enumerate(quiz["questions"], 1)}
    assert sheet == {"quiz": "forward-pass-7", "student": "", **tables}


def test_the_json_says_quiz_seed_questions_and_asks_and_no_key():
    quiz = json_output("make", "--topic", "forward-pass", "--topic", "interview", "--seed", "7", "--count", "12")
    assert quiz.keys() == {"quiz", "seed", "questions"} and quiz["seed"] == 7 and len(quiz["questions"]) == 12
    for question in quiz["questions"]:
        assert question.keys() >= QUESTION and not question.keys() & KEY
        for ask in question["asks"]:
            assert ask.keys() >= ASK
            assert not ask.keys() & {"key_points", "wrong_claims", "display", "variables"}
            assert all(option.keys() == {"letter", "text"} for option in ask.get("options", ()))


def test_with_the_key_every_question_has_problem_key_and_live_slips():
    _, quiz = made("--exercise", "forward-h2", "--seed", "7")
    [question] = quiz["questions"]
    assert question["problem"].keys() == {"W", "W_h", "b", "x", "h_0"}
    assert question["key"].keys() == {"h_1", "h_2"} and len(question["key"]["h_2"]) == 2
    assert len(question["slips"]) >= 7
    assert all(slip["answers"].keys() <= {"h_1", "h_2"} and slip["misconception"] for slip in question["slips"])


def test_the_key_is_never_shown_by_accident():
    assert "Add --json." in refused("make", "--topic", "forward-pass", "--with-key")
    folder, quiz = made("--exercise", "forward-h2", "--seed", "7")
    page = (folder / "quiz.html").read_text(encoding="utf-8")
    shown = output_of("make", "--exercise", "forward-h2", "--seed", "7")
    for number in (n for value in quiz["questions"][0]["key"].values() for n in value):
        assert f"{abs(number):.4f}" not in page and f"{abs(number):.4f}" not in shown


def test_the_page_opens_offline():
    folder, _ = made("--topic", "forward-pass", "--seed", "7")
    page = (folder / "quiz.html").read_text(encoding="utf-8")
    assert "<math" in page
    assert not re.search(r"""(src|href)=["']?(https?:|//)|@import|url\((?!["']?data:)""", page)


# ---------------------------------------------------------------- which questions


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (["--topic", "forward-pass"], 5),
        (["--topic", "forward-pass", "--count", "1"], 1),
        (["--topic", "loss", "--count", "3"], 3),
        (["--exercise", "forward-h1"], 1),
        (["--exercise", "forward-pass/forward-h1", "--exercise", "bce-loss"], 2),
        (["--exercise", "forward-h1", "--count", "4"], 4),
    ],
)
def test_as_many_questions_as_asked_for(words, count):
    quiz = json_output("make", *words, "--seed", "1")
    assert len(quiz["questions"]) == count
    seeds = [(q["exercise"], q["seed"]) for q in quiz["questions"]]
    assert len(set(seeds)) == count, "the same exercise comes with other numbers"


@pytest.mark.parametrize(("level", "allowed"), [("1", {1}), ("2", {2}), ("1-3", {1, 2, 3}), ("2-5", {2, 3, 4, 5})])
def test_a_level_or_a_range_of_levels(level, allowed):
    quiz = json_output("make", "--topic", "forward-pass", "--level", level, "--count", "20", "--seed", "1")
    assert {q["level"] for q in quiz["questions"]} <= allowed


@pytest.mark.parametrize("kind", ["numeric", "choice", "formula"])
def test_a_kind(kind):
    quiz = json_output("make", "--topic", "forward-pass", "--kind", kind, "--count", "20", "--seed", "1")
    assert all(kind in {ask["kind"] for ask in q["asks"]} for q in quiz["questions"])


def test_an_exercise_named_beside_a_topic_is_in_the_quiz():
    for seed in map(str, range(6)):
        quiz = json_output("make", "--topic", "forward-pass", "--exercise", "bce-loss", "--count", "2", "--seed", seed)
        assert "bce-loss" in [q["exercise"] for q in quiz["questions"]]


def test_a_starter_only_where_code_is_asked_for():
    folder, _ = made("--exercise", "code-step", "--exercise", "forward-h1", "--seed", "1")
    assert "def rnn_step(x_t, h_prev, W, W_h, b):" in (folder / "submission.py").read_text(encoding="utf-8")
    assert "rnn_forward" not in (folder / "submission.py").read_text(encoding="utf-8")
    assert "submission.py to complete" in output_of("make", "--exercise", "code-step", "--seed", "1")
    folder, _ = made("--exercise", "forward-h1", "--seed", "1")
    assert not (folder / "submission.py").exists()


# ---------------------------------------------------------------- code


@pytest.mark.parametrize(
    ("words", "total"),
    [
        (["--exercise", "code-step", "--exercise", "code-forward", "--exercise", "code-backward"], 53),
        (["--exercise", "code-forward"], 33),
        (["--exercise", "code-forward", "--exercise", "code-step"], 33),
        (["--topic", "implementation", "--interface", "minchar"], 43),
    ],
    ids=str,
)
def test_code_is_worth_the_same_on_the_page_in_the_terminal_as_json_and_in_its_grade(words, total):
    shown = output_of("make", *words, "--seed", "1")
    assert sum(float(points) for points in re.findall(r"^\d+  Code: .* (\d+) points?$", shown, re.MULTILINE)) == total
    folder, quiz = made(*words, "--seed", "1")
    assert sum(ask["points"] for question in quiz["questions"] for ask in question["asks"]) == total
    assert f"<span>{total} points</span>" in (folder / "quiz.html").read_text(encoding="utf-8")
    [grade] = graded(str(folder / "submission.py"))
    assert grade["max_points"] == total


def test_a_quiz_of_code_has_each_question_once_and_says_so():
    three = [word for name in ("code-step", "code-forward", "code-backward") for word in ("--exercise", name)]
    shown = output_of("make", *three, "--seed", "1", "--count", "5")
    assert "3 questions and not 5: a function to write is asked once." in shown
    quiz = json_output("make", *three, "--seed", "1", "--count", "5")
    assert [question["exercise"] for question in quiz["questions"]] == three[1::2]
    assert "and not" not in output_of("make", *three, "--seed", "1")


def test_an_interface_asks_only_what_can_be_written_in_it():
    quiz = json_output("make", "--topic", "implementation", "--interface", "cs231n", "--seed", "1")
    assert {one["exercise"] for one in quiz["questions"]} == {"code-step", "code-forward", "code-backward"}
    refusal = refused("make", "--exercise", "implementation/code-fix", "--interface", "minchar")
    assert refusal == "The code to repair is in the chapter's interface, not in minchar: leave --interface out."


def test_code_to_repair_is_not_asked_beside_the_same_function_to_write():
    words = ["--exercise", "code-forward", "--exercise", "code-backward", "--exercise", "code-fix"]
    for seed in range(1, 5):
        quiz = json_output("make", *words, "--seed", str(seed))
        asked = [name for one in quiz["questions"] for ask in one["asks"] for name in ask.get("functions", ())]
        assert len(asked) == len(set(asked)) and {"rnn_backward", "rnn_forward"} <= set(asked)


def test_no_card_is_drawn_twice():
    for seed in map(str, range(1, 11)):
        quiz = json_output("make", "--topic", "rnn-types", "--seed", seed)
        texts = [question["text"] for question in quiz["questions"]]
        assert len(texts) == len(set(texts)) == 5


# ---------------------------------------------------------------- the same seed twice


def test_the_same_seed_makes_the_same_quiz_and_other_seeds_others():
    once, again, other = (json_output("make", "--topic", "forward-pass", "--seed", s) for s in ("7", "7", "8"))
    assert once == again
    assert [q["seed"] for q in once["questions"]] != [q["seed"] for q in other["questions"]]


def test_without_a_seed_one_is_chosen_and_shown():
    quiz = json_output("make", "--topic", "forward-pass")
    assert quiz["quiz"] == f"forward-pass-{quiz['seed']}"
    assert json_output("make", "--topic", "forward-pass", "--seed", str(quiz["seed"])) == quiz


def test_what_a_learner_wrote_is_never_overwritten():
    folder, _ = made("--exercise", "code-step", "--exercise", "forward-h1", "--seed", "1")
    sheet = fill(folder / "answers.toml", {"q1": {"h_1": quoted("0.5")}}).read_text(encoding="utf-8")
    (folder / "submission.py").write_text("# mine", encoding="utf-8")
    shown = output_of("make", "--exercise", "code-step", "--exercise", "forward-h1", "--seed", "1")
    assert (folder / "answers.toml").read_text(encoding="utf-8") == sheet
    assert (folder / "submission.py").read_text(encoding="utf-8") == "# mine"
    assert "answers.toml with your answers in it" in shown
    (folder / "answers.toml").write_text('quiz = "half-', encoding="utf-8")
    output_of("make", "--exercise", "code-step", "--exercise", "forward-h1", "--seed", "1")
    assert (folder / "answers.toml").read_text(encoding="utf-8") == 'quiz = "half-'


def test_another_quiz_of_the_same_name_gets_another_folder():
    first, _ = made("--topic", "forward-pass", "--seed", "7", "--count", "2")
    second, _ = made("--topic", "forward-pass", "--seed", "7", "--count", "3")
    assert str(second).startswith(f"{first}-") and second.is_dir()


# ---------------------------------------------------------------- mistakes


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "Name a topic, --topic forward-pass."),
        (["--topic", "foward-pass"], "No topic 'foward-pass'. Did you mean 'forward-pass'?"),
        (["--topic", ""], "No topic ''."),
        (["--exercise", "forward-h22"], "Did you mean 'forward-h2'?"),
        (["--exercise", "loss/forward-h2"], "No exercise 'loss/forward-h2'. Did you mean 'forward-h2'?"),
        (["--topic", "forward-pass", "--kind", "numerical"], "Did you mean 'numeric'?"),
        (["--topic", "forward-pass", "--kind", "code"], "No exercise fits these filters."),
        (["--exercise", "forward-h1", "--level", "3"], "there are: forward-h1 (level 1, numeric)."),
        (["--topic", "forward-pass", "--level", "x"], "'x' is no level."),
        (["--topic", "forward-pass", "--level", "3-1"], "'3-1' is no level."),
        (["--topic", "forward-pass", "--level", "1-"], "'1-' is no level."),
        (["--topic", "forward-pass", "--level", "²"], "'²' is no level."),
        (["--topic", "forward-pass", "--level", "9"], "levels go from 1 to 5."),
        (["--topic", "forward-pass", "--count", "0"], "0 is not in the range"),
        (["--topic", "forward-pass", "--seed", "-1"], "-1 is not in the range"),
        (["--topic", "forward-pass", "--seed", "x"], "'x' is not a valid integer"),
        (["--bank", "nowhere", "--topic", "forward-pass"], "There is no folder 'nowhere'"),
        (["--bank", "", "--topic", "forward-pass"], "--bank was given no folder."),
    ],
    ids=str,
)
def test_a_mistake_is_one_sentence(words, sentence):
    assert sentence in refused("make", *words)
    assert not list(Path().glob("*/answers.toml"))


@pytest.mark.parametrize(
    "words", [["mkae"], ["gradee", "x"], ["bank", "lst"], ["make", "--topik", "x"], ["--dbb", "x"]]
)
def test_a_misspelt_command_or_option_is_guessed(words):
    result = quizgen(*words)
    assert result.exit_code == 2 and "Did you mean" in result.stderr


def test_a_folder_that_cannot_be_written_is_reported_and_another_can_be_chosen():
    Path("file").write_text("")
    assert "Cannot write to file" in refused("make", "--exercise", "forward-h1", "--seed", "1", "--out", "file")
    output_of("make", "--exercise", "forward-h1", "--seed", "1", "--out", "new/folder")
    assert Path("new/folder/forward-h1-1/answers.toml").exists()


def test_a_process_says_the_same_with_the_same_status(workspace):
    good = process("make", "--exercise", "forward-h1", "--seed", "1", cwd=workspace)
    assert good.returncode == 0 and not good.stderr and "quizgen grade forward-h1-1" in good.stdout
    bad = process("make", "--topic", "foward-pass", cwd=workspace)
    assert bad.returncode == 2 and not bad.stdout and bad.stderr.count("\n") == 1
