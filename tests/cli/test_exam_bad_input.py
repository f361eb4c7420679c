"""An exam on paper with what goes wrong: odd names, files that are in the way, commands at once; nobody's paper changes."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest
from cli_program import empty_workspace, output_of, quizgen, refused

NAME = 'name = "midterm"'
PLAN = f'{NAME}\n\n[[section]]\nexercises = ["forward-scalar"]\n'
MAKE = ("exam", "make", "exam.toml", "--roster", "roster.csv")


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    empty_workspace(tmp_path, monkeypatch)
    Path("exam.toml").write_text(PLAN, encoding="utf-8")
    roster("s1,Ada", "s2,Ben")
    output_of("exam", "secret")
    return tmp_path


def roster(*students: str, head: str = "id,name") -> None:
    """Writes the roster."""
    Path("roster.csv").write_text("".join(f"{line}\n" for line in (head, *students)), encoding="utf-8")


def papers(folder: str = "exam") -> dict[str, bytes]:
    """The papers by the names of their files."""
    return {path.name: path.read_bytes() for path in sorted(Path(folder, "papers").glob("[!.]*"))}


def files_in_order() -> list[Path]:
    """The papers in the order of the roster, which the record of the folder has."""
    lines = filter(None, Path("exam/.made.jsonl").read_text(encoding="utf-8").splitlines())
    return [Path("exam", name) for name in (json.loads(line)[0] for line in lines) if name.startswith("papers/")]


def squeezed(text: str) -> str:
    """A text without spaces and line breaks."""
    return re.sub(r"[\s\u200b]", "", text)


def farthest(page: pypdf.PageObject) -> tuple[float, float]:
    """How far right and how far up the words of a page reach, in points."""
    right, up = [0.0], [0.0]

    def visit(text: str, page_at: list[float], at: list[float], font: object, size: float) -> None:
        if text.strip("\u200b "):
            right.append(at[4] + 0.4 * size * len(text.strip()))
            up.append(at[5] * page_at[3] + page_at[5] + size)

    page.extract_text(visitor_text=visit)
    return max(right), max(up)


# ---------------------------------------------------------------- the roster


def test_with_a_roster_of_other_students_the_papers_of_the_first_are_named_and_stay():
    roster(*(f"s{n},Student {n}" for n in range(8)))
    output_of(*MAKE)
    before = papers()
    roster("s0,Student 0")
    said = " ".join(output_of(*MAKE).split())
    assert "left as they are: papers/s1 Student 1.pdf" in said and said.endswith("papers/s5 Student 5.pdf, and 2 more.")
    assert papers() == before


def test_somebody_who_would_get_large_print_and_is_not_on_the_roster_is_named():
    Path("exam.toml").write_text(f"{PLAN}[accommodations.s11]\nlarge_print = true\n")
    said = output_of(*MAKE)
    assert "an accommodation for 's11', who is not on the roster. Did you mean 's1'?" in " ".join(said.split())


def test_a_latecomer_and_one_who_leaves_change_nobody_elses_paper():
    output_of(*MAKE)
    before = papers()
    roster("s0,Zed", "s2,Ben")
    output_of(*MAKE)
    after = papers()
    assert {name: after[name] for name in before} == before and {*after} - {*before} == {"s0 Zed.pdf"}


ODD = [
    ("s1", '#pagebreak() $x$ <b>bold</b> */ // #panic("x")'),
    ("s2", "Ada \\n `code` @ref <label> = heading [red]{{ 7*7 }}"),
    ("s3", "עדה לאבלייס"),
    ("s4", "अदा लवलेस"),
    ("../x", "Outside"),
    ("con", "con"),
    (".hidden", "Dot"),
    ("i" * 200, "Long id"),
    ("s5", "N" * 200),
    ("s6", "Ada\nLovelace"),
]


def test_odd_names_and_ids_are_printed_as_they_are_and_their_files_stay_in_the_folder(workspace):
    with Path("roster.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("id", "name"), *ODD])
    output_of(*MAKE)
    assert len(papers()) == len(ODD) and "s4 अदा लवलेस.pdf" in papers()
    assert {path.name for path in workspace.iterdir()} == {
        "exam",
        "exam.secret",
        "exam.toml",
        "quizgen.db",
        "roster.csv",
    }
    for path, (id, name) in zip(files_in_order(), ODD, strict=True):
        text = squeezed(pypdf.PdfReader(path).pages[0].extract_text())
        assert squeezed(id) in text, path
        assert squeezed(name) in text or name in ("עדה לאבלייס", "अदा लवलेस"), (
            path
        )  # whose text is extracted as it is set


@pytest.mark.parametrize("size", ["normal", "large"])
def test_long_names_and_titles_stay_on_the_page_and_left_of_the_code(size):
    title = f'name = "midterm"\ntitle = "{"A long title " * 9}"'
    Path("exam.toml").write_text(f'{PLAN.replace(NAME, title)}[layout]\ntype_size = "{size}"\n')
    roster(f"s1,{'N' * 200}", f"{'m' * 200},Ada", f"s3,{'Anna ' * 40}")
    output_of(*MAKE)
    for path in files_in_order():
        for page in pypdf.PdfReader(path).pages:
            right, up = farthest(page)
            assert right < float(page.mediabox.width) - 40 and up < float(page.mediabox.height) - 8, (path, right, up)


def test_a_name_without_a_font_is_a_sentence_and_the_papers_before_it_stay():
    roster("s1,Ada", "s2,\U0001d173\U000f0000")
    result = quizgen(*MAKE)
    assert result.exit_code == 2 and "s2" in result.stderr and "No font of this machine can print" in result.stderr
    assert list(papers()) == ["s1 Ada.pdf"]


# ---------------------------------------------------------------- the plan


def test_check_reads_a_translation_too():
    Path("exam.toml").write_text(f'{PLAN}[layout]\nlanguage = "de.toml"\n')
    Path("de.toml").write_text('pge = "Seite"\n')
    assert "de.toml: nothing prints 'pge'" in refused("exam", "check", "exam.toml")


def test_a_formula_that_nobody_knows_is_a_sentence_with_the_exercise():
    output_of("--bank", "bank", "bank", "new", "forward-pass/mine")
    mine = Path("bank/forward-pass/mine.py")
    mine.write_text(mine.read_text().replace("$f = \\tanh$ computes", "$\\nosuch{x}$ computes"))
    Path("exam.toml").write_text(PLAN.replace("forward-scalar", "mine"))
    message = refused("--bank", "bank", *MAKE)
    assert "Exercise mine: The formula $\\nosuch{x}$ cannot be shown" in message and message.endswith("exercise.")
    assert not papers()


# ---------------------------------------------------------------- the folder


def test_a_folder_that_is_a_file_or_of_another_exam_stays_as_it_is():
    Path("notes").write_text("mine")
    message = refused(*MAKE, "--out", "notes")
    assert (
        message.endswith("notes: File exists. Choose another folder with --out.")
        and Path("notes").read_text() == "mine"
    )
    output_of(*MAKE)
    before = papers()
    Path("exam.toml").write_text(PLAN.replace("midterm", "final"))
    assert "exam holds the exam 'midterm', and this is 'final'." in refused(*MAKE)
    assert papers() == before


def test_of_two_commands_at_once_one_makes_the_exam_and_the_other_says_so(workspace):
    roster(*(f"s{n},Student {n}" for n in range(12)))
    command = [sys.executable, "-m", "quizgen", *MAKE]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as first,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as second,
    ):
        said = sorted((one.communicate(timeout=120)[1], one.returncode) for one in (first, second))
    assert said[0] == ("", 0) and len(papers()) == 12
    assert said[1][1] == 2 and "Another 'quizgen exam make' is writing to exam." in said[1][0]
    before = papers()
    output_of(*MAKE)
    assert papers() == before


# ---------------------------------------------------------------- entering


def test_what_is_no_question_of_an_entered_paper_is_asked_for_again_in_one_line():
    output_of(*MAKE)
    output_of("enter", "exam", typed="s1\n0.5\n0.5\nq\n")
    shown = output_of("enter", "exam", typed="s1\nBen\n\nq\n")
    assert "Type the number of a question, from 1 to 1, or only Enter." in shown and "no command" not in shown
