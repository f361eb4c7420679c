"""quizgen grade on a class: any layout, whatever one of them does, killed at any moment, and what is shown in the end."""

from __future__ import annotations

import csv
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree

import pytest
from class_folders import CANVAS, GRADESCOPE, METADATA, MOODLE, lay, zipped
from cli_program import done, empty_desk, graded, process, quizgen, refused, said, ungraded

from quizgen.authoring.bank import Bank
from quizgen.documents.class_summary import PRACTICE
from quizgen.store import Store
from reference_rnn import CATALOGUE, CONCEPTS

STEP = (
    b"import numpy as np\ndef rnn_step(x_t, h_prev, W, W_h, b):\n    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)\n"
)
SLIP = STEP.replace(b" + b)", b")")
ENDLESS = STEP.replace(b"    return", b"    while True: pass\n    return")


@pytest.fixture(autouse=True)
def desk(tmp_path, monkeypatch):
    return empty_desk(tmp_path, monkeypatch)


def class_of(count: int, folder: str = "class") -> Path:
    """A folder of so many students, every third with a slip."""
    return lay(Path(folder), {f"s{n:03}.py": (SLIP if n % 3 == 0 else STEP) + b"#%d\n" % n for n in range(count)})


def students(*words: str) -> dict[str, float]:
    return {grade["student"]: grade["points"] for grade in graded(*words)}


# ---------------------------------------------------------------- layouts, and whose it is


@pytest.mark.parametrize(
    "files", [MOODLE, CANVAS, {**GRADESCOPE, "assignment_99_export/submission_metadata.yml": METADATA}]
)
@pytest.mark.parametrize("form", ["folder", "zip"])
def test_what_a_platform_hands_out_is_graded_for_its_students(files, form):
    real = {name: STEP if name.endswith(".py") else data for name, data in files.items()}
    path = str(lay(Path("class"), real) if form == "folder" else lay(Path(), {"class.zip": zipped(real)}) / "class.zip")
    Path("roster.csv").write_text("id,name,email\n1815,Ada Lovelace,\n1906,Grace Hopper,grace@example.edu\n")
    assert students(path, "--roster", "roster.csv") == {"1815": 13, "1906": 13}
    assert len(students(path)) == 2 and None not in students(path)
    assert (
        not [path for path in Path().rglob("*") if path.name in ("submission.py", "homework 3.py")] or form == "folder"
    )


def test_whoever_cannot_be_told_is_told_and_graded_all_the_same():
    lay(Path("class"), {"ada.py": STEP, "1815.py": STEP, "who.py": STEP})
    Path("roster.csv").write_text("id,name\n1815,Ada Byron\n1816,Ada Lovelace\n", encoding="utf-8")
    result = quizgen("grade", "class", "--roster", "roster.csv", "--json")
    assert result.exit_code == 0 and len(json.loads(result.stdout)["grades"]) == 3
    assert sorted(line.split(": ")[1] for line in result.stderr.splitlines()) == ["class/ada.py", "class/who.py"]
    assert "names nobody on the roster" in result.stderr


def test_the_table_names_students_and_tells_of_whom_there_is_nothing():
    lay(Path("class"), {"1815.py": STEP, "1906 one.py": STEP, "1906 two.py": SLIP, "1882.py": STEP})
    Path("roster.csv").write_text(
        "id,name\n1815,Ada Lovelace\n1906,Grace Hopper\n1882,Emmy Noether\n1777,Carl Gauß\n", encoding="utf-8"
    )
    shown = " ".join(quizgen("grade", "class", "--roster", "roster.csv").stdout.split())
    assert "Ada Lovelace 13 of 13" in shown and shown.count("Grace Hopper (1 of 2)") == 2
    assert "Nothing graded of 1 on the roster: Carl Gauß." in shown
    assert "1906 one.py" in shown and "1906 two.py" in shown, "a file is named where its student has several"
    assert "class/" not in shown and "1815.py" not in shown, "and paths are left out"


def test_two_files_of_one_student_are_both_graded_and_told():
    lay(
        Path("class"),
        {"Ada/one.py": STEP, "Ada/two.py": SLIP, "Ben/one.py": STEP, "1815 a.py": STEP, "1815 b.py": STEP},
    )
    Path("roster.csv").write_text("id,name\n1815,Ada L\n", encoding="utf-8")
    result = quizgen("grade", "class", "--roster", "roster.csv", "--json")
    assert "quizgen: 1815: handed in 2 files, each graded by itself: class/1815 a.py, class/1815 b.py." in result.stderr
    assert len(json.loads(result.stdout)["grades"]) == 5


# ---------------------------------------------------------------- one bad file never stops it


def test_a_class_with_everything_that_can_go_wrong_is_graded_all_the_same(desk):
    root = class_of(6)
    os.mkfifo(root / "pipe.py")
    (root / "link.py").symlink_to("/etc/passwd")
    with (root / "huge.py").open("wb") as file:
        file.truncate(2 << 30)
    lay(root, {"bomb.zip": zipped({"a.py": b"\0" * 9_000_000, "../out.py": STEP}), "broken.zip": b"PK\3\4"})
    lay(root, {"empty.py": b"", "latin.py": "# é\n".encode("latin-1") + STEP, "李雷.py": STEP, "Zoe\u0308.py": STEP})
    lay(
        root,
        {
            "kill.py": STEP.replace(b"    return", b"    import os\n    os.kill(os.getpid(), 9)\n    return"),
            "deep.py": b"x = " + b"(" * 9999 + STEP,
        },
    )
    run = process("grade", "class", "--json", cwd=desk)
    assert run.returncode == 1 and "Traceback" not in run.stderr
    found = json.loads(run.stdout)
    points = {Path(grade["source"]).name: grade["points"] for grade in found["grades"]}
    assert [points[f"s00{n}.py"] for n in (1, 2, 4, 5)] == [13] * 4
    assert points["latin.py"] == points["李雷.py"] == points["Zoe\u0308.py"] == 13 and points["kill.py"] < 5
    missed = Counter(Path(one["source"]).name for one in found["ungraded"])
    assert {"pipe.py", "link.py", "huge.py", "a.py", "out.py", "broken.zip", "empty.py"} <= missed.keys()
    assert set(missed.values()) == {1} and len(run.stderr.splitlines()) == len(missed)
    assert not (desk / "out.py").exists() and not (desk.parent / "out.py").exists()


def test_an_empty_folder_and_no_python_are_each_a_sentence():
    Path("empty").mkdir()
    lay(Path("texts"), {"essay.pdf": b"%PDF"})
    assert "no Python file here" in refused("grade", "empty")
    assert "no Python file here" in refused("grade", "texts")
    class_of(1)
    assert ungraded("empty", "class").count("\n") == 1 and len(said("results")["grades"]) == 1


def test_nothing_in_a_name_or_a_file_moves_a_terminals_cursor():
    for count in (1, 5):
        lay(Path(f"class{count}"), {f"\x1b[2J{n}\nx.py": STEP for n in range(count)})
        lay(
            Path(f"class{count}"),
            {"\x1b[2Jempty.py": b"", "e.py": b"def rnn_step(a, b, c, d, e): raise ValueError('\x1b[2J')"},
        )
        result = quizgen("grade", f"class{count}")
        assert result.exit_code == 1 and result.stderr.count("\n") == 1
        assert "\x1b" not in result.output and "[2J0" in result.stdout


def test_a_machine_without_a_wall_refuses_with_a_way_out(monkeypatch):
    """As the program sees it where the kernel filters nothing."""
    from quizgen.sandbox.records import Protection

    monkeypatch.setattr("quizgen.sandbox.wall.probe", lambda: Protection("none", "The kernel filters nothing here."))
    class_of(2)
    for path in ("class", "class/s001.py"):
        result = quizgen("grade", path)
        assert result.exit_code == 2 and result.stderr.count("\n") == 1 and "--unsafe-no-sandbox" in result.stderr
    assert not said("results")["grades"]


# ---------------------------------------------------------------- going on


def test_what_was_graded_is_not_graded_twice_and_is_still_reported():
    class_of(5)
    first = graded("class")
    assert graded("class") == first and len(said("results")["grades"]) == 5
    shown = done("grade", "class")
    assert "5 graded" in shown and "5 as they were when graded before" in shown
    Path("class/s001.py").write_bytes(SLIP)
    assert [g["points"] for g in graded("class")] == [g["points"] for g in first[:1]] + [first[0]["points"]] + [
        g["points"] for g in first[2:]
    ]
    assert len(said("results")["grades"]) == 6
    graded("class", "--again")
    assert len(said("results")["grades"]) == 11
    graded("class", "--public")
    assert len(said("results")["grades"]) == 16, "asked otherwise is another question"


@pytest.mark.skipif(sys.platform == "darwin", reason="its file system takes no such name")
def test_a_name_that_is_no_utf_8_is_known_again():
    class_of(2)
    (Path("class") / os.fsdecode(b"caf\xe9.py")).write_bytes(STEP)
    assert [grade["student"] for grade in graded("class") if grade["student"].startswith("caf")] == ["caf\\udce9"]
    done("grade", "class")
    assert len(said("results")["grades"]) == 3, "nothing was graded again"


def test_a_file_named_by_itself_is_always_graded():
    class_of(2)
    graded("class/s001.py"), graded("class/s001.py")
    with Store.open("quizgen.db") as store:
        assert [record.replaces for record in store.grades()] == [None, 1]


def started(*words: str, desk: Path) -> subprocess.Popen[bytes]:
    """The program in a process group of its own."""
    command = [sys.executable, "-m", "quizgen", "grade", *words]
    return subprocess.Popen(
        command, cwd=desk, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def kept() -> list[str]:
    """The sources of all grades there are, so far."""
    with suppress(Exception), Store.open("quizgen.db") as store:
        return [record.grade.source for record in store.grades()]
    return []


def test_killed_at_any_moment_nothing_recorded_is_lost_and_the_same_command_goes_on(desk):
    class_of(60)
    quizgen("results")  # the store is there, so that a kill may come at any moment of grading
    before: list[str] = []
    for wanted in (1, 12, 30):
        run = started("class", "--jobs", "2", desk=desk)
        until = time.monotonic() + 60
        while len(kept()) < wanted and run.poll() is None and time.monotonic() < until:
            time.sleep(0.01)
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate()
        now = kept()
        assert now[: len(before)] == before and len(set(now)) == len(now) >= wanted, "what was there is there, once"
        before = now
    left = 60 - len(before)
    shown = process("grade", "class", "--jobs", "2", cwd=desk)
    assert shown.returncode == 0 and "60 graded" in shown.stdout
    assert f"{len(before)} as they were when graded before" in shown.stdout and left < 60
    assert sorted(kept()) == sorted(f"class/s{n:03}.py" for n in range(60)), "each once, none twice"
    with Store.open("quizgen.db") as store:
        assert all(record.grade.marks for record in store.grades()), "no grade is half there"


def test_ctrl_c_stops_at_once_keeps_what_there_is_and_says_how_to_go_on(desk):
    class_of(6)
    lay(Path("class"), {f"z{n}.py": ENDLESS for n in range(4)})
    run = started("class", "--jobs", "2", desk=desk)
    until = time.monotonic() + 60
    while len(kept()) < 6 and run.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    ours = family(run.pid)
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does, to the program and its workers
    _, told = run.communicate(timeout=60)
    assert run.returncode == 130 and b"Traceback" not in told
    assert re.search(rb"stopped after \d+ grades, which are kept. The same command goes on from there.", told)
    while (left := [pid for pid in ours if running(pid)]) and time.monotonic() < until:
        time.sleep(0.02)
    assert len(kept()) >= 6 and not left


def test_killed_it_leaves_no_process_behind(desk):
    lay(Path("class"), {f"{n}.py": ENDLESS for n in range(4)})
    run = started("class", "--jobs", "2", desk=desk)
    until = time.monotonic() + 60
    while len(family(run.pid)) < 7 and time.monotonic() < until:  # itself, two workers, two zygotes, two endless files
        time.sleep(0.01)
    ours = family(run.pid)
    os.kill(run.pid, signal.SIGKILL)  # the program alone: its workers are told by nobody
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


def test_one_that_never_ends_holds_up_nobody_else(desk):
    class_of(12)
    lay(Path("class"), {"a.py": ENDLESS})
    run = started("class", "--jobs", "2", desk=desk)
    until = time.monotonic() + 60
    while len(kept()) < 12 and time.monotonic() < until and run.poll() is None:
        time.sleep(0.01)
    assert len(kept()) >= 12
    run.communicate(timeout=120)
    assert run.returncode == 0 and len(kept()) == 13


# ---------------------------------------------------------------- what is shown and written


def test_a_small_class_is_a_table_of_everybody():
    class_of(6)
    lay(Path("class"), {"empty.py": b""})
    result = quizgen("grade", "class")
    shown = " ".join(result.stdout.split())
    assert all(f"s00{n}" in shown for n in range(6)) and "13 of 13" in shown
    assert "6 graded" in shown and "4 right, 2 slip" in shown and "1 could not be graded" in shown
    assert "Bias b left out 2 quizgen make --topic forward-pass" in shown


def test_of_a_large_class_the_lowest_scores_are_listed():
    class_of(40)
    shown = done("grade", "class")
    assert "Lowest scores" in shown and "s000" in shown and "s001" not in shown
    assert re.search(r"26  earned all of the points", shown) and "40 graded" in shown
    assert len(shown.splitlines()) < 40


def test_three_files_are_shown_whole():
    class_of(3)
    shown = done("grade", "class")
    assert shown.count("rnn_step") == 3 and "graded," not in shown


def test_every_misconception_has_a_topic_that_practises_it():
    topics = set(Bank.load([]).topics())
    assert {PRACTICE[name.partition("-")[0]] for name in (*CATALOGUE, *CONCEPTS)} <= topics


def test_a_gradebook_a_report_and_json_tell_the_same_class():
    class_of(5)
    grades = graded("class", "--csv", "grades.csv", "--junit", "junit.xml")
    with Path("grades.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["student"], float(row["points"])) for row in rows] == [(g["student"], g["points"]) for g in grades]
    assert all(row["graded_at"] for row in rows)
    assert len(ElementTree.parse("junit.xml").getroot().findall(".//testsuite")) == 5
    assert graded("class", "--csv", "again.csv") == grades, "a run that had nothing to do writes the same"
    with Path("again.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["student"] for row in csv.DictReader(file)] == [grade["student"] for grade in grades]


def test_gradescope_takes_one_submission():
    class_of(2)
    done("grade", "class/s001.py", "--gradescope", "results.json")
    found = json.loads(Path("results.json").read_text(encoding="utf-8"))
    assert found["score"] == 13 and found["tests"]
    assert "Name one file" in quizgen("grade", "class", "--gradescope", "results.json").stderr
    assert len(said("results")["grades"]) == 3, "the grades are kept all the same"


def test_gradescope_is_told_of_a_file_that_cannot_be_graded():
    Path("broken.py").write_text("x = 1\n")
    result = quizgen("grade", "broken.py", "--gradescope", "results.json")
    found = json.loads(Path("results.json").read_text(encoding="utf-8"))
    assert result.exit_code == 1 and found["score"] == 0 and found["visibility"] == "visible"
    assert "defines none of the functions" in found["output"]


@pytest.mark.parametrize("name", ["new.db", "new.db-wal", "link.csv", "sub/../new.db", "class/s000.py", "roster.csv"])
def test_no_report_is_written_over_what_is_needed(name):
    class_of(2)
    Path("sub").mkdir()
    Path("roster.csv").write_text("id,name\n1,Ada\n")
    Path("link.csv").symlink_to("new.db")
    for database in ("new.db", "sqlite:///new.db"):
        result = quizgen("--db", database, "grade", "class", "--roster", "roster.csv", "--csv", name)
        assert result.exit_code == 2 and "is needed itself" in result.stderr
        assert not Path("new.db").exists(), "nothing was graded yet"
    result = quizgen("--db", "new.db", "grade", "class", "--csv", "a.csv", "--junit", "./a.csv")
    assert "is needed itself" in result.stderr


def test_a_report_that_cannot_be_written_leaves_the_old_one_and_the_other():
    class_of(2)
    Path("grades.csv").write_text("precious")
    Path("grades.csv.part").mkdir()  # what a full disk does, without one
    result = quizgen("grade", "class", "--csv", "grades.csv", "--junit", "junit.xml")
    assert result.exit_code == 2 and "Cannot write grades.csv" in result.stderr
    assert Path("grades.csv").read_text() == "precious" and Path("junit.xml").read_text()
    assert "s001" in result.stdout


def test_a_report_may_go_to_a_device_or_through_a_link():
    class_of(2)
    Path("link.csv").symlink_to("grades.csv")
    done("grade", "class", "--csv", "link.csv", "--junit", "/dev/null")
    assert "s001" in Path("grades.csv").read_text(encoding="utf-8-sig") and Path("link.csv").is_symlink()


def test_a_report_that_cannot_be_written_loses_no_grade():
    class_of(2)
    assert "The grades are kept" in quizgen("grade", "class", "--csv", "nowhere/grades.csv").stderr
    assert len(said("results")["grades"]) == 2


def test_no_report_is_written_over_what_is_read_or_kept():
    class_of(2)
    Path("roster.csv").write_text("id,name\ns000,Ada\n", encoding="utf-8")
    Path("link.csv").symlink_to("class/s000.py")
    done("grade", "class/s000.py")
    before = {path: path.read_bytes() for path in Path().rglob("*.*") if path.is_file()}
    for words in (
        ("--csv", "class/s000.py"),
        ("--junit", "link.csv"),
        ("--csv", "roster.csv", "--roster", "roster.csv"),
        ("--gradescope", "quizgen.db"),
        ("--csv", "new", "--junit", "./new"),
    ):
        assert "Name another file" in refused("grade", "class", *words)
    assert {path: path.read_bytes() for path in Path().rglob("*.*") if path.is_file()} == before


def test_with_the_queue_nothing_is_graded_here_so_nothing_is_reported():
    class_of(2)
    for words in (["--csv", "grades.csv"], ["--json"]):
        assert "without --queue" in refused("grade", "class", "--queue", *words)


def test_the_number_of_jobs_changes_nothing():
    class_of(7)
    assert graded("class", "--jobs", "1") == graded("class", "--jobs", "3", "--again") == graded("class", "--jobs", "0")


def test_somebody_who_watches_sees_a_bar_with_rate_and_time_left(desk):
    class_of(8)
    pid, screen = pty.fork()
    if not pid:
        os.environ.update(TERM="xterm", COLUMNS="100")
        os.execv(sys.executable, [sys.executable, "-m", "quizgen", "grade", str(desk / "class")])
    shown = b""
    with suppress(OSError):
        while chunk := os.read(screen, 1 << 16):
            shown += chunk
    _, status = os.waitpid(pid, 0)
    text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown.decode())
    assert status == 0 and "Grading" in text and "0/8" in text and "8/8" in text and "/s" in text
    assert re.search(r"\d:\d\d:\d\d|-:--:--", text) and "8 graded" in text
