"""An exam on paper with what goes wrong: odd names, files that are in the way, commands at once; nobody's paper changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_program import empty_workspace, output_of

PLAN = 'name = "midterm"\n\n[[section]]\nexercises = ["forward-scalar"]\n'
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


# ---------------------------------------------------------------- the roster


def test_with_a_roster_of_other_students_the_papers_of_the_first_are_named_and_stay():
    roster(*(f"s{n},Student {n}" for n in range(8)))
    output_of(*MAKE)
    before = papers()
    roster("s0,Student 0")
    said = " ".join(output_of(*MAKE).split())
    assert "left as they are: papers/s1 Student 1.pdf" in said and said.endswith("papers/s5 Student 5.pdf, and 2 more.")
    assert papers() == before
