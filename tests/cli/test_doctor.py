"""quizgen doctor: shows which layers are active, why, and what they stopped when they were tested."""

from __future__ import annotations

import pytest
from cli_program import empty_workspace, json_output, output_of, quizgen

from quizgen.sandbox import probe, self_test, wall
from quizgen.sandbox.layers import FULL
from quizgen.sandbox.records import Protection
from quizgen.sandbox.wall import Wall

protected = pytest.mark.skipif(probe.probe().level == "none", reason="this machine has no wall")


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    return empty_workspace(tmp_path, monkeypatch)


@protected
def test_it_shows_how_well_this_machine_isolates_code_and_why():
    page = output_of("doctor")
    found = probe.probe()
    assert page.startswith(f"protection  {found.level}\n{found.why}\n")
    assert "Tried just now, and stopped: look into a folder, write to a file" in page
    for layer in probe.layers():
        assert f"{layer.name} " in page and layer.purpose in page


@protected
def test_json_says_the_same():
    report = json_output("doctor")
    found = probe.probe()
    assert (report["level"], report["why"]) == (found.level, found.why)
    assert [layer["name"] for layer in report["layers"]] == [layer.name for layer in probe.layers()]
    assert report["tried"] == list(self_test.ATTEMPTS) and report["came_through"] == []


def test_a_machine_without_isolation_shows_what_to_do(monkeypatch):
    monkeypatch.setattr(probe, "probe", lambda: Protection("none", "Nothing filters here."))
    result = quizgen("doctor")
    assert result.exit_code == 1
    assert "Nothing filters here." in result.stdout and "--unsafe-no-sandbox" in result.stdout
    assert "Tried" not in result.stdout


def test_an_attempt_that_is_not_stopped_is_shown(monkeypatch):
    monkeypatch.setattr(wall, "choose_layers", lambda unsafe: FULL - {"seccomp"})
    result = quizgen("doctor")
    assert result.exit_code == 1
    assert "not stopped: open a socket, " in " ".join(result.stdout.split())


def test_the_self_test_finds_what_no_wall_stops():
    with Wall(layers=frozenset()) as none:
        assert self_test.escapes(none) == tuple(self_test.ATTEMPTS)


@protected
def test_the_self_test_finds_what_each_layer_alone_does_not_stop():
    with Wall(layers=frozenset({"rlimits"})) as limits:
        assert {"look into a folder", "open a socket"} <= {*self_test.escapes(limits)}
        assert "take 8 GiB of memory" not in self_test.escapes(limits)
    with Wall(layers=frozenset({"seccomp"})) as filters:
        assert self_test.escapes(filters) == ("look into a folder", "take 8 GiB of memory")
