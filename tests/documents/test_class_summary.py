"""What a table of the class says of a grade."""

from __future__ import annotations

import io
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from quizgen.documents.class_summary import ENDS, line, summarize
from quizgen.documents.class_terminal import table
from quizgen.documents.score import Score, score
from quizgen.model import Grade, Mark, Verdict

DEAD = (Verdict.RIGHT, Verdict.WRONG, Verdict.TIMED_OUT, *[Verdict.NOT_RUN] * 6)


def graded(verdicts: tuple[Verdict, ...]) -> Grade:
    return Grade("s.py", "code", "", "Ada", tuple(Mark(f"f.F{i}", v, 0, 1) for i, v in enumerate(verdicts)))


def test_what_was_not_run_counts_for_what_ended_it() -> None:
    assert line(graded(DEAD)).worst is Verdict.TIMED_OUT
    assert line(graded((Verdict.RIGHT, Verdict.CRASHED, *DEAD[3:]))).worst is Verdict.CRASHED


@given(st.lists(st.sampled_from(Verdict), max_size=12).map(tuple))
def test_otherwise_it_is_the_most_frequent_that_is_not_right(verdicts: tuple[Verdict, ...]) -> None:
    worst = line(graded(verdicts)).worst
    wrong = Counter(verdict for verdict in verdicts if verdict is not Verdict.RIGHT)
    if worst in ENDS:
        wrong[worst] += wrong[Verdict.NOT_RUN]
    assert wrong[worst] == max(wrong.values(), default=0)


def test_marks_without_points_do_not_count_for_the_verdict() -> None:
    right, code = Mark("q1.h_1", Verdict.RIGHT, 2, 2), Mark("q2.rnn_step", Verdict.NOT_RUN, 0, 0)
    assert line(Grade("a.toml", "answers", "exam-1", "Ada", (right, code, code))).worst is Verdict.RIGHT
    slip = Mark("q1.h_2", Verdict.SLIP, 0, 2)
    assert line(Grade("a.toml", "answers", "exam-1", "Ada", (right, code, code, slip))).worst is Verdict.SLIP
    assert line(Grade("a.toml", "answers", "exam-1", "Ada", (code,))).worst is Verdict.NOT_RUN, "nothing else is known"


# ---------------------------------------------------------------- points that wait

WAITS = Mark("q1.why", Verdict.NEEDS_A_PERSON, 0, 6, "Waits for a person.")


def handed_in(student: str, *marks: Mark, source: str = "") -> Grade:
    return Grade(source or f"class/{student}/answers.toml", "answers", "exam-1", student, marks)


def shown(*grades: Grade, width: int = 120) -> str:
    page = Console(width=width, file=io.StringIO())
    page.print(table(summarize(map(line, grades)), 0, 0, {}))
    return " ".join(page.file.getvalue().split())  # type: ignore[attr-defined]


def test_points_that_wait_are_neither_earned_nor_lost() -> None:
    right, wrong = Mark("q1.h_1", Verdict.RIGHT, 2, 2), Mark("q1.h_2", Verdict.WRONG, 0, 0.5)
    assert str(score([right, wrong])) == "2 of 2.5" and score([right, wrong]).total == "2 of 2.5 points"
    assert str(score([right, WAITS])) == score([right, WAITS]).total == "2 of 2 so far, 6 points wait"
    assert str(score([Mark("q", Verdict.NEEDS_A_PERSON, 0, 1)])) == "0 of 0 so far, 1 point waits"
    assert score([right]).total == "2 of 2 points" and score([Mark("q", Verdict.RIGHT, 1, 1)]).total == "1 of 1 point"
    assert [score(marks).share for marks in ([right, WAITS], [WAITS], [])] == [1, None, 0]


def test_points_that_wait_lower_no_share_and_no_mean() -> None:
    right, wrong = Mark("q1.h_1", Verdict.RIGHT, 2, 2), Mark("q1.h_1", Verdict.WRONG, 0, 2)
    text = shown(handed_in("Ada", right, WAITS), handed_in("Bob", wrong, WAITS), handed_in("Cy", WAITS))
    assert "50% of the points on average" in text and "points waiting verdict" in text and "Ada 2 of 2 6" in text
    assert "waiting" not in shown(handed_in("Ada", right)), "a column only where something waits"
    many = [handed_in(f"s{n}", WAITS) for n in range(40)]
    text = shown(*many, handed_in("Bob", wrong, WAITS))
    assert "Lowest scores" in text and "40 wait for a person" in text and "0% of the points" in text
    assert "Bob" in text and "s1 " not in text, "a grade that waits is no low score"
    assert "% of the points" not in shown(*many), "there is no mean of nothing"


def test_misconceptions_are_shown_by_title_and_practised_where_they_are_known() -> None:
    slip = Mark("q1.s", Verdict.SLIP, 0, 1, "", ("shp-w-transposed", "c-untied-weights", "own-idea"))
    text = shown(handed_in("Ada", slip))
    assert "Shape of W transposed 1 quizgen make --misconception shp-w-transposed" in text
    assert "Separate weights for every step 1 quizgen make --misconception c-untied-weights" in text
    assert "own-idea 1" in text and text.count("quizgen make") == 2


def test_a_score_of_nothing_is_no_failure() -> None:
    assert str(Score(0, 0)) == "0 of 0" and Score(0, 0).share == 0
