"""The folder of an exam after crashes, on a full disk, with two commands at once, and with somebody else's files."""

import json
import os
import resource
import signal
import subprocess
import sys

import pytest
from places import ROOT

from quizgen.documents.exam.folder import LOCK, RECORD, exam_in, open_to_write, papers_in
from quizgen.errors import UserError
from quizgen.model import Box

BOXES = (Box("q1.h_1", "1-2", 1, 62.5, 228, 10, 3.5), Box("q2.ŷ", "", 2, 1, 2, 3, 4))
OPENED = "import os, signal, sys\nfrom pathlib import Path\nfrom quizgen.documents.exam.folder import open_to_write\n"


def names(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def child(code, folder, **more):
    """A process of its own that runs code on the folder."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", OPENED + code, str(folder)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, **more)


def test_what_is_finished_is_known_in_the_next_run_with_its_boxes(tmp_path):
    with open_to_write(tmp_path / "exam", "midterm") as folder:
        folder.write("papers/1 Ada.pdf", b"first", "digest of the source", BOXES)
        folder.write("key.pdf", b"not on record")
    assert exam_in(tmp_path / "exam") == "midterm"
    with open_to_write(tmp_path / "exam", "midterm") as folder:
        assert folder.finished("papers/1 Ada.pdf", "digest of the source").boxes == BOXES
        assert folder.finished("papers/1 Ada.pdf", "of another source") is None
        assert folder.finished("papers/2 Bob.pdf", "digest of the source") is None
        folder.write("papers/1 Ada.pdf", b"second", "of another source")
        assert folder.finished("papers/1 Ada.pdf", "of another source").boxes == ()


@pytest.mark.parametrize(
    "change", [lambda path: path.write_bytes(b"firsT"), lambda path: path.unlink()], ids=["edited", "deleted"]
)
def test_a_file_that_was_changed_is_not_finished(tmp_path, change):
    with open_to_write(tmp_path, "midterm") as folder:
        change(folder.write("papers/1.pdf", b"first", "source"))
        assert folder.finished("papers/1.pdf", "source") is None


KILLED = """
with open_to_write(Path(sys.argv[1]), "midterm") as folder:
    folder.write("papers/1.pdf", b"one" * 9999, "source 1")
    folder.write("papers/2.pdf", b"old" * 9999, "source 2")
    with folder.writing("papers/2.pdf") as file:
        file.write(b"new" * 9999)
        file.flush()
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_kill_9_leaves_whole_files_and_the_next_run_clears_the_rest(tmp_path):
    assert child(KILLED, tmp_path).wait(30) == -signal.SIGKILL
    assert (tmp_path / "papers/1.pdf").read_bytes() == b"one" * 9999
    assert (tmp_path / "papers/2.pdf").read_bytes() == b"old" * 9999
    assert any(name.endswith(".part") for name in names(tmp_path)), "it was killed while it wrote"
    with open_to_write(tmp_path, "midterm") as folder:
        assert folder.finished("papers/1.pdf", "source 1") and folder.finished("papers/2.pdf", "source 2")
    assert names(tmp_path) == {"papers/1.pdf", "papers/2.pdf", "exam.json", RECORD, LOCK}


@pytest.mark.parametrize(
    "cut", [b'\n["papers/2.pdf", "sou', b"\n[1, 2, 3, 4]", b"\n{}", b"\n\xff\xfe", b'\n["a", "b", "c", [[1]]]']
)
def test_a_line_of_the_record_that_cannot_be_read_spoils_no_other(tmp_path, cut):
    with open_to_write(tmp_path, "midterm") as folder:
        folder.write("papers/1.pdf", b"first", "source")
        with (tmp_path / RECORD).open("ab") as record:
            record.write(cut)
        folder.write("papers/3.pdf", b"third", "source")
    with open_to_write(tmp_path, "midterm") as folder:
        assert folder.finished("papers/1.pdf", "source") and folder.finished("papers/3.pdf", "source")


def test_the_record_does_not_grow_with_every_run(tmp_path):
    for _ in range(3):
        with open_to_write(tmp_path, "midterm") as folder:
            folder.write("papers/1.pdf", b"first", "source", BOXES)
            size = (tmp_path / RECORD).stat().st_size
    with open_to_write(tmp_path, "midterm"):
        assert (tmp_path / RECORD).stat().st_size < size


def test_a_full_disk_is_one_sentence_and_the_old_file_stays(tmp_path):
    """A limit on the size of files stands for the full disk."""
    with open_to_write(tmp_path, "midterm") as folder:
        folder.write("papers/1.pdf", b"old", "source")
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
        try:
            with pytest.raises(UserError, match=r"^Cannot write to .*1\.pdf: File too large\. Make room"):
                folder.write("papers/1.pdf", b"new" * 99_999, "new source")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert folder.finished("papers/1.pdf", "source"), "as it was"
        assert names(tmp_path / "papers") == {"1.pdf"}
        folder.write("papers/1.pdf", b"new" * 99_999, "new source")
        assert (tmp_path / "papers/1.pdf").stat().st_size == 3 * 99_999


HOLDS = 'with open_to_write(Path(sys.argv[1]), "midterm"):\n    print("open", flush=True)\n    sys.stdin.readline()\n'


def test_a_second_command_at_once_gets_one_sentence_and_may_go_on_when_the_first_has_died(tmp_path):
    first = child(HOLDS, tmp_path, stdin=subprocess.PIPE)
    with first:
        assert first.stdout.readline() == "open\n"
        before = names(tmp_path)
        with (
            pytest.raises(UserError, match=r"Another 'quizgen exam make' is writing to .* Wait until it ends"),
            open_to_write(tmp_path, "midterm"),
        ):
            pass
        assert names(tmp_path) == before
        first.kill()
    with open_to_write(tmp_path, "midterm") as folder:
        folder.write("papers/1.pdf", b"first")


def test_the_folder_of_another_exam_is_refused_and_stays_as_it_is(tmp_path):
    with open_to_write(tmp_path, "midterm") as folder:
        folder.write("papers/1.pdf", b"first", "source")
    before = {name: (tmp_path / name).read_bytes() for name in names(tmp_path)}
    with (
        pytest.raises(UserError, match=r"holds the exam 'midterm', and this is 'final'.*--out"),
        open_to_write(tmp_path, "final"),
    ):
        pass
    assert {name: (tmp_path / name).read_bytes() for name in names(tmp_path)} == before


@pytest.mark.parametrize("name", ["key.pdf", "papers/1.pdf"])
def test_papers_of_no_exam_are_not_overwritten(tmp_path, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(b"somebody's")
    with (
        pytest.raises(UserError, match="holds papers that 'exam make' did not write"),
        open_to_write(tmp_path, "midterm"),
    ):
        pass
    assert names(tmp_path) == {name}


def test_a_folder_with_the_plan_and_the_roster_may_hold_the_exam(tmp_path):
    (tmp_path / "exam.toml").write_text("")
    with open_to_write(tmp_path, "midterm"):
        pass
    assert json.loads((tmp_path / "exam.json").read_text()) == {"exam": "midterm", "papers": {}}


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"exam"', "\udcff"])
def test_a_folder_that_describes_no_exam_is_one_sentence(tmp_path, content):
    (tmp_path / "exam.json").write_text(content, errors="surrogateescape")
    with pytest.raises(UserError, match="holds no exam"), open_to_write(tmp_path, "midterm"):
        pass


def test_a_place_that_cannot_be_a_folder_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(UserError, match=r"Cannot write to .*--out"),
        open_to_write(tmp_path / "file" / "exam", "midterm"),
    ):
        pass


def test_the_folder_says_which_papers_it_holds_those_made_last_at_the_end(tmp_path):
    with open_to_write(tmp_path, "midterm") as folder:
        for name in ("papers/1.pdf", "papers/2.pdf", "papers/2-2.pdf"):
            folder.write(name, b"paper")
        folder.note_papers(
            {"OLD": "papers/1.pdf", "TWO": "papers/2.pdf", "AGAIN": "papers/2-2.pdf", "GONE": "papers/3.pdf"}
        )
    with open_to_write(tmp_path, "midterm") as folder:
        folder.note_papers({"NEW": "papers/1.pdf"})
    assert list(papers_in(tmp_path).items()) == [
        ("TWO", "papers/2.pdf"), ("AGAIN", "papers/2-2.pdf"), ("NEW", "papers/1.pdf"),
    ]  # fmt: skip


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"papers": 1}', '{"papers": ["A"]}'])
def test_a_description_without_papers_names_none(tmp_path, content):
    (tmp_path / "exam.json").write_text(content)
    assert papers_in(tmp_path) == {}


def test_files_of_students_who_have_left_are_named(tmp_path):
    with open_to_write(tmp_path, "midterm") as folder:
        for name in ("papers/1 Ada.pdf", "papers/2 Bob.pdf", "papers/3 Cy.pdf"):
            folder.write(name, b"paper")
        assert folder.others("papers", ["papers/2 Bob.pdf", "papers/4 Di.pdf"]) == [
            "papers/1 Ada.pdf",
            "papers/3 Cy.pdf",
        ]
        assert folder.others("html", []) == []
