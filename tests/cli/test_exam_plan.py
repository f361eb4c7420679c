"""`quizgen exam new` and `secret`, and what `exam make` says of a bad plan, secret or roster: one line, and status 2."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from cli_program import empty_workspace, output_of, refused
from places import ROOT

from quizgen.cli.exam_options import read_secret
from quizgen.documents.papers import read_roster
from quizgen.errors import UserError

ROSTER = "id,name\ns01,Ada Lovelace\n"
posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions and links as on POSIX")


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    monkeypatch.delenv("QUIZGEN_SECRET", raising=False)
    Path(tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return empty_workspace(tmp_path, monkeypatch)


def refused_make() -> str:
    """What `exam make` says; it has made nothing."""
    sentence = refused("exam", "make", "exam.toml", "--roster", "roster.csv")
    assert not Path("exam").exists() and not Path("quizgen.db").exists()
    return sentence


# ---------------------------------------------------------------- the plan


def test_new_writes_the_plan_once_and_names_the_next_command(workspace):
    assert "quizgen exam check 'my exam.toml'" in output_of("exam", "new", "my exam.toml")
    assert Path("my exam.toml").read_bytes() == (ROOT / "templates" / "exam.toml").read_bytes()
    Path("my exam.toml").write_text("mine")
    assert refused("exam", "new", "my exam.toml") == "my exam.toml is there already. Name another file, or remove it."
    assert Path("my exam.toml").read_text() == "mine"
    assert "Name another file" in refused("exam", "new", "none/exam.toml")
    assert "is a directory" in refused("exam", "new", str(workspace))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("points = 50", "point = 50", "exam.toml: there is no key 'point' here. Did you mean 'points'?"),
        ("questions = 3", "questions = 1_000", "exam.toml, [section 2]: questions is 1000. Give a whole number from 0"),
        ("duration = 90", "duration = soon", "exam.toml, line 8, is not TOML: Invalid value."),
    ],
)
def test_a_mistake_in_the_plan_stops_before_anything_is_made(old, new, sentence):
    output_of("exam", "new")
    plan = Path("exam.toml").read_text(encoding="utf-8")
    assert refused_make() == "There is no secret exam.secret. Make one with 'quizgen exam secret exam.secret'."
    Path("exam.toml").write_text(plan.replace(old, new), encoding="utf-8")
    assert refused_make().startswith(sentence)


def test_a_plan_that_is_not_there_or_not_utf_8():
    assert refused_make() == "There is no plan exam.toml. 'quizgen exam new' writes one."
    Path("exam.toml").write_bytes('title = "Prüfung"'.encode("latin-1"))
    assert refused_make() == "The plan exam.toml, line 1, is not UTF-8 text. Save the file as UTF-8."


# ---------------------------------------------------------------- the secret


def test_a_secret_is_made_once_for_its_owner_alone_and_never_shown():
    said = output_of("exam", "secret")
    kept = Path("exam.secret").read_text()
    assert len(read_secret(Path("exam.secret"))) == 32
    assert kept.strip() not in said + refused("exam", "secret")
    assert Path("exam.secret").read_text() == kept
    if sys.platform != "win32":
        assert Path("exam.secret").stat().st_mode & 0o777 == 0o600
    output_of("exam", "secret", "other.secret")
    assert Path("other.secret").read_text() != kept


@posix
def test_a_secret_is_not_written_through_a_link():
    Path("exam.secret").symlink_to("elsewhere")
    assert "is there already" in refused("exam", "secret")
    assert not Path("elsewhere").exists()
    output_of("exam", "new")
    assert refused_make() == "The secret exam.secret is a link to a file that is not there. Correct or remove it."
    output_of("exam", "secret", "elsewhere")
    assert read_secret(Path("exam.secret")) == read_secret(Path("elsewhere"))


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o700 | 0o001])
def test_a_secret_that_others_can_read_is_refused_with_the_command_that_hides_it(mode):
    output_of("exam", "new")
    output_of("exam", "secret")
    Path("exam.secret").chmod(mode)
    assert refused_make().endswith(
        "can be read by others on this machine. Make it yours alone with 'chmod 600 exam.secret'."
    )


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"ab" * 31, "is damaged"),
        (b"ab" * 33, "is damaged"),
        (b"xy" * 32, "is damaged"),
        (b"\xff\xfeprivate", "is damaged"),
        (b"0" * 100_000, "is damaged"),
    ],
)
def test_a_secret_that_is_none_is_refused_and_not_repeated(data, what):
    Path("exam.secret").write_bytes(data)
    Path("exam.secret").chmod(0o600)
    with pytest.raises(
        UserError, match=rf"^The secret exam\.secret {what}\. Take it from a backup.*quizgen exam secret"
    ) as error:
        read_secret(Path("exam.secret"))
    assert not data.strip() or data.decode("latin-1")[:8] not in str(error.value)


def test_a_secret_survives_an_editor():
    Path("exam.secret").write_bytes(b" " + b"aB" * 32 + b"\r\n\r\n")
    Path("exam.secret").chmod(0o600)
    assert read_secret(Path("exam.secret")) == b"\xab" * 32


@pytest.mark.skipif(sys.platform != "linux", reason="a limit on file sizes stands for a full disk")
@pytest.mark.parametrize("name", ["new", "secret"])
def test_a_full_disk_leaves_no_half_file(workspace, name):
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (8, 8)); "
        f"from quizgen.cli import main; sys.argv[1:] = ['exam', '{name}', 'half']; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=workspace, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2 and "Make room, or name another file." in done.stderr, done.stderr
    assert not Path("half").exists()


# ---------------------------------------------------------------- the roster


def students(text: str | bytes, group_column: str = "") -> list[tuple[str, str, str]]:
    """Id, name and group of the students on a roster."""
    path = Path("roster.csv")
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [(one.id, one.name, one.group) for one in read_roster(path, "--roster", group_column)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_roster_is_read_as_spreadsheets_write_it(encoding, separator, end):
    lines = [["Name", "ID", "Group"], ["محمد علي", "a1", "A"], ["शिक्षा", "b-2", "B"]]
    text = end.join(separator.join(line) for line in lines)
    assert students(text.encode(encoding), "group") == [("a1", "محمد علي", "A"), ("b-2", "शिक्षा", "B")]


def test_names_are_kept_as_they_are_and_stand_on_one_line():
    names = ['O\'Neill "Jo"', "<b>#let x</b>", "$(rm -rf /)", "=1+1", "Ada, Countess\n of Lovelace"]
    text = "id,name\n" + "".join(f'{at},"{name.replace(chr(34), chr(34) * 2)}"\n' for at, name in enumerate(names))
    assert [name for _, name, _ in students(text)] == [*names[:4], "Ada, Countess of Lovelace"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("id,name\n1,Lovelace, Ada\n", "line 2, has 3 cells, and the first line has 2. Put what has a separator"),
        ('id,name\n1,"Ada\n2,Bob\n3,Cy\n', "is not CSV: unexpected end of data. Correct its quotation marks"),
        ('id,name\n1,"Ada\n2,Bob"s\n3,Cy\n', "line 3, is not CSV"),
        ("id,name\n1,A\x00da\n", "has NUL bytes"),
        ("id,name\n1,A\x1b[31mda\n", "line 2: the name has a line break or a control character in it. Remove it."),
        ('id,name\n"1\n2",Ada\n', "line 2: the id has a line break"),
        (f"id,name\n1,{'x' * 5000}\n", "line 2: the name has 5,000 characters. Shorten it to 200."),
        ("id,name\n1,Ada\n1,Bob\n", "the id '1' is on lines 2 and 3. Give every student an id of their own."),
        ("id,name\n ,Ada\n", "line 2: there is no id. Give every student one."),
        ("id,name\n1,Jürgen\n".encode("cp1252"), "is not UTF-8 text. Export it again as 'CSV UTF-8'."),
        ("id,name\n1,Jürgen\n".encode("utf-16-le"), "is not UTF-8 text"),
    ],
)
def test_a_bad_roster_is_refused_before_anything_is_made(text, sentence):
    output_of("exam", "new")
    output_of("exam", "secret")
    Path("roster.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    assert sentence in refused_make()


def test_with_groups_every_student_is_in_one():
    output_of("exam", "new")
    plan = Path("exam.toml").read_text(encoding="utf-8")
    Path("exam.toml").write_text(plan.replace('# order = "same"', 'order = "groups"'), encoding="utf-8")
    assert refused_make().startswith("The roster roster.csv has no column 'group', by which the plan makes groups.")
    Path("roster.csv").write_text("id,name,Group\n1,Ada,A\n2,Bob, \n")
    assert refused_make() == "The roster roster.csv, line 3: '2' is in no group. Fill in the column 'group'."
    assert students("id,name\n1,Ada\n") == [("1", "Ada", "")]  # nobody needs a group where the plan has none
