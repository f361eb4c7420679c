"""A list of very many grades stays one that people can read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner

from quizgen.cli import main
from quizgen.cli.results import LATEST
from quizgen.model import Grade, Mark, Verdict
from quizgen.store import Store

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_of_very_many_grades_the_newest_are_shown_and_the_others_counted(tmp_path: Path) -> None:
    marks = (Mark("rnn_step.F1", Verdict.SLIP, 0, 1, "equals", ("fwd-no-bias",)),)
    with Store.open(tmp_path / "q.db") as store:
        store.append_all([Grade(f"{n:04}.py", "code", "", "Ada", marks) for n in range(LATEST + 2)], NOON)
    command = ["--db", str(tmp_path / "q.db"), "results"]
    heading, *shown, message = CliRunner().invoke(main, command).output.splitlines()
    assert heading.split()[:2] == ["when", "student"] and len(shown) == LATEST
    assert "0002.py" in shown[0] and shown[-1].endswith("Bias b left out")
    assert message.startswith("2 earlier ones are not shown.")
    assert len(json.loads(CliRunner().invoke(main, [*command, "--json"]).output)["grades"]) == LATEST + 2


def test_points_that_wait_are_no_zeros_and_paths_are_left_out(tmp_path: Path) -> None:
    marks = (Mark("q1.h_1", Verdict.RIGHT, 2, 2), Mark("q1.why", Verdict.NEEDS_A_PERSON, 0, 4, "Waits for a person."))
    slips = (Mark("rnn_step.F1", Verdict.SLIP, 0, 1, "equals", ("fwd-no-bias", "fwd-stale-h0", "out-no-bias")),)
    with Store.open(tmp_path / "q.db") as store:
        store.append(Grade("a/answers.toml", "answers", "exam-1", "Ada", marks), NOON)
        store.append_all([Grade(f"class/{who}/submission.py", "code", "", who, slips) for who in ("Ada", "Bob")], NOON)
    output = CliRunner().invoke(main, ["--db", str(tmp_path / "q.db"), "results"]).output
    shown = " ".join(output.split())
    assert "points waiting misconceptions" in shown and "Ada exam-1 2 of 2 4" in shown and "2 of 6" not in shown
    assert "Ada Ada/submission.py 0 of 1" in shown and "class/" not in shown
    assert "; ..." in shown and "fwd-" not in shown
