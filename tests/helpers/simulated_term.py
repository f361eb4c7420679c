"""A term of sixty simulated students, played through the commands: sheets with a wrong key, code, and a quiz in words."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cli_program import output_of, quizgen
from simulated_class import INTERVIEW, NAMESAKES, Student, answers, filled, program, students

from quizgen.model import Quiz, Variant
from quizgen.store import Store

SEED = 5
CLASS = students()
DUE = datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)
LATE = {"s010": 1, "s011": 3, "s012": 2, "s020": 2}  # days after DUE, of the first homework
EXTENDED, OVERRIDDEN, LUCKY, ABSENT, BY_MARK = "s012", "s007", "s008", "s030", "s050"
PLANTED = "how-many"  # the exercise whose key is wrong: it leaves b out
SOUND = ("forward-h1", "forward-h2", "forward-mcq")
FILE, BANK = Path("bank/weight-sharing/how_many.py"), ("--bank", "bank")
WRONG, RIGHT = "p.H * (p.D + p.H)", "p.H * (p.D + p.H + 1)"
EXERCISE = r'''
"""How many numbers an RNN learns."""

from quizgen.authoring import Draw, Exercise, Numbers, Problem

exercise = Exercise(
    title="How many numbers",
    topic="weight-sharing",
    level=1,
    asks=[Numbers("count", decimals=0, tolerance=0)],
    question=r"""
An RNN computes $h_t = \tanh(W x_t + W_h h_{t-1} + b)$ from {{ number(D) }} inputs with {{ number(H) }} units. How many
numbers does it learn?

[[count]]
""",
    solution="It learns {{ number(key.count) }} numbers.",
)


@exercise.draw
def sizes(draw: Draw) -> Problem:
    return Problem(D=draw.integer(10, 40), H=draw.integer(50, 90))


@exercise.solve
def count(p, reference):
    yield "count", p.H * (p.D + p.H)
'''
FUNCTIONS = ("--function", "rnn_step", "--function", "rnn_forward")


@dataclass
class Term:
    """What the commands said, by the names of the steps, and the gradebook as it was after some of them."""

    said: dict[str, str] = field(default_factory=dict)
    gradebook: dict[str, str] = field(default_factory=dict)
    report: str = ""  # as JSON, of the first assignment with its wrong key

    @property
    def planted(self) -> str:
        """The question, as on the sheets, whose key is wrong."""
        with Store.open("quizgen.db") as store:
            quiz = store.quiz(store.quizzes("hw1")[0].id)
        return next(f"q{n}" for n, variant in enumerate(quiz.variants, 1) if variant.exercise == PLANTED)

    def run(self, step: str, *words: str) -> None:
        """Runs a command that must succeed; what it says on both streams is kept."""
        result = quizgen(*words)
        assert result.exit_code == 0, result.output
        self.said[step] = " ".join(result.output.split())

    def write_gradebook(self, step: str) -> None:
        self.run(f"gradebook {step}", "results", "--roster", "roster.csv", "--csv", f"{step}.csv")
        self.gradebook[step] = Path(f"{step}.csv").read_text(encoding="utf-8-sig")


def truth(variant: Variant) -> Variant:
    """A variant with the right key."""
    if variant.exercise != PLANTED:
        return variant
    return replace(variant, key={"count": variant.key["count"] + variant.problem["H"]})


def sheets(assignment: str, typed: Callable[[Quiz, Student], Mapping[str, Mapping[str, str]]]) -> None:
    """Fills in the sheets of an assignment, as each student would; that of who is absent vanishes."""
    with Store.open("quizgen.db") as store:
        quizzes = {quiz.id.rpartition("-")[2]: store.quiz(quiz.id) for quiz in store.quizzes(assignment)}
    for one in CLASS:
        (folder,) = Path(assignment).glob(f"{one.id}_*")
        sheet = folder / "answers.toml"
        if one.id == ABSENT:
            sheet.unlink()
            continue
        sheet.write_text(filled(sheet.read_text("utf-8"), typed(quizzes[one.id], one)), encoding="utf-8")
        handed_in(sheet, LATE.get(one.id, 0) if assignment == "hw1" else 0)


def handed_in(file: Path, days_late: int) -> None:
    """Sets when a file was written: at noon of the day that is so many days after the one on which it is due."""
    moment = (DUE + timedelta(days=days_late, hours=-12)).timestamp()
    os.utime(file, (moment, moment))


def homework(term: Term) -> None:
    """Sheets, late ones among them; an override and an extension."""
    FILE.parent.mkdir(parents=True)
    FILE.write_text(EXERCISE, encoding="utf-8")
    asked = [word for name in (PLANTED, *SOUND) for word in ("--exercise", name)]
    term.run("assignment", "assignment", "hw1", "--due", "2026-03-01", "--penalty", "10")
    wanted = ("--assignment", "hw1", "--count", "4", "--seed", "1", "--out", "hw1")
    term.run("sheets", *BANK, "export", "--sheets", "--students", "roster.csv", *asked, *wanted)
    sheets("hw1", answers_at_home)
    term.run("graded", "grade", "hw1", "--roster", "roster.csv")
    term.run(
        "override", "override", OVERRIDDEN, term.planted, "0.5", "--assignment", "hw1", "--because", "Showed it to me."
    )
    term.run(
        "extension", "override", EXTENDED, "all", "--until", "2026-03-05", "--assignment", "hw1", "--because", "Ill."
    )


def answers_at_home(quiz: Quiz, one: Student) -> Mapping[str, Mapping[str, str]]:
    """What a student hands in; one has by chance what the wrong key says, and all else right."""
    if one.id == LUCKY:
        return answers(quiz, replace(one, ability=1.0), SEED)
    return answers(quiz, one, SEED, truth)


def code(term: Term) -> None:
    """Code in folders that only names tell apart; two students have one name, which --who settles."""
    for one in CLASS:
        folder = Path("hw2", one.name + " b" * (one is CLASS[NAMESAKES[1]]))
        folder.mkdir(parents=True)
        (folder / "submission.py").write_text(program(one, SEED), encoding="utf-8")
    term.run("functions", "assignment", "hw2", *FUNCTIONS)
    first, second = (CLASS[place] for place in NAMESAKES)
    rows = [("file", "id"), (f"{first.name}/submission.py", first.id), (f"{first.name} b/submission.py", second.id)]
    with Path("who.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    term.run("namesakes", "grade", "hw2", "--roster", "roster.csv", "--jobs", "2")
    term.run("code", "grade", "hw2", "--roster", "roster.csv", "--jobs", "2", "--who", "who.csv")


def in_words(term: Term) -> None:
    """A quiz in free text: one answer marked by itself, the others in a spreadsheet."""
    wanted = ("--exercise", "interview-q", "--count", "1", "--assignment", "hw3", "--seed", "3", "--out", "hw3")
    term.run("quiz", "export", "--sheets", "--students", "roster.csv", *wanted)
    sheets("hw3", lambda quiz, one: answers(quiz, one, SEED))
    term.run("waiting", "grade", "hw3", "--roster", "roster.csv")
    term.run("mark", "mark", BY_MARK, "q1", "1", "--assignment", "hw3", "--because", "Half of it.")
    term.run("written", "marks", "--waiting", "--assignment", "hw3", "--csv", "marks.csv", "--roster", "roster.csv")
    with Path("marks.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        share = next(share for share, text in INTERVIEW.items() if text == row["answer"])
        row["points"], row["comment"] = f"{share * float(row['max_points']):.1f}", "Well said." if share == 1 else ""
    with Path("marks.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    term.run("read", "marks", "marks.csv")


def correction(term: Term) -> None:
    """The report names the exercise; its file is corrected, and what was graded is judged again."""
    term.run("report", "report", "--assignment", "hw1", "--roster", "roster.csv")
    term.report = output_of("report", "--assignment", "hw1", "--roster", "roster.csv", "--json")
    FILE.write_text(EXERCISE.replace(WRONG, RIGHT), encoding="utf-8")
    regrade = (*BANK, "regrade", "--assignment", "hw1", "--question", term.planted, "--with-corrected-exercise")
    term.write_gradebook("before")
    term.run("dry run", *regrade)
    term.write_gradebook("after the dry run")
    term.run("applied", *regrade, "--apply", "--because", "It left b out.")
    term.write_gradebook("after")
