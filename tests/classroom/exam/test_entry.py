"""Typing in a paper: undo takes back exactly what was typed, and what is put together is judged like a sheet of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from exam_on_desk import STUDENTS, bank, exam_on_desk, paper, right_answers
from hypothesis import given
from hypothesis import strategies as st

from quizgen.asks.numbers import Numbers
from quizgen.classroom.exam.blanks import answer_text, blanks, is_whole
from quizgen.classroom.exam.entry import PaperEntry
from quizgen.classroom.exam.meant_paper import meant_paper
from quizgen.errors import UserError
from quizgen.generate import Follower
from quizgen.generate.exam.seeds import written_code
from quizgen.grading import grade
from quizgen.model import Answers, Verdict
from quizgen.reading import filled_sheet, read_answers, read_value
from quizgen.store import Store

TEXTS = st.sampled_from(["", "0.5", "-0,25", "B", "1-C", "tanh", "0.1, 0.2", "1; 2", "nonsense [", "1: a", '"', "\x7f"])
POINTS = st.sampled_from(["", "0", "2.5"])


def start() -> PaperEntry:
    return PaperEntry.of(paper().code, paper().quiz)


def typed_in(entry: PaperEntry, steps: list[str | None]) -> PaperEntry:
    """After these texts; None takes back the last."""
    for step in steps:
        if step is None:
            entry = entry.undo()
        elif (blank := entry.next) is not None:
            entry = entry.type("1" if blank.points and step else step, "Eve")
    return entry


@given(st.lists(TEXTS, max_size=12), st.lists(TEXTS, max_size=8), st.lists(TEXTS, max_size=8))
def test_what_is_taken_back_was_never_typed(before, detour, after):
    entry = typed_in(start(), before)
    away = typed_in(entry, detour)
    back = typed_in(away, [None] * (len(away.typed) - len(entry.typed)))
    assert back == entry
    assert typed_in(back, after) == typed_in(entry, after)


@given(st.lists(st.one_of(TEXTS, st.none()), max_size=40))
def test_a_sheet_keeps_exactly_what_was_typed(steps):
    entry = typed_in(start(), steps)
    text = filled_sheet(entry.quiz, entry.answers("", "").typed, str) + entry.comment
    read = read_answers(text)
    again = start().resumed(text, read.typed)
    assert again == entry and again.next == entry.next
    assert {q: {name: str(text) for name, text in table.items()} for q, table in read.typed.items()} == entry.answers(
        "", ""
    ).typed


@given(st.lists(TEXTS, max_size=30))
def test_blanks_are_asked_in_the_order_of_the_paper_and_a_question_can_be_typed_again(texts):
    entry = typed_in(start(), texts)
    order = [entry.blanks.index(one.blank) for one in entry.typed]
    assert order == sorted(order)
    if entry.typed:
        question = entry.typed[0].blank.question
        again = entry.again(question)
        assert again.next == entry.blanks[0] and question not in {one.blank.question for one in again.typed}
        assert typed_in(again, [one.text for one in entry.typed if one.blank.question == question]).given == entry.given


@pytest.mark.parametrize("name", [exercise.name for exercise in bank().select((), (), (1, 5), ())])
def test_the_key_typed_blank_by_blank_reads_as_the_key(name):
    """Every exercise of the bank whose answers are not code: what is put together is what its ask reads."""
    [variant] = paper(0, (name,)).quiz.variants
    for ask in variant.asks:
        if not ask.on_sheet or ask.free_text:
            continue
        own = [one for one in blanks(paper(0, (name,)).quiz) if one.ask == ask.name]
        wanted = read_value(ask.write(variant.key[ask.name]), ask)
        pieces = dict(zip([one.part for one in own], key_pieces(ask, variant.key[ask.name], len(own)), strict=True))
        found = read_value(answer_text(ask.interaction(), pieces), ask)
        assert not found.trouble and found.value == wanted.value, (ask.name, pieces)


def key_pieces(ask, value, count):
    """The key as a marker reads it off a paper, blank by blank."""
    if count == 1:
        return [ask.write(value)]
    if isinstance(value, dict):
        by_part = []
        for part in value.values():
            by_part += [f"{number:.4f}" for number in flat(part)] if isinstance(part, list) else [str(part)]
        return by_part
    if ask.by_value:
        return ask.write(value).replace(";", ",").split(", ")
    return [str(number) for number in flat(value)]


def flat(value):
    return [number for row in value for number in (flat(row) if isinstance(row, list) else [row])]


def test_marks_are_those_of_the_same_sheet():
    answers = {**right_answers(paper().quiz), "q1.h_1": "0.1, 0.2", "q2.judgement": ""}
    entry = start()
    while (blank := entry.next) is not None:
        first = blank == entry.blanks_of[blank.target][0]
        entry = entry.type(answers[blank.target] if first else "")
    sheet = {f"q{n}": {} for n in range(1, 7)}
    for target, text in answers.items():
        sheet[target.partition(".")[0]][target.partition(".")[2]] = text
    sheet["q6"]["reasons"] = f"On paper {written_code(paper().code)}."
    follow = Follower(lambda digest: next(one.source for one in bank().select((), (), (1, 5), ()) if digest))
    mine = grade(entry.quiz, entry.answers("s1", "x"), follow)
    assert mine == grade(entry.quiz, Answers(entry.quiz.id, "s1", sheet, "x"), follow)
    assert mine.marks[-1].verdict is Verdict.NEEDS_A_PERSON


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("0.51, -0.42", True),
        ("0.51 -0.42", True),
        ("0,51", False),
        ("0,51; -0,42", True),
        ("0.51", False),
        ("x", False),
    ],
)
def test_a_whole_vector_is_told_from_one_number_with_a_decimal_comma(text, whole):
    assert is_whole(Numbers("h", size=2, decimals=4), text, 2) is whole
    assert is_whole(Numbers("n", size=2, decimals=0), "3,5", 2), "whole numbers have no decimal comma"


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ({"1-1": "0.1", "1-2": "0.2", "2-1": "0.3", "2-2": "0.4"}, "0.1, 0.2; 0.3, 0.4"),
        ({"1-1": "0,1", "1-2": "0.2", "2-1": "0.3", "2-2": "0.4"}, "[[0,1; 0.2]; [0.3; 0.4]]"),
        ({"1-1": "0.1", "1-2": "", "2-1": "0.3", "2-2": "0.4"}, "0.1, –; 0.3, 0.4"),
        ({"1-1": "", "1-2": "", "2-1": "", "2-2": ""}, ""),
    ],
)
def test_a_matrix_is_put_together_row_by_row(pieces, text):
    ask = Numbers("W", size=(2, 2), decimals=1)
    assert answer_text(ask.interaction(), pieces) == text
    reading = read_value(text, ask)
    assert reading.value == ([[0.1, 0.2], [0.3, 0.4]] if "–" not in text and text else None)


def test_answers_that_were_edited_in_the_file_count_as_they_are_there():
    entry = typed_in(start(), ["0.1", "0.2", "0.3"])
    text = filled_sheet(entry.quiz, entry.answers("", "").typed, str) + entry.comment
    edited = text.replace('h_1 = "0.1, 0.2"', 'h_1 = "0.9, 0.8"')
    again = start().resumed(edited, read_answers(edited).typed)
    assert edited != text and again.text_of("q1.h_1") == "0.9, 0.8" and again.next == entry.next
    for spoilt in ("# entered: [", "# entered: 3", '# entered: [["q9.x", "", "1", false, ""]]'):
        other = edited.replace(entry.comment, spoilt)
        assert start().resumed(other, read_answers(other).typed).text_of("q1.h_1") == "0.9, 0.8"


# ---------------------------------------------------------------- whose paper


@pytest.fixture
def papers(tmp_path):
    exam_on_desk(tmp_path)
    with Store.open(tmp_path / "quizgen.db") as store:
        return store.papers("mid")


def test_a_paper_is_found_by_code_id_or_a_part_of_the_name(papers):
    code = papers[0].code
    for typed in (code, written_code(code).lower(), f" {code[:3]} {code[3:]} ", "s1", "S1", "lovel", "ADA  LOVELACE"):
        assert meant_paper(typed, papers) == papers[0], typed


def test_every_wrong_letter_of_a_code_is_noticed(papers):
    code = papers[0].code
    for at in range(len(code)):
        wrong = code[:at] + ("2" if code[at] != "2" else "3") + code[at + 1 :]
        with pytest.raises(UserError, match=f"it is mistyped. Did you mean {written_code(code)}"):
            meant_paper(wrong, papers)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("ada", r"2 papers fit 'ada': Ada Lovelace \(s1\), Adam Zorn \(s3\)"),
        ("Ben Hurr", "Did you mean 'Ben Hur'"),
        ("xyz", "No paper of this exam fits 'xyz'. Type the code on the paper"),
    ],
)
def test_what_means_no_one_paper_is_a_sentence(papers, typed, why):
    with pytest.raises(UserError, match=why):
        meant_paper(typed, papers)


def test_of_several_papers_of_a_student_the_code_tells(papers):
    second = replace(papers[0], code="22222222", sheet=2)
    with pytest.raises(UserError, match=r"Ada Lovelace has 2 papers: .* Type the code on the paper\."):
        meant_paper("lovelace", [*papers, second])
    assert meant_paper("2222 2222", [*papers, second]) == second
    assert len(papers) == len(STUDENTS)
