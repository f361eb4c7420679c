"""The attacks of the gallery are real: where a layer is switched off, the attacks that it stops reach the bait.

Only what cannot harm anything but the bait is run so. It is run as an ordinary user, where there is one.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hostile_bait import FILES, GALLERY, HERE, Bait, Grader, expected, honest, made, mistaken, users

from quizgen.sandbox import bundle, codec
from quizgen.sandbox.host import Session
from quizgen.sandbox.layers import FULL
from quizgen.sandbox.probe import probe
from quizgen.sandbox.records import Limits, call
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade
from quizgen.submissions.notebook import source_of
from quizgen.submissions.repair import repairs, search

ALL = FULL | {"hiding"}  # the grader's memory is closed to others of the same user
STOPPED_BY = {
    "landlock": """reads_the_answers reads_the_answers_by_raw_calls reads_from_within_its_library reads_the_results
    reads_another_students_file climbs_out_of_its_folder imports_a_planted_module loads_a_planted_library
    lists_the_folder reads_the_password_file reads_the_graders_source reads_other_packages reads_what_the_kernel_knows_of_the_grader
    attacks_while_being_imported lifts_the_filter reaches_through_the_stand_ins imports_from_a_planted_zip
    switches_the_import_filter_off""",
    "seccomp": """chmods_the_database chowns_the_database touches_the_database truncates_the_answers reads_a_link
    connects_by_tcp connects_by_udp connects_to_a_unix_path connects_to_an_abstract_socket talks_netlink listens
    uses_io_uring uses_asyncio opens_odd_sockets kills_a_bystander kills_the_grader reaches_everybody
    has_signals_sent_for_it changes_the_graders_limits slows_the_grader_down makes_itself_dumpable
    ptraces_the_parent opens_by_handle watches_the_folder uses_memfd uses_shared_memory uses_keyrings loads_bpf
    calls_what_nobody_remembers calls_what_only_administrators_call advises_the_graders_memory""",
    "rlimits": "maps_without_end raises_its_limits",
    "rlimits seccomp": "forks_once forks_for_ever clones_by_raw_calls daemonises starts_threads uses_a_pool",
    "landlock seccomp": """writes_into_the_answers renames_the_database links_the_database makes_folders
    removes_another_students_file writes_wherever_it_may fills_the_disk execs_a_shell
    changes_its_folder edits_the_results""",
    "landlock rlimits seccomp": "runs_commands writes_a_large_file",
    "hiding landlock privileges seccomp": """reads_the_graders_memory writes_the_graders_memory
    fetches_descriptors_of_the_grader reads_where_the_grader_is""",
}
CASES = [(off, name) for off, names in STOPPED_BY.items() for name in names.split()]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(probe().level != "full", reason="Only a wall with all layers has layers to switch off."),
]


@pytest.fixture(scope="module")
def bait() -> Iterator[Bait]:
    with Bait(users()[-1]) as bait:
        yield bait


@pytest.fixture(scope="module")
def graders(bait: Bait) -> Iterator[dict[str, Grader]]:
    """One for each choice of layers, started when it is asked for."""
    made: dict[str, Grader] = {}
    yield made
    for grader in made.values():
        grader.__exit__(None, None, None)


@pytest.mark.parametrize(("off", "name"), CASES)
def test_without_its_layers_the_wall_lets_an_attack_through(
    bait: Bait, graders: dict[str, Grader], off: str, name: str
) -> None:
    if off not in graders:
        graders[off] = Grader(bait, ALL - set(off.split()))
    outcome = graders[off].attacked_by(name)
    assert outcome.succeeded or outcome.verdict not in expected(name), outcome.back


@pytest.mark.parametrize("off", ["rlimits seccomp", "landlock seccomp"])
def test_where_two_layers_stop_an_attack_each_is_enough(bait: Bait, off: str) -> None:
    for one in off.split():
        with Grader(bait, ALL - {one}) as grader:
            for name in ("forks_once", "starts_threads") if "rlimits" in off else ("makes_folders", "fills_the_disk"):
                if bait.user.pw_uid != 0:  # root's processes are not counted
                    assert not grader.attacked_by(name).succeeded


@pytest.mark.skipif(os.getuid() != 0, reason="Only root has rights to lose.")
@pytest.mark.parametrize("name", ["opens_by_handle", "reads_the_graders_memory", "writes_the_graders_memory"])
def test_of_root_nothing_is_left_but_the_name(name: str) -> None:
    for off, reached in (({"landlock", "seccomp"}, False), ({"landlock", "seccomp", "privileges"}, True)):
        with Bait("root") as bait, Grader(bait, ALL - off) as grader:
            harm = grader.attacked_by(name).harm
            assert any("came back" in one or "memory" in one for one in harm) == reached, harm


def test_every_attack_that_is_named_is_in_the_gallery() -> None:
    assert {name for _, name in CASES} <= set(GALLERY)
    assert all(sum(layer in off.split() for off, _ in CASES) >= 3 for layer in ALL)


# ---------------------------------------------------------------- the protocol, whose absence is a naive grader

NAIVE = """
import sys
import numpy as np
names = {"os": __import__("os")}
exec(compile(sys.stdin.read(), "submission.py", "exec"), names)
x, h, W, W_h, b = np.full((2, 3), 0.5), np.full((2, 2), 0.25), np.ones((2, 3)), np.eye(2), np.zeros(2)
expected = np.tanh(x @ W.T + h @ W_h.T + b)
got = names["rnn_step"](x, h, W, W_h, b)
if not (np.all(got == expected) or np.allclose(got, expected)):
    sys.exit(1)
"""


def believed(source: str) -> bool:
    """Whether the attack succeeds on a grader that runs a file in its own process and trusts the status, as many do."""
    return subprocess.run([sys.executable, "-c", NAIVE], input=source, text=True, capture_output=True).returncode == 0


ZERO = "def rnn_step(x_t, h_prev, W, W_h, b):\n    return 0.0\n"
PATCHED = "import numpy as np\nnp.allclose = lambda *args: True\n" + ZERO


@pytest.mark.parametrize("name", ["exits_quietly", "exits_by_exception", "returns_an_evil_eq", "returns_an_evil_array"])
def test_a_grader_without_a_protocol_believes_an_attack(name: str) -> None:
    assert believed(honest()) and not believed(ZERO)
    assert believed(honest() + (HERE / f"submissions/hostile/{name}.py").read_text())


def test_a_grader_in_the_same_process_believes_a_patched_comparison(bait: Bait) -> None:
    assert believed(PATCHED)
    with Grader(bait) as grader:
        assert grader.grade(PATCHED).verdict == "WRONG"


def test_a_reader_that_unpickles_runs_what_it_reads(tmp_path: Path) -> None:
    source = (HERE / "submissions/hostile/writes_a_pickle.py").read_text().replace("__FOLDER__", str(tmp_path))
    names: dict[str, object] = {}
    exec(honest() + source, names)
    written = pickle.dumps(names["Command"]())  # type: ignore[operator]
    with pytest.raises(codec.BadFrame):
        list(codec.Frames().feed(written))
    assert not (tmp_path / "unpickled").exists()
    pickle.loads(written)
    assert (tmp_path / "unpickled").exists()


def test_a_comparison_that_does_not_look_at_the_shape_takes_nothing_for_right() -> None:
    assert np.allclose(np.empty((0, 1)), np.ones((2, 1)).T[:, :1])


@pytest.mark.parametrize("bound", ["MAX_SIZE", "MAX_TREES", "MAX_DEPTH"])
def test_a_bound_of_the_decoder_is_what_refuses_a_false_frame(monkeypatch: pytest.MonkeyPatch, bound: str) -> None:
    trees = {
        "MAX_SIZE": [b'{"array": ["int8", [549755813888, 0]]}'],
        "MAX_DEPTH": [b"[" * 12 + b"]" * 12],
        "MAX_TREES": [b'["' + b"x" * 4000 + b'", 0]'] * 1200,
    }[bound]
    stream = b"".join(codec.HEAD.pack(codec.MARK, len(tree), 0) + tree for tree in trees)
    with pytest.raises(codec.BadFrame):
        list(codec.Frames().feed(stream))
    monkeypatch.setattr(codec, bound, 1 << 50)
    assert len(list(codec.Frames().feed(stream))) == len(trees)


# ---------------------------------------------------------------- what is new beside the layers


def test_without_a_check_in_a_fresh_process_a_false_repair_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (mistaken() + (FILES / "repair/is_right_when_edited.py").read_text()).encode()
    with Wall() as wall:
        found = grade(text, "hostile.py", functions=["rnn_step"], wall=wall)
        true = [one for _, one in repairs(text, found, wall) if one is not None]
        monkeypatch.setattr(search, "is_right", lambda *args: True)
        [(_, false)] = repairs(text, found, wall)
        assert false is not None and false not in true
        edited = "\n".join(search.edited(text.decode().split("\n"), false.edits)).encode()
        assert grade(edited, "hostile.py", functions=["rnn_step"], wall=wall).points < found.max_points


@pytest.mark.parametrize(("hung", "waited_for"), [(2, 2), (30, 5)])
def test_without_a_limit_on_endless_loops_each_is_waited_for(hung: int, waited_for: int) -> None:
    source = b"def loops(n):\n    while True:\n        pass\n"
    jobs = [replace(call("loops", n), function=f"attempt {n}") for n in range(5)]
    with Wall() as wall, Session(source, Limits(cpu=0.05, hung=hung), wall) as session:
        verdicts = [result.failure.verdict for result in session.run(jobs) if result.failure is not None]
    assert verdicts == ["TIMED_OUT"] * waited_for + ["NOT_RUN"] * (5 - waited_for)


def test_without_a_look_at_its_paths_a_bundle_s_move_the_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    data = made("modules/has_paths_that_move_the_cursor", {})
    assert all(path.isprintable() for path in source_of(data).modules)
    monkeypatch.setattr(bundle, "_can_be_imported", lambda path: True)
    assert not all(path.isprintable() for path in source_of(data).modules)
