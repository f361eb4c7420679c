"""Papers of a class: a file for everybody, all in one for the printer, the same bytes again, and nothing made twice."""

import os
import signal
import subprocess
import sys
import zlib
from dataclasses import replace

import pypdf
import pytest
from places import ROOT
from rendered import PAPER

from quizgen.documents.exam import print_exam
from quizgen.documents.exam.folder import open_to_write
from quizgen.documents.exam.print_exam import print_papers, write_print_file
from quizgen.errors import UserError
from quizgen.generate.exam.plan import ExamPlan, Section
from quizgen.generate.exam.seeds import written_code
from quizgen.media import pdf_pool
from quizgen.model import Paper, Student

SMALL = replace(PAPER, variants=PAPER.variants[1:])
PLAN = ExamPlan("midterm", "The midterm", (Section(questions=len(SMALL.variants)),))


def code(id):
    return f"{zlib.crc32(id.encode()):08X}"


def paper(id, name="Ada"):
    return Paper(code(id), PLAN.name, Student(id, name), replace(SMALL, id=f"midterm-1-{id}", student=name))


def class_of(*ids):
    return [paper(id) for id in ids]


def made(folder, papers, each=lambda printed: None):
    with open_to_write(folder, PLAN.name) as opened:
        printed = []
        for one in print_papers(papers, PLAN, opened, 2):
            printed.append(one)
            each(one)
        write_print_file([one.file for one in printed], PLAN.title, opened, "print.pdf")
        return printed


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.pdf")}


def compiled_names(monkeypatch):
    names = []
    real = print_exam.compile_all
    monkeypatch.setattr(
        print_exam, "compile_all", lambda jobs, n: real((names.append(job.name) or job for job in jobs), n)
    )
    return names


def test_everybody_has_a_file_and_the_printer_gets_all_in_the_order_of_the_roster(tmp_path):
    told = []
    printed = made(tmp_path, class_of("3", "1", "2"), told.append)
    assert [one.file for one in printed] == ["papers/3 Ada.pdf", "papers/1 Ada.pdf", "papers/2 Ada.pdf"]
    assert told == printed and [one.paper.student.id for one in printed] == ["3", "1", "2"]
    pages = pypdf.PdfReader(tmp_path / "print.pdf").pages
    assert [written_code(code(id)) in pages[2 * place].extract_text() for place, id in enumerate("312")] == [True] * 3


def test_the_same_papers_are_not_made_again_and_a_new_folder_has_the_same_bytes(tmp_path, monkeypatch):
    first = made(tmp_path / "a", class_of("1", "2", "3"))
    names = compiled_names(monkeypatch)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "a").rglob("*.pdf")}
    told = []
    assert made(tmp_path / "a", class_of("1", "2", "3"), told.append) == first == told
    assert not names and {path: path.stat().st_mtime_ns for path in (tmp_path / "a").rglob("*.pdf")} == before
    made(tmp_path / "b", class_of("1", "2", "3"))
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_a_latecomer_and_one_who_leaves_change_nobody_elses_file(tmp_path, monkeypatch):
    made(tmp_path, class_of("1", "2", "3"))
    before = contents(tmp_path)
    names = compiled_names(monkeypatch)
    told = []
    printed = made(tmp_path, class_of("0", "1", "3", "4"), told.append)
    assert names == ["papers/0 Ada.pdf", "papers/4 Ada.pdf"]
    assert [one.paper.student.id for one in printed] == ["0", "1", "3", "4"] and told == printed
    after = contents(tmp_path)
    assert all(after[name] == data for name, data in before.items() if name != "print.pdf")
    with open_to_write(tmp_path, PLAN.name) as folder:
        assert folder.others("papers", [one.file for one in printed]) == ["papers/2 Ada.pdf"]


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = ["tests", "tests/helpers"]
from documents.exam.test_print_exam import class_of, made
def each(printed):
    if printed.paper.student.id == "3":
        os.kill(os.getpid(), signal.SIGKILL)
made(Path(sys.argv[1]), class_of(*"123456"), each)
"""


def test_after_kill_9_the_same_command_goes_on_where_it_stopped(tmp_path, monkeypatch):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "a")], cwd=ROOT, env=environment)
    assert killed.returncode == -signal.SIGKILL
    names = compiled_names(monkeypatch)
    printed = made(tmp_path / "a", class_of(*"123456"))
    assert names == ["papers/4 Ada.pdf", "papers/5 Ada.pdf", "papers/6 Ada.pdf"] and len(printed) == 6
    made(tmp_path / "b", class_of(*"123456"))
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_a_name_that_cannot_be_printed_leaves_the_papers_before_it(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf_pool, "CHUNK", 1)
    with pytest.raises(UserError, match=r"^papers/2\S*: No font of this machine"):
        made(tmp_path, [paper("1"), paper("2", "\U000f0000"), paper("3")])
    assert (tmp_path / "papers/1 Ada.pdf").exists()


def test_names_that_are_one_file_to_some_systems_are_two(tmp_path):
    alike = [paper("a/b"), paper("a_b"), paper("A_B"), paper("../../x"), paper("é"), paper("e\u0301")]
    printed = made(tmp_path, alike)
    assert len({one.file.casefold() for one in printed}) == len(alike)
    assert {path.parent for path in tmp_path.rglob("*.pdf")} == {tmp_path, tmp_path / "papers"}
    alone = made(tmp_path / "alone", [paper("a/b")])
    assert alone[0].file == printed[0].file, "whoever else is on the roster"


def test_a_replacement_never_has_the_name_of_another_students_paper(tmp_path):
    again = replace(paper("1", "Ada"), sheet=2)
    first = made(tmp_path, [paper("1", "Ada"), paper("1 Ada-2", "1 Ada-2"), paper("1 Ada (2)", "1 Ada (2)")])
    before = contents(tmp_path)
    [second] = made(tmp_path, [again])
    assert second.file not in {one.file for one in first}
    assert {name: data for name, data in contents(tmp_path).items() if name in before and name != "print.pdf"} == {
        name: data for name, data in before.items() if name != "print.pdf"
    }
