"""How well and how fast answers in words are scored: exact, over, under and flagged for each file of answers.

    python benchmarks/words.py [--each] [--rubrics FILE]... FILE...
    python benchmarks/words.py --table [FILE]...

A file of answers is a list of {q, kind, expect, flag_ok, must_flag, a}: see tests/data/text-answers. Without --rubrics those of the
bank are used. --each prints every answer that was not scored as expected; --table
writes the table of docs/text-grading.md, of all files of answers if none is named.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import yaml

from quizgen.asks.text import Text
from quizgen.asks.words.assess import assess
from quizgen.asks.words.assessment import Assessment
from quizgen.asks.words.coverage import SETTING
from quizgen.authoring.rubric import Rubric, read_rubrics

ROOT = Path(__file__).parents[1]
BANK = [*ROOT.glob("question_bank/interview/*.yaml"), ROOT / "question_bank" / "bptt" / "why_sum.yaml"]
PLAIN = ("good", "paraphrase", "broken-english", "short", "formula")
ROUNDS = 20
ANSWERS = ROOT / "tests" / "data" / "text-answers"
DOCUMENT = ROOT / "docs" / "text-grading.md"
START, END = "<!-- table: benchmarks/words.py -->", "<!-- end of table -->"
OUTCOMES = ("exact", "over", "under", "flagged")
COLUMNS = ("answers", "grader", *OUTCOMES, "plain good ones flagged", "ms an answer")


def rubrics_of(files: Iterable[Path]) -> dict[str, Rubric]:
    """Rubrics by their ids."""
    return {
        one.id: one
        for file in files
        if file.is_file()
        for one in read_rubrics(file.read_text(encoding="utf-8"), file.name)
    }


def answers_of(file: Path) -> list[dict[str, Any]]:
    """The answers of a file; the huge one written out."""
    entries = yaml.safe_load(file.read_text(encoding="utf-8"))
    huge = "The hidden state is kept and the network reads on. " * 1000
    return [entry | {"a": str(entry["a"]).replace("__HUGE__", huge)} for entry in entries]


def level(share: float) -> int:
    """2 from three quarters on, 0 below three tenths."""
    return 2 if share >= 0.75 - 1e-9 else 0 if share < 0.3 else 1


def outcome(entry: Mapping[str, Any], found: Assessment) -> str:
    """exact, over, under or flagged."""
    if not found.sure:
        return "flagged"
    given = level(found.share)
    return "exact" if given == entry["expect"] else "over" if given > entry["expect"] else "under"


def fault(entry: Mapping[str, Any], result: str) -> str:
    """What is wrong with an outcome; "" if nothing is."""
    if entry.get("must_flag") and result != "flagged":
        return "must be flagged" if result != "under" else "under, must be flagged"
    if result == "flagged":
        return "" if entry.get("must_flag") or (entry.get("flag_ok") and entry["kind"] not in PLAIN) else "flagged"
    return "" if result == "exact" else result


def asks(rubrics: Mapping[str, Rubric]) -> dict[str, Text]:
    """The completed ask of each rubric."""
    return {name: rubric.on(Text("answer")) for name, rubric in rubrics.items()}


def measured(entries: Sequence[Mapping[str, Any]], known: Mapping[str, Text], each: bool) -> Counter[str]:
    """The outcomes of answers, counted, the plain good ones also by themselves."""
    counts: Counter[str] = Counter()
    for entry in entries:
        ask = known.get(entry["q"])
        if ask is None or not ask.machine_scored:
            counts["no rubric"] += 1
            continue
        found = assess(ask, entry["a"])
        result = outcome(entry, found)
        counts[result] += 1
        if entry["kind"] in PLAIN and entry["expect"] == 2:
            counts["plain"] += 1
            counts["plain flagged"] += result == "flagged"
        if each and (why := fault(entry, result)):
            points = " ".join(one.point.id for one in found.found)
            wrong = " | ".join(one.words for one in found.contradicted)
            print(
                f"- {why}: {entry['q']} {entry['kind']} expect {entry['expect']} share {found.share:.2f} ({found.confidence})"
                f" [{points}] {wrong}"
            )
            print(f"    {str(entry['a'])[:400]!r}\n    {' '.join(found.doubts)}")
    return counts


def milliseconds(entries: Sequence[Mapping[str, Any]], known: Mapping[str, Text]) -> float:
    """The mean time of an answer of up to 120 words, the first round left out."""
    typical = [e for e in entries if e["q"] in known and known[e["q"]].machine_scored and len(e["a"].split()) <= 120]
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for entry in typical:
            assess(known[entry["q"]], entry["a"])
        times.append((time.perf_counter() - began) / max(1, len(typical)))
    return 1000 * statistics.median(times[1:])


def table(files: Sequence[Path]) -> str:
    """The table of docs/text-grading.md: every file of answers by the light and by the semantic grader."""
    known = asks(rubrics_of(BANK))
    lines = [f"| {' | '.join(COLUMNS)} |", "|---" * len(COLUMNS) + "|"]
    for file in files or sorted(ANSWERS.glob("*.yaml")):
        entries = answers_of(file)
        for grader in ("light", "semantic"):
            os.environ[SETTING] = grader
            counts = measured(entries, known, each=False)
            shown = [str(counts[name]) for name in OUTCOMES]
            plain = f"{counts['plain flagged']} of {counts['plain']}"
            scored = sum(counts[name] for name in OUTCOMES)
            lines.append(
                f"| {file.name}, {scored} | {grader} | {' | '.join(shown)} | {plain} | {milliseconds(entries, known):.1f} |"
            )
    return "\n".join(lines)


def written(text: str, lines: str) -> str:
    """The document with the table between its two marks."""
    before, rest = text.split(START)
    return f"{before}{START}\n{lines}\n{END}{rest.split(END)[1]}"


def main(arguments: Sequence[str]) -> None:
    if "--table" in arguments:
        lines = table([Path(one) for one in arguments if one != "--table"])
        print(lines)
        DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8"), lines), encoding="utf-8")
        return
    each = "--each" in arguments
    rest = [one for one in arguments if one != "--each"]
    own = [Path(rest[i + 1]) for i, one in enumerate(rest) if one == "--rubrics"]
    files = [Path(one) for i, one in enumerate(rest) if one != "--rubrics" and (not i or rest[i - 1] != "--rubrics")]
    known = asks(rubrics_of(own or BANK))
    for file in files or [ROOT / "tests" / "data" / "text-answers" / "thirty.yaml"]:
        entries = answers_of(file)
        counts = measured(entries, known, each)
        told = ", ".join(f"{name} {counts[name]}" for name in ("exact", "over", "under", "flagged", "no rubric"))
        print(
            f"{file.name}: {len(entries)} answers: {told}; plain good flagged {counts['plain flagged']} of {counts['plain']}"
        )
        print(f"    {milliseconds(entries, known):.2f} ms an answer of up to 120 words")


if __name__ == "__main__":
    main(sys.argv[1:])
