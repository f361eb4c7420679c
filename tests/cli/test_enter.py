"""quizgen enter: sixty papers on a desk, typed in blank by blank; whatever happens, what was typed is there.

QUIZGEN_UPDATE=1 writes the golden file anew; read the difference before you keep it.
"""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest
from cli_program import empty_workspace, json_output, output_of, process, quizgen, refused
from exam_on_desk import DB, FOLDER, STUDENTS, exam_on_desk, right_answers
from places import ROOT
from terminal_session import TerminalSession

from quizgen.classroom.exam.entry import PaperEntry
from quizgen.generate.exam.seeds import written_code
from quizgen.model import Action, Grade, Verdict
from quizgen.store import Store

ENTER = ("enter", FOLDER)


@pytest.fixture(autouse=True)
def papers(tmp_path, monkeypatch):
    empty_workspace(tmp_path, monkeypatch)
    monkeypatch.setenv("QUIZGEN_BY", "Eve")
    return exam_on_desk(tmp_path)


def lines(paper, **other: str) -> str:
    """The right answers as a marker types them, a line for each answer; `other` by the ask's name."""
    typed = {target: other.get(target.partition(".")[2], text) for target, text in right_answers(paper.quiz).items()}
    entry, found = PaperEntry.of(paper.code, paper.quiz), []
    while (blank := entry.next) is not None:
        found.append(typed[blank.target])
        for piece in found[-1].split("\t"):
            entry = entry.type(piece)
    return "".join(f"{line}\n" for line in found)


def grade(place: int = 0) -> Grade:
    """The current grade of a student."""
    with Store.open(DB) as store:
        [record] = store.grades(STUDENTS[place].id, latest=True)
        return record.grade


def marks(one: Grade) -> dict[str, tuple[Verdict, float]]:
    return {mark.ask: (mark.verdict, mark.points) for mark in one.marks}


def judged(text: str) -> str:
    return " ".join(text.split())


# ---------------------------------------------------------------- a paper


def test_a_session_as_people_see_it(papers):
    wrong = lines(papers[0], h_1="0.1\t0.2", judgement="A\tZ", reasons="2,5")
    typed = f"{written_code(papers[0].code).lower()}\n{wrong}q\n"
    shown = output_of(*ENTER, typed=typed)
    golden = ROOT / "tests" / "golden" / "enter.txt"
    if os.environ.get("QUIZGEN_UPDATE"):
        golden.write_text(shown, encoding="utf-8")
    assert shown == golden.read_text(encoding="utf-8")


def test_what_was_typed_is_graded_as_quizgen_grade_grades_the_same_sheet(papers):
    output_of(*ENTER, typed=f"s1\n{lines(papers[0], h_1='0.1, 0.2', dW='1, 2; 3, 4')}q\n")
    mine = grade()
    assert (mine.source, mine.student, mine.assignment) == (f"entered/{papers[0].code}", "s1", "mid")
    assert mine.marks[0].verdict is Verdict.WRONG and mine.marks[1].verdict is Verdict.RIGHT
    Path("other").mkdir()
    exam_on_desk(Path("other"))
    shown = json_output("--db", f"other/{DB}", "grade", f"{FOLDER}/entered/{papers[0].code}.toml")["grades"][0]
    assert [(mark["verdict"], mark["points"], mark["feedback"]) for mark in shown["marks"]] == [
        (mark.verdict.value, mark.points, mark.feedback) for mark in mine.marks
    ]


def test_points_for_free_text_are_a_decision_of_the_person_and_hold(papers):
    output_of(*ENTER, "--by", "Mia", typed=f"s1\n{lines(papers[0], reasons='3')}q\n")
    with Store.open(DB) as store:
        [one] = store.decisions()
    assert (one.target, one.action, one.points, one.by) == ("q6.reasons", Action.POINTS, 3, "Mia")
    assert grade().marks[-1].points == 3
    output_of("mark", "s1", "q6", "1", "--because", "Read again.")
    assert "q" in output_of(*ENTER, typed="s1\n\nq\n")
    assert grade().marks[-1].points == 1, "opening the paper does not bring back the points typed before"
    output_of(*ENTER, typed="s1\n6\n4\nq\n")
    assert grade().marks[-1].points == 4 and len(grade().judged) == len(grade().marks)


def test_points_that_do_not_fit_are_asked_for_again(papers):
    shown = output_of(*ENTER, typed=f"s1\n{lines(papers[0], reasons=chr(10).join(['9', 'many', 'nan', '4']))}q\n")
    assert shown.count("The answer can get 0 to 4 points.") == 1 and shown.count("is no number of points") == 2
    assert grade().marks[-1].points == 4


def test_enter_leaves_a_blank_and_free_text_waiting(papers):
    count = len(PaperEntry.of(papers[0].code, papers[0].quiz).blanks)
    shown = output_of(*ENTER, typed="s1\n" + "\n" * count + "q\n")
    assert {verdict for verdict, _ in marks(grade()).values()} == {Verdict.BLANK, Verdict.NEEDS_A_PERSON}
    assert "1 answer waits for a person:  quizgen review --assignment mid" in shown
    assert f"On paper {written_code(papers[0].code)}." in quizgen("review", typed="q\n").stdout


# ---------------------------------------------------------------- undo, correct, stop


def test_undo_goes_back_over_questions_and_over_the_end_of_a_paper(papers):
    right = lines(papers[0]).splitlines()
    typed = [right[0], right[1], ":u", "u", right[0], right[1], *right[2:], "u", "2", "q"]
    output_of(*ENTER, typed="s1\n" + "\n".join(typed) + "\n")
    assert all(verdict is Verdict.RIGHT for verdict, _ in list(marks(grade()).values())[:-1])
    assert grade().marks[-1].points == 2, "the points at the end were typed after all was complete"
    with Store.open(DB) as store:
        assert len(store.grades("s1")) == 2 and len(store.grades("s1", latest=True)) == 1


def test_letters_are_answers_where_they_can_be(papers):
    shown = output_of(*ENTER, typed="s1\n0.1\ts\ns1\n0.2\n0.3\t0.4\nq\ns\nu\n:s\nq\n")
    assert shown.count("Left for later.") == 2
    sheet = Path(FOLDER, "entered", f"{papers[0].code}.toml").read_text(encoding="utf-8")
    assert 'h_1 = "0.1, 0.2"' in sheet and 'judgement = "q; s"' in sheet and '"1-u"' in sheet


def test_a_paper_that_is_entered_is_shown_and_can_be_corrected(papers):
    output_of(*ENTER, typed=f"s1\n{lines(papers[0], h_2='0.1, 0.2')}q\n")
    before = grade().points
    shown = output_of(*ENTER, typed=f"s1\n99\n1\n{chr(10).join(lines(papers[0]).splitlines()[:2])}\nq\n")
    assert "1 Two steps of a vanilla RNN 1 of 2" in judged(shown) and "There is no question 99" in shown
    assert grade().points == before + 1
    assert [record.why for record in history()] == ["", "typed in again"]
    output_of(*ENTER, typed="s1\n\nq\n")
    assert len(history()) == 2, "what is left as it is, is not stored again"


def history():
    with Store.open(DB) as store:
        return store.grades("s1")


def test_a_paper_that_was_graded_from_a_table_can_be_corrected(papers):
    output_of(*ENTER, typed=f"s1\n{lines(papers[0], h_2='0.1, 0.2')}q\n")
    Path(FOLDER, "entered", f"{papers[0].code}.toml").unlink()
    with Store.open(DB) as store:
        [one] = store.grades("s1")
        store.append(replace(one.grade, source="answers.csv"), one.when, replaces=one.id)
    before = grade().points
    output_of(*ENTER, typed=f"s1\n\ns1\n1\n{chr(10).join(lines(papers[0]).splitlines()[:2])}\nq\n")
    assert grade().points == before + 1 and grade().source == f"entered/{papers[0].code}"


def test_the_end_says_who_is_missing_and_what_is_next(papers):
    shown = output_of(*ENTER, typed=f"s2\n0.5\n:s\ns1\n{lines(papers[0], reasons='4')}q\n")
    end = shown[shown.index("1 of 3 students' papers are entered.") :]
    assert "Missing: Ben Hur (begun), Adam Zorn." in end
    for command in ("enter exam", "results --assignment mid", "feedback --assignment mid"):
        assert f"quizgen {command}\n" in end
        if command != "enter exam":
            output_of(*command.split())


# ---------------------------------------------------------------- nothing is lost


@pytest.mark.parametrize("stop", ["end", "ctrl-c", "kill"])
def test_the_same_code_goes_on_at_the_blank_where_it_stopped(papers, stop):
    right = lines(papers[0]).splitlines()
    if stop == "end":
        assert "Stopped. What was typed is kept." in output_of(*ENTER, typed=f"s1\n{right[0]}\n0.3\n")
    else:
        session = TerminalSession(*ENTER)
        session.until("paper: ")
        session.type("s1\n")
        session.until("h₁, 1 of 2: ")
        session.type(f"{right[0]}\n")
        session.until("h₂, 1 of 2: ")
        session.type("0.3\t")
        session.until("h₂, 2 of 2: ")
        if stop == "kill":
            session.process.send_signal(signal.SIGKILL)
            session.end()
        else:
            session.type("0.9\x03")
            assert session.end() == 0 and "What was typed is kept." in session.seen
            assert "Missing: Ada Lovelace (begun)" in session.seen
    shown = output_of(*ENTER, typed="s1\n0.4\n")
    assert "h₁" not in shown and "h₂, 1 of 2" not in shown and "h₂, 2 of 2: 0.4" in shown


def test_tab_ends_a_blank_and_shift_tab_takes_one_back():
    session = TerminalSession(*ENTER)
    session.until("paper: ")
    session.type("s1\t")
    session.until("h₁, 1 of 2: ")
    session.type("0.1\t")
    session.until("h₁, 2 of 2: ")
    session.type("0.2\x1b[Z")
    session.until("h₁, 1 of 2: ", 2)
    session.type("0.3\t0.4\t")
    session.until("h₂, 1 of 2: ")
    session.type("\x03")
    assert session.end() == 0
    [sheet] = Path(FOLDER, "entered").glob("*.toml")
    assert 'h_1 = "0.3, 0.4"' in sheet.read_text(encoding="utf-8")


def test_a_grade_that_was_not_stored_at_the_end_is_stored_when_the_paper_is_opened(papers, monkeypatch):
    from quizgen.classroom.exam import entered_grade

    def fails(store):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(entered_grade, "CourseAppender", fails)
        assert "0 of 3 students' papers" in output_of(*ENTER, typed=f"s1\n{lines(papers[0], reasons='2')}")
    assert "1 of 3 students' papers" in output_of(*ENTER, typed="s1\n\nq\n")
    assert grade().marks[-1].points == 2


def test_two_people_type_in_two_papers_at_once_and_none_the_other_ones(papers):
    one, two = TerminalSession(*ENTER), TerminalSession(*ENTER)
    for session, id in ((one, "s1"), (two, "s2")):
        session.until("paper: ")
        session.type(f"{id}\n")
        session.until("h₁, 1 of 2: ")
    for left, right in zip(lines(papers[0]).splitlines(), lines(papers[1]).splitlines(), strict=True):
        one.type(f"{left}\n")
        two.type(f"{right}\n")
    for session, student in ((one, "Ada Lovelace: "), (two, "Ben Hur: ")):
        session.until(student)
        session.type("\x03")
        assert session.end() == 0
    assert all(verdict is Verdict.RIGHT for place in (0, 1) for verdict, _ in list(marks(grade(place)).values())[:-1])


def test_two_people_at_one_paper_are_told_and_the_first_keeps_what_was_typed(papers):
    session = TerminalSession(*ENTER)
    session.until("paper: ")
    session.type("s1\n")
    session.until("h₁, 1 of 2: ")
    output_of(*ENTER, typed="s1\n0.7\n")
    session.type("0.1\n")
    session.until("Somebody else types in this paper too")
    session.type("\x03")
    assert session.end() == 0
    assert "h₁, 2 of 2: 0.8" in output_of(*ENTER, typed="s1\n0.8\n")


# ---------------------------------------------------------------- mistakes


def test_what_is_no_paper_is_a_sentence_and_the_next_one_is_asked_for(papers):
    code = papers[0].code
    wrong = ("2" if code[0] != "2" else "3") + code[1:]
    shown = output_of(*ENTER, typed=f"{wrong}\t0.1\t0.2\nada\nnobody\nu\n:x\n?\nq\n")
    assert f"Did you mean {written_code(code)} (Ada Lovelace)?" in shown
    assert "2 papers fit 'ada'" in shown and "fits 'nobody'" in shown and "There is no command :x." in shown
    assert "fits '0.1'" not in shown, "what was typed for the paper that was not found names no other"
    assert not Path(FOLDER, "entered").exists()


def test_a_folder_without_an_exam_and_a_store_without_its_papers_are_refused():
    assert "holds no exam" in refused("enter", "elsewhere")
    assert "This store has no papers of mid" in refused("--db", "empty.db", *ENTER)


def test_a_sheet_that_cannot_be_read_is_a_sentence_and_stays(papers):
    output_of(*ENTER, typed="s1\n0.7\n")
    sheet = Path(FOLDER, "entered", f"{papers[0].code}.toml")
    sheet.write_text('quiz = "', encoding="utf-8")
    shown = output_of(*ENTER, typed="s1\nq\n")
    assert f"{papers[0].code}.toml, line 1" in shown and sheet.read_text(encoding="utf-8") == 'quiz = "'
    sheet.write_text('quiz = "other"\n', encoding="utf-8")
    assert "answers another quiz, other." in output_of(*ENTER, typed="s1\nq\n")


def test_odd_characters_are_kept_and_a_pipe_without_a_terminal_works(papers):
    result = process(*ENTER, cwd=Path.cwd(), input='s1\n\x00\x1b[31m\t"quoted"\n')
    assert result.returncode == 0 and not result.stderr, result.stderr
    assert "h₂, 1 of 2: \n" not in result.stdout and "Stopped." in result.stdout
    assert "It goes on with question 1." in output_of(*ENTER, typed="s1\n")
