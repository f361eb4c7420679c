"""Many documents compiled by worker processes: the same bytes in the same order, and what goes wrong said, not hung."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from places import ROOT
from rendered import PAPER

from quizgen.errors import UserError
from quizgen.media import pdf_pool
from quizgen.media.pdf import pdf
from quizgen.media.pdf_pool import Compiled, Job, compile_all
from quizgen.media.typst import typst_source
from quizgen.model import Box

BOX = '(target: "q1.h_1", part: "1-2", page: 1, x: 62.5, y: 228, width: 10, height: 3.5)'


def job(number, student="Ada"):
    return Job(f"papers/{number}.pdf", typst_source(replace(PAPER, id=f"exam-{number}", student=student)))


def faulty(number):
    return Job(f"papers/{number}.pdf", "#nothing-of-that-name")


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(pdf_pool, "CHUNK", 2)


def running(process):
    return process.poll() is None


@pytest.fixture
def started(monkeypatch):
    """The processes that were started, as they come."""
    seen = []
    real = subprocess.Popen
    monkeypatch.setattr(pdf_pool.subprocess, "Popen", lambda *a, **k: seen.append(real(*a, **k)) or seen[-1])
    return seen


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_papers_come_in_order_with_the_bytes_that_one_process_makes(count, started):
    jobs = [job(n) for n in range(count)]
    made = list(compile_all(iter(jobs), processes=2))
    assert made == [Compiled(one.name, pdf(one.source)) for one in jobs]
    assert len(started) == (0 if count == 1 else (count + 1) // 2), "a single one is made in this process"
    assert not any(map(running, started))


def test_no_more_processes_run_at_once_than_wanted_and_jobs_are_taken_as_they_are_needed(started):
    most = 0
    taken = []

    def jobs():
        nonlocal most
        for n in range(7):
            taken.append(n)
            most = max(most, sum(map(running, started)))
            yield job(n)

    coming = compile_all(jobs(), processes=2)
    next(coming)
    assert taken == [0, 1, 2, 3, 4, 5], "two chunks are being made, a third is ready"
    assert len(list(coming)) == 6 and 0 < most <= 2


def test_boxes_come_with_the_paper_that_asks_for_them():
    source = job(1).source + f"\n#metadata({BOX}) <box>\n"
    wanted = [Job("a", source, {"boxes": "yes"}), Job("b", source)]
    with_boxes, without = compile_all(wanted, processes=1)
    assert Box("q1.h_1", "1-2", 1, 62.5, 228, 10, 3.5) in with_boxes.boxes
    assert without.boxes == ()


@pytest.mark.parametrize("others", [0, 3], ids=["alone", "among others"])
def test_a_letter_without_a_font_names_the_paper_and_those_before_it_are_made(others):
    jobs = [*(job(n) for n in range(others)), job(9, student="\U000f0000")]
    made = []
    with pytest.raises(UserError, match=r"^papers/9\.pdf: No font of this machine can print"):
        made.extend(compile_all(jobs, processes=2))
        for one in compile_all(jobs, processes=2):
            made.append(one.name)


@pytest.mark.parametrize("others", [0, 2], ids=["alone", "among others"])
def test_a_fault_of_ours_names_the_paper_and_the_line(others):
    with pytest.raises(RuntimeError, match=r"(?s)papers/9\.pdf cannot be set:.*unknown variable.*main\.typ:1"):
        list(compile_all([*(job(n) for n in range(others)), faulty(9)], processes=2))


def test_what_was_made_before_a_fault_is_given_out():
    made = []
    with pytest.raises(RuntimeError):
        for one in compile_all([job(0), job(1), job(2), faulty(3), job(4)], processes=2):
            made.append(one.name)
    assert made == ["papers/0.pdf", "papers/1.pdf", "papers/2.pdf"]


def test_a_process_that_is_killed_is_one_sentence_and_nothing_hangs(started):
    coming = compile_all((job(n) for n in range(8)), processes=2)
    next(coming)
    os.kill(started[1].pid, signal.SIGKILL)
    try:
        left = list(coming)
    except UserError as error:
        assert "A process that makes PDFs has died (signal 9)" in str(error) and "run the same again" in str(error)
    else:  # all was written before the signal came
        assert len(left) == 7
    assert not any(map(running, started))


def test_a_process_that_finds_no_room_for_its_results_is_one_sentence(monkeypatch):
    limited = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000)); "
    ignored = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    monkeypatch.setattr(pdf_pool, "WORKER", limited + ignored + pdf_pool.WORKER)
    with pytest.raises(UserError, match=r"^Cannot write to /.*Make room there"):
        list(compile_all([job(0), job(1)], processes=1))


def test_who_stops_taking_papers_ends_the_processes(started):
    coming = compile_all((job(n) for n in range(8)), processes=2)
    next(coming)
    coming.close()
    assert len(started) >= 2 and not any(map(running, started))


CTRL_C = """
import sys
from pathlib import Path
from quizgen.media.pdf_pool import Job, compile_all
slow = '#import "lib.typ": *\\n#show: paper.with(title: "t")\\n#head()\\n#for n in range(40000) [#n ]'
jobs = [Job(str(n), slow + f" {n}") for n in range(60)]
for one in compile_all(jobs, 2):
    pass
"""


@pytest.mark.slow
def test_ctrl_c_ends_the_command_and_its_processes(tmp_path):
    command = [sys.executable, "-c", CTRL_C]
    running = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE)
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    deadline = time.monotonic() + 30
    while len(pids := children.read_text().split()) < 2 and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(pids) == 2
    time.sleep(1)  # the second has just begun; from here on the command waits for the first
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=20)
    assert b"KeyboardInterrupt" in said
    assert not any(alive(int(pid)) for pid in pids)


def alive(pid):
    """Whether a process runs; one that has ended may still have its entry, until somebody asks how it ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_a_worker_loads_nothing_heavy():
    code = "import sys, quizgen.media.pdf_worker; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not {"numpy", "sqlalchemy", "jinja2", "rich", "markdown_it"} & set(loaded.split())
