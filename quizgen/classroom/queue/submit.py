"""Submits work to the queue: the files, the options, and the job to grade them are committed together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from itertools import groupby, islice
from typing import Any

from quizgen.classroom.queue.app import QUEUE, TASK, queue_app
from quizgen.classroom.tasks import Task
from quizgen.store import Store

BATCH_SIZE = (
    25  # submissions per job: few, so that a machine that fails delays little; enough to keep the overhead small
)


def submit(store: Store, tasks: Iterable[Task], now: datetime) -> int:
    """Submits tasks in batches, reading no more of them at a time than a batch has; returns how many.

    If it is killed, the batches submitted before are complete, with their jobs, and no batch is incomplete.
    UserError: the store is not on PostgreSQL.
    """
    app, count = queue_app(store), 0

    def defer(connection: Any, batch: int) -> None:
        app.configure_task(TASK, queue=QUEUE, connection=connection).defer(batch=batch)

    for settings, alike in groupby(tasks, settings_of):
        while batch := [task.submission for task in islice(alike, BATCH_SIZE)]:
            store.submit(batch, settings, now, defer)
            count += len(batch)
    return count


def settings_of(task: Task) -> dict[str, Any]:
    """The options of a task as JSON values."""
    return {
        **asdict(task.options),
        "functions": list(task.options.functions),
        "quiz": task.quiz,
        "assignment": task.assignment,
    }
