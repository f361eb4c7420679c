"""quizgen exam make: a replacement is a file of its own, with other numbers, and touches nobody's paper."""

from pathlib import Path

import pytest
from cli_program import empty_workspace, output_of, refused

PLAN = """
name = "midterm"
title = "Midterm"

[[section]]
exercises = ["forward-scalar", "classify-task"]
"""
MAKE = ("exam", "make", "exam.toml", "--roster", "roster.csv")


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    Path(tmp_path / "exam.toml").write_text(PLAN, encoding="utf-8")
    Path(tmp_path / "roster.csv").write_text("id,name\ns1,Ada\ns2,Ben\n", encoding="utf-8")
    empty_workspace(tmp_path, monkeypatch)
    output_of("exam", "secret")
    return tmp_path


def papers():
    return {path.name: path.read_bytes() for path in sorted(Path("exam/papers").iterdir())}


def test_a_replacement_is_a_paper_of_its_own_and_leaves_the_others_as_they_are():
    output_of(*MAKE)
    before = papers()
    output_of(*MAKE, "--replacement", "s2")
    after = papers()
    assert list(after) == ["s1 Ada.pdf", "s2 Ben (2).pdf", "s2 Ben.pdf"]
    assert {name: after[name] for name in before} == before and after["s2 Ben (2).pdf"] != before["s2 Ben.pdf"]
    output_of(*MAKE, "--replacement", "s2")
    assert papers() == after


def test_a_replacement_for_nobody_is_refused_before_anything_is_written():
    message = refused(*MAKE, "--replacement", "s22")
    assert "--replacement s22: roster.csv has no student with this id. Did you mean 's2'?" in message
    assert not Path("exam").exists()


def test_an_accommodation_of_nobody_is_named_and_the_others_get_their_papers():
    Path("exam.toml").write_text(f"{PLAN}\n[accommodations.s3]\nlarge_print = true\n", encoding="utf-8")
    assert "The plan has an accommodation for 's3', who is not on the roster." in " ".join(output_of(*MAKE).split())
    assert list(papers()) == ["s1 Ada.pdf", "s2 Ben.pdf"]
