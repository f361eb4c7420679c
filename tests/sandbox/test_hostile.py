"""No file of the gallery gets anything but its verdict: the bait is untouched, and the next file is graded as ever."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hostile_bait import GALLERY, Bait, Grader, expected, honest, users

from quizgen.sandbox.layers import STRICT
from quizgen.sandbox.probe import probe

LEVEL = probe().level
WALLS = [(user, None) for user in users()] + [(users()[-1], STRICT | {"hiding"})] * (LEVEL == "full")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(LEVEL == "none", reason="There is no wall on this machine, and so no grading."),
]


@pytest.fixture(scope="module", params=WALLS, ids=lambda wall: f"{wall[0]}{'-strict' if wall[1] else ''}")
def grader(request: pytest.FixtureRequest) -> Iterator[Grader]:
    """A grader: as root and as an ordinary user where there are both, and with the layers of old kernels."""
    user, layers = request.param
    with Bait(user) as bait, Grader(bait, layers) as grader:
        yield grader


@pytest.mark.parametrize("name", GALLERY)
def test_a_hostile_file_gets_its_verdict_and_nothing_else(grader: Grader, name: str) -> None:
    outcome = grader.attacked_by(name)
    assert not outcome.harm
    assert "LOOT" not in outcome.back
    assert outcome.verdict in expected(name), outcome.back
    after = grader.honest()
    assert after.full, f"the next file was not graded as it deserves: {after}"


def test_the_attackers_have_their_tools(grader: Grader) -> None:
    tools = (
        "assert LIBC.getpid() == os.getpid()",
        "assert syscall('openat', -100, b'/', 0) != -ENOSYS",
        "assert syscall(600) == -ENOSYS",
        "got('a first find')",
    )
    outcome = grader.grade(honest() + "\n\ndef attack():\n    " + "\n    ".join(tools))
    assert "LOOT a first find" in outcome.back


def test_the_gallery_is_large() -> None:
    assert len(GALLERY) >= 60
