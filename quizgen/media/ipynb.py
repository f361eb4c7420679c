"""A quiz as a Jupyter notebook: its questions, a cell for the answers to each, and the code to complete.

Each answer cell calls answer() of quizgen.jupyter, which grades it where it is run; handed in, it is read and not run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from quizgen.ask import Ask
from quizgen.interactions import Entry, Write
from quizgen.markup.formula_text import formula_text
from quizgen.media import HandOut, Token
from quizgen.media.ipynb_cells import Cell, argument, cell, code_cells, notebook, python_text
from quizgen.media.ipynb_key import key_cells
from quizgen.media.ipynb_markdown import field, short_field
from quizgen.media.markdown_markup import Writer
from quizgen.media.markdown_pictures import Pictures
from quizgen.media.markdown_text import code, escaped
from quizgen.media.values import points
from quizgen.model import Quiz, Variant
from quizgen.reading.token_comment import token_comment

Typed = Mapping[str, Mapping[str, str]]  # question ("q1") -> ask -> text

HOW = (
    "Run the first code cell. Then write each answer between the quotes of its cell and run that, as often as you like: it shows "
    "what your answer is worth and what is wrong with it."
)
HOW_LATER = "Write each answer between the quotes of its cell."
HAND_IN = "Write the values themselves: a notebook that is handed in is read, not run. Hand it in as it is, with all its cells."
GRADE = "grade()"
RUN_FIRST = "# Run this cell first."


def ipynb(quiz: Quiz, token: str = "", typed: Typed | None = None) -> str:
    """The notebook of a quiz, with the answers `typed` in it.

    `token`: what the quiz is made of; without it answers are graded only when the notebook is handed in.
    """
    how = HOW if token else HOW_LATER
    cells = [cell("markdown", f"{heading(quiz)}\n\n{how} {HAND_IN}"), cell("code", first_code(quiz, token))]
    for number, variant in enumerate(quiz.variants, 1):
        cells += question_cells(variant, number, (typed or {}).get(f"q{number}", {}))
    said = {"quiz": quiz.id, "student": quiz.student, "token": token}
    return notebook(cells, {name: text for name, text in said.items() if text})


def ipynb_key(quizzes: Sequence[Quiz]) -> str:
    """The solutions of quizzes, their right answers and what each misconception gives; nothing in it is run."""
    cells = []
    for quiz in quizzes:
        cells.append(cell("markdown", heading(quiz, " · key")))
        for number, variant in enumerate(quiz.variants, 1):
            cells += [cell("markdown", question(variant, number)), *key_cells(variant)]
    return notebook(cells)


def heading(quiz: Quiz, what: str = "") -> str:
    """What stands above the questions; `what` follows the title."""
    about = " · ".join(filter(None, [escaped(quiz.student), code(quiz.id), points(quiz.points)]))
    return f"# {escaped(quiz.title)}{what}\n\n{about}"


def first_code(quiz: Quiz, token: str) -> str:
    """The cell that imports what grades, and says which quiz this is."""
    names = "answer, grade" if any(ask.functions for one in quiz.variants for ask in one.asks) else "answer"
    lines = [
        RUN_FIRST,
        f"from quizgen.jupyter import {names}",
        "",
        f"quiz = {python_text(quiz.id)}",
        f"student = {python_text(quiz.student)}",
    ]
    return "\n".join(lines) + (f"\n\n{token_comment(token)}".rstrip("\n") if token else "")


def question_cells(variant: Variant, number: int, typed: Mapping[str, str]) -> Iterator[Cell]:
    """The cells of a question: its text, the code to complete, and where it is answered."""
    yield cell("markdown", question(variant, number))
    if functions := tuple(dict.fromkeys(function for ask in variant.asks for function in ask.functions)):
        from quizgen.submissions.starter import starter  # with all that grades code

        given = {name: text for ask in variant.asks for name, text in ask.given_code.items()}
        yield from code_cells(starter(functions, given=given))
        yield cell("code", GRADE)
    if asks := [ask for ask in variant.asks if ask.on_sheet]:
        yield cell("code", answer_call(f"q{number}", asks, typed))


def question(variant: Variant, number: int) -> str:
    """The text of a question, with the name of its answer at each blank."""
    asks, plain = {ask.name: ask for ask in variant.asks}, Writer(Pictures())

    def blanks(name: str, inside: bool) -> str:
        interaction, tex = asks[name].interaction(), asks[name].tex
        return short_field(interaction, name, plain) if inside else field(interaction, name, tex, plain)

    text = Writer(plain.pictures, blanks).markup(variant.text.replace("`submission.py`", "this notebook"))
    return plain.pictures.below(f"## {number} · {escaped(variant.title)}\n\n*{points(variant.points)}*\n\n{text}")


def answer_call(question: str, asks: Sequence[Ask], typed: Mapping[str, str]) -> str:
    """The call of answer() with a comment on the form of each answer, as in answers.toml."""
    lines = ["answer(", f"    {python_text(question)},"]
    for ask in asks:
        lines += [f"    # {comment(ask)}", f"    {argument(ask.name, literal(ask, typed.get(ask.name, '')))},"]
    return "\n".join([*lines, ")"])


def comment(ask: Ask) -> str:
    """What an answer is called on the page, and the form that it has."""
    label = formula_text(ask.label) if ask.label not in ("", ask.name) else ask.name
    said = ask.hint() if label == ask.name else f"{label}: {ask.hint()}"
    return " ".join("".join(c if c.isprintable() else " " for c in said).split())


def literal(ask: Ask, text: str) -> str:
    """An answer as Python; where nothing is typed, room for one in which a backslash is a backslash."""
    interaction = ask.interaction()
    if text:
        return python_text(text)
    if isinstance(interaction, Write):
        return 'r"""\n\n"""'
    return 'r""' if isinstance(interaction, Entry) and interaction.sort == "formula" else '""'


def notebook_file(quizzes: Sequence[Quiz], key: bool, token: Token) -> bytes:
    """A notebook to hand out, or the key of several."""
    [*_, last] = quizzes
    return (ipynb_key(quizzes) if key else ipynb(last, token(last))).encode("utf-8", "backslashreplace")


FORMATS = {"ipynb": HandOut("ipynb", notebook_file, for_code=True)}
