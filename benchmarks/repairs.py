"""How often the smallest repair is found, and how long it takes: every marked mistake of tests/submissions/lines.

python benchmarks/repairs.py             the table
python benchmarks/repairs.py --missed    and each mistake without a repair
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "helpers"))

from marked_lines import marked  # noqa: E402

from quizgen.sandbox.wall import Wall  # noqa: E402
from quizgen.submissions import grade  # noqa: E402
from quizgen.submissions.repair import repairs  # noqa: E402


def main() -> None:
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    print(f"{'interface':10} {'style':18} {'mistakes':>8} {'repaired':>9} {'median':>8} {'slowest':>8}")
    with Wall() as wall:
        for folder in sorted((ROOT / "tests/submissions/lines").iterdir()):
            for path in sorted(folder.glob("*.py")):
                if words and not any(word in str(path) for word in words):
                    continue
                times, count = [], 0
                for one in marked(path, path.stem):
                    text = one.text.encode()
                    graded = grade(text, str(one), wall=wall, interface=folder.name)
                    if graded.points == graded.max_points:
                        continue
                    begun = time.perf_counter()
                    found = dict(repairs(text, graded, wall))
                    times.append(time.perf_counter() - begun)
                    count += all(found.values())
                    if not all(found.values()) and "--missed" in sys.argv:
                        print(f"    {one}: {[f for f, r in found.items() if not r]}")
                times.sort()
                share = f"{count / len(times):.0%}"
                print(
                    f"{folder.name:10} {path.stem:18} {len(times):8} {share:>9} {times[len(times) // 2]:6.2f} s {times[-1]:6.2f} s"
                )


if __name__ == "__main__":
    main()
