"""No notebook, bundle of files, class, traced call or attempt at a repair gets more than its verdict, or exceeds its limits.

The gallery of test_hostile.py again, of what only some ways of handing in and of grading can be attacked by: one wall, with
all layers, as an ordinary user where there is one.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hostile_bait import FILES, KINDS, Bait, Grader, Outcome, expected, mistaken, users

from quizgen.sandbox.probe import probe

MISTAKE = "return np.tanh(x_t @ W.T + h_prev @ W_h + b)"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(probe().level == "none", reason="There is no wall on this machine, and so no grading."),
]


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    with Bait(users()[-1]) as bait, Grader(bait) as grader:
        yield grader


@pytest.fixture(scope="module")
def wrong(grader: Grader) -> Outcome:
    """What the mistake alone gets."""
    outcome = grader.grade(mistaken())
    assert outcome.verdict == "SLIP" and outcome.lines == (MISTAKE,)
    return outcome


def attacked(grader: Grader, name: str) -> Outcome:
    """What a hostile file gets; nothing else was touched, and the next file is graded as ever."""
    outcome = grader.attacked_by(name)
    assert not outcome.harm
    assert "LOOT" not in outcome.back
    assert outcome.verdict in expected(name), outcome.back
    assert grader.honest().full, "the next file was not graded as it deserves"
    return outcome


@pytest.mark.parametrize("name", KINDS["notebooks"])
def test_a_hostile_notebook_gets_its_verdict_and_nothing_else(grader: Grader, name: str) -> None:
    attacked(grader, f"notebooks/{name}")


@pytest.mark.parametrize("name", KINDS["modules"])
def test_hostile_files_beside_the_graded_one_get_nothing_else(grader: Grader, name: str) -> None:
    attacked(grader, f"modules/{name}")


@pytest.mark.parametrize("name", KINDS["tracing"])
def test_what_a_file_does_to_its_trace_costs_it_its_line_and_nothing_else(
    grader: Grader, wrong: Outcome, name: str
) -> None:
    outcome = attacked(grader, f"tracing/{name}")
    assert outcome.points <= wrong.points
    assert outcome.points == wrong.points or expected(f"tracing/{name}") != {"SLIP"}
    own = {line.strip()[:160] for line in (mistaken() + (FILES / f"tracing/{name}.py").read_text()).splitlines()}
    assert set(outcome.lines) <= own
    assert grader.grade(mistaken()) == wrong, "the next file has another line"


@pytest.mark.parametrize("name", KINDS["repair"])
def test_what_a_file_does_to_its_repair_costs_it_the_repair_and_nothing_else(
    grader: Grader, wrong: Outcome, name: str
) -> None:
    outcome = attacked(grader, f"repair/{name}")
    assert outcome.points <= wrong.points
    assert all(outcome.repairs), "what is shown as a repair is none"
    assert grader.grade(mistaken()) == wrong


@pytest.mark.parametrize("name", KINDS["scratch"])
def test_a_hostile_class_earns_no_more_than_an_honest_one(grader: Grader, name: str) -> None:
    before = grader.attacked_by("scratch/is_honest")
    outcome = attacked(grader, f"scratch/{name}")
    assert outcome.points <= before.points
    assert grader.attacked_by("scratch/is_honest") == before


def test_after_them_the_mistake_is_repaired_as_ever(grader: Grader) -> None:
    grader.attacked_by("repair/leaves_something_behind")
    assert grader.grade(mistaken(), kind="repair").repairs == (True,)


def test_the_gallery_of_each_kind_is_there() -> None:
    assert {kind: len(names) >= 10 for kind, names in KINDS.items()} == dict.fromkeys(KINDS, True)
