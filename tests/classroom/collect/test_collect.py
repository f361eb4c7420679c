"""In any layout of submissions, each file is found once, read as it is, and assigned to its student."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest
from class_folders import CANVAS, GRADESCOPE, METADATA, MOODLE, STEP, lay, zipped

from quizgen.classroom.collect import Reader, SearchResult, find_owners, find_submissions, students_with_several_files
from quizgen.classroom.collect.gradescope import Submitter, read_submitters
from quizgen.classroom.collect.roster_search import Person
from quizgen.cli.grade_files import people_on
from quizgen.documents.gradebook import read_roster

CLASS = (
    Person("1815", ("1815", "ada@example.edu"), "Ada Lovelace"),
    Person("1906", ("1906", "grace@example.edu"), "Grace Hopper"),
    Person("1882", ("1882",), "Emmy Noether"),
    Person("1777", ("1777",), "Carl Friedrich Gauß"),
    Person("1707", ("1707",), "Léonhard Euler"),
    Person("7", ("7",), "Bo Li"),
)


def students(found: SearchResult, people=(), lists=None) -> dict[str, tuple[str, ...]]:
    """The students of each place by its name without the folder."""
    return {
        "/".join((place.relative or place.path.name, *place.members)): owners.students
        for place, owners in find_owners(found.locations, people, lists or {}).items()
    }


# ---------------------------------------------------------------- layouts


FLAT = {"ada_lovelace.py": b"1", "grace_hopper.py": b"2"}
FOLDERS = {"Ada Lovelace/submission.py": b"1", "Grace Hopper/submission.py": b"2"}


@pytest.mark.parametrize("files", [FLAT, FOLDERS, MOODLE, CANVAS], ids=["flat", "folders", "Moodle", "Canvas"])
@pytest.mark.parametrize("form", ["folder", "zip", "zip in a folder", "a zip each"])
def test_any_layout_is_found_with_its_students(tmp_path, files, form):
    match form:
        case "folder":
            root = lay(tmp_path / "class", files)
        case "zip":
            root = lay(tmp_path, {"class.zip": zipped(files)}) / "class.zip"
        case "zip in a folder":
            root = lay(tmp_path / "class", {"all.zip": zipped(files)})
        case _:
            each = {
                name.rsplit(".", 1)[0] + ".zip": zipped({"submission.py": data})
                for name, data in files.items()
                if name.endswith(".py")
            }
            root = lay(tmp_path / "class", each)
    found = find_submissions([root])
    assert not found.problems
    with Reader() as reader:
        assert sorted(reader.read(place) for place in found.locations if place.name.endswith(".py")) == [b"1", b"2"]
    assert sorted(who for (who,) in students(found, CLASS).values()) == ["1815", "1906"]
    assert len(set(students(found).values())) == 2, "and without a roster everybody is somebody"


def test_gradescope_names_the_students_beside_the_folders(tmp_path):
    name = "assignment_99_export/submission_metadata.yml"
    for root in (
        lay(tmp_path / "class", {**GRADESCOPE, name: METADATA}),
        lay(tmp_path, {"class.zip": zipped({**GRADESCOPE, name: METADATA})}) / "class.zip",
    ):
        found = find_submissions([root])
        assert len(found.locations) == 2 and len(found.metadata) == 1 and not found.problems
        with Reader() as reader:
            lists = read_submitters(reader.read(found.metadata[0]).decode())
        when = datetime(2026, 11, 20, 10, tzinfo=UTC)
        assert lists["submission_111"] == (Submitter("Ada Lovelace", "1815", "ada@example.edu", when),)
        assert lists["submission_222"][0].submitted_at is None
        assert list(students(found, CLASS, lists).values()) == [("1815",), ("1906",)]
        assert list(students(found, (), lists).values()) == [("Ada Lovelace",), ("Grace Hopper",)]


def test_group_work_belongs_to_every_submitter(tmp_path):
    both = "submission_5:\n  :submitters:\n  - :name: Ada Lovelace\n  - :name: Grace Hopper\n"
    found = find_submissions([lay(tmp_path / "class", {"submission_5/rnn.py": STEP})])
    assert list(students(found, CLASS, read_submitters(both)).values()) == [("1815", "1906")]


@pytest.mark.parametrize(
    ("yaml", "name"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("'Ada O''Hara'", "Ada O'Hara"),
        (r'"\u00c9mile"', "Émile"),
        ("李雷", "李雷"),
        ('"broken', "broken"),
        ("", ""),
    ],
)
def test_names_as_yaml_writes_them(yaml, name):
    assert read_submitters(f"submission_1:\n  :submitters:\n  - :name: {yaml}\n") == {
        "submission_1": (Submitter(name),)
    }


def test_a_folder_and_a_file_in_it_are_found_once_and_in_order(tmp_path):
    root = lay(tmp_path / "class", {"b.py": b"", "a/x.py": b"", "a.toml": b"", "notes.txt": b"", "a.PY": b""})
    found = find_submissions([root, root / "b.py", root])
    assert [place.name.removeprefix(f"{root}/") for place in found.locations] == ["a/x.py", "a.PY", "a.toml", "b.py"]


def test_files_of_programs_are_skipped(tmp_path):
    files = {".venv/x.py": b"", "__pycache__/x.py": b"", "a/.git/x.py": b"", "__MACOSX/._a.py": b"", "a.py": b""}
    root = lay(tmp_path / "class", {**files, "b.zip": zipped(files)})
    assert [place.name.removeprefix(f"{root}/") for place in find_submissions([root]).locations] == [
        "a.py",
        "b.zip/a.py",
    ]


# ---------------------------------------------------------------- owners


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("1815.py", "1815"),
        ("hw3_1815.py", "1815"),
        ("ada@example.edu/rnn.py", "1815"),
        ("LOVELACE, ada/rnn.py", "1815"),
        ("AdaLovelace.py", "1815"),
        ("lovelaceada.py", "1815"),
        ("homework Ada-Lovelace final.py", "1815"),
        ("gauss_friedrich_carl/main.py", "1777"),
        ("leonhard euler.py", "1707"),
        ("Le\u0301onhard Euler.py", "1707"),
        ("EULER Léonhard/x/y/z.py", "1707"),
        ("1815/Ada Lovelace/rnn.py", "1815"),
        ("7.py", "7"),
        ("bo_li.py", "7"),
    ],
)
def test_a_student_is_found_by_id_address_or_name(tmp_path, name, who):
    other = {"Emmy Noether/other.py": b""}
    found = find_submissions([lay(tmp_path / "class", {name: STEP} | other)])
    assert {owner for key, owner in students(found, CLASS).items() if "other" not in key} == {(who,)}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("rnn.py", "matches no student on the roster"),
        ("lovelace.py", "matches no student on the roster"),
        ("homework 7 of somebody.py", "matches no student on the roster"),
        ("ada_lovelace_and_grace_hopper.py", "may be by Ada Lovelace or Grace Hopper"),
        ("1815/Grace Hopper.py", "may be by Ada Lovelace or Grace Hopper"),
        ("1815_1906.py", "may be by Ada Lovelace or Grace Hopper"),
    ],
)
def test_an_ambiguous_name_is_never_guessed(tmp_path, name, why):
    found = find_submissions([lay(tmp_path / "class", {name: STEP, "Emmy Noether.py": b""})])
    [owners] = [o for place, o in find_owners(found.locations, CLASS).items() if "Noether" not in place.name]
    assert sorted(owners.why.split()) == sorted(why.split())
    assert owners.students[0] not in [person.id for person in CLASS]


def test_the_longer_name_is_meant_where_one_contains_the_other():
    people = (Person("1", ("1",), "Ada Lovelace"), Person("2", ("2",), "Ada Byron Lovelace"))
    from quizgen.classroom.collect import Location

    place = Location(Path("class/Ada Byron Lovelace.py"), "Ada Byron Lovelace.py")
    assert find_owners([place], people)[place].students == ("2",)
    other = Location(Path("class/Ada Lovelace.py"), "Ada Lovelace.py")
    assert find_owners([other], people)[other].students == ("1",)


def test_two_students_of_one_name_are_distinguished_by_id_alone():
    from quizgen.classroom.collect import Location

    people = (Person("1001", ("1001",), "Ada Lovelace"), Person("1002", ("1002",), "Ada Lovelace"))
    places = [Location(Path(name), name) for name in ("Ada Lovelace.py", "Ada Lovelace 1002.py")]
    found = find_owners(places, people)
    assert found[places[0]].why and not found[places[1]].why and found[places[1]].students == ("1002",)


@pytest.mark.parametrize("name", ["Ada", "Адa", "李雷", "Łukasz Żółć", "مريم", "Zoë 🙂", "a" * 200])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_in_any_script_are_found(tmp_path, name, form):
    people = (Person("1000", ("1000",), name), Person("1001", ("1001",), "Somebody Else"))
    file = unicodedata.normalize(form, name)
    found = find_submissions(
        [lay(tmp_path / "class", {f"{file}/submission.py": b"", "Somebody Else/submission.py": b""})]
    )
    assert set(students(found, people).values()) == {("1000",), ("1001",)}


@pytest.mark.parametrize(
    ("name", "file"),
    [("Łukasz Żak", "lukasz zak"), ("Øyvind Ås", "oyvind_as"), ("Đặng Thị", "Dang Thi"), ("Pat O'Brien", "OBrien_Pat")],
)
def test_names_are_found_without_their_accents(tmp_path, name, file):
    people = (Person("1000", ("1000",), name), Person("1001", ("1001",), "Somebody Else"))
    found = find_submissions([lay(tmp_path / "class", {f"{file}.py": b"", "Somebody Else.py": b""})])
    assert set(students(found, people).values()) == {("1000",), ("1001",)}


@pytest.mark.parametrize(
    ("files", "labels"),
    [
        (["ada.py", "ben.py"], ["ada", "ben"]),
        (["ada/rnn.py", "ben/rnn.py"], ["ada", "ben"]),
        (["group 1/ada.py", "group 1/ben.py"], ["ada", "ben"]),
        (["1/ada/submission.py", "2/ben/submission.py"], ["ada", "ben"]),
        (["submission.py"], [""]),
        (["Ada Lovelace/hw3/submission.py", "Ben/hw3/submission.py"], ["Ada Lovelace", "Ben"]),
        (["Ada/hw3/src/rnn.py", "Ben/hw3/src/rnn.py", "Cy/hw3/src/rnn.py"], ["Ada", "Ben", "Cy"]),
        (["hw1/ada/rnn.py", "hw1/ben/rnn.py", "hw2/ada/rnn.py", "hw2/ben/rnn.py"], ["ada", "ben", "ada", "ben"]),
        (["Ada/hw3/submission.py"], ["hw3"]),
        ([f"Participant_{n}_assignsubmission_file_/s.py" for n in (1, 2)], ["Participant 1", "Participant 2"]),
        ([f"Ada Lovelace_{n}_assignsubmission_file_rnn.py" for n in (31, 32)], ["Ada Lovelace 31", "Ada Lovelace 32"]),
        (["Ada_1_assignsubmission_file_/a.py", "Ada_1_assignsubmission_file_/b.py"], ["Ada", "Ada"]),
        ([f"smithjohn_{n}_901_submission.py" for n in (111, 222)], ["smithjohn 111", "smithjohn 222"]),
        (["o_neilljohn_1234_567_rnn.py", "turingalan2_LATE_1235_568_rnn.py"], ["o_neilljohn", "turingalan2"]),
        (["राजकुमार_12350_67896_rnn.py"], ["राजकुमार"]),
    ],
)
def test_without_a_roster_the_name_of_file_or_folder_is_taken(tmp_path, files, labels):
    found = find_submissions([lay(tmp_path / "class", dict.fromkeys(files, STEP))])
    assert [who for (who,) in students(found).values()] == labels


def test_each_zip_is_called_after_its_student_whatever_it_holds(tmp_path):
    each = {f"{name}.zip": zipped({"hw3/submission.py": STEP}) for name in ("Ada Lovelace", "Ben")}
    found = find_submissions([lay(tmp_path / "class", each)])
    assert [who for (who,) in students(found).values()] == ["Ada Lovelace", "Ben"]


def test_a_zip_may_write_every_name_from_its_root(tmp_path):
    files = {"./ada.py": STEP, "./ben.py": STEP, "./.git/hook.py": STEP}
    found = find_submissions([lay(tmp_path, {"class.zip": zipped(files)}) / "class.zip"])
    assert [who for (who,) in students(found).values()] == ["ada", "ben"] and not found.problems


def test_moodles_number_names_the_student_of_a_blind_worksheet(tmp_path):
    worksheet = tmp_path / "worksheet.csv"
    worksheet.write_text("Identifier,Status,Grade\nParticipant 101,Submitted,\nParticipant 102,Submitted,\n")
    people = people_on(read_roster(worksheet))
    files = {f"Participant_{n}_assignsubmission_file_/rnn.py": STEP for n in (101, 102)}
    found = find_submissions([lay(tmp_path / "class", files)])
    assert [who for (who,) in students(found, people).values()] == ["Participant 101", "Participant 102"]


def test_a_file_that_is_named_itself_has_no_student_by_default(tmp_path):
    lay(tmp_path, {"ada/rnn.py": STEP})
    assert list(students(find_submissions([tmp_path / "ada" / "rnn.py"])).values()) == [("",)]
    lay(tmp_path, {"Ada Lovelace/rnn.py": STEP})
    assert list(students(find_submissions([tmp_path / "Ada Lovelace" / "rnn.py"]), CLASS).values()) == [("1815",)]


def test_two_files_of_one_student_are_noticed():
    assert students_with_several_files(
        [("a.py", "ada"), ("b.py", "ben"), ("c.py", "ada"), ("d.py", ""), ("e.py", "")]
    ) == {"ada": ["a.py", "c.py"]}
