"""The index of the documents is complete, and the table of measurements names scripts that exist."""

import re

from places import ROOT

from quizgen.cli import COMMANDS, GROUPS

DOCS = ROOT / "docs"
INDEX = (DOCS / "README.md").read_text(encoding="utf-8")
MEASUREMENTS = [
    [cell.strip() for cell in line.split("|")[1:-1]]
    for line in (DOCS / "performance.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ")
][1:]


def test_every_document_is_in_the_index():
    linked = set(re.findall(r"\]\(([\w./-]+)\)", INDEX))
    assert {path.name for path in DOCS.glob("*.md")} - {"README.md"} <= linked


def test_every_command_is_listed_under_the_group_of_its_help():
    listed = {}
    for line in INDEX.split("## Commands")[1].splitlines():
        if found := re.match(r"\| \*\*(.+)\*\* \|", line):
            listed[found[1]] = []
        elif line.startswith("| `"):
            listed[list(listed)[-1]] += re.findall(r"`quizgen (\w+)", line)
    assert {group: set(names) for group, names in listed.items()} == {g: set(names) for g, names in GROUPS.items()}
    assert {name for names in listed.values() for name in names} == set(COMMANDS)


def test_a_measurement_with_an_aim_says_whether_it_is_met():
    assert len(MEASUREMENTS) > 20
    for what, figure, aim, verdict, *_ in MEASUREMENTS:
        assert figure and (verdict in ("met", "**missed**") if aim else not verdict), what


def test_every_measurement_says_what_it_means_for_a_user():
    assert [row[0] for row in MEASUREMENTS if not row[4]] == []


def test_every_benchmark_that_runs_alone_is_in_the_table_and_no_other():
    named = {name for row in MEASUREMENTS for name in re.findall(r"`(\w+\.py)", row[5])}
    scripts = {
        path.name for path in (ROOT / "benchmarks").glob("*.py") if "__main__" in path.read_text(encoding="utf-8")
    }
    assert named | {"other_graders.py"} == scripts  # the one more is what classroom.py --peers calls
