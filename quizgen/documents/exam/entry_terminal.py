"""What is shown while the answers of papers are typed in: whose paper it is, the question, the verdict, and who is missing."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from quizgen.ask import Ask
from quizgen.classroom.exam.blanks import Blank
from quizgen.classroom.exam.entry import PaperEntry
from quizgen.documents import labels
from quizgen.documents.grade_terminal import COLOURS
from quizgen.documents.remarks import plain_text, remark
from quizgen.documents.score import of_mark, score
from quizgen.generate.exam.seeds import written_code
from quizgen.markup.formula_text import formula_text
from quizgen.media.terminal_cells import printable_text
from quizgen.media.values import points
from quizgen.model import Grade, Mark, PaperHead, Variant, Verdict

KEYS = """\
Enter or Tab ends a blank; Enter alone leaves it empty. A whole vector or matrix may be typed in its first blank: 0.51, -0.42.
Of an answer that a person judges type the points; Enter leaves it waiting.

  :u  takes back the last blank (also Shift-Tab)      :s  leaves the paper for later
  :3  types question 3 again                          :q  quits
  :?  shows these keys

Where only numbers can be typed, and where a paper is asked for, u, s, q and ? do without the colon.
What was typed is kept at once: type the code of a paper again to go on where it stopped, or to correct it."""
MOST_LISTED = 20


def paper_heading(head: PaperHead, entry: PaperEntry) -> RenderableType:
    """Whose paper it is, and what it asks for."""
    sheet = f", sheet {head.sheet}" if head.sheet > 1 else ""
    name = f"{head.student.name} ({head.student.id})" if head.student.name != head.student.id else head.student.id
    count = len(entry.quiz.variants)
    asked = f"{count} question{'s' * (count != 1)}, {points(entry.quiz.points)}"
    return Text.assemble("\n", (printable_text(name), "bold"), f"  {written_code(head.code)}{sheet}  {asked}")


def question_heading(variant: Variant, question: str) -> RenderableType:
    """The number, the title and the points of a question."""
    return Text.assemble(
        "\n", (f"{question.removeprefix('q')}  ", "bold cyan"), (variant.title, "bold"), f"  {points(variant.points)}"
    )


def prompt(ask: Ask, blank: Blank) -> str:
    """What is asked for: the answer, which of its blanks, and what may be typed."""
    name = " ".join(formula_text(ask.tex).split())
    rule = f"points, 0 to {ask.points:g}; Enter: it waits" if blank.points else blank.rule.partition(";")[0]
    return f"  {name}{f', {blank.label}' if blank.label else ''}{f' ({plain_text(rule)})' if rule else ''}: "


def why(mark: Mark) -> str:
    """Why an answer gets its points, in words; of a misconception first its title."""
    titles = labels.misconception_titles(mark.misconceptions)
    return ": ".join(filter(None, ["; ".join(titles), remark(mark)]))


def verdict_words(mark: Mark) -> str:
    """The points of an answer, and why."""
    return f"{of_mark(mark)}  {printable_text(why(mark))}"


def verdict(grade: Grade, mark: Mark, ask: Ask, key: object, finished: Sequence[str]) -> RenderableType:
    """The points of an answer, why it lost some, the right answer where it did, and the points so far."""
    style = COLOURS.get(mark.verdict, "yellow")
    so_far = score([one for one in grade.marks if one.ask in finished])
    parts: list[RenderableType] = [
        Text.assemble((of_mark(mark), style), f"  {printable_text(why(mark))}"),
    ]
    if mark.verdict not in (Verdict.RIGHT, Verdict.NEEDS_A_PERSON) and not ask.free_text and key is not None:
        parts.append(Text(f"right: {printable_text(ask.show_key(key))}"))
    if mark.verdict is Verdict.UNREADABLE:
        parts.append(Text("Type :u to type it again, or leave it to 'quizgen review'.", style="yellow"))
    waits = f", {points(so_far.waiting)} wait" if so_far.waiting else ""
    parts.append(Text(f"so far {so_far.earned_of_judged}{waits}", style="dim"))
    return Padding(Group(*parts), (0, 0, 0, 6))


def missing(heads: Sequence[PaperHead], begun: set[str]) -> str:
    """The students whose papers are missing, in a sentence; who of them was begun is said."""
    names = [f"{one.student.name}{' (begun)' if one.code in begun else ''}" for one in heads]
    listed = ", ".join(names[:MOST_LISTED])
    more = f" and {len(names) - MOST_LISTED} more" if len(names) > MOST_LISTED else ""
    return printable_text(f"Missing: {listed}{more}.")
