"""No file of the gallery gets anything but its verdict: the bait is untouched, and the next file is graded as ever.

The wall of an ordinary user is attacked by every file; those of root and of old kernels by a sixth, and by all in the night.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hostile_bait import GALLERY, Bait, Grader, expected, honest, users
from nightly import every

from quizgen.sandbox.layers import STRICT
from quizgen.sandbox.probe import probe

LEVEL = probe().level
USUAL = [(users()[-1], None)]
OTHERS = [(user, None) for user in users()[:-1]] + [(users()[-1], STRICT | {"hiding"})] * (LEVEL == "full")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(LEVEL == "none", reason="There is no wall on this machine, and so no grading."),
]


def name_of(wall: tuple[str, frozenset[str] | None]) -> str:
    return f"{wall[0]}{'-strict' if wall[1] else ''}"


@pytest.fixture(scope="module", params=USUAL + OTHERS, ids=name_of)
def grader(request: pytest.FixtureRequest) -> Iterator[Grader]:
    """A grader: as root and as an ordinary user where there are both, and with the layers of old kernels."""
    user, layers = request.param
    with Bait(user) as bait, Grader(bait, layers) as grader:
        yield grader


@pytest.mark.parametrize("grader", USUAL, ids=name_of, indirect=True)
@pytest.mark.parametrize("name", GALLERY)
def test_a_hostile_file_gets_its_verdict_and_nothing_else(grader: Grader, name: str) -> None:
    check_attack(grader, name)


@pytest.mark.parametrize("grader", OTHERS, ids=name_of, indirect=True)
@pytest.mark.parametrize("name", every(6, GALLERY))
def test_nor_behind_the_wall_of_another_user_or_kernel(grader: Grader, name: str) -> None:
    check_attack(grader, name)


def check_attack(grader: Grader, name: str) -> None:
    """A hostile file gets its verdict, nothing else was touched, and the next file is graded as ever."""
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
