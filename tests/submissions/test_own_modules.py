"""Several files of one student: imports among them work behind the wall, and what is wrong in one names its file."""

from __future__ import annotations

import pytest
from quizgen.errors import UserError
from quizgen.model import Grade
from quizgen.sandbox.source import Source
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade
from small_code import FORWARD, STEP, WRONG, lost

FORWARD = FORWARD.replace("STEPS", "range")
LAYERS = {"layers.py": f"import numpy as np\n{STEP}"}


def graded(wall: Wall, main: str, modules: dict[str, str]) -> Grade:
    source = Source(main.encode(), {path: text.encode() for path, text in modules.items()})
    return grade(source, "model.py", wall=wall)


@pytest.mark.parametrize(
    ("imports", "modules"),
    [
        ("from layers import *", LAYERS),
        ("from .layers import rnn_step", LAYERS),
        ("import layers\nfrom layers import rnn_step", LAYERS),
        ("from . import layers\nrnn_step = layers.rnn_step", LAYERS),
        ("from nn import rnn_step", {"nn/__init__.py": "from .cell import rnn_step\n", "nn/cell.py": LAYERS["layers.py"]}),
        ("from nn.cell import rnn_step", {"nn/cell.py": LAYERS["layers.py"]}),
        (
            "import nn.cell as c\nrnn_step = c.rnn_step",
            {"nn/cell.py": "from ..base import *\n", "nn/__init__.py": "", "base.py": LAYERS["layers.py"]},
        ),
        ("def rnn_step(*args):\n    from layers import rnn_step\n    return rnn_step(*args)", LAYERS),
        ("from b import *", {"b.py": "from a import *\n", "a.py": f"import b\n{LAYERS['layers.py']}"}),
        ("from layers import rnn_step", {"layers.py": f"from submission import np\n{STEP}"}),
    ],
)  # fmt: skip
def test_files_import_each_other(imports: str, modules: dict[str, str], wall: Wall) -> None:
    main = f"import numpy as np\n{imports}\n{FORWARD}"
    got = graded(wall, main, modules)
    assert not lost(got) and set(got.titles) == {"rnn_step", "rnn_forward"}
    wrong = graded(wall, main, {path: text.replace(*WRONG) for path, text in modules.items()})
    assert wrong.points < got.points


def test_functions_of_a_module_that_is_only_imported_are_graded(wall: Wall) -> None:
    got = graded(wall, "import layers\nlayers.train()\n", {"layers.py": f"import numpy as np\n{STEP}{FORWARD}"})
    assert set(got.titles) == {"rnn_step", "rnn_forward"} and not lost(got)


def test_a_stub_takes_the_place_of_a_broken_step_in_its_own_file(wall: Wall) -> None:
    modules = {"layers.py": f"import numpy as np\n{STEP.replace('np.tanh', 'np.sin')}{FORWARD}"}
    alone = grade(modules["layers.py"].encode(), "layers.py", wall=wall)
    got = graded(wall, "from layers import *\n", modules)
    assert got.points == alone.points and any("stand-in" in m.feedback or m.points for m in got.marks)


def test_globals_of_a_module_are_set_where_its_function_reads_them(wall: Wall) -> None:
    from places import SUBMISSIONS

    text = (SUBMISSIONS / "right/minchar/columns.py").read_text()
    assert not lost(graded(wall, "import model\n", {"model.py": text}))


def test_a_line_of_another_file_is_named_with_the_file(wall: Wall) -> None:
    got = graded(
        wall,
        "from layers import *\n",
        {"layers.py": f"import numpy as np\nfor i in data: pass\n{STEP.replace('np.tanh', 'np.tahn')}"},
    )
    assert got.notes == ("layers.py, line 2 was skipped: a loop outside every function is not run",)
    assert got.causes[0].line is not None and got.causes[0].line.place == "layers.py, line 4"
    assert got.causes[0].line.statement.startswith("return np.tahn(")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("numpy.py", "numpy.py cannot be imported: `import numpy` gives NumPy. Give it another name."),
        ("random.py", "random.py cannot be imported: `import random` gives Python's own random. Give it another name."),
        ("quizgen.py", "quizgen.py cannot be imported: that is the name of what grades it. Give it another name."),
    ],
)  # fmt: skip
def test_a_module_with_the_name_of_another_is_left_alone_and_said_so(name: str, sentence: str, wall: Wall) -> None:
    got = graded(wall, f"import random\nimport numpy as np\n{STEP}", {name: "tanh = random = None\n"})
    assert not lost(got) and got.notes == (sentence,)


def test_a_module_that_does_not_parse_costs_what_does_not_parse_alone(wall: Wall) -> None:
    got = graded(wall, "from layers import *\n", {"layers.py": f"import numpy as np\n{STEP}def broken(:\n    pass\n"})
    assert not lost(got) and got.notes[0].startswith("layers.py, line 4 was skipped: broken does not parse")
    nothing = graded(wall, f"import numpy as np\nfrom layers import f\n{STEP}", {"layers.py": "def broken(:\n"})
    assert not lost(nothing)


def test_a_submission_has_a_limit_of_files_and_of_bytes(wall: Wall) -> None:
    with pytest.raises(UserError, match="1,000 files beside it, a submission at most 100"):
        graded(wall, STEP, {f"m{i}.py": "x = 1\n" for i in range(1000)})
    with pytest.raises(UserError, match="bytes, a submission at most"):
        graded(wall, STEP, {"m.py": "#" * (1 << 18)})


def test_a_module_cannot_be_a_way_to_the_reference_or_past_the_wall(wall: Wall) -> None:
    for text in ("from reference_rnn import *\n", "import quizgen.sandbox\n"):
        got = graded(wall, f"import numpy as np\nfrom layers import *\n{STEP}", {"layers.py": text})
        assert got.points == 0 and "not for submissions" in got.causes[0].text
    loops = graded(
        wall, f"import numpy as np\nfrom layers import *\n{STEP}", {"layers.py": "x = [i for i in iter(int, 1)]\n"}
    )
    assert not lost(loops), "a module that does not load in time is left out with what is not quick"
