"""quizgen report: the numbers of a class on the terminal, as a page and as JSON; what cannot be reported is a sentence.

QUIZGEN_UPDATE=1 writes the golden file anew; read the difference before you keep it.
"""

from __future__ import annotations

import os
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cli_program import empty_workspace, json_output, output_of, quizgen, refused
from item_response_class import START, graded
from places import ROOT

from quizgen.cli.report_files import SQLITE_SUFFIXES
from quizgen.model import Assignment, Grade, Mark, Verdict
from quizgen.store import Store

GOLDEN = ROOT / "tests" / "golden" / "report.txt"
HOSTILE = "</style></main><script>document.title = 'run'</script><img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    return empty_workspace(tmp_path, monkeypatch)


def keep(assignment: str, days: int = 0, leave_out: int = 0, **more: object) -> None:
    """Puts a simulated class into the store, except the work of some students, whose quizzes are there."""
    pairs = list(graded(assignment=assignment, **more))
    with Store.open("quizgen.db") as store:
        for quiz, _ in pairs:
            store.keep_quiz(quiz, {}, START)
        store.append_all([record.grade for _, record in pairs[leave_out:]], START + timedelta(days=days))


def test_a_report_reads_as_it_did():
    keep("hw1", wrong_key=6, reversed_key=9, seed=3)
    keep("hw2", days=7, leave_out=2, common=0.2, seed=3)
    shown = output_of("report")
    if os.environ.get("QUIZGEN_UPDATE"):
        GOLDEN.write_text(shown, encoding="utf-8")
    assert shown == GOLDEN.read_text(encoding="utf-8")
    assert max(map(len, shown.splitlines())) <= 100


def test_assignments_are_in_the_order_in_which_they_were_due_or_graded():
    keep("b", days=2, students=6)
    keep("a", days=3, students=6)
    assert [one["name"] for one in json_output("report")["assignments"]] == ["b", "a"]
    with Store.open("quizgen.db") as store:
        store.describe(Assignment("a", due=START), START)
    assert [one["name"] for one in json_output("report")["assignments"]] == ["a", "b"]
    assert [one["name"] for one in json_output("report", "--assignment", "b")["assignments"]] == ["b"]


def test_only_the_grade_that_counts_is_in_the_report():
    keep("hw1", students=25)
    before = json_output("report")
    with Store.open("quizgen.db") as store:
        worse = [record.grade for record in store.grades()]
        store.append_all(
            [
                replace(one, source=f"again/{one.source}", marks=tuple(replace(mark, points=0) for mark in one.marks))
                for one in worse
            ],
            START,
        )
    assert json_output("report") == before


def test_the_roster_counts_who_handed_nothing_in_and_who_is_not_on_it():
    keep("hw1", students=6)
    names = [f"s{number:03},Student {number}" for number in range(3, 11)]
    Path("roster.csv").write_text("id,name\n" + "\n".join(names) + "\n", encoding="utf-8")
    [found] = json_output("report", "--roster", "roster.csv")["assignments"]
    assert (found["students"], found["missing"], found["unknown"]) == (6, 4, 2)
    shown = output_of("report", "--roster", "roster.csv")
    assert (
        "4 more handed nothing in and are in none of these numbers. 2 of those who did are not on the roster."
        in " ".join(shown.split())
    )


def test_of_one_student_no_score_is_shown():
    keep("hw1", students=1)
    shown = " ".join(output_of("report", "--html", "report.html").split())
    page = Path("report.html").read_text(encoding="utf-8")
    for words in (shown, page):
        assert "Too few students for a distribution: 1 of at least 5." in words
        assert set(re.findall(r"\d+%", words.rpartition("</style>")[2])) <= {"27%"}  # of the explanations
        assert "too few students: it needs 20" in words
    assert re.search(r"h₁ 1 – – –", shown)


def test_nobody_is_named():
    keep("hw1", students=30, wrong_key=6)
    Path("roster.csv").write_text("id,name\ns001,Ada Lovelace\ns002,Bob Hope\n", encoding="utf-8")
    shown = output_of("report", "--roster", "roster.csv", "--html", "report.html")
    everything = (shown, Path("report.html").read_text(encoding="utf-8"), output_of("report", "--json"))
    assert not any(re.search(r"\bs0\d\d\b|Ada|Bob", text) for text in everything)


def test_the_page_needs_nothing_but_itself_and_tells_every_plot_in_words():
    keep("hw1", wrong_key=6, reversed_key=9)
    keep("hw2", days=7)
    output_of("report", "--html", "report.html")
    page = Path("report.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page and "<script" not in page
    assert not re.search(r"(src|href)=|url\((?!\"data:)|@import", page.replace("http-equiv", ""))
    svgs = [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]
    assert len(svgs) >= 5 and all(svg.get("role") == "img" and len(svg.get("aria-label")) > 40 for svg in svgs)
    labels = " ".join(svg.get("aria-label") for svg in svgs)
    assert "median" not in labels and "looks faulty" in labels and "10 to 20%" in labels and "hw2" in labels


def test_typed_text_and_names_of_assignments_stay_text():
    keep(HOSTILE, students=30)
    marks = [Mark("q1.a", Verdict.WRONG, 0, 1, typed=HOSTILE), Mark("q2.a", Verdict.RIGHT, 1, 1)]
    with Store.open("quizgen.db") as store:
        store.append_all(
            [
                Grade(f"{n}", "answers", "quiz", f"s{n}", tuple(marks), {"q1": HOSTILE}, assignment="hw\x1b[1m")
                for n in range(30)
            ],
            START,
        )
    shown = output_of("report", "--html", "report.html")
    page = Path("report.html").read_text(encoding="utf-8")
    assert "<script" not in page and "<img" not in page and page.count("</style>") == 1 and "&lt;script&gt;" in page
    assert "\x1b" not in shown and "hw [1m" in shown and "30 of 30 students give the same wrong answer" in shown


# ---------------------------------------------------------------- bad input


def test_without_grades_there_is_no_report():
    assert "Nothing is graded for an assignment yet. Grade it:" in refused_plainly("report")
    with Store.open("quizgen.db") as store:
        store.describe(Assignment("hw1"), START)
        store.append(Grade("s.py", "code", "", "Ada", (Mark("rnn_step.F1", Verdict.RIGHT, 1, 1),)), START)
    assert "Nothing is graded for hw1 yet." in refused_plainly("report", "--html", "report.html")
    assert not Path("report.html").exists()


def refused_plainly(*words: str) -> str:
    """The sentence with a command to copy at its end."""
    result = quizgen(*words)
    assert result.exit_code == 2 and not result.stdout and "Traceback" not in result.stderr
    return result.stderr


def test_a_mistyped_assignment_is_suggested():
    keep("homework-1", students=2)
    assert "Did you mean 'homework-1'?" in refused("report", "--assignment", "homwork-1")


@pytest.mark.parametrize("name", ["roster.csv", *(f"quizgen.db{suffix}" for suffix in SQLITE_SUFFIXES)])
def test_a_page_is_never_written_over_what_is_needed(name):
    keep("hw1", students=6)
    Path("roster.csv").write_text("id,name\ns001,Ada\n", encoding="utf-8")
    before = Path("roster.csv").read_bytes()
    assert "Name another file" in refused("report", "--roster", "roster.csv", "--html", name)
    assert Path("roster.csv").read_bytes() == before and json_output("report")


def test_a_page_that_cannot_be_written_is_said():
    keep("hw1", students=6)
    assert "Cannot write no/folder.html" in refused("report", "--html", "no/folder.html")
    Path("folder").mkdir()
    assert "folder" in refused("report", "--html", "folder")
