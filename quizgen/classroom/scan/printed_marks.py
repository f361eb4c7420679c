"""What a bubble looks like with nothing on it: drawn by Typst from the template of the paper, so that it is taken off exactly."""

from __future__ import annotations

import json
import tempfile
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from quizgen import content
from quizgen.classroom.scan.layouts import LARGE, NORMAL
from quizgen.classroom.scan.sampling import Values

UNIT = 48  # samples across a bubble
SIDE = 2 * UNIT  # samples across what is looked at: the bubble in the middle, and half of its width about it


def grid() -> NDArray[np.float64]:
    """The places of the samples, from the middle of the bubble, in widths of it: (SIDE, SIDE, 2)."""
    steps = (np.arange(SIDE) + 0.5) / UNIT - 1
    return np.stack(np.meshgrid(steps, steps), axis=-1)


@cache
def printed_mark(key: str, square: bool, width: float) -> Values:
    """The darkness of a bubble with this letter in it, 0 to 1, (SIDE, SIDE). `width`: of the bubble, in points."""
    import typst
    from PIL import Image

    large = abs(width - LARGE) < abs(width - NORMAL)
    source = (
        '#import "lib.typ": *\n#show: typeset\n'
        f"#set page(width: {2 * width}pt, height: {2 * width}pt, margin: 0pt)\n"
        f"#place(center + horizon, mark({json.dumps(key, ensure_ascii=False)}, square: {json.dumps(square)}))"
    )
    with tempfile.TemporaryDirectory() as home:
        for template in content("templates").glob("*.typ"):
            (Path(home) / template.name).write_bytes(template.read_bytes())
        main, made = Path(home) / "main.typ", Path(home) / "mark.png"
        main.write_text(source, encoding="utf-8")
        inputs = {"type_size": "large" if large else "normal"}
        typst.compile(
            str(main), output=str(made), root=home, format="png", ppi=72 * UNIT / width, sys_inputs=inputs,
            font_paths=typst.Fonts(include_system_fonts=False),
        )  # fmt: skip
        with Image.open(made) as picture:
            drawn = np.asarray(picture.convert("L").resize((SIDE, SIDE)), dtype=np.float32)
    return np.asarray(1 - drawn / 255)
