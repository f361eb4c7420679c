"""One student's paper as a web page to print: all that is on paper, in one file that opens offline."""

from __future__ import annotations

import re

from markupsafe import Markup

from quizgen.documents.exam.paper import (
    facts,
    formula_sheet,
    has_room,
    in_large_print,
    lines,
    marks_rows,
    sections,
    whose,
)
from quizgen.documents.exam.qr import SIZE, page_codes
from quizgen.generate.exam.plan import ExamPlan
from quizgen.generate.exam.seeds import written_code
from quizgen.media.html import environment, question
from quizgen.media.texts import PLACEHOLDER, filled, read_texts
from quizgen.media.typst import worth
from quizgen.media.values import amount
from quizgen.model import Paper

SIZES = {"a4": ("A4", "297mm"), "letter": ("letter", "279.4mm")}  # CSS's name, and how high a sheet is
ABREAST = {False: 12, True: 8}  # columns of the table of points, in normal and in large type
QUIET = 4  # modules around a QR code that stay white
COUNTERS = {"{page}": "counter(page)", "{pages}": "counter(pages)"}


def exam_page(paper: Paper, plan: ExamPlan) -> str:
    """The web page of a paper. UserError: its language has no texts."""
    texts, code = read_texts(plan.language), written_code(paper.code)
    size, height = SIZES[plan.layout.paper]
    large = in_large_print(paper, plan)
    return environment().get_template("exam.html.j2").render(
        paper=paper,
        plan=plan,
        texts=texts,
        large=large,
        code=code,
        size=size,
        height=height,
        page_words=css_content(texts["paper.page"]),
        qr=qr_picture(page_codes(paper.code, 1)[0], filled(texts["paper.qr"], code=code, page=1)),
        facts=facts(paper, plan, texts),
        whose=whose(paper, texts),
        instructions=lines(plan.instructions),
        rows=marks_rows(texts),
        marks=marks(paper, marks_rows(texts)[-1], ABREAST[large]),
        sections=sections(paper, plan),
        fields=environment().get_template("exam_fields.html.j2").make_module({"texts": texts}),
        question=question,
        has_room=has_room,
        lines=lines,
        worth=worth,
        formula_sheet=formula_sheet,
    )  # fmt: skip


def marks(paper: Paper, total: str, abreast: int) -> list[list[tuple[str, str]]]:
    """The columns of the tables of points, as many in each, at most `abreast`."""
    columns = [(str(number), amount(variant.points)) for number, variant in enumerate(paper.quiz.variants, 1)]
    columns.append((total, amount(paper.quiz.points)))
    longest = -(-len(columns) // -(-len(columns) // abreast))
    return [columns[start : start + longest] for start in range(0, len(columns), longest)]


def qr_picture(digits: str, words: str) -> Markup:
    """A QR code (see page_codes) as an element of the page."""
    bits = f"{int(digits, 16):0{SIZE * SIZE}b}"
    rows = (bits[start : start + SIZE] for start in range(0, len(bits), SIZE))
    path = "".join(
        f"M{run.start() + QUIET} {row + QUIET}h{len(run[0])}v1h-{len(run[0])}z"
        for row, modules in enumerate(rows)
        for run in re.finditer("1+", modules)
    )
    side = SIZE + 2 * QUIET
    return Markup(
        '<svg class="qr" role="img" aria-label="{0}" viewBox="0 0 {1} {1}" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{1}v{1}h-{1}z"/><path d="{2}"/></svg>'
    ).format(words, side, path)


def css_content(words: str) -> Markup:
    """Words as the content of a margin of a page: what counts pages is counted by the browser."""
    pieces = re.split(f"({PLACEHOLDER.pattern})", words)
    return Markup(" ".join(COUNTERS.get(piece) or css_string(piece) for piece in pieces if piece))


def css_string(text: str) -> str:
    """A CSS string; every sign that may mean something is written as its number."""
    return '"' + re.sub(r"[^0-9A-Za-z ]", lambda sign: rf"\{ord(sign[0]):x} ", text) + '"'
