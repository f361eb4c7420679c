"""Where the content lies: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder `question_bank` or `templates`, packaged into quizgen by the wheel, at the top of a checkout otherwise."""
    inside = HERE / name
    return inside if inside.is_dir() else HERE.parent / name
