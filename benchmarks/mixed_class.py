"""The submissions of a class: right files in many styles and interfaces, files with known or unknown mistakes, broken files."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent / "tests" / "submissions"
PLAIN = TESTS / "right" / "plain.py"
SLIPS = (  # (text of the plain file, what a misconception writes instead)
    (" + b)", ")"),
    ("np.tanh(", "("),
    ("@ W_h.T", "@ W_h"),
    ("dW += ", "dW = "),
    ("dW_h += ", "dW_h = "),
    ("db += ", "db = "),
    ("1.0 - h", "1.0 + h"),
    (" - lr * ", " + lr * "),
    ("np.log(", "np.log2("),
)
UNKNOWN = ((" + b)", " + 1.01 * b)"), ("- lr * ", "- 1.1 * lr * "), ("h[:, t] ** 2", "h[:, t] ** 3"))
BROKEN = (
    b"def rnn_step(x_t, h_prev, W, W_h, b):\n    return np.tanh(x_t @ W.T)\n",  # NumPy is not imported
    b"def rnn_step(x_t, h_prev, W, W_h, b)\n    return 0\n",
    b"import torch\n\ndef rnn_forward(x, h0, W, W_h, b):\n    return torch.tanh(x)\n",
    b"def rnn_step(x_t, h_prev, W, W_h, b):\n    pass\n\ndef rnn_forward(x, h0, W, W_h, b):\n    pass\n",
    b"def rnn_step(x_t, h_prev, W, W_h, b):\n    return open('/etc/passwd').read()\n",
    b"import os\n\ndef rnn_step(x_t, h_prev, W, W_h, b):\n    os._exit(0)\n",
)
LOOP = b"def rnn_step(x_t, h_prev, W, W_h, b):\n    while True:\n        pass\n"


def with_mistakes(pairs: tuple[tuple[str, str], ...]) -> list[bytes]:
    """The plain file with one mistake, for every pair (old, new) whose old text is in it."""
    plain = PLAIN.read_text(encoding="utf-8")
    return [plain.replace(old, new).encode() for old, new in pairs if old in plain]


def texts() -> Iterator[bytes]:
    """Of every twenty: nine right, seven with one misconception, two wrong in an unknown way, two that break."""
    right = cycle(path.read_bytes() for path in sorted((TESTS / "right").rglob("*.py")))
    known, unknown, broken = cycle(with_mistakes(SLIPS)), cycle(with_mistakes(UNKNOWN)), cycle(BROKEN)
    for kind in cycle("rkrkrubkrkrkrubkrkrr"):
        yield next({"r": right, "k": known, "u": unknown, "b": broken}[kind])


def write_class(folder: Path, count: int, loops: int = 0) -> None:
    """Write `count` files, no two of them equal; the first `loops` never end."""
    folder.mkdir(parents=True)
    for i, text in enumerate(islice(texts(), count)):
        (folder / f"student{i:05}.py").write_bytes((LOOP if i < loops else text) + f"\n# student {i}\n".encode())
