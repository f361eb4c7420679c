"""The compact keys: every student's right values are there, nobody's name is syntax, and what all share is said once."""

import io
from dataclasses import replace
from functools import cache

import page
import pypdf
import pytest

from quizgen.asks.choice import Choice
from quizgen.authoring.bank import Bank
from quizgen.documents.exam.fitting import broken, width
from quizgen.documents.exam.key_tables import KeyCollector
from quizgen.documents.exam.key_values import short
from quizgen.generate import variants
from quizgen.generate.exam.drawing import draw_papers
from quizgen.generate.exam.plan import ExamPlan, Layout, Section
from quizgen.generate.exam.questions import exam_questions
from quizgen.generate.exam.seeds import written_code
from quizgen.media.pdf import pdf_and_boxes
from quizgen.model import Paper, Quiz, Student

TEN = (
    "forward-h2", "forward-unroll", "grad-matrix", "lstm-step", "statement-judge",
    "app-type-match", "interview-q", "shape-chain", "two-iterations", "forward-mcq",
)  # fmt: skip
NAMES = (
    "Ada Lovelace", '#strong[Eve] $x$ "quoted" \\', "*bold* _it_ `raw` <b>&amp;", "Ünal Ωmega", "]) #panic()", "12345",
    "Maria Anna Eleonora von Langenfeld-Wertheim zu Hohenstein",
)  # fmt: skip
STUDENTS = tuple(Student(f"s{n}" if name != "12345" else name, name, "AB"[n % 2]) for n, name in enumerate(NAMES))
PLAN = ExamPlan("midterm", "Recurrent networks", (Section(exercises=TEN),), course="ML 2")
STANDARDS = ("ua-1", "a-2a")


@cache
def bank():
    return Bank.load()


DRAWN = {}


def even(question, draws):
    return [True] * len(draws)


def papers(plan=PLAN):
    if repr(plan) not in DRAWN:
        questions = exam_questions(plan, bank())
        DRAWN[repr(plan)] = list(draw_papers(plan, questions, STUDENTS, b"secret", even, lambda _: ""))
    return DRAWN[repr(plan)]


def collected(plan=PLAN, given=None):
    collector = KeyCollector(plan)
    for paper in papers(plan) if given is None else given:
        collector.add(paper)
    return collector


@cache
def pages(source):
    """The text of each page, without white space, which lines break anywhere."""
    data, _ = pdf_and_boxes(source, {}, STANDARDS)
    return [squeezed(one.extract_text()) for one in pypdf.PdfReader(io.BytesIO(data)).pages]


def squeezed(text):
    return "".join(text.split())


def by_student(plan=PLAN, given=None):
    (source,) = collected(plan, given).by_student()
    return pages(source)


def by_question(plan=PLAN, given=None):
    return [one for source in collected(plan, given).by_question() for one in pages(source)]


def block(pages, paper, others):
    """The number of the page that a student is on, and what is said there up to the next student."""
    (found,) = [(n, one) for n, one in enumerate(pages) if written_code(paper.code) in one]
    after = found[1].split(written_code(paper.code))[1]
    ends = [after.index(code) for one in others if (code := written_code(one.code)) in after]
    return found[0], after[: min(ends, default=len(after))]


@pytest.mark.parametrize("layout", [Layout(), Layout(paper="letter")])
def test_a_students_right_values_stand_together_on_one_page(layout):
    plan = replace(PLAN, layout=layout)
    shown = by_student(plan)
    for paper in papers(plan):
        _, said = block(shown, paper, papers(plan))
        for variant in paper.quiz.variants:
            for ask in variant.asks:
                if not ask.free_text:
                    assert squeezed(short(ask, variant.key[ask.name])) in said, (paper.student, ask)


def test_several_students_are_on_a_page():
    assert len(by_student()) <= (len(STUDENTS) + 3) // 4 + 1


def test_a_student_with_more_questions_than_a_column_holds_is_on_one_page_too():
    plan = replace(PLAN, sections=(Section(exercises=TEN * 3),))
    shown = by_student(plan)
    numbers = [block(shown, paper, papers(plan))[0] for paper in papers(plan)]
    assert len(set(numbers)) == len(numbers) and len(shown) <= len(numbers) + 1


def test_every_head_of_a_page_names_the_first_and_the_last_student_on_it():
    first = by_student()[0]
    last = max((p for p in papers() if written_code(p.code) in first), key=lambda p: first.index(written_code(p.code)))
    assert squeezed(f"{NAMES[0]} – {last.student.name}") in first


def test_names_are_printed_as_they_are():
    for shown in (by_student(), by_question()):
        for name in NAMES:
            assert any(squeezed(name) in one for one in shown), name


def test_a_table_of_a_question_has_every_students_values():
    shown = "".join(by_question())
    for paper in papers():
        for variant in paper.quiz.variants:
            if bank().get(variant.exercise).solving:
                for ask in variant.asks:
                    assert squeezed(short(ask, variant.key[ask.name])) in shown


def test_what_all_papers_share_is_printed_once():
    shown = "".join(by_question())
    (text,) = (v.asks[0] for v in papers()[0].quiz.variants if v.exercise == "interview-q")
    for points, said in ((text.key_points, shown), (text.key_points, "".join(by_student()))):
        for point in points:
            words = squeezed(point.text.split("$")[0].split("`")[0])[:30]
            assert said.count(words) == 1, words
    assert shown.count("Thesameoneverypaper") == 2  # the statement and the types


def test_shuffled_options_print_the_right_one_once_and_each_students_letter():
    (sealed,) = variants(bank().get("sigmoid-or-softmax"), [3])
    (ask,) = sealed.asks
    assert isinstance(ask, Choice)

    def turned(by):
        options = ask.options[by:] + ask.options[:by]
        renamed = tuple(replace(one, letter=letter) for one, letter in zip(options, "ABCDEFG", strict=False))
        new = replace(ask, options=renamed)
        return replace(sealed, asks=(new,), key={ask.name: new.accepted()[0]})

    given = [
        Paper(f"CODE{n}XYZ"[:8], "e", student, Quiz(f"e-{n}", 1, (turned(n),)))
        for n, student in enumerate(STUDENTS[:3])
    ]
    shown = "".join(by_question(given=given))
    right = next(one.text for one in ask.options if one.accepted)
    assert shown.count(squeezed(right.split("$")[0])[:20]) == 1
    for paper in given:
        assert squeezed(f"{paper.student.name}{paper.quiz.variants[0].key[ask.name]}") in shown


def test_groups_with_another_order_have_the_number_of_the_question_on_each_paper():
    plan = replace(PLAN, order="groups")
    shown = "".join(by_question(plan))
    assert "No." in shown and "No." not in "".join(by_question())
    for paper in papers(plan):
        number = [v.exercise for v in paper.quiz.variants].index("forward-h2") + 1
        (one,) = (v for v in paper.quiz.variants if v.exercise == "forward-h2")
        row = f"{paper.student.name}{number}{short(one.asks[0], one.key['h_1'])}"
        assert squeezed(row) in shown


def test_copies_of_a_card_are_one_question_each_in_whatever_order_a_group_has_them():
    first, second = variants(bank().get("statement-judge"), [1, 2])
    orders = ((first, second), (second, first))
    collector = collected(
        given=[Paper(f"CODE{n}XYZ", "e", STUDENTS[n], Quiz(f"e-{n}", 1, order)) for n, order in enumerate(orders)]
    )
    questions = collector.questions["statement-judge"]
    assert [(one.shared, one.rows[0].number, one.rows[1].number) for one in questions] == [(True, 1, 2), (True, 2, 1)]


def every_variant():
    exercises = [one for one in bank().select((), (), (1, 5), ()) if all(ask.on_sheet for ask in one.asks)]
    return [variants(one, [5, 6]) for one in exercises]


def test_every_exercise_of_the_bank_is_in_both_keys():
    drawn = every_variant()
    given = [
        Paper(f"CODE{n}-{start}", "e", STUDENTS[n], Quiz("e", 1, tuple(two[n] for two in drawn[start : start + 10])))
        for start in range(0, len(drawn), 10)
        for n in (0, 1)
    ]
    shown, tables = "".join(by_student(given=given)), list(collected(given=given).by_question())
    assert all(pdf_and_boxes(one, {}, STANDARDS)[0] for one in tables)
    assert sum(one.count("#question-section(") for one in tables) == len(drawn) >= 99
    for two in drawn:
        for ask in two[0].asks:
            if not ask.free_text:
                assert squeezed(short(ask, two[0].key[ask.name])) in shown, two[0].exercise


def test_keys_are_accessible_and_can_be_archived():
    for which in ("by_student", "by_question"):
        (source,) = getattr(collected(), which)()
        data, _ = pdf_and_boxes(source, {}, STANDARDS)
        assert page.is_pdf_compliant_bytes(data, profile="ua1") and page.is_pdf_compliant_bytes(data, profile="2a")


def test_the_same_papers_give_the_same_bytes():
    for which in ("by_student", "by_question"):
        one, other = (next(iter(getattr(collected(), which)())) for _ in range(2))
        assert pdf_and_boxes(one, {}, STANDARDS) == pdf_and_boxes(other, {}, STANDARDS)


def test_texts_break_after_semicolons_first_and_never_lose_a_letter():
    text = "[−0.5250, 0.6750; −0.1800, −0.2520]"
    assert broken(text, 10) == ("[−0.5250, 0.6750;", "−0.1800, −0.2520]")
    for room in (3, 5, 8, 20):
        for said in (text, "1: one-to-one; 2: averyveryverylongwordindeed", "漢字漢字漢字漢字漢字"):
            lines = broken(said, room)
            assert squeezed("".join(lines)) == squeezed(said)
            assert all(width(line) <= room or len(line) == 1 for line in lines)
