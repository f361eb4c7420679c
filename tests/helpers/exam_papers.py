"""A paper of an exam with every kind of box, made by hand and compiled as `exam make` does; and PNG pictures read."""

import json
import struct
import tempfile
import zlib
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import typst

from quizgen import content
from quizgen.authoring.bank import Bank
from quizgen.documents.exam.paper import paper_inputs, paper_source
from quizgen.generate import variants
from quizgen.generate.exam.plan import Accommodation, ExamPlan, Layout, Section
from quizgen.model import Paper, Quiz, Student

STANDARDS = ("ua-1", "a-2a")
COMPUTED = ("forward-h2", "contribution-table", "grad-matrix")
CHOSEN = ("app-type-match", "flow-order", "state-fill", "unfold-label", "last-state", "why-sum")
PLAN = ExamPlan(
    name="rnn-midterm",
    title="Recurrent neural networks: midterm",
    sections=(
        Section("Forward pass and BPTT", "Give every number with four decimals.", exercises=COMPUTED),
        Section("Concepts", exercises=CHOSEN),
    ),
    course="Machine learning 2",
    day=date(2026, 12, 14),
    duration=90,
    instructions="Write your answers in the boxes.\n\nUse a pen, not a pencil.",
    aids=("a pocket calculator", "one handwritten sheet"),
    layout=Layout(working=3.5),
    accommodations={"s2": Accommodation(large_print=True, extra_minutes=25)},
)
ADA = Student("s1024517", "Ada Lovelace", "A")
ZOE = Student("s2", "Zoë O'Neil", "B")


@cache
def drawn(names: tuple[str, ...]):
    bank = Bank.load()
    return tuple(variants(bank.get(name), [3])[0] for name in names)


def paper_of(student=ADA, names=COMPUTED + CHOSEN):
    return Paper("ABCDEFGH", PLAN.name, student, Quiz(f"x-1-{student.id}", 1, drawn(tuple(names)), student.name))


def compiled(source, inputs, **wanted):
    """What Typst makes of a paper, and the boxes that it notes."""
    with tempfile.TemporaryDirectory() as home:
        for template in content("templates").glob("*.typ"):
            (Path(home) / template.name).write_bytes(template.read_bytes())
        main = Path(home) / "main.typ"
        main.write_text(source, encoding="utf-8")
        fonts = typst.Fonts(include_system_fonts=False)
        compiler = typst.Compiler(str(main), root=home, font_paths=fonts, sys_inputs=inputs)
        wanted = wanted or {"format": "pdf", "pdf_standards": list(STANDARDS), "timestamp": 0}
        made, warnings = compiler.compile_with_warnings(**wanted)
        assert not warnings
        return made, json.loads(compiler.query("<box>", field="value"))


def printed(plan=PLAN, student=ADA, names=COMPUTED + CHOSEN, boxes=False, **wanted):
    paper = paper_of(student, names)
    return compiled(paper_source(paper, plan), paper_inputs(paper, plan, boxes), **wanted)


def read_png(data: bytes) -> np.ndarray:
    """The first channel of a PNG with 8 bits a channel (its grey values, if it is grey), as floats (height, width)."""
    at, packed = 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, _height, _depth, colour = struct.unpack(">IIBB", body[:10])
        elif kind == b"IDAT":
            packed += body
        at += length + 12
    channels = {0: 1, 2: 3, 6: 4}[colour]
    raw, size = zlib.decompress(packed), 1 + width * channels
    lines = [[0] * width]
    for start in range(0, len(raw), size):
        lines.append(unfiltered(raw[start], raw[start + 1 : start + size : channels], lines[-1]))
    return np.array(lines[1:], float)


def unfiltered(kind: int, row: bytes, above: list[int]) -> list[int]:
    """A channel of a row of a PNG without its filter."""
    made, left, corner = [], 0, 0
    for value, up in zip(row, above, strict=True):
        if kind == 4:
            far_left, far_up, far_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
            guess = left if far_left <= min(far_up, far_corner) else up if far_up <= far_corner else corner
        else:
            guess = (0, left, up, (left + up) // 2)[kind]
        left, corner = (value + guess) % 256, up
        made.append(left)
    return made


def write_png(grey: np.ndarray) -> bytes:
    """Grey values as a small PNG of sixteen greys a pixel."""
    values = (np.round(grey / 17) * 17).astype(np.uint8)
    raw = b"".join(b"\0" + row.tobytes() for row in values)

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    size = struct.pack(">IIBBBBB", values.shape[1], values.shape[0], 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b"")
