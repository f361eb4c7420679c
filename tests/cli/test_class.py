"""quizgen grade on a class: any layout, broken or hostile files, interrupted and continued."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from class_folders import (
    CANVAS,
    ENDLESS_STEP,
    GRADESCOPE,
    METADATA,
    MOODLE,
    RIGHT_STEP,
    STEP_WITHOUT_B,
    class_of,
    lay,
    zipped,
)
from cli_program import empty_workspace, graded, json_output, output_of, process, quizgen, refused, ungraded

from quizgen.store import Store

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    return empty_workspace(tmp_path, monkeypatch)


def students(*words: str) -> dict[str, float]:
    return {grade["student"]: grade["points"] for grade in graded(*words)}


# ---------------------------------------------------------------- layouts, and whose it is


@pytest.mark.parametrize(
    "files", [MOODLE, CANVAS, {**GRADESCOPE, "assignment_99_export/submission_metadata.yml": METADATA}]
)
@pytest.mark.parametrize("form", ["folder", "zip"])
def test_an_export_of_a_platform_is_graded_for_its_students(files, form):
    real = {name: RIGHT_STEP if name.endswith(".py") else data for name, data in files.items()}
    path = str(lay(Path("class"), real) if form == "folder" else lay(Path(), {"class.zip": zipped(real)}) / "class.zip")
    Path("roster.csv").write_text("id,name,email\n1815,Ada Lovelace,\n1906,Grace Hopper,grace@example.edu\n")
    assert students(path, "--roster", "roster.csv") == {"1815": 13, "1906": 13}
    assert len(students(path)) == 2 and None not in students(path)
    assert (
        not [path for path in Path().rglob("*") if path.name in ("submission.py", "homework 3.py")] or form == "folder"
    )


def test_a_file_of_an_unknown_student_is_reported_and_graded():
    lay(Path("class"), {"ada.py": RIGHT_STEP, "1815.py": RIGHT_STEP, "who.py": RIGHT_STEP})
    Path("roster.csv").write_text("id,name\n1815,Ada Byron\n1816,Ada Lovelace\n", encoding="utf-8")
    result = quizgen("grade", "class", "--roster", "roster.csv", "--json")
    assert result.exit_code == 0 and len(json.loads(result.stdout)["grades"]) == 3
    assert sorted(line.split(": ")[1] for line in result.stderr.splitlines()) == ["class/ada.py", "class/who.py"]
    assert "matches no student on the roster" in result.stderr


def test_the_table_names_students_and_those_without_a_submission():
    lay(
        Path("class"),
        {"1815.py": RIGHT_STEP, "1906 one.py": RIGHT_STEP, "1906 two.py": STEP_WITHOUT_B, "1882.py": RIGHT_STEP},
    )
    Path("roster.csv").write_text(
        "id,name\n1815,Ada Lovelace\n1906,Grace Hopper\n1882,Emmy Noether\n1777,Carl Gauß\n", encoding="utf-8"
    )
    shown = " ".join(quizgen("grade", "class", "--roster", "roster.csv").stdout.split())
    assert "Ada Lovelace 13 of 13" in shown and re.findall(r"Grace Hopper \((.+?)\)", shown) == ["1 of 2", "2 of 2"]
    assert "Nothing was graded of 1 student on the roster: Carl Gauß." in shown
    assert "1906 one.py" in shown and "1906 two.py" in shown, "a file is named where its student has several"
    assert "class/" not in shown and "1815.py" not in shown, "and paths are left out"


def test_two_files_of_one_student_are_both_graded_and_reported():
    lay(
        Path("class"),
        {
            "Ada/one.py": RIGHT_STEP,
            "Ada/two.py": STEP_WITHOUT_B,
            "Ben/one.py": RIGHT_STEP,
            "1815 a.py": RIGHT_STEP,
            "1815 b.py": RIGHT_STEP,
        },
    )
    Path("roster.csv").write_text("id,name\n1815,Ada L\n", encoding="utf-8")
    result = quizgen("grade", "class", "--roster", "roster.csv", "--json")
    assert "quizgen: 1815: handed in 2 files, each graded by itself: class/1815 a.py, class/1815 b.py." in result.stderr
    assert len(json.loads(result.stdout)["grades"]) == 5


# ---------------------------------------------------------------- one bad file never stops it


def test_a_class_with_everything_that_can_go_wrong_is_graded_all_the_same(workspace):
    root = class_of(6)
    os.mkfifo(root / "pipe.py")
    (root / "link.py").symlink_to("/etc/passwd")
    with (root / "huge.py").open("wb") as file:
        file.truncate(2 << 30)
    lay(root, {"bomb.zip": zipped({"a.py": b"\0" * 9_000_000, "../out.py": RIGHT_STEP}), "broken.zip": b"PK\3\4"})
    lay(
        root,
        {
            "empty.py": b"",
            "latin.py": "# é\n".encode("latin-1") + RIGHT_STEP,
            "李雷.py": RIGHT_STEP,
            "Zoe\u0308.py": RIGHT_STEP,
        },
    )
    lay(
        root,
        {
            "kill.py": RIGHT_STEP.replace(b"    return", b"    import os\n    os.kill(os.getpid(), 9)\n    return"),
            "deep.py": b"x = " + b"(" * 9999 + RIGHT_STEP,
        },
    )
    run = process("grade", "class", "--json", cwd=workspace)
    assert run.returncode == 1 and "Traceback" not in run.stderr
    found = json.loads(run.stdout)
    points = {Path(grade["source"]).name: grade["points"] for grade in found["grades"]}
    assert [points[f"s00{n}.py"] for n in (1, 2, 4, 5)] == [13] * 4
    assert points["latin.py"] == points["李雷.py"] == points["Zoe\u0308.py"] == 13 and points["kill.py"] < 5
    missed = Counter(Path(one["source"]).name for one in found["ungraded"])
    assert {"pipe.py", "link.py", "huge.py", "a.py", "out.py", "broken.zip", "empty.py"} <= missed.keys()
    assert set(missed.values()) == {1} and len(run.stderr.splitlines()) == len(missed)
    assert not (workspace / "out.py").exists() and not (workspace.parent / "out.py").exists()


def test_an_empty_folder_and_no_python_are_each_a_sentence():
    Path("empty").mkdir()
    lay(Path("texts"), {"essay.pdf": b"%PDF"})
    assert "no Python file here" in refused("grade", "empty")
    assert "no Python file here" in refused("grade", "texts")
    class_of(1)
    assert ungraded("empty", "class").count("\n") == 1 and len(json_output("results")["grades"]) == 1


def test_nothing_in_a_name_or_a_file_moves_a_terminals_cursor():
    for count in (1, 5):
        lay(Path(f"class{count}"), {f"\x1b[2J{n}\nx.py": RIGHT_STEP for n in range(count)})
        lay(
            Path(f"class{count}"),
            {"\x1b[2Jempty.py": b"", "e.py": b"def rnn_step(a, b, c, d, e): raise ValueError('\x1b[2J')"},
        )
        result = quizgen("grade", f"class{count}")
        assert result.exit_code == 1 and result.stderr.count("\n") == 1
        assert "\x1b" not in result.output and "[2J0" in result.stdout


def test_a_machine_without_a_sandbox_refuses_with_a_next_step(monkeypatch):
    """As the program sees it where the kernel filters nothing."""
    from quizgen.sandbox.records import Protection

    monkeypatch.setattr("quizgen.sandbox.wall.probe", lambda: Protection("none", "The kernel filters nothing here."))
    class_of(2)
    for path in ("class", "class/s001.py"):
        result = quizgen("grade", path)
        assert result.exit_code == 2 and result.stderr.count("\n") == 1 and "--unsafe-no-sandbox" in result.stderr
    assert not json_output("results")["grades"]


# ---------------------------------------------------------------- going on


def test_what_was_graded_is_not_graded_twice_and_is_still_reported():
    class_of(5)
    first = graded("class")
    assert graded("class") == first and len(json_output("results")["grades"]) == 5
    shown = output_of("grade", "class")
    assert "5 graded" in shown and "5 unchanged since they were graded" in shown
    Path("class/s001.py").write_bytes(STEP_WITHOUT_B)
    assert [g["points"] for g in graded("class")] == [g["points"] for g in first[:1]] + [first[0]["points"]] + [
        g["points"] for g in first[2:]
    ]
    assert len(json_output("results")["grades"]) == 6
    graded("class", "--again")
    assert len(json_output("results")["grades"]) == 11
    graded("class", "--public")
    assert len(json_output("results")["grades"]) == 16, "asked otherwise is another question"


@pytest.mark.skipif(sys.platform == "darwin", reason="its file system takes no such name")
def test_a_name_that_is_no_utf_8_is_known_again():
    class_of(2)
    (Path("class") / os.fsdecode(b"caf\xe9.py")).write_bytes(RIGHT_STEP)
    assert [grade["student"] for grade in graded("class") if grade["student"].startswith("caf")] == ["caf\\udce9"]
    output_of("grade", "class")
    assert len(json_output("results")["grades"]) == 3, "nothing was graded again"


def test_a_file_named_by_itself_is_always_graded():
    class_of(2)
    graded("class/s001.py"), graded("class/s001.py")
    with Store.open("quizgen.db") as store:
        assert [record.replaces for record in store.grades()] == [None, 1]


def started(*words: str, workspace: Path) -> subprocess.Popen[bytes]:
    """The program in a process group of its own."""
    command = [sys.executable, "-m", "quizgen", "grade", *words]
    return subprocess.Popen(
        command, cwd=workspace, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def kept() -> list[str]:
    """The sources of all grades there are, so far."""
    with suppress(Exception), Store.open("quizgen.db") as store:
        return [record.grade.source for record in store.grades()]
    return []


def test_killed_at_any_moment_nothing_recorded_is_lost_and_the_same_command_goes_on(workspace):
    class_of(60)
    quizgen("results")  # the store is there, so that a kill may come at any moment of grading
    before: list[str] = []
    for wanted in (1, 12, 30):
        run = started("class", "--jobs", "2", workspace=workspace)
        until = time.monotonic() + 60
        while len(kept()) < wanted and run.poll() is None and time.monotonic() < until:
            time.sleep(0.01)
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate()
        now = kept()
        assert now[: len(before)] == before and len(set(now)) == len(now) >= wanted, "what was there is there, once"
        before = now
    left = 60 - len(before)
    shown = process("grade", "class", "--jobs", "2", cwd=workspace)
    assert shown.returncode == 0 and "60 graded" in shown.stdout
    assert f"{len(before)} unchanged since they were graded" in shown.stdout and left < 60
    assert sorted(kept()) == sorted(f"class/s{n:03}.py" for n in range(60)), "each once, none twice"
    with Store.open("quizgen.db") as store:
        assert all(record.grade.marks for record in store.grades()), "no grade is half there"


def test_ctrl_c_stops_at_once_keeps_the_grades_and_says_how_to_continue(workspace):
    class_of(6)
    lay(Path("class"), {f"z{n}.py": ENDLESS_STEP for n in range(4)})
    run = started("class", "--jobs", "2", workspace=workspace)
    until = time.monotonic() + 60
    while len(kept()) < 6 and run.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    ours = family(run.pid)
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does, to the program and its workers
    _, errors = run.communicate(timeout=60)
    assert run.returncode == 130 and b"Traceback" not in errors
    assert re.search(rb"stopped after \d+ grades, which are kept. The same command goes on from there.", errors)
    while (left := [pid for pid in ours if running(pid)]) and time.monotonic() < until:
        time.sleep(0.02)
    assert len(kept()) >= 6 and not left


def test_killed_it_leaves_no_process_behind(workspace):
    lay(Path("class"), {f"{n}.py": ENDLESS_STEP for n in range(4)})
    run = started("class", "--jobs", "2", workspace=workspace)
    until = time.monotonic() + 60
    while len(family(run.pid)) < 7 and time.monotonic() < until:  # itself, two workers, two zygotes, two endless files
        time.sleep(0.01)
    ours = family(run.pid)
    os.kill(run.pid, signal.SIGKILL)  # the program alone: nothing informs its workers
    run.communicate()
    while (left := [pid for pid in ours if running(pid)]) and time.monotonic() < until:
        time.sleep(0.02)
    assert len(ours) >= 7 and not left


def family(pid: int) -> set[int]:
    """A process and all that descend from it."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def running(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def test_an_endless_submission_delays_no_other(workspace):
    class_of(12)
    lay(Path("class"), {"a.py": ENDLESS_STEP})
    run = started("class", "--jobs", "2", workspace=workspace)
    until = time.monotonic() + 60
    while len(kept()) < 12 and time.monotonic() < until and run.poll() is None:
        time.sleep(0.01)
    assert len(kept()) >= 12
    run.communicate(timeout=120)
    assert run.returncode == 0 and len(kept()) == 13
