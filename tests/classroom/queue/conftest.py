"""A new database for each test of the queue, and workers on it that end with the test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from postgres_server import server
from queued_class import Workers

from quizgen.store import Store


@pytest.fixture
def url() -> str:
    return server().url(server().empty())


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store.open(url) as opened:
        yield opened


@pytest.fixture
def workers(url: str) -> Iterator[Workers]:
    found = Workers(url)
    yield found
    found.kill()
