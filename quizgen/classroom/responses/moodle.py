"""Moodle's report of responses: which of its columns hold what, in whatever language the site speaks.

Who the student is stands in front, then the state of the attempt, when it began and ended, how long it took and its grade, then
for each question its text, the response and the right answer, as far as these were asked for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from quizgen.classroom.collect.table import Table, TableRow
from quizgen.classroom.responses.cells import is_empty
from quizgen.classroom.responses.records import MOODLE, Attempt, QuestionNumber, Report, number_in, piece_in
from quizgen.errors import UserError
from quizgen.model import Quiz

GRADE = re.compile(r".*/\s*\d+(?:[.,]\d+)?", re.DOTALL)
NUMBERED = re.compile(r"(?P<words>\D*[^\W\d_]\D*?)\s*(?P<number>[1-9]\d{0,2})")
RESPONSES = ("response", "antwort", "réponse", "respuesta", "risposta", "resposta", "antwoord", "odpowiedź", "odpověď",
             "svar", "vastaus", "ответ")  # fmt: skip
QUESTIONS = ("question", "frage", "pregunta", "domanda", "pergunta", "questão", "vraag")
IDS = ("id number", "id-nummer", "matrikelnummer", "numéro d’identification", "numéro d'identification", "número de id",
       "student id", "codice identificativo", "número de identificação")  # fmt: skip
STATES = 4  # columns in front of the grade: the state, when it was begun and completed, and how long it took
TIME = re.compile(r"(\d{1,2})[:.](\d\d)(?:[:.]\d\d)?\s*([AP]M)?", re.IGNORECASE)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WITH_TEXTS = "In Moodle tick 'question text' and 'response' above the report, show it, and download it again"


@dataclass(frozen=True)
class Places:
    """The columns of a report: of each question its text (-1: not there) and its response; how many in front say who; and
    those that say when an attempt began and ended (-1: not there)."""

    questions: tuple[tuple[int, int], ...]
    who: int
    started: int = -1
    completed: int = -1


def question_columns(table: Table) -> list[int]:
    """The columns with texts of questions, in which a number of ours stands in most cells."""
    found: list[int] = []
    for at in range(len(table.head)):
        numbers = [number_in(cell) for row in table.rows if not is_empty(cell := cell_of(row, at))]
        if not numbers or 2 * sum(number is not None for number in numbers) <= len(numbers):
            continue
        repeats = (
            at - 1 in found
            and words_of(table.head[at]) != words_of(table.head[at - 1])
            and all(number_in(cell_of(row, at)) in (None, number_in(cell_of(row, at - 1))) for row in table.rows)
        )
        if not repeats:  # else students repeat the question in their answers
            found.append(at)
    return found


def is_moodle(table: Table) -> bool:
    """Whether a table is a report of responses, with the texts of the questions or without."""
    if question_columns(table):
        return True
    families = numbered_columns(table.head)
    first = min((at for columns in families.values() for at in columns.values()), default=0)
    graded = any(GRADE.fullmatch(cell) for cell in table.head[:first])
    return first > 1 and (graded or any(words in RESPONSES for words in families))


def numbered_columns(head: Sequence[str]) -> dict[str, dict[int, int]]:
    """The columns whose headings are words and a number, by the words: number -> column."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for at, heading in enumerate(head):
        if named := NUMBERED.fullmatch(heading.strip()):
            found[" ".join(named["words"].casefold().split())].setdefault(int(named["number"]), at)
    return found


def read_moodle(table: Table, quiz: Quiz | None = None) -> Report:
    """The attempts in a report; `quiz`: whose questions it asks, in order, where it has no texts of them.

    UserError, a sentence without the table's name: it does not say which questions were answered, or holds no responses.
    """
    texts = question_columns(table)
    remarks: list[str] = []
    if texts:
        columns = with_texts(table, texts, remarks)
    elif quiz is not None:
        columns = [(-1, at) for at in without_texts(table, quiz)]
    else:
        raise UserError(
            f"does not say which questions were answered: no text of a question with a number like [forward-pass-7.q1]. "
            f"{WITH_TEXTS}; or, if everybody had the same questions, say whose: --quiz ID."
        )
    places = places_of(table, columns)
    numbers = {at: QuestionNumber(quiz.id, place) for place, (_, at) in enumerate(columns, 1)} if quiz else {}
    attempts = [attempt for row in table.rows if (attempt := attempt_of(row, table, places, numbers))]
    return Report(MOODLE, tuple(attempts), tuple(remarks))


def places_of(table: Table, questions: Sequence[tuple[int, int]]) -> Places:
    """The columns of a report. The times of an attempt stand in front of its grade, or of the questions if there is no grade."""
    first = min(at for pair in questions for at in pair if at >= 0)
    end = next((at for at, heading in enumerate(table.head[:first]) if GRADE.fullmatch(heading)), first)
    started, completed = end - STATES + 1, end - STATES + 2
    if started > 1 and is_time_column(table, started) and is_time_column(table, completed):
        return Places(tuple(questions), end - STATES, started, completed)
    return Places(tuple(questions), end)


def with_texts(table: Table, texts: Sequence[int], remarks: list[str]) -> list[tuple[int, int]]:
    """The response of each question, which stands behind its text. UserError: there is none."""
    found = []
    for at, following in zip(texts, [*texts[1:], len(table.head)], strict=True):
        if following == at + 1:
            raise UserError(f"has the texts of the questions and no responses ({table.head[at]}). {WITH_TEXTS}.")
        found.append((at, at + 1))
    alone = [table.head[at + 1] for at, following in zip(texts, [*texts[1:], len(table.head)], strict=True)
             if following == at + 2]  # fmt: skip
    if alone:
        check_are_responses(alone[0], remarks)
    family = words_of(table.head[texts[0]])
    covered = {at for pair in found for at in pair}
    foreign = [table.head[at] for at in range(texts[0], len(table.head)) if at not in covered
               and family and words_of(table.head[at]) == family]  # fmt: skip
    if foreign:
        remarks.append(f"{', '.join(foreign)}: the text has no number of a quiz of quizgen's, so it was left out.")
    return found


def words_of(heading: str) -> str:
    """The words of a heading with a number; "" for any other."""
    return next(iter(numbered_columns([heading])), "")


def check_are_responses(heading: str, remarks: list[str]) -> None:
    """UserError: columns with this heading may be the right answers. A remark if the heading is in an unknown language."""
    words = words_of(heading)
    if words in RESPONSES:
        return
    if len(words.split()) > 1:
        raise UserError(
            f"has a column {heading!r} where the responses belong; it seems to hold the right answers. {WITH_TEXTS}."
        )
    remarks.append(
        f"the answers were read from {heading!r} and the like. If these are the right answers, download the responses too."
    )


def without_texts(table: Table, quiz: Quiz) -> list[int]:
    """The columns of the responses to a quiz in order. UserError: there are others, or it cannot be told which they are."""
    families = numbered_columns(table.head)
    named = next((words for words in families if words in RESPONSES), "")
    likely = [words for words in families if len(words.split()) == 1 and words not in QUESTIONS]
    if not named and len(likely) != 1:
        raise UserError(f"has no columns 'Response 1', 'Response 2', ... {WITH_TEXTS}.")
    columns = families[named or likely[0]]
    wanted = len(quiz.variants)
    if sorted(columns) != list(range(1, wanted + 1)):
        raise UserError(
            f"has the responses {', '.join(map(str, sorted(columns)))}, and {quiz.id} asks {wanted} "
            f"question{'s' * (wanted != 1)}: which belongs to which cannot be told. {WITH_TEXTS}."
        )
    return [columns[place] for place in range(1, wanted + 1)]


# ---------------------------------------------------------------- rows


def cell_of(row: TableRow, at: int) -> str:
    """A cell of a row without blanks around it; "" where the row ends before."""
    return row.cells[at].strip() if 0 <= at < len(row.cells) else ""


def attempt_of(row: TableRow, table: Table, places: Places, numbers: dict[int, QuestionNumber]) -> Attempt | None:
    """The attempt in a row; None: it has none, as that of a student who never began, and the one with the averages."""
    answers: dict[QuestionNumber, dict[str, str]] = {}
    troubles: dict[QuestionNumber, str] = {}
    for text, response in places.questions:
        number = numbers.get(response) if text < 0 else number_in(cell_of(row, text))
        if number is not None:
            cells = answers.setdefault(number, {})
            piece = piece_in(cell_of(row, text)) or (str(len(cells) + 1) if cells else "")
            cells.setdefault(piece, cell_of(row, response))
            if why := row.troubles.get(response):
                troubles[number] = why
    ids, names = who(row, table.head, places.who)
    started, completed = cell_of(row, places.started), cell_of(row, places.completed)
    if not answers or not (ids or names):
        return None
    if is_empty(started) and all(is_empty(cell) for cells in answers.values() for cell in cells.values()):
        return None
    finished = places.completed < 0 or not is_empty(completed)
    return Attempt(row.number, ids, names, answers, troubles, finished, moment(started))


def is_time_column(table: Table, at: int) -> bool:
    """Whether a column holds times, or a dash."""
    cells = [cell_of(row, at) for row in table.rows]
    return any(map(str.strip, cells)) and all(is_empty(cell) or TIME.search(cell) for cell in cells)


def who(row: TableRow, head: Sequence[str], end: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What tells who the student is, the surest first, and the names; from the columns in front of `end`.

    The number is taken under its heading, else an address, else anything with a digit and no blank.
    """
    cells = {at: cell for at in range(end) if not is_empty(cell := cell_of(row, at))}
    numbers = [cell for at, cell in cells.items() if head[at].casefold() in IDS]
    addresses = [cell for cell in cells.values() if re.fullmatch(r"[^\s@]+@[^\s@]+", cell)]
    others = [cell for at, cell in cells.items() if at > 0 and re.fullmatch(r"\S*\d\S*", cell)]
    ids = tuple(dict.fromkeys([*numbers, *addresses, *others]))
    parts = [cell for at, cell in cells.items() if cell not in ids and at < 2]
    names = (" ".join(reversed(parts)), " ".join(parts)) if parts else ()
    return ids, tuple(dict.fromkeys(names))


def moment(text: str) -> tuple[float, ...]:
    """When something was, as far as it can be read: day and time of a date with an English month or with numbers; else ()."""
    time = TIME.search(text)
    if time is None:
        return ()
    hour = int(time[1]) % 12 + 12 * (time[3].upper() == "PM") if time[3] else int(time[1])
    words = re.findall(r"[^\W_]+", text[: time.start()])
    digits = [int(word) for word in words if word.isdecimal()]
    month = next((at for word in words for at, name in enumerate(MONTHS, 1) if word.casefold().startswith(name)), 0)
    year = next((number for number in digits if number > 999), 0)
    day = next((number for number in digits if 0 < number < 32), 0)
    try:
        return (datetime(year, month, day, hour, int(time[2])).timestamp(),)
    except ValueError:
        return ()
