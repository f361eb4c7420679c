"""A class graded by many machines: submissions wait in the store's PostgreSQL, and procrastinate says who takes which."""

from quizgen.errors import UserError

try:
    from quizgen.classroom.queue.status import State, state
    from quizgen.classroom.queue.submit import hand_over
    from quizgen.classroom.queue.worker import work
except ModuleNotFoundError as missing:
    if missing.name not in ("procrastinate", "psycopg"):
        raise
    needs = "The queue needs PostgreSQL: --db postgresql+psycopg://..., pip install 'quizgen[postgres]'."
    raise UserError(needs) from None

__all__ = ["State", "hand_over", "state", "work"]
