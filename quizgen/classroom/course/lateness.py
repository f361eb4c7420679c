"""Late work: the days begun after the due date, and the points that they cost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

DAY = timedelta(days=1)


def days_late(submitted_at: datetime | None, limit: datetime | None) -> int:
    """The days begun after `limit`; 0 where nothing was due, or nobody knows when it was handed in."""
    if submitted_at is None or limit is None:
        return 0
    return max(0, -((limit.astimezone() - submitted_at.astimezone()) // DAY))


def share_lost(days: int, penalty: float) -> float:
    """The share of the points earned, from 0 to 1, that so many days cost."""
    return min(1.0, max(0.0, days * penalty))


def days_in_words(days: int) -> str:
    """ "1 day late", "3 days late"."""
    return f"{days} day{'s' * (days != 1)} late"


def latest(moments: Iterable[datetime | None]) -> datetime | None:
    """The last of the moments that are known."""
    return max((moment for moment in moments if moment is not None), default=None)
