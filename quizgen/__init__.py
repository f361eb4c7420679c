"""quizgen makes, prints and grades exercises on recurrent neural networks."""

from pathlib import Path

HERE = Path(__file__).resolve().parent


def content(name: str) -> Path:
    """The folder `question_bank` or `templates`: inside the installed package, or at the top of a checkout."""
    inside = HERE / name
    return inside if inside.is_dir() else HERE.parent / name
