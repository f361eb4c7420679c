"""The files of one student that import each other are one submission, in every layout; others stay what they are."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from cli_program import quizgen
from hypothesis import given
from hypothesis import strategies as st
from notebooks import notebook

from quizgen.classroom.collect import Location, Reader, file_kind, find_submissions, join_own_files
from quizgen.classroom.collect.own_files import imported
from quizgen.sandbox.bundle import bundle, is_bundle, unbundle
from quizgen.submissions.notebook import source_of

STEP = "import numpy as np\ndef rnn_step(x_t, h_prev, W, W_h, b):\n    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)\n"
FORWARD = """import numpy as np
from layers import rnn_step
def rnn_forward(x, h0, W, W_h, b):
    h = []
    for t in range(x.shape[1]):
        h0 = rnn_step(x[:, t], h0, W, W_h, b)
        h.append(h0)
    return np.stack(h, 1)
"""
PAIR = {"model.py": FORWARD, "layers.py": STEP}


def write(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


def zipped(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def joined(*paths: Path) -> dict[str, list[str]]:
    """The name of each submission below the folder, with the files beside it."""
    with Reader() as reader:
        found = join_own_files(find_submissions(paths).locations, reader.read)
    return {"/".join(one.parts): [path for path, _ in one.beside] for one in found}


def below(folder: str, files: dict[str, str]) -> dict[str, str]:
    return {f"{folder}{path}": text for path, text in files.items()}


NN = {"model.py": FORWARD.replace("layers", "nn.cell"), "nn/__init__.py": "", "nn/cell.py": STEP}
USERS = {"t.py": "import model\n", "u.py": "import model\n"}
MOODLE = "Ada L_12_assignsubmission_file_/"
CANVAS = {"adal_123_4567_model.py": FORWARD, "adal_123_4568_layers-1.py": STEP, "bobm_124_4569_layers.py": STEP}
GRADESCOPE = below("submission_1/", PAIR) | {"submission_2/layers.py": STEP}
ONE = ["layers.py"]
LAYOUTS: list[tuple[dict[str, str], dict[str, list[str]]]] = [
    (below("ada/", PAIR), {"ada/model.py": ONE}),
    (below("ada/", PAIR) | {"bob/rnn.py": STEP}, {"ada/model.py": ONE, "bob/rnn.py": []}),
    (below("a/", {"train.py": "import model\n", **PAIR}), {"a/model.py": ONE}),
    (below("a/", USERS | PAIR), {"a/model.py": ONE}),
    ({"a/one.py": STEP, "a/two.py": FORWARD.replace("from layers", "from other")}, {"a/one.py": [], "a/two.py": []}),
    (below("a/", NN), {"a/model.py": ["nn/__init__.py", "nn/cell.py"]}),
    ({"a/model.py": FORWARD, "a/layers.py": f"import model\n{STEP}"}, {"a/layers.py": ["model.py"]}),
    ({"ada/model.py": FORWARD, "bob/layers.py": STEP}, {"ada/model.py": [], "bob/layers.py": []}),
    (below(MOODLE, PAIR), {f"{MOODLE}model.py": ONE}),
    (CANVAS, {"adal_123_4567_model.py": ONE, "bobm_124_4569_layers.py": []}),
    (GRADESCOPE, {"submission_1/model.py": ONE, "submission_2/layers.py": []}),
]


@pytest.mark.parametrize(("files", "expected"), LAYOUTS)
def test_files_that_import_each_other_are_one_submission(
    tmp_path: Path, files: dict[str, str], expected: dict[str, list[str]]
) -> None:
    assert joined(write(tmp_path / "class", files)) == expected
    in_zip = {f"class.zip/{name}": beside for name, beside in expected.items()}
    assert joined(zipped(tmp_path / "class.zip", files)) == in_zip


def test_a_zip_of_each_student_is_looked_into(tmp_path: Path) -> None:
    (tmp_path / "class").mkdir()
    for name in ("ada.zip", "bob.zip"):
        zipped(tmp_path / "class" / name, PAIR)
    assert joined(tmp_path / "class") == {"ada.zip/model.py": ["layers.py"], "bob.zip/model.py": ["layers.py"]}


def test_a_file_that_is_named_itself_brings_what_it_imports(tmp_path: Path) -> None:
    folder = write(tmp_path, PAIR | {"other.py": STEP})
    [(_, beside)] = joined(folder / "model.py").items()
    assert beside == ["layers.py"]
    (tmp_path / "layers.py").unlink()
    (tmp_path / "layers.py").symlink_to(tmp_path / "other.py")
    assert joined(folder / "model.py").popitem()[1] == [], "no link is followed"


def test_two_students_of_a_roster_are_never_joined(tmp_path: Path) -> None:
    folder = write(tmp_path, PAIR)
    with Reader() as reader:
        found = join_own_files(find_submissions([folder]).locations, reader.read, lambda one, other: False)
    assert [one.beside for one in found] == [(), ()]


def test_the_longest_chain_has_a_limit(tmp_path: Path) -> None:
    files = {f"m{i}.py": f"import m{i + 1}\n" for i in range(300)} | {"m300.py": STEP}
    [(_, beside), *others] = joined(write(tmp_path / "a", files)).items()
    assert len(beside) <= 100 and len(others) <= 1


@given(
    st.binary(max_size=200),
    st.dictionaries(st.sampled_from(["a.py", "b/c.py", "é.py"]), st.binary(max_size=50), max_size=3),
)
def test_a_bundle_gives_back_its_files_and_nothing_else_is_one(data: bytes, modules: dict[str, bytes]) -> None:
    packed = bundle("model.py", data, modules)
    assert packed == bundle("model.py", data, dict(reversed(modules.items())))
    assert unbundle(packed) == (data, modules)
    assert unbundle(data + b"\n") == (data + b"\n", {}) and is_bundle(packed) is bool(modules)
    if modules:
        assert file_kind("model.py", packed.replace(b"PK\x03\x04", b"PK\x03\x05", 1) + b"import numpy\n") == "code"


def test_an_archive_that_is_no_bundle_is_a_file_by_itself() -> None:
    for method, comment in ((zipfile.ZIP_DEFLATED, b"quizgen: the files of one submission"), (zipfile.ZIP_STORED, b"")):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as archive:
            archive.comment = comment
            archive.writestr("a.py", "x = 1\n" * 1000)
        assert unbundle(out.getvalue()) == (out.getvalue(), {})
    assert unbundle(b"PK\x03\x04 quizgen: the files of one submission")[1] == {}


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("import a, b.c as d", {"a.py", "b/__init__.py", "b/c.py"}),
        ("from b import (c, e)", {"b/__init__.py", "b/c.py"}),
        ("from . import a\nfrom .b.c import x", {"a.py", "b/__init__.py", "b/c.py"}),
        ("if 1:\n    import a  # import b", {"a.py"}),
        ("text = 'import a'\n#import b\nimport numpy\nfrom .. import a", {"a.py"}),
    ],
)
def test_what_a_text_imports(text: str, files: set[str]) -> None:
    assert {*imported("m.py", text.encode(), "", {"a.py", "b/__init__.py", "b/c.py"})} == files


def test_the_whole_way_from_a_folder_to_the_store_and_again(tmp_path: Path) -> None:
    others = {f"{name}/rnn.py": STEP for name in ("bob", "cy", "dan", "eve")}
    folder, db = write(tmp_path / "class", below("ada/", PAIR) | others), str(tmp_path / "q.db")

    def run(*words: str) -> str:
        result = quizgen("--db", db, *words)
        assert result.exit_code == 0, result.output
        return result.stdout

    first = run("grade", str(folder))
    assert "33 of 33" in first and "5 graded" in first
    assert "5 unchanged" in run("grade", str(folder))
    assert "5 grades: 5 unchanged" in run("regrade")
    (folder / "ada/layers.py").write_text(STEP.replace("np.tanh", "np.sin"))
    changed = run("grade", str(folder))
    assert "33 of 33" not in changed and "4 unchanged" in changed, "a change of a file beside it counts"


def test_a_bundle_is_a_source_with_modules() -> None:
    packed = bundle("model.py", FORWARD.encode(), {"layers.py": STEP.encode()})
    source = source_of(packed)
    assert source.text == FORWARD.encode() and source.modules == {"layers.py": STEP.encode()}


def test_a_location_is_the_same_whatever_lies_beside_it(tmp_path: Path) -> None:
    assert Location(tmp_path, beside=(("a.py", Location(tmp_path / "a.py")),)) == Location(tmp_path)


def test_a_notebook_and_the_file_that_it_imports_are_one_submission(tmp_path: Path) -> None:
    cells = notebook("import numpy as np", FORWARD).decode()
    write(tmp_path / "class" / "ada", {"hw.ipynb": cells, "layers.py": STEP})
    assert joined(tmp_path / "class") == {"ada/hw.ipynb": ["layers.py"]}
    assert joined(tmp_path / "class" / "ada" / "hw.ipynb") == {"ada/hw.ipynb": ["layers.py"]}
