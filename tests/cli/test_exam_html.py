"""quizgen exam make --html: a web page beside the PDF of each paper."""

from pathlib import Path

from cli_program import output_of
from exam_of_four import make_exam

COMMAND = ("exam", "make", "exam.toml", "--roster", "roster.csv", "--html")


def test_each_paper_is_a_web_page_too_with_the_same_code_and_the_same_bytes_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make_exam()
    assert not Path("exam/html").exists()
    assert "The papers as web pages are in exam/html/." in output_of(*COMMAND)
    pages = {path.stem: path.read_bytes() for path in Path("exam/html").iterdir()}
    assert set(pages) == {path.stem for path in Path("exam/papers").iterdir()} and len(pages) == 4
    assert b"James Bond" in next(page for name, page in pages.items() if name.startswith("007"))
    output_of(*COMMAND)
    assert {path.stem: path.read_bytes() for path in Path("exam/html").iterdir()} == pages


def test_a_replacement_has_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make_exam()
    output_of(*COMMAND, "--replacement", "ada")
    (page,) = Path("exam/html").iterdir()
    assert page.stem.endswith(" (2)") and (Path("exam/papers") / f"{page.stem}.pdf").exists()
