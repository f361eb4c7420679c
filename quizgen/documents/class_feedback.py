"""The instructor's page: what a class misunderstands, papers that show it, and a card to explain each misconception again.

It opens offline, prints with every card on one page, and runs no script. It names students: it is not for the class.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from quizgen.authoring import Exercise
from quizgen.authoring.bank import author_errors
from quizgen.classroom.course.class_misconceptions import ClassMisconceptions, Held, Paper
from quizgen.documents import labels
from quizgen.documents.class_example import Example, example
from quizgen.documents.class_summary import CODE_ONLY
from quizgen.documents.code_report import claim_of
from quizgen.documents.feedback import formulas
from quizgen.documents.report_words import percent, students
from quizgen.documents.static_page import static_page
from quizgen.generate.worked_example import worked_example
from quizgen.media.key import OPENING
from quizgen.model import Mark
from reference_rnn import CATALOGUE, CONCEPTS, SLIPS_OF_HAND, feedback

SHORT = 160  # characters shown of what was typed
AVOIDED = 8  # misconceptions named that nobody showed
NO_QUESTION = "No question shows this misconception, only code; look at the line in the papers above."
NOT_IN_BANK = "The exercise that defines it is not in the bank. Add its folder with --bank to get an example."
NO_EXAMPLE = "No numbers were found on which it gives an answer of its own."


@dataclass(frozen=True)
class Evidence:
    """A paper that shows a misconception: whose it is, the question, and each answer with what was typed (of code its line)."""

    who: str
    where: str  # the assignment, where there are several
    question: str
    answers: tuple[tuple[Markup, str], ...]
    also: tuple[str, ...]  # titles of what else would explain them


@dataclass(frozen=True)
class Card:
    """All that the page says of one misconception. `claim` is what who holds it would say, "" of a computation."""

    id: str
    title: str
    count: str
    share: float | None
    doubt: str
    papers: tuple[Evidence, ...]
    sentence: str
    claim: str
    example: Example | None
    no_example: str
    same: tuple[str, ...]
    practice: str


@dataclass(frozen=True)
class Names:
    """What the page calls people and papers: students by their keys, codes of papers by the ids of their quizzes."""

    student: Callable[[str], str]
    paper: Mapping[str, str]

    def of(self, paper: Paper) -> str:
        """Whose a paper is: the name, the id or the file, and the code that is printed on it."""
        name = self.student(paper.student) or paper.student or paper.grade.source
        code = self.paper.get(paper.grade.quiz, "")
        return f"{name} · {code}" if code else name


def page(
    found: ClassMisconceptions,
    assignments: Sequence[str],
    exercises: Sequence[Exercise],
    practice: Mapping[str, str],
    names: Names,
) -> str:
    """The page of a class for these assignments. `practice`: misconceptions -> the command that makes a quiz on them."""
    slips = [one for one in found.held if one.id in SLIPS_OF_HAND]
    cards = [
        card(one, exercises, practice.get(one.id, ""), names, several=len(assignments) > 1)
        for one in found.held
        if one.id not in SLIPS_OF_HAND
    ]
    return static_page(
        "class-feedback.html.j2",
        heading=assignments[0] if len(assignments) == 1 else "Class",
        assignments=assignments if len(assignments) > 1 else (),
        summary=summary(found, len(cards)),
        cards=cards,
        slips=[(title(one.id), counted(one)) for one in slips],
        avoided=[title(id) for id, _ in found.avoided[:AVOIDED]],
        more_avoided=len(found.avoided[AVOIDED:]),
        formulas=formulas,
    )


def summary(found: ClassMisconceptions, cards: int) -> str:
    """What the page rests on, in a few sentences."""
    handed_in = f"{students(found.students)} handed something in."
    if not cards:
        said = f"{handed_in} No answer was explained by a known misconception."
    else:
        said = (
            f"{handed_in} Their answers show {cards} misconception{'' if cards == 1 else 's'}, the most frequent first."
        )
    if found.elsewhere:
        quizzes = "1 sheet is" if found.elsewhere == 1 else f"{found.elsewhere} sheets are"
        said += (
            f" The quizzes of {quizzes} not in this store: there, every answer to a question in which anybody showed a "
            "misconception counts as one that could have shown it."
        )
    return said


def title(id: str) -> str:
    """The title of a misconception."""
    return labels.misconception_titles([id])[0]


def counted(one: Held) -> str:
    """How many hold a misconception, of how many whose answers could show it: "9 of 24 students (38%)"."""
    share = one.share
    of = f"{share.shown} of {students(share.could)}"
    return of if share.share is None else f"{of} ({percent(share.share)})"


def card(one: Held, exercises: Sequence[Exercise], practice: str, names: Names, *, several: bool) -> Card:
    """What the page says of one misconception; `several`: of several assignments."""
    sentence, claim = words(one, exercises)
    shown, why = drawn(one.id, exercises)
    unsure = one.share.shown - one.alone
    doubt = ""
    if unsure:
        whose = f"{unsure} of them" if one.alone else "All of them" if unsure > 1 else "This student"
        doubt = f"{whose} gave only answers that another misconception explains as well."
    return Card(
        one.id,
        title(one.id),
        counted(one),
        one.share.share,
        doubt,
        tuple(evidence(paper, one.id, names, several) for paper in one.papers),
        sentence,
        claim,
        shown,
        why,
        tuple(map(title, shown.same)) if shown else (),
        practice,
    )


def words(one: Held, exercises: Sequence[Exercise]) -> tuple[str, str]:
    """What a learner reads of a misconception, and what who holds it would say ("" of a computation)."""
    if one.id in CONCEPTS:
        return CONCEPTS[one.id].truth, CONCEPTS[one.id].claim
    own = {known.id: known for exercise in exercises for known in exercise.misconceptions}
    known = CATALOGUE.get(one.id) or own.get(one.id)
    said = feedback(known) if known else next((mark.feedback for paper in one.papers for mark in paper.marks), "")
    return (f"It is what you get {said.removeprefix(OPENING)}" if said.startswith(OPENING) else said), ""


def drawn(id: str, exercises: Sequence[Exercise]) -> tuple[Example | None, str]:
    """The example of a misconception; or none, and why."""
    variant = None if id in CODE_ONLY else worked_example(exercises, id)
    if variant is not None:
        with author_errors(*exercises):
            found = example(variant, id)
        return found, "" if found else NO_EXAMPLE
    if id in CONCEPTS:
        return None, NO_EXAMPLE
    known = id in CATALOGUE or any(own.id == id for exercise in exercises for own in exercise.misconceptions)
    return None, NO_QUESTION if known else NOT_IN_BANK


def evidence(paper: Paper, id: str, names: Names, several: bool) -> Evidence:
    """What the page says of a paper."""
    grade = paper.grade
    name, words = labels.heading(grade, paper.question)
    also = dict.fromkeys(other for mark in paper.marks for other in mark.misconceptions if other != id)
    return Evidence(
        names.of(paper),
        grade.assignment if several else "",
        f"`{name}`" if grade.is_code else " ".join(filter(None, [name, words])),
        code(paper, id) if grade.is_code else answers(paper),
        () if paper.alone else tuple(map(title, also)),
    )


def answers(paper: Paper) -> tuple[tuple[Markup, str], ...]:
    """Each answer with what was typed."""
    return tuple((formulas(labels.label(paper.grade, mark)), typed(mark)) for mark in paper.marks)


def code(paper: Paper, id: str) -> tuple[tuple[Markup, str], ...]:
    """The line to blame; where none is known, what the checks that failed claim."""
    grade = paper.grade
    causes = [cause for cause in grade.causes if cause.function == paper.question and id in cause.misconceptions]
    lines = tuple((Markup.escape(one.line.place), one.line.statement) for one in causes if one.line)
    return lines or tuple((formulas(claim_of(grade, mark)), "") for mark in paper.marks)


def typed(mark: Mark) -> str:
    """What was typed, shortened where it is long."""
    text = " ".join(mark.typed.split())
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"
