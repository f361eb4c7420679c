"""No file of the gallery gets anything but its verdict: the bait is untouched, and the next file is graded as ever."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hostile_bait import GALLERY, Bait, Grader, expected, users


@pytest.fixture(scope="module", params=users())
def grader(request: pytest.FixtureRequest) -> Iterator[Grader]:
    with Bait(request.param) as bait, Grader(bait) as grader:
        yield grader


@pytest.mark.parametrize("name", GALLERY)
def test_a_hostile_file_gets_its_verdict_and_nothing_else(grader: Grader, name: str) -> None:
    outcome = grader.attacked_by(name)
    assert not outcome.harm
    assert "LOOT" not in outcome.back
    assert outcome.verdict in expected(name), outcome.back
    after = grader.honest()
    assert after.full, f"the next file was not graded as it deserves: {after}"


def test_the_gallery_is_large() -> None:
    assert len(GALLERY) >= 60
