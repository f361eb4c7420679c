"""One wall for all the files that are graded here: every submission has a process of its own behind it all the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from quizgen.sandbox.wall import Wall


@pytest.fixture(scope="session")
def wall() -> Iterator[Wall]:
    with Wall() as one:
        yield one
