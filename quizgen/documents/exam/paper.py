"""One student's paper as a Typst document: title page, questions with boxes, and the code on every page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date

from quizgen import content
from quizgen.ask import plain
from quizgen.documents.exam.qr import page_codes
from quizgen.errors import UserError
from quizgen.generate.exam.plan import Accommodation, ExamPlan, Section
from quizgen.generate.exam.seeds import written_code
from quizgen.interactions import Entry, Gaps, Interaction, Parts
from quizgen.markup.formula_typst import quoted
from quizgen.markup.parse import parse
from quizgen.media.texts import Texts, filled, read_texts
from quizgen.media.typst import question, walked, worth
from quizgen.media.values import amount
from quizgen.model import Paper, Student, Variant

SIZES = {"a4": "a4", "letter": "us-letter"}  # Typst's names


def paper_inputs(paper: Paper, plan: ExamPlan, boxes: bool = False) -> dict[str, str]:
    """What the document finds in sys.inputs. `boxes`: it notes where its answers are written, under the label <box>."""
    inputs = {"paper": SIZES[plan.layout.paper], "type_size": "large" if in_large_print(paper, plan) else "normal"}
    return inputs | ({"boxes": "yes"} if boxes else {})


def in_large_print(paper: Paper, plan: ExamPlan) -> bool:
    """Whether a paper is printed in large type, as the plan says for all or for its student."""
    return plan.layout.type_size == "large" or plan.accommodation(paper.student.id).large_print


def paper_source(paper: Paper, plan: ExamPlan) -> str:
    """The Typst document of a paper; it imports exam.typ of the templates. UserError: its language has no texts."""
    texts = read_texts(plan.language)
    parts = [
        '#import "exam.typ": *',
        f"#show: exam.with({arguments(frame(paper, plan, texts))})",
        head(paper, plan, texts),
        *questions(paper, plan, texts),
        *after(plan, texts),
    ]
    return "\n".join(parts)


def frame(paper: Paper, plan: ExamPlan, texts: Texts) -> dict[str, str]:
    """What is on every page, as Typst expressions."""
    code, day = written_code(paper.code), plan.day
    most = 8 + 3 * len(paper.quiz.variants) + plan.layout.scratch_pages  # pages; the document fails if it has more
    return {
        "title": quoted(plan.title),
        "language": quoted(texts["language"]),
        "date": f"(year: {day.year}, month: {day.month}, day: {day.day})" if day else "none",
        "who": array([paper.student.name, paper.student.id]),
        "code": quoted(code),
        "codes": array(page_codes(paper.code, most)),
        "page-words": quoted(texts["paper.page"]),
        "qr-words": quoted(filled(texts["paper.qr"], code=code, page="{page}")),
    }


def head(paper: Paper, plan: ExamPlan, texts: Texts) -> str:
    """The title page, or what stands above the first question."""
    variants, total = paper.quiz.variants, amount(paper.quiz.points)
    worths = array(amount(variant.points) for variant in variants)
    called = "title-page" if plan.layout.title_page else "compact-head"
    return (
        f"#{called}({quoted(plan.course)}, {quoted(plan.title)}, "
        f"{pairs(facts(paper, plan, texts))}, {pairs(whose(paper, texts))}, "
        f"({quoted(texts['paper.instructions'])}, {array(lines(plan.instructions))}), "
        f"({array(marks_rows(texts))}, {worths}, {quoted(total)}))"
    )


def facts(paper: Paper, plan: ExamPlan, texts: Texts) -> dict[str, str]:
    """What is said of the exam, by label; "" where the plan says nothing."""
    return {
        texts["paper.date"]: written_date(plan.day, texts) if plan.day else "",
        texts["paper.duration"]: duration(plan.duration, plan.accommodation(paper.student.id), texts),
        texts["paper.aids"]: ", ".join(plan.aids) or texts["paper.no_aids"],
        texts["paper.total"]: worth(paper.quiz.points, texts),
    }


def whose(paper: Paper, texts: Texts) -> dict[str, str]:
    """What is said of the student, by label."""
    return {
        texts["paper.name"]: paper.student.name,
        texts["paper.id"]: paper.student.id,
        texts["paper.group"]: paper.student.group,
        texts["paper.code"]: written_code(paper.code),
    }


def marks_rows(texts: Texts) -> tuple[str, ...]:
    """The labels of the table of points: of its three rows, and of the sum."""
    return texts["paper.question"], texts["paper.points_column"], texts["paper.marks"], texts["paper.total"]


def questions(paper: Paper, plan: ExamPlan, texts: Texts) -> Iterator[str]:
    """The questions, section by section."""
    for section, level, numbered in sections(paper, plan):
        if section.title or section.instructions:
            yield f"#section({quoted(section.title)}, {array(lines(section.instructions))})"
        for number, variant in numbered:
            room = [working(plan, texts)] if has_room(variant, plan) else []
            try:
                yield question(variant, number, texts, *room, level=level)
            except UserError as error:  # a formula in an exercise of somebody's own
                raise UserError(f"Exercise {variant.exercise}: {error}") from error


def sections(paper: Paper, plan: ExamPlan) -> Iterator[tuple[Section, int, list[tuple[int, Variant]]]]:
    """Each section, the level of its questions' headings, and its questions with their numbers."""
    left = list(enumerate(paper.quiz.variants, 1))
    level = 2
    for section in plan.sections:
        level = 3 if section.title else level  # no level of headings is left out
        yield section, level, left[: size(section)]
        del left[: size(section)]
    if left:
        raise ValueError(f"{len(left)} questions of the paper {paper.quiz.id} are in no section")


def has_room(variant: Variant, plan: ExamPlan) -> bool:
    """Whether there is room for working below a question."""
    return bool(plan.layout.working) and computes(variant)


def size(section: Section) -> int:
    """How many questions it has."""
    return section.questions or len(section.exercises) or 1


def computes(variant: Variant) -> bool:
    """Whether something is calculated whose result is written down, not only chosen."""
    return any(ask.computed and written(ask.interaction()) for ask in variant.asks)


def written(interaction: Interaction) -> bool:
    """Whether a calculated answer is written."""
    if isinstance(interaction, Parts):
        return any(written(part.interaction) for part in interaction.parts)
    return isinstance(interaction, (Entry, Gaps))


def working(plan: ExamPlan, texts: Texts) -> str:
    """Room for working."""
    return f"#working({quoted(texts['paper.working'])}, {plan.layout.working:g}cm)"


def after(plan: ExamPlan, texts: Texts) -> Iterator[str]:
    """The pages after the questions."""
    if plan.layout.formula_sheet:
        yield f"#page-after({quoted(texts['paper.formula_sheet'])})[\n{walked(parse(formula_sheet()), {})}\n]"
    for _ in range(plan.layout.scratch_pages):
        yield f"#page-after({quoted(texts['paper.scratch'])}, squares)"


def formula_sheet() -> str:
    """The formulas that are printed on request, as markup."""
    return (content("templates") / "formula-sheet.md").read_text(encoding="utf-8")


def written_date(day: date, texts: Texts) -> str:
    """A day in words."""
    return filled(texts["paper.full_date"], day=day.day, month=texts[f"month.{day.month}"], year=day.year)


def duration(minutes: int, given: Accommodation, texts: Texts) -> str:
    """The student's time with the extra time in it, which is stated; "" if none is."""
    if not minutes:
        return ""
    whole = in_minutes(minutes + given.extra_minutes, texts)
    if not given.extra_minutes:
        return whole
    return f"{whole} ({filled(texts['paper.extra_time'], minutes=given.extra_minutes)})"


def in_minutes(minutes: int, texts: Texts) -> str:
    """ "1 minute", "90 minutes"."""
    return filled(texts["paper.minute"] if minutes == 1 else texts["paper.minutes"], minutes=minutes)


def lines(text: str) -> list[str]:
    """The lines of a plain text that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def array(texts: Iterable[str]) -> str:
    """A Typst array of texts."""
    return f"({''.join(f'{quoted(text)},' for text in texts)})"


def pairs(rows: dict[str, str]) -> str:
    """A Typst array of labels and values; those without a value are left out."""
    return f"({''.join(f'({quoted(label)}, {quoted(value)}),' for label, value in rows.items() if value)})"


def arguments(named: dict[str, str]) -> str:
    """Named arguments."""
    return ", ".join(f"{name}: {value}" for name, value in named.items())


def layout_digest(plan: ExamPlan, student: Student) -> str:
    """A digest of what is printed for a student besides the questions."""
    said = [plan.title, plan.course, plan.day, plan.duration, plan.instructions, plan.aids, plan.sections, plan.layout]
    return hashlib.sha256(repr(plain([*said, plan.accommodation(student.id)])).encode()).hexdigest()[:16]
