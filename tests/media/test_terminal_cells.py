"""Cells of a terminal's table stay readable in narrow columns."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from quizgen.media.terminal_cells import LongName, broken


def shown(text: str, width: int) -> list[str]:
    out = io.StringIO()
    Console(file=out, width=width).print(LongName(text))
    return [line.rstrip() for line in out.getvalue().splitlines()]


def test_a_long_name_is_broken_between_its_parts() -> None:
    assert shown("graded: two-steps-3-s01", 12) == ["graded: two-", "steps-3-s01"]
    assert shown("hw2/Ada Lovelace/submission.py", 14) == ["hw2/Ada", "Lovelace/", "submission.py"]


@given(st.text("ab-/_ ", max_size=30), st.integers(1, 12))
def test_a_broken_name_keeps_all_its_characters(text: str, width: int) -> None:
    assert "".join("".join(broken(text, width)).split()) == "".join(text.split())
