"""quizgen doctor: says what holds, why, and whether it did when it was tried."""

from __future__ import annotations

import pytest
from cli_program import done, empty_desk, quizgen, said

from quizgen.sandbox import confine, probe, self_test, wall
from quizgen.sandbox.records import Protection
from quizgen.sandbox.wall import Wall

protected = pytest.mark.skipif(probe.probe().level == "none", reason="this machine has no wall")


@pytest.fixture(autouse=True)
def desk(tmp_path, monkeypatch):
    return empty_desk(tmp_path, monkeypatch)


@protected
def test_it_says_how_far_this_machine_goes_and_why():
    page = done("doctor")
    found = probe.probe()
    assert page.startswith(f"protection  {found.level}\n{found.why}\n")
    assert "Tried just now, and held in: look into a folder, write to a file" in page
    for layer in probe.layers():
        assert f"{layer.name} " in page and layer.holds in page


@protected
def test_json_says_the_same():
    told = said("doctor")
    found = probe.probe()
    assert (told["level"], told["why"]) == (found.level, found.why)
    assert [layer["name"] for layer in told["layers"]] == [layer.name for layer in probe.layers()]
    assert told["tried"] == list(self_test.ATTEMPTS) and told["came_through"] == []


def test_a_machine_without_a_wall_is_told_what_to_do(monkeypatch):
    monkeypatch.setattr(probe, "probe", lambda: Protection("none", "Nothing filters here."))
    result = quizgen("doctor")
    assert result.exit_code == 1
    assert "Nothing filters here." in result.stdout and "--unsafe-no-sandbox" in result.stdout
    assert "Tried" not in result.stdout


def test_a_wall_that_lets_something_through_is_told(monkeypatch):
    monkeypatch.setattr(wall, "_layers", lambda unsafe: confine.FULL - {"seccomp"})
    result = quizgen("doctor")
    assert result.exit_code == 1
    assert "it came through: open a socket, " in " ".join(result.stdout.split())


def test_the_trial_has_teeth():
    with Wall(layers=frozenset()) as none:
        assert self_test.escapes(none) == tuple(self_test.ATTEMPTS)


@protected
def test_the_trial_finds_what_each_layer_alone_lets_through():
    with Wall(layers=frozenset({"rlimits"})) as limits:
        assert {"look into a folder", "open a socket"} <= {*self_test.escapes(limits)}
        assert "take 8 GiB of memory" not in self_test.escapes(limits)
    with Wall(layers=frozenset({"seccomp"})) as filters:
        assert self_test.escapes(filters) == ("look into a folder", "take 8 GiB of memory")
