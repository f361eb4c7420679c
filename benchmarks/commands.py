"""How long commands take: whole processes, beside `python -c "import click"` in the same run.

python benchmarks/commands.py
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROUNDS = 9
SUBMISSION = """
import numpy as np


def rnn_step(x_t, h_prev, W, W_h, b):
    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)


def rnn_forward(x, h0, W, W_h, b):
    states, h = [], h0
    for t in range(x.shape[1]):
        h = rnn_step(x[:, t], h, W, W_h.T, b)
        states.append(h)
    return np.stack(states, axis=1)
"""


def filled_sheet(place: Path) -> Path:
    """Make a quiz and fill in its sheet, some answers right and some wrong; the sheet."""
    make = [sys.executable, "-m", "quizgen", "make", "--topic", "forward-pass", "--seed", "7", "--json", "--with-key"]
    quiz = json.loads(subprocess.run(make, cwd=place, capture_output=True, text=True, check=True).stdout)
    sheet: Path = place / quiz["quiz"] / "answers.toml"
    text = sheet.read_text()
    for number, question in enumerate(quiz["questions"], 1):
        answers = question["key"] if number % 2 or not question["slips"] else question["slips"][0]["answers"]
        head, table, rest = text.partition(f"[q{number}]")
        for ask, value in answers.items():
            entries = value if isinstance(value, list) else [value]
            typed = ", ".join(f"{entry:.4f}" if isinstance(entry, float) else str(entry) for entry in entries)
            rest = re.sub(rf'(?m)^{ask} = ""$', f"{ask} = {json.dumps(typed)}", rest, count=1)
        text = head + table + rest
    sheet.write_text(text)
    return sheet


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        sheet = filled_sheet(place)
        (place / "submission.py").write_text(SUBMISSION)
        quizgen = [sys.executable, "-m", "quizgen"]
        jobs = {
            'python -c "import click"': ([sys.executable, "-c", "import click"], None),
            "quizgen --help": ([*quizgen, "--help"], "<= 1.5 x import click"),
            "quizgen make --topic forward-pass": (
                [*quizgen, "make", "--topic", "forward-pass", "--seed", "8"],
                "<= 1 s",
            ),
            "quizgen grade answers.toml": ([*quizgen, "grade", str(sheet)], "<= 1 s"),
            "quizgen grade submission.py": ([*quizgen, "grade", "submission.py"], "<= 1.5 s"),
        }
        times: dict[str, list[float]] = {name: [] for name in jobs}
        for _ in range(ROUNDS):
            for name, (command, _) in jobs.items():
                start = time.perf_counter()
                subprocess.run(command, cwd=place, capture_output=True, check=True)
                times[name].append(time.perf_counter() - start)
        base = median(times['python -c "import click"'])
        print(f"{'whole process':36} {'ms':>7} {'/ import click':>15}   aim")
        for name, taken in times.items():
            print(f"{name:36} {median(taken) * 1e3:7.0f} {median(taken) / base:15.2f}   {jobs[name][1] or ''}")


if __name__ == "__main__":
    main()
