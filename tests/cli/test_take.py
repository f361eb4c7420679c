"""quizgen take: asked, judged and written down answer by answer, so that nothing that was answered can be lost."""

from __future__ import annotations

import re
import signal
import time
import tomllib
from pathlib import Path

import pytest
from cli_program import empty_workspace, fill, json_output, made, output_of, quizgen, quoted, refused, verdicts, written
from hypothesis import given
from hypothesis import strategies as st
from terminal_session import TerminalSession

TAKE = ("take", "--exercise", "forward-h2", "--seed", "5")
FOLDER = Path("forward-h2-5")
PROMPT = "decimals):"


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    return empty_workspace(tmp_path, monkeypatch)


@pytest.fixture
def key():
    """The right answers of the first question, as they are typed."""
    question = first_question()
    return [written(ask, question["key"][ask["name"]]) for ask in question["asks"]]


def first_question():
    """The first question that TAKE asks, with its key, from another store."""
    quiz = json_output("--db", "other.db", "make", *TAKE[1:], "--out", "elsewhere", "--with-key")
    return quiz["questions"][0]


def kept(name: str = "answers.toml") -> dict[str, dict[str, str]]:
    """The questions of the sheet that was written."""
    sheet = tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
    return {q: table for q, table in sheet.items() if isinstance(table, dict)}


# ---------------------------------------------------------------- a session


def test_feedback_after_each_question_and_a_summary_at_the_end(key):
    shown = output_of(*TAKE, "--count", "2", typed=f"{key[0]}\n{key[1]}\n0.1 0.2\n\n\n\n")
    first, second, end = (shown.index(words) for words in ("\n1  Two steps", "\n2  Two steps", "question  "))
    assert first < shown.index("2 of 2 points") < second, "the next question comes after the feedback"
    assert shown[first:second].count("1 of 1") == 2 and "2 of 2 points" in shown[:second]
    assert "Solution" in shown[first:second] and "The right answer" not in shown[first:second]
    assert "Not answered." in shown[second:end] and "0 of 1" in shown[second:end]
    assert re.search(r"1  Two steps of a vanilla RNN +2 of 2\n +2  Two steps of a vanilla RNN +0 of 2", shown[end:])
    assert "2 of 4 points" in shown[second:end]
    assert f"Your answers are in {FOLDER / 'answers.toml'}." in shown


def test_answers_are_in_the_sheet_and_the_grade_in_the_store(key):
    output_of(*TAKE, "--count", "1", typed=f"{key[0]}\n\n\n")
    assert kept() == {"q1": {"h_1": key[0], "h_2": ""}}
    [grade] = json_output("results")["grades"]
    assert grade["quiz"] == "forward-h2-5" and verdicts(grade) == {"q1.h_1": "RIGHT", "q1.h_2": "BLANK"}
    assert output_of("grade", str(FOLDER)).count("1 of 1") == 1, "the sheet can be graded like any other"


def test_a_known_slip_is_explained_at_once():
    question = first_question()
    slip = next(slip for slip in question["slips"] if slip["misconception"] == "fwd-no-bias")
    answers = "\n".join(written(ask, slip["answers"][ask["name"]]) for ask in question["asks"]) + "\n\n"
    shown = output_of(*TAKE, "--count", "1", typed=f"{answers}\n")
    assert "if b is left out" in " ".join(shown.split())
    assert "Bias b left out" in shown.split("Worth another look")[1]


@pytest.mark.parametrize("nonsense", ["banana", "1", "1 2 3", "nan, nan", "inf 0", "((", "0x10 2"])
def test_what_cannot_be_read_is_asked_again(nonsense, key):
    shown = output_of(*TAKE, "--count", "1", typed=f"{nonsense}\n{key[0]}\n{key[1]}\n")
    assert shown.count("h₁  (2 numbers, 4 decimals):") == 2
    assert kept()["q1"] == {"h_1": key[0], "h_2": key[1]}


def test_a_quiz_of_blank_answers_is_graded_too():
    shown = output_of(*TAKE, "--count", "1", typed="\n\n")
    assert "0 of 2" in shown and len(json_output("results")["grades"]) == 1


def test_code_is_not_asked_for_in_the_terminal():
    assert "complete submission.py" in refused("take", "--exercise", "code-step")
    assert "code-" not in output_of(
        "take", "--topic", "implementation", "--topic", "rnn-types", "--count", "1", typed="\n"
    )


def test_earlier_answers_are_left_alone(key):
    assert made(*TAKE[1:])[0] == FOLDER
    fill(FOLDER / "answers.toml", {"q1": {"h_1": quoted("from paper")}})
    for name in ("answers-2.toml", "answers-3.toml"):
        assert name in output_of(*TAKE, "--count", "1", typed=f"{key[0]}\n\n\n")
        assert kept(name)["q1"]["h_1"] == key[0]
    assert kept()["q1"]["h_1"] == "from paper"


# ---------------------------------------------------------------- another try, hints, keys


def results():
    return json_output("results")["grades"]


def taken(*lines: str, count: int = 1, more: tuple[str, ...] = ()) -> str:
    """What a quiz shows in which these lines are typed."""
    return output_of(*TAKE, "--count", str(count), *more, typed="".join(f"{one}\n" for one in lines))


def test_a_wrong_answer_is_tried_again_with_the_explanation_in_view_and_the_right_one_kept(key):
    shown = taken(key[0], "0.1 0.2", key[1])
    assert shown.count("h₁  (2 numbers, 4 decimals)") == 1, "what is right is not asked again"
    assert shown.index("is off by") < shown.index("[0.1 0.2]: ") < shown.index("2 of 2 points")
    assert kept()["q1"] == {"h_1": key[0], "h_2": key[1]}
    assert [grade["points"] for grade in results()] == [1, 2], "the first try stays in the store"


def test_enter_keeps_a_wrong_answer_and_the_last_try_shows_what_is_right(key):
    shown = taken(key[0], "0.1 0.2", "")
    assert kept()["q1"]["h_2"] == "0.1 0.2" and [grade["points"] for grade in results()] == [1]
    answer = shown.split("The right answer")[1]
    assert (
        key[1].replace("-", "−") in answer.split("Solution")[0]
        and key[0].replace("-", "−") not in answer.split("Solution")[0]
    )
    assert "tanh(W x₂ + W_h h₁ + b)" in answer.split("Solution")[1]


def test_an_answer_that_followed_from_a_wrong_one_is_asked_again_when_that_is_put_right(key):
    from quizgen.generate import Follower
    from quizgen.store import Store

    made(*TAKE[1:], "--count", "1")
    with Store.open("quizgen.db") as store:
        [variant] = store.quiz("forward-h2-5").variants
        follows = Follower(store.source)(variant, (), {"h_1": [0.5, 0.5]})["h_2"]
    carried = ", ".join(f"{value:.4f}" for value in follows)
    shown = taken("0.5000, 0.5000", carried, key[0], key[1])
    assert "carried on from your own h_1" in " ".join(shown.split())
    assert kept()["q1"] == {"h_1": key[0], "h_2": key[1]} and results()[-1]["points"] == 2


def test_a_question_that_is_left_blank_is_not_asked_twice():
    shown = taken("", "")
    assert shown.count("h₁  (2 numbers") == 1 and "Solution" in shown


def test_no_solution_is_shown_where_none_is_wanted(key):
    shown = taken(key[0], "0.1 0.2", "", more=("--solutions", "never"))
    assert "Solution" not in shown and key[1].replace("-", "−") not in shown


def test_hints_come_one_by_one_and_cost_part_of_the_points(key):
    shown = taken(":hint", ":HINT", key[0], ":hint", ":hint", ":hint", ":hint", key[1])
    steps = re.findall(r"Hint (\d of \d), (.*?)  \((\d+) % off\)", shown)
    assert steps[:2] == [("1 of 3", "the equation", "10"), ("2 of 3", "the terms", "25")]
    assert [step[2] for step in steps[2:]] == ["10", "25", "50"] and "No further hint." in shown
    [grade] = results()
    assert [mark["points"] for mark in grade["marks"]] == [0.75, 0.5] and set(verdicts(grade).values()) == {"RIGHT"}
    assert grade["marks"][0]["feedback"].endswith("Two hints: 25 % off.")


def test_help_says_how_to_answer_and_no_command_is_taken_for_an_answer(key):
    shown = taken("?", ":nonsense", ":hnt", key[0], key[1])
    assert "2 numbers, 4 decimals; then Enter" in shown and ":skip" in shown and "10, 25, 50 %" in shown
    assert "No command ':nonsense'." in shown and "Did you mean ':hint'?" in shown
    assert results()[-1]["points"] == 2


def test_back_goes_to_the_answer_before_and_from_the_first_one_to_the_question_before(key):
    shown = taken("0.1 0.1", ":back", key[0], key[1], ":back", "", "", "", count=2)
    assert "[0.1 0.1]: " in shown and "This question is closed." in shown
    assert kept()["q1"] == {"h_1": key[0], "h_2": key[1]} and kept()["q2"] == {"h_1": "", "h_2": ""}
    assert "This is the first question." in taken(":back", more=("--student", "Ada"))


def test_what_is_skipped_is_asked_at_the_end_with_what_was_typed(key):
    shown = taken(key[0], ":skip", "", "", key[1], count=2)
    assert shown.index("2  Two steps") < shown.index("Left for later: 1.") < shown.index("You answered  h_1")
    assert kept()["q1"] == {"h_1": key[0], "h_2": key[1]}
    assert results()[-1]["max_points"] == 4


# ---------------------------------------------------------------- free text

TEXT = ("take", "--exercise", "interview-q", "--seed", "3", "--count", "1")
SHEET = Path("interview-q-3/answers.toml")


def typed_text(*lines: str) -> tuple[str, str]:
    """What a quiz with one free-text question shows, and the answer that it kept."""
    shown = output_of(*TEXT, typed="".join(f"{one}\n" for one in lines))
    return shown, tomllib.loads(SHEET.read_text(encoding="utf-8"))["q1"]["answer"]


def test_an_empty_line_ends_an_answer_of_several_lines():
    shown, answer = typed_text("The state is carried on.", "W_h is shared.", "", "", "")
    assert answer == "The state is carried on.\nW_h is shared." and "An empty line ends it." in shown


def test_three_quotes_let_an_answer_have_empty_lines():
    _, answer = typed_text('"""', "One.", "", ":stop", "Two.", '"""', "", "")
    assert answer == "One.\n\n:stop\nTwo."


def test_free_text_may_say_anything_but_a_command_on_its_first_line():
    _, answer = typed_text("hint: stop :back and :skip ?", ":) is no command", "", "", "")
    assert answer == "hint: stop :back and :skip ?\n:) is no command"
    assert "Stopped." in output_of(*TEXT, "--student", "Ada", typed=":stop\n")


def text_typed(monkeypatch, before: str, *lines: str):
    """What the prompt of a free-text answer gives for these lines."""
    from quizgen.asks.text import Text
    from quizgen.cli import answer_prompt

    waiting = iter(lines)
    monkeypatch.setattr(answer_prompt, "line", lambda label: next(waiting))
    return answer_prompt.prompt(Text("answer"), before), list(waiting)


@pytest.mark.parametrize(
    ("lines", "answer"),
    [
        ([""], "One."),
        (["Two.", ""], "One.\nTwo."),
        ([":new", "Two.", ""], "Two."),
        (['"""Two.', "", 'Three."""'], "One.\nTwo.\n\nThree."),
        (["Two.", ":skip", "Three.", ""], "One.\nTwo.\nThree."),
    ],
)
def test_in_the_second_try_a_text_is_added_to_or_begun_anew(monkeypatch, lines, answer):
    assert text_typed(monkeypatch, "One.", *lines) == (answer, [])


@given(
    st.lists(
        st.text(st.characters(exclude_characters="\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), max_size=12), max_size=5
    )
)
def test_between_three_quotes_any_words_are_an_answer(lines):
    from quizgen.model import storable

    lines = [storable(one) for one in lines if '"""' not in one]
    with pytest.MonkeyPatch.context() as patched:
        typed, rest = text_typed(patched, "", '"""', *lines, '"""')
    assert typed == "\n".join(lines).strip() and not rest


def test_a_second_try_of_a_text_says_that_something_is_missing_and_not_what():
    from quizgen.asks.text import Text

    said = "You said “a memory”: The state is a memory. Missing: (1) The weights are shared. (2) Order counts."
    assert Text("answer").without_answer(said).endswith("Something is still missing; a hint says what it is about.")
    assert "shared" not in Text("answer").without_answer(said)


def test_what_was_typed_of_a_text_is_kept_when_the_input_ends():
    result = quizgen(*TEXT, typed="One whole line.\nand an")
    assert result.exit_code == 0 and "Stopped." in result.stdout
    assert "One whole line." in SHEET.read_text(encoding="utf-8")


# ---------------------------------------------------------------- going on


def test_the_same_command_goes_on_where_it_was_left(key):
    first = taken(key[0], key[1], ":stop", count=2)
    assert "1 of 2 questions answered. Go on:  quizgen take --exercise forward-h2 --count 2 --seed 5" in first
    assert [(grade["points"], grade["max_points"]) for grade in results()] == [(2, 2)], "what was not asked is no zero"
    second = taken("", "", count=2)
    assert "forward-h2-5 goes on: 1 of 2 answered." in second and "\n1  Two steps" not in second
    assert kept()["q1"] == {"h_1": key[0], "h_2": key[1]}
    assert [(grade["points"], grade["max_points"]) for grade in results()] == [(2, 2), (2, 4)]


def test_it_goes_on_within_a_question_with_the_tries_and_hints_that_it_had(key):
    taken(":hint", "0.1 0.2", key[1], ":stop")
    [grade] = results()
    assert grade["max_points"] == 2
    shown = taken(key[0], key[1])
    assert "Try again" in shown and "1 of 2 points" in shown
    assert results()[-1]["marks"][0]["points"] == 0.9, "the hint is not forgotten"


def test_a_blank_that_was_not_reached_is_no_zero(key):
    taken(key[0], ":stop")
    assert [(grade["points"], grade["max_points"]) for grade in results()] == [(1, 1)]
    assert "You answered  h_1" in taken(key[1])
    assert results()[-1]["points"] == 2


def test_without_a_seed_an_unfinished_quiz_of_the_same_selection_is_offered(key):
    taken(key[0], key[1], ":stop", count=2)
    again = ("take", "--exercise", "forward-h2", "--count", "2")
    shown = output_of(*again, typed="\n:stop\n")
    assert "forward-h2-5 is unfinished: 1 of 2 answered. Go on with it? [Y/n]" in shown and "2  Two steps" in shown
    assert len(results()) == 1, "nothing new was answered, so nothing is stored"
    declined = output_of(*again, typed="n\n:stop\n")
    assert "\n1  Two steps" in declined
    other = output_of("take", "--exercise", "forward-h2", "--count", "3", typed=":stop\n")
    assert "is unfinished" not in other, "another selection"


def test_a_finished_quiz_is_not_gone_on_with(key):
    taken(key[0], key[1])
    assert "answers-2.toml" in taken(key[0], key[1])
    assert "is unfinished" not in output_of("take", "--exercise", "forward-h2", "--count", "1", typed=":stop\n")


def test_each_student_goes_on_with_their_own_sheet(key):
    taken(key[0], ":stop", more=("--student", "Ada"))
    shown = taken(key[0], key[1], more=("--student", "Bob"))
    assert "goes on" not in shown and kept("answers-2.toml")["q1"]["h_2"] == key[1]
    assert [grade["student"] for grade in results()] == ["Ada", "Bob"]
    assert "goes on" in taken(key[1], more=("--student", "Ada"))


@pytest.mark.parametrize(
    "comment", ["{", "[]", "null", '{"q1": 3}', '{"q1": {"tries": -1, "hints": [1]}}', '{"q1": {"tries": 1e400}}']
)
def test_a_sheet_whose_comment_somebody_edited_is_still_taken(comment, key):
    taken(key[0], ":stop")
    sheet = FOLDER / "answers.toml"
    text = re.sub("# taken: .*", lambda _: f"# taken: {comment}", sheet.read_text(encoding="utf-8"))
    sheet.write_text(text, encoding="utf-8")
    assert quizgen(*TAKE, "--count", "1", typed=f"{key[0]}\n{key[1]}\n").exit_code == 0


# ---------------------------------------------------------------- interrupted


@pytest.mark.parametrize("answered", [0, 1, 2, 3])
def test_the_end_of_the_input_loses_nothing_answered(answered, key):
    answers = [key[0], key[1], "0.1, 0.2"][:answered]
    result = quizgen(*TAKE, "--count", "2", typed="".join(f"{answer}\n" for answer in answers))
    assert result.exit_code == 0 and "Stopped." in result.stdout
    typed = [answer for table in kept().values() for answer in table.values() if answer]
    assert typed == answers
    grades = json_output("results")["grades"]
    assert [grade["points"] for grade in grades] == ([] if not answered else [min(answered, 2)])


@pytest.mark.parametrize("answered", [0, 1, 2, 3])
def test_ctrl_c_at_any_prompt_loses_nothing_answered(answered, key):
    answers = [key[0], key[1], "0.1, 0.2"][:answered]
    session = TerminalSession(*TAKE, "--count", "2")
    for number, answer in enumerate(answers, 1):
        session.until(PROMPT, number)
        session.type(f"{answer}\n")
    session.until(PROMPT, answered + 1)
    time.sleep(0.2)  # nobody types faster than that
    session.type("half an ans\x03")  # what the key Ctrl-C sends: the terminal makes SIGINT of it
    assert session.end() == 0, session.seen
    assert "Stopped." in session.seen and "Traceback" not in session.seen
    assert [answer for table in kept().values() for answer in table.values() if answer] == answers
    assert [grade["points"] for grade in json_output("results")["grades"]] == (
        [] if not answered else [min(answered, 2)]
    )


def test_a_killed_quiz_keeps_its_sheet(key):
    session = TerminalSession(*TAKE, "--count", "2")
    session.until(PROMPT)
    session.type(f"{key[0]}\n")
    session.until(PROMPT, 2)
    session.process.send_signal(signal.SIGKILL)
    session.end()
    assert kept()["q1"] == {"h_1": key[0], "h_2": ""}


def test_an_interruption_between_two_prompts_is_no_different(key, monkeypatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("quizgen.documents.taken_terminal.result", interrupted)
    result = quizgen(*TAKE, "--count", "2", typed=f"{key[0]}\n{key[1]}\n")
    assert result.exit_code == 0 and "Stopped." in result.stdout
    assert [grade["points"] for grade in json_output("results")["grades"]] == [2]


def test_a_sheet_that_cannot_be_written_any_more_still_counts(key, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    result = quizgen(*TAKE, "--count", "1", typed=f"{key[0]}\n{key[1]}\n")
    assert result.exit_code == 2
    assert "No space left on device. Make room" in result.stderr and "Traceback" not in result.stderr
    assert [grade["points"] for grade in json_output("results")["grades"]] == [1]
