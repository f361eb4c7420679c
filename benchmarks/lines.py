"""How often the line to blame is the very line: every marked mistake of tests/submissions/lines, by interface and style.

python benchmarks/lines.py                 the tables: of files the search was made with, of files held out, of slips
python benchmarks/lines.py --missed WORD   and each mistake whose line was not found, or another one, in files named so

A slip is an error that is no misconception of the catalogue: `slip-...` in the files.
"""

from __future__ import annotations

import ast
import sys
from bisect import bisect_right
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MARKED = ROOT / "tests" / "submissions" / "lines"
sys.path.insert(0, str(ROOT / "tests" / "helpers"))

from marked_lines import Marked, marked  # noqa: E402

from quizgen.sandbox.wall import Wall  # noqa: E402
from quizgen.submissions import grade  # noqa: E402

VERY, NEIGHBOUR, NONE, OTHER, NOT_WRONG = "very line", "neighbour", "no line", "other", "not wrong"


def statements(text: str) -> list[int]:
    """The first lines of all statements; of what is no Python all lines."""
    try:
        return sorted({node.lineno for node in ast.walk(ast.parse(text)) if isinstance(node, ast.stmt)})
    except SyntaxError:
        return [i for i, line in enumerate(text.splitlines(), 1) if line.strip()]


def outcome(one: Marked, wall: Wall, interface: str) -> tuple[str, str]:
    """How the line found compares with the one marked, and what was found."""
    graded = grade(one.text.encode(), str(one), wall=wall, interface=interface)
    causes = [cause for cause in graded.causes if cause.function]
    if not causes:
        return NOT_WRONG, ""
    named = [cause for cause in causes if one.mistake in cause.misconceptions] or causes
    lines = [cause.line for cause in (*named, *causes) if cause.line] or [None]  # one where it raises says it for all
    found = " | ".join(f"{cause.function} {cause.misconceptions} {cause.line}" for cause in named)
    if lines[0] is None:
        return NONE, found
    if lines[0].number in one.blamed:
        return VERY, found
    order = statements(one.text)
    places = [bisect_right(order, line) for line in (lines[0].number, *one.blamed)]
    distance = min(abs(places[0] - place) for place in places[1:])
    return NEIGHBOUR if distance <= 1 else OTHER, found


def files(folder: str) -> list[tuple[str, Path]]:
    """The marked files of a folder, each with its interface."""
    return [(path.parent.name, path) for path in sorted((MARKED / folder).glob("*/*.py"))]


def main() -> None:
    words = [word for word in sys.argv[1:] if word != "--missed"]
    with Wall() as wall:
        missed = table("the search was made with these", wall, words, "", slips=False)
        for folder in ("held_out", "held_out_later", "held_out_again"):
            missed += table(f"{folder}", wall, words, folder, slips=False)
            missed += table(f"{folder}, errors without a name", wall, words, folder, slips=True)
    if "--missed" in sys.argv:
        print(*missed, sep="\n")


def table(title: str, wall: Wall, words: list[str], folder: str, *, slips: bool) -> list[str]:
    """Prints one table and returns what was missed."""
    print(f"\n{title}\n{'interface':10} {'style':22} {'mistakes':>8} {'very':>6} {'near':>6} {'none':>6} {'other':>6}")
    total: Counter[str] = Counter()
    missed: list[str] = []
    for interface, path in files(folder):
        if words and not any(word in str(path) for word in words):
            continue
        counts: Counter[str] = Counter()
        for one in marked(path, path.stem):
            if one.mistake.startswith("slip-") != slips:
                continue
            how, found = outcome(one, wall, interface)
            counts[how] += 1
            if how != VERY:
                missed.append(f"{interface} {one}: {how}; marked {one.blamed}, found {found}")
        total += counts
        row(interface, path.stem, counts)
    row("all", "", total)
    return missed


def row(interface: str, style: str, counts: Counter[str]) -> None:
    wrong = sum(counts.values()) - counts[NOT_WRONG]
    shares = "".join(f"{counts[how] / max(wrong, 1):7.1%}" for how in (VERY, NEIGHBOUR, NONE, OTHER))
    print(f"{interface:10} {style:22} {wrong:8}{shares}" + f"  {counts[NOT_WRONG]} not wrong" * bool(counts[NOT_WRONG]))


if __name__ == "__main__":
    main()
