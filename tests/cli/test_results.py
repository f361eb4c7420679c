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
    heading, *shown, told = CliRunner().invoke(main, command).output.splitlines()
    assert heading.split()[:2] == ["when", "student"] and len(shown) == LATEST
    assert "0002.py" in shown[0] and shown[-1].endswith("fwd-no-bias")
    assert told.startswith("2 earlier ones are not shown.")
    assert len(json.loads(CliRunner().invoke(main, [*command, "--json"]).output)["grades"]) == LATEST + 2
