"""Bad input: each a sentence, nothing lost, nothing followed, nothing waited for."""

from __future__ import annotations

import itertools
import os
import socket
import stat
import struct
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest
from class_folders import STEP, lay, zipped

from quizgen.classroom.collect import Reader, SearchResult, file_kind, files, find_submissions
from quizgen.errors import UserError
from quizgen.reading import read_answers


def reasons(found: SearchResult) -> dict[str, str]:
    """Why, by the last part of the name; every reason is one sentence or two that end."""
    assert all(trouble.why.endswith((".", "?")) and "\n" not in trouble.why for trouble in found.problems)
    return {trouble.name.rsplit("/", 1)[-1]: trouble.why for trouble in found.problems}


def names(found: SearchResult) -> list[str]:
    return [place.name.rsplit("/", 1)[-1] for place in found.locations]


def refusal(found: SearchResult) -> str:
    """Why the one place cannot be read."""
    [place] = found.locations
    with Reader() as reader, pytest.raises(UserError) as caught:
        reader.read(place)
    assert str(caught.value).endswith((".", "?")) and "\n" not in str(caught.value)
    return str(caught.value)


# ---------------------------------------------------------------- folders


def test_an_empty_folder_and_one_without_python_are_reported(tmp_path):
    (tmp_path / "empty").mkdir()
    lay(tmp_path / "texts", {"essay.docx": b"x", "deep/er/notes.txt": b"x"})
    found = find_submissions([tmp_path / "empty", tmp_path / "texts", tmp_path / "nowhere"])
    assert not found.locations and len(found.problems) == 3
    why = reasons(found)
    assert "no Python file here" in why["empty"] == why["texts"]
    assert "no such file" in why["nowhere"]


def test_a_student_who_submitted_something_else_is_reported(tmp_path):
    files = {"Ada L_1_assignsubmission_file_/rnn.py": STEP, "Ben_2_assignsubmission_file_/essay.pdf": b"%PDF"}
    for root in (lay(tmp_path / "class", files), lay(tmp_path, {"class.zip": zipped(files)}) / "class.zip"):
        found = find_submissions([root])
        assert names(found) == ["rnn.py"]
        assert "no Python file" in reasons(found)["Ben_2_assignsubmission_file_"]
    found = find_submissions(
        [lay(tmp_path / "zips", {"ada.zip": zipped({"rnn.py": STEP}), "ben.zip": zipped({"x.txt": b""})})]
    )
    assert names(found) == ["rnn.py"] and "no Python file" in reasons(found)["ben.zip"]


@pytest.mark.parametrize(
    ("files", "reported", "certain"),
    [
        (["ada_111_901_rnn.py", "ben_222_902_report.pdf"], ["ben_222_902_report.pdf"], True),
        (["ada_111_901_rnn.py", "ada_111_902_report.pdf"], [], True),
        (["Ada_1_assignsubmission_file_rnn.py", "Ben_2_assignsubmission_file_rnn.docx"],
         ["Ben_2_assignsubmission_file_rnn.docx"], True),
        (["Ada_1_assignsubmission_file_/rnn.py", "Ada_1_assignsubmission_onlinetext_/text.html"], [], True),
        (["x/submission_1/rnn.py", "x/submission_2/rnn.docx"], ["submission_2"], True),
        (["Ada/rnn.py", "Ben/rnn.docx", "Cy/deep/notes.txt"], ["Ben", "Cy"], False),
        (["ada.py", "data/input.txt", "readme.txt"], [], False),
        (["Ada/rnn.py", "Ada/data/input.txt", ".git/config", "__MACOSX/x"], [], False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_student_who_submitted_nothing_to_grade_is_reported(tmp_path, files, reported, certain, form):
    given = {name: STEP if name.endswith(".py") else b"x" for name in files}
    root = (
        lay(tmp_path / "class", given)
        if form == "folder"
        else lay(tmp_path, {"class.zip": zipped(given)}) / "class.zip"
    )
    found = find_submissions([root])
    assert sorted(trouble.name.rpartition("/")[2] for trouble in found.problems) == reported
    assert all(trouble.graded is not certain and "no Python file" in trouble.why for trouble in found.problems)


def test_links_are_reported_and_not_followed(tmp_path):
    lay(tmp_path, {"secret/answers.py": b"SECRET", "class/ada.py": STEP})
    for name, target in {"link.py": "../secret/answers.py", "all": "../secret", "gone.py": "x", "me": "."}.items():
        (tmp_path / "class" / name).symlink_to(target)
    found = find_submissions([tmp_path / "class"])
    assert names(found) == ["ada.py"]
    assert reasons(found).keys() == {"link.py", "all", "gone.py", "me"}
    assert all("links in a folder are not followed" in why for why in reasons(found).values())


def test_a_file_that_becomes_a_link_or_a_pipe_after_it_was_found_is_not_read(tmp_path):
    secret = lay(tmp_path, {"secret.py": b"SECRET"}) / "secret.py"
    for change in (lambda path: path.symlink_to(secret), os.mkfifo):
        root = lay(tmp_path / "class", {"ada.py": STEP})
        found = find_submissions([root])
        (root / "ada.py").unlink()
        change(root / "ada.py")
        refusal(found)
        (root / "ada.py").unlink()


def test_pipes_sockets_and_devices_in_a_folder_are_never_opened(tmp_path):
    root = lay(tmp_path / "class", {"ada.py": STEP})
    os.mkfifo(root / "pipe.py")  # opening it would wait for ever
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(root / "socket.py"))
        if os.getuid() == 0:
            os.mknod(root / "zero.py", stat.S_IFCHR | 0o600, os.makedev(1, 5))
        found = find_submissions([root])
    assert names(found) == ["ada.py"]
    assert {"pipe.py", "socket.py"} <= reasons(found).keys()
    assert all("pipe or a device" in why for why in reasons(found).values())


def test_a_file_of_two_gigabytes_is_not_read(tmp_path):
    root = lay(tmp_path / "class", {"ada.py": STEP})
    with (root / "ada.py").open("r+b") as file:
        file.truncate(2 << 30)
    assert "has more than 4,000,000 bytes" in refusal(find_submissions([root]))
    with (root / "ada.py").open("rb") as file, (root / "all.zip").open("wb") as large:
        large.truncate(2 << 30)
        assert file
    found = find_submissions([root / "all.zip"])
    assert not found.locations and "an archive at most" in reasons(found)["all.zip"]


def test_a_file_that_vanishes_is_reported(tmp_path):
    root = lay(tmp_path / "class", {"ada.py": STEP})
    found = find_submissions([root])
    (root / "ada.py").unlink()
    assert "cannot be read (No such file or directory)" in refusal(found)


def test_a_file_that_changes_while_it_is_read_is_read_again(tmp_path, monkeypatch):
    path = lay(tmp_path, {"ada.py": b"half"}) / "ada.py"
    read = files.read_work

    def finished_meanwhile(file, most):
        data, size = read(file, most)
        if data == b"half":
            path.write_bytes(b"half and half")
        return data, size

    monkeypatch.setattr(files, "read_work", finished_meanwhile)
    found = files.snapshot(path)
    assert found.data == b"half and half" and not found.differs_from(path)


def test_a_file_that_never_stops_changing_is_read_as_it_is_and_reported(tmp_path, monkeypatch):
    path = lay(tmp_path, {"ada.py": b"a"}) / "ada.py"
    read = files.read_work

    def growing(file, most):
        data, size = read(file, most)
        path.write_bytes(data + b"a")
        return data, size

    monkeypatch.setattr(files, "read_work", growing)
    with Reader() as reader:
        [location] = find_submissions([path]).locations
        assert reader.read(location) == b"a" * files.ATTEMPTS
        assert reader.changed() == [location]


@pytest.mark.parametrize("change", ["written", "replaced", "removed", "nothing"])
def test_a_file_that_changes_after_it_was_read_is_noticed(tmp_path, change):
    root = lay(tmp_path / "class", {"ada.py": b"half", "ben.py": STEP})
    with Reader() as reader:
        ada, ben = find_submissions([root]).locations
        assert [reader.read(ada), reader.read(ben)] == [b"half", STEP]
        match change:
            case "written":
                ada.path.write_bytes(b"half and half")
            case "replaced":
                lay(tmp_path, {"new.py": b"ours"})
                os.replace(tmp_path / "new.py", ada.path)
            case "removed":
                ada.path.unlink()
        assert reader.changed() == ([] if change == "nothing" else [ada])


def test_what_a_busy_writer_writes_is_read_whole_or_noticed(tmp_path):
    """However the two processes are scheduled: no clock is asked."""
    whole = 3_000_000
    root = lay(tmp_path / "class", {"ada.py": b"a" * whole})
    over = threading.Event()

    def write() -> None:
        for turn in itertools.count():
            if over.is_set():
                return
            (root / "ada.py").write_bytes((b"a", b"b")[turn % 2] * whole)

    [location] = find_submissions([root]).locations
    for _ in range(5):
        over.clear()
        writer = threading.Thread(target=write)
        writer.start()
        with Reader() as reader:
            data = reader.read(location)
            over.set()
            writer.join()
            assert len(data) == whole or reader.changed() == [location]


def test_a_file_that_may_not_be_read_is_reported(tmp_path):
    """As an ordinary user, since root may read everything."""
    root = lay(tmp_path / "class", {"ada.py": STEP, "shut/ben.py": STEP, "cy.py": STEP})
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from quizgen.classroom.collect import Reader, find_submissions\n"
        "if os.getuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        f"found = find_submissions([Path({str(root)!r})])\n"
        "print([place.name[-5:] for place in found.locations], [t.name[-4:] + t.why for t in found.problems])\n"
        "with Reader() as reader:\n"
        "    try: reader.read(found.locations[0])\n"
        "    except Exception as error: print(type(error).__name__, error)\n"
    )
    (root / "ada.py").chmod(0)
    (root / "shut").chmod(0)
    for folder in (root, *root.parents[:-1]):
        folder.chmod(folder.stat().st_mode | 0o055)
    try:
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    finally:
        (root / "shut").chmod(0o755)
    first, second = run.stdout.splitlines()
    assert first == (
        "['da.py', 'cy.py'] ['shutcannot be read (Permission denied). Check the path and its permissions.']"
    )
    assert second == "UserError cannot be read (Permission denied). Check the path and its permissions."


@pytest.mark.parametrize("data", ["é".encode("latin-1") + b"\n" + STEP, STEP.decode().encode("utf-16"), b"\0\xff"])
def test_what_is_not_utf_8_is_still_code(data):
    assert file_kind("ada.py", data) == "code"


@pytest.mark.parametrize(
    "data",
    [
        b"(" * 1_000_000,
        b"a." * 1_000_000,
        b"\n" * 4_000_000,
        b"def " * 500_000,
        b"def" + b" " * 2_000_000,
        b"from " + b"a." * 1_000_000,
        b"def a\n" * 300_000,
    ],
    ids=lambda data: repr(data[:8]),
)
def test_a_file_built_to_slow_down_recognition_is_recognised(data):
    assert file_kind("ada.py", data) == "code"


def test_a_sheet_built_to_slow_down_its_parser_is_reported():
    for data in (
        b"a." * 1_000_000 + b"a = 1",
        b"[" + b"'a' . " * 500_000 + b"]",
        b'quiz = "x"\n' + b"a." * 60 + b"b = 1",
    ):
        with pytest.raises(UserError, match="a name of too many parts"):
            read_answers(data, "answers.toml")


# ---------------------------------------------------------------- zips


def test_a_zip_bomb_is_not_unpacked(tmp_path):
    bomb = zipped({"small.py": STEP, "large.py": b"\0" * 50_000_000})
    assert len(bomb) < 100_000
    found = find_submissions([lay(tmp_path, {"bomb.zip": bomb}) / "bomb.zip"])
    assert names(found) == ["small.py"] and "has more than 4,000,000 bytes" in reasons(found)["large.py"]
    many = zipped({f"{n}.py": b"\0" * 3_900_000 for n in range(70)})
    found = find_submissions([lay(tmp_path, {"many.zip": many}) / "many.zip"])
    assert "would unpack to more than" in reasons(found)["many.zip"]


def test_a_zip_with_a_false_size_gives_no_more_than_that_size(tmp_path):
    honest = zipped({"a.py": b"\0" * 3_000_000})
    false_size = honest.replace(struct.pack("<I", 3_000_000), struct.pack("<I", 10))
    assert false_size != honest
    assert "is no zip file that can be read" in refusal(
        find_submissions([lay(tmp_path, {"a.zip": false_size}) / "a.zip"])
    )


def test_archives_are_looked_into_one_deep(tmp_path):
    inner = zipped({"rnn.py": STEP})
    deep = zipped({"ada/work.zip": zipped({"more.zip": inner, "top.py": STEP}), "ben/work.zip": inner})
    found = find_submissions([lay(tmp_path, {"class.zip": deep}) / "class.zip"])
    assert names(found) == ["top.py", "rnn.py"]
    assert "archive in an archive in an archive" in reasons(found)["more.zip"]


@pytest.mark.parametrize("name", ["../../evil.py", "/etc/evil.py", "a/../../evil.py", "..\\evil.py", "C:\\evil.py"])
def test_a_name_that_leads_out_of_its_archive_is_reported_and_nothing_is_written(tmp_path, monkeypatch, name):
    (tmp_path / "workspace").mkdir()
    monkeypatch.chdir(tmp_path / "workspace")
    root = lay(tmp_path, {"class.zip": zipped({name: STEP, "good.py": STEP})}) / "class.zip"
    found = find_submissions([root])
    assert names(found) == ["good.py"]
    [trouble] = found.problems
    assert "leads out of its archive" in trouble.why
    with Reader() as reader:
        assert reader.read(found.locations[0]) == STEP
    assert [path.name for path in tmp_path.rglob("*")] == ["workspace", "class.zip"] or not list(
        tmp_path.rglob("*evil*")
    )


def test_a_link_in_an_archive_is_not_followed(tmp_path):
    link = zipfile.ZipInfo("link.py")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    found = find_submissions([tmp_path / "class.zip"])
    assert not found.locations and "link in an archive" in reasons(found)["link.py"]


def test_an_encrypted_member_is_reported(tmp_path):
    data = bytearray(zipped({"a.py": STEP}))
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(signature) + offset] |= 1
    found = find_submissions([lay(tmp_path, {"a.zip": bytes(data)}) / "a.zip"])
    assert not found.locations and "is encrypted" in reasons(found)["a.py"]


def test_an_unusual_compression_is_reported(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.py", STEP)
    assert "packed in an unusual way (method 14)" in reasons(find_submissions([tmp_path / "a.zip"]))["a.py"]


def test_a_duplicate_name_is_reported_and_the_last_one_counts(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive, pytest.warns(UserWarning):
        archive.writestr("a.py", b"old")
        archive.writestr("a.py", b"new")
    found = find_submissions([tmp_path / "a.zip"])
    assert "the last one counts" in reasons(found)["a.py"] and found.problems[0].graded
    with Reader() as reader:
        assert [reader.read(place) for place in found.locations] == [b"new"]


@pytest.mark.parametrize("damage", ["empty", "text", "cut", "torn", "directory"])
def test_a_broken_zip_is_a_sentence_and_stops_nothing(tmp_path, damage):
    whole = zipped({f"{n}.py": os.urandom(5000) for n in range(3)})
    data = {
        "empty": b"",
        "text": b"hello",
        "cut": whole[:-30],
        "torn": whole[:400] + bytes(2000) + whole[2400:],
        "directory": whole[:-200] + bytes(100) + whole[-100:],
    }[damage]
    found = find_submissions([lay(tmp_path / "class", {"broken.zip": data, "good.py": STEP})])
    assert "good.py" in names(found)
    with Reader() as reader:
        for place in found.locations:
            try:
                assert len(reader.read(place)) in (5000, len(STEP))
            except UserError as error:
                assert "is no zip file that can be read" in str(error)
    if damage != "torn":
        assert "is no zip file that can be read" in reasons(found)["broken.zip"]


def test_no_archive_stays_open(tmp_path):
    each = {f"{n}.zip": zipped({"rnn.py": STEP}) for n in range(60)}
    found = find_submissions([lay(tmp_path / "class", each)])
    before = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0
    with Reader() as reader:
        assert all(reader.read(place) == STEP for place in found.locations)
        assert not before or len(os.listdir("/proc/self/fd")) <= before + 1
    assert not before or len(os.listdir("/proc/self/fd")) <= before
