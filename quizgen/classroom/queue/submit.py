"""Hands submissions over: their bytes, how to grade them, and the job to do so enter the database together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from itertools import groupby, islice
from typing import Any

from quizgen.classroom.queue.app import QUEUE, TASK, engine
from quizgen.classroom.tasks import Task
from quizgen.store import Store

BATCH = (
    25  # submissions of a job: so few that a machine that fails holds up little, so many that the engine costs little
)


def hand_over(store: Store, tasks: Iterable[Task], now: datetime) -> int:
    """Hands over submissions, taking no more of them at a time than a job has; returns how many.

    What was handed over before this was killed is there, with its jobs, and nothing is there by half.
    UserError: the store is not on PostgreSQL.
    """
    app, count = engine(store), 0

    def defer(line: Any, batch: int) -> None:
        app.configure_task(TASK, queue=QUEUE, connection=line).defer(batch=batch)

    for settings, alike in groupby(tasks, settings_of):
        while batch := [task.handed for task in islice(alike, BATCH)]:
            store.submit(batch, settings, now, defer)
            count += len(batch)
    return count


def settings_of(task: Task) -> dict[str, Any]:
    """How a task is to be graded, as what JSON can say."""
    return {**asdict(task.asking), "functions": list(task.asking.functions), "quiz": task.quiz}
