"""quizgen similar shows pairs to look at, says what was compared and what was not, and changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_program import empty_workspace, json_output, output_of, refused
from similar_class import honest, keep, quizzes, sheet
from simulated_programs import Draw, disguised, program

from quizgen.store import Store

WHO = ("ada1", "ada2", "ben", "cid", "dot", "eve", "fay", "gus")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A store in which ben copied three answers of ada1, gus the program of cid, and three files cannot be compared."""
    own = quizzes(WHO)
    answers = {quiz.student: honest(quiz, Draw(quiz.student), 0.1) for quiz in own}
    answers["ben"] |= {question: answers["ada1"][question] for question in ("q1", "q2", "q3")}
    programs: dict[str, bytes | None] = {who: program(Draw(who)).encode() for who in WHO}
    programs |= {"gus": disguised(program(Draw("cid"))).encode(), "dot": b"x = 1\0", "eve": None}
    programs["fay"] = b"x = " + b"(" * 5000
    path = tmp_path_factory.mktemp("kept") / "quizgen.db"
    with Store.open(path) as store:
        keep(store, [sheet(quiz, answers[quiz.student]) for quiz in own], programs)
    return path.read_bytes()


@pytest.fixture
def workspace(kept: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "quizgen.db").write_bytes(kept)
    (tmp_path / "roster.csv").write_text("id,name\nada1,Ada Lovelace\nada2,Ada Lovelace\nben,Ben Ito\n")
    return empty_workspace(tmp_path, monkeypatch)


def test_it_shows_what_agrees_how_often_that_happens_and_what_to_do(workspace: Path, kept: bytes) -> None:
    lines = output_of("similar", "--roster", "roster.csv").splitlines()
    shown = " ".join(" ".join(lines).split())
    assert "Answers: 28 pairs of students compared, 1 to look at." in shown
    assert "Ben Ito's answers fit Ada Lovelace" in shown and "(ada1)" in shown and "(the key)" in shown
    assert "Code: 10 pairs of students compared, 1 to look at." in shown and "cid and gus" in shown
    assert "rnn_backward:" in shown and "under 1 in" in shown
    assert "Not compared: 3 files." in shown and "dot/submission.py: it cannot be read: it holds null bytes" in shown
    assert "eve/submission.py: the file was not kept" in shown and "too many nested parentheses" in shown
    assert "not a verdict" in shown and "quizgen history ada1" in shown
    assert max(map(len, lines)) <= 105
    assert (workspace / "quizgen.db").read_bytes() == kept


def test_json_has_the_same_pairs(workspace: Path) -> None:
    found = json_output("similar", "--assignment", "hw1")
    [pair] = found["answers"]["pairs"]
    assert pair["students"] == ["ada1", "ben"] and 0 <= pair["false_alarms"] <= 0.05
    [copied] = found["code"]["pairs"]
    assert copied["students"] == ["cid", "gus"] and copied["false_alarms"] <= 0.05
    assert {one["student"] for one in found["not_compared"]} == {"dot", "eve", "fay"}


def test_where_nothing_is_alike_it_says_how_many_pairs_were_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty_workspace(tmp_path, monkeypatch)
    with Store.open("quizgen.db") as store:
        keep(store, [], {who: program(Draw(who)).encode() for who in WHO[:3]})
    shown = output_of("similar")
    assert "Answers: nothing to compare." in shown and "Code: 3 pairs of students compared, none to look at." in shown
    assert "verdict" not in shown
    assert refused("similar", "--assignment", "hw2").startswith("No assignment 'hw2'. Did you mean 'hw1'?")
