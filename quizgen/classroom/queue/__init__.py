"""Grades a class on several machines: submissions wait in the store's PostgreSQL database, and procrastinate assigns the jobs."""

from quizgen.errors import UserError

try:
    from quizgen.classroom.queue.status import QueueStatus, queue_status
    from quizgen.classroom.queue.submit import submit
    from quizgen.classroom.queue.worker import run_worker
except ModuleNotFoundError as missing:
    if missing.name not in ("procrastinate", "psycopg"):
        raise
    needs = "The queue needs PostgreSQL: --db postgresql+psycopg://..., pip install 'quizgen[postgres]'."
    raise UserError(needs) from None

__all__ = ["QueueStatus", "queue_status", "run_worker", "submit"]
