"""Folders and zip files as platforms export them, for the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

STEP = b"def rnn_step(x_t, h_prev, W, W_h, b): ...\n"
RIGHT_STEP = (
    b"import numpy as np\ndef rnn_step(x_t, h_prev, W, W_h, b):\n    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)\n"
)
STEP_WITHOUT_B = RIGHT_STEP.replace(b" + b)", b")")
ENDLESS_STEP = RIGHT_STEP.replace(b"    return", b"    while True: pass\n    return")


def lay(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Writes files into a folder; the folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def class_of(count: int, folder: str = "class") -> Path:
    """A folder of `count` students, every third of whom leaves b out."""
    codes = {f"s{n:03}.py": (STEP_WITHOUT_B if n % 3 == 0 else RIGHT_STEP) + b"#%d\n" % n for n in range(count)}
    return lay(Path(folder), codes)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip file of these."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


MOODLE = {
    "Ada Lovelace_3141_assignsubmission_file_/submission.py": b"1",
    "Grace Hopper_3142_assignsubmission_file_/homework 3.py": b"2",
    "Grace Hopper_3142_assignsubmission_onlinetext_/onlinetext.html": b"<p>",
}

CANVAS = {"lovelaceada_2718_281828_submission.py": b"1", "hoppergrace_LATE_2719_281829_submission-1.py": b"2"}

GRADESCOPE = {
    "assignment_99_export/submission_111/submission.py": b"1",
    "assignment_99_export/submission_222/submission.py": b"2",
}

METADATA = b"""---
submission_111:
  :submitters:
  - :name: Ada Lovelace
    :sid: '1815'
    :email: ada@example.edu
  :created_at: 2026-11-20 10:00:00.000000000 Z
  :score: 0.0
  :history:
  - :id: 110
    :name: nobody
submission_222:
  :submitters:
  - :name: "Grace Hopper"
    :sid:
    :email: grace@example.edu
"""
