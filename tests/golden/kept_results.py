"""Results kept in a file, a line for each case: {case: {name: nested lists of numbers}}."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

Results = Mapping[str, np.ndarray]


def read(file: Path) -> dict[str, dict[str, np.ndarray]]:
    kept = json.loads(file.read_text())
    return {case: {name: np.array(value) for name, value in results.items()} for case, results in kept.items()}


def write(file: Path, found: Iterable[tuple[str, Results]]) -> None:
    lines = []
    for case, results in found:
        short = {name: _short(value.tolist()) for name, value in results.items()}
        lines.append(f"{json.dumps(case)}: {json.dumps(short, separators=(',', ':'))}")
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n")


def _short(value: float | list) -> float | list:
    return [_short(v) for v in value] if isinstance(value, list) else float(f"{value:.14g}")
