"""Each module of these tests has one wall, which is closed at its end."""

from collections.abc import Iterator

import pytest
from sandbox_wall import close_wall, wall

from quizgen.sandbox.wall import Wall


@pytest.fixture(scope="module", autouse=True)
def closed_wall() -> Iterator[None]:
    """Closes the wall of a module."""
    yield
    close_wall()


@pytest.fixture
def held() -> Wall:
    """The wall of a module."""
    return wall()
