"""Hands submissions over: their bytes, how to grade them, and the job to do so enter the database together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from quizgen.collect import Handed
from quizgen.queue.engine import QUEUE, TASK, engine
from quizgen.store import Store

BATCH = (
    25  # submissions of a job: so few that a machine that fails holds up little, so many that the engine costs little
)


def hand_over(store: Store, handed: Iterable[Handed], settings: Mapping[str, Any], now: datetime) -> int:
    """Hands over submissions and how to grade them (classroom's Asking as a mapping); returns how many.

    What was handed over before this was killed is there, with its jobs, and nothing is there by half.
    UserError: the store is not on PostgreSQL.
    """
    app, coming, count = engine(store), iter(handed), 0

    def defer(line: Any, batch: int) -> None:
        app.configure_task(TASK, queue=QUEUE, connection=line).defer(batch=batch)

    while batch := list(islice(coming, BATCH)):
        store.hand_in(batch, settings, now, defer)
        count += len(batch)
    return count
