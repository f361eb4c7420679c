"""quizgen export: a paper each, the same again from the same store and from no other, and rosters as people have them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cli_program import empty_workspace, graded, output_of, process, refused

from quizgen.media import exchanges, formats, platforms

ROSTER = "id,name\ns1,Ada [bold]\ns2,Jürgen [/x]\ns3,O'Neil & <Sons>\n"
NAMES = ", ".join(sorted({**formats(), **platforms(), **exchanges()}))  # of all that can be written
EXPORT = ("export", "--exercise", "forward-h2", "--exercise", "forward-h1", "--count", "2", "--seed", "3")


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    Path(tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return empty_workspace(tmp_path, monkeypatch)


def papers(folder: str) -> dict[str, str]:
    """The pages of an exam by name."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(Path(folder).iterdir())}


def numbers(page: str) -> list[str]:
    """The numbers of a page, in order."""
    return re.findall(r"<mn>([\d.]+)</mn>", page)


def test_a_paper_each_and_one_key():
    shown = output_of(*EXPORT, "--students", "roster.csv", "--out", "x", "--format", "html")
    assert shown == "4 files in x/: 3 to hand out, key.html to keep.\n"
    exam = papers("x")
    *each, key = exam
    assert key == "key.html" and len(each) == 3
    drawn = [numbers(exam[name]) for name in each]
    assert all(drawn) and len({tuple(one) for one in drawn}) == 3, "every student has other numbers"
    for name, student in zip(each, ("Ada [bold]", "Jürgen [/x]", "O&#39;Neil &amp; &lt;Sons&gt;"), strict=True):
        assert student in exam[name]
        assert "what you get" not in exam[name] and "fwd-" not in exam[name]
    assert exam[key].count("what you get") == 6 and exam[key].count('<span class="title">') > 20


def test_the_same_from_the_same_store_and_from_no_other():
    words = (*EXPORT, "--students", "roster.csv", "--format", "html")
    output_of(*words, "--out", "once")
    output_of(*words, "--out", "again")
    output_of("--db", "other.db", *words, "--out", "other")
    assert papers("once") == papers("again")
    once, other = papers("once"), papers("other")
    assert once.keys() == other.keys()
    assert all(numbers(once[name]) != numbers(other[name]) for name in once), "the seed alone does not give the exam"


def test_a_student_who_joins_late_changes_no_other_paper():
    output_of(*EXPORT, "--students", "roster.csv", "--out", "once", "--format", "html")
    Path("roster.csv").write_text("id,name\ns0,Zoe\n" + ROSTER.partition("\n")[2], encoding="utf-8")
    output_of(*EXPORT, "--students", "roster.csv", "--out", "again", "--format", "html")
    once, again = papers("once"), papers("again")
    assert len(again) == 5 and all(again[name] == page for name, page in once.items() if name != "key.html")


def test_a_paper_is_graded_like_any_quiz():
    output_of(*EXPORT, "--students", "roster.csv", "--format", "html")
    Path("typed.toml").write_text('quiz = "forward-h2-forward-h1-3-s2"\n[q1]\nh_1 = "0.5, 0.5"\n', encoding="utf-8")
    [grade] = graded("typed.toml")
    assert grade["student"] == "Jürgen [/x]" and grade["max_points"] == 4


def test_without_a_roster_one_paper_that_anybody_can_make_again():
    assert "1 to hand out" in output_of(*EXPORT, "--out", "once", "--format", "html")
    output_of("--db", "other.db", *EXPORT, "--out", "other", "--format", "html")
    assert papers("once") == papers("other") and set(papers("once")) == {"forward-h2-forward-h1-3.html", "key.html"}


def test_on_paper(workspace):
    run = process(*EXPORT, "--students", "roster.csv", "--out", "[b] x", cwd=workspace)
    assert run.returncode == 0 and not run.stderr
    assert run.stdout == "4 files in [b] x/: 3 to hand out, key.pdf to keep.\n"
    assert all(path.read_bytes().startswith(b"%PDF-") for path in Path("[b] x").iterdir())


def test_code_is_not_written_on_paper():
    assert "Code is not written on paper." in refused("export", "--topic", "implementation")
    output_of("export", "--topic", "implementation", "--exercise", "forward-h1", "--count", "1", "--format", "html")


@pytest.mark.parametrize(
    ("roster", "sentence"),
    [
        (None, "cannot be read: No such file or directory. Check the path"),
        (b"", "has no column 'id'. It is empty."),
        (b"id,nam\n1,A\n", "has no column 'name'. It has id, nam. Is it 'nam'?"),
        (b"Ada,Ben\n", "has no column 'id'."),
        (b"id,name\n", "names no students."),
        (b"id,name\n1,A\n2,B\n1,C\n", "the id '1' is on lines 2 and 4."),
        (b"id,name\n,A\n", "line 2: there is no id."),
        (b"id,name\n1,\xff\n", "is not UTF-8 text."),
    ],
    ids=str,
)
def test_a_roster_with_a_fault_is_one_sentence_and_nothing_is_written(roster, sentence):
    if roster is None:
        Path("roster.csv").unlink()
    else:
        Path("roster.csv").write_bytes(roster)
    assert sentence in refused(*EXPORT, "--students", "roster.csv")
    assert not Path("exam").exists()


@pytest.mark.parametrize("head", ["\ufeffid,name", "ID;Name", "name\tid", '"id","name","group"'])
def test_a_roster_as_spreadsheets_write_it(head):
    mark = next(mark for mark in "\t;," if mark in head)
    row = {"id": "s1", "name": "Ada"}
    cells = [row.get(cell.strip('"\ufeff').lower(), "x") for cell in head.split(mark)]
    Path("roster.csv").write_text(f"{head}\r\n{mark.join(cells)}\r\n\r\n", encoding="utf-8")
    assert "1 to hand out" in output_of(*EXPORT, "--students", "roster.csv", "--format", "html")
    assert "Ada" in papers("exam")["forward-h2-forward-h1-3-s1.html"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--topic", "foward-pass"], "Did you mean 'forward-pass'?"),
        (["--topic", "forward-pass", "--out", "roster.csv"], "Choose another folder with --out."),
        (["--topic", "forward-pass", "--format", "docx"], f"No format 'docx'. Formats: {NAMES}."),
        (["--topic", "forward-pass", "--format", "pfd"], f"Did you mean 'pdf'? Formats: {NAMES}."),
        (["--topic", "forward-pass", "--students", "."], "Is a directory"),
    ],
    ids=str,
)
def test_a_mistake_is_one_sentence(words, sentence):
    assert sentence in refused("export", *words)
