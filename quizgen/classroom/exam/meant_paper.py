"""Which paper a person means who types a code, a student's id, or a part of a name."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from quizgen.classroom.roster import normalized
from quizgen.errors import UserError, closest
from quizgen.generate.exam.seeds import CODE_LENGTH, CODE_LETTERS, read_code, written_code
from quizgen.model import PaperHead

MOST_LISTED = 5


def meant_paper(typed: str, papers: Sequence[PaperHead], held: Collection[str] = ()) -> PaperHead:
    """The paper of an exam that is meant. UserError: none, or several; one sentence with what to type instead.

    Any paper is found by its code. By the student first those whose codes are `held`: the others are of earlier plans.
    """
    code = read_code(typed)
    if paper := next((one for one in papers if code and one.code == code), None):
        return paper
    wanted = normalized(typed)
    of_student = [one for one in papers if normalized(one.student.id) == wanted]
    found = of_student or [one for one in papers if wanted in normalized(one.student.name)]
    found = found or [one for one in papers if wanted in normalized(one.student.id)]
    found = [one for one in found if one.code in held] or found
    if len(found) == 1:
        return found[0]
    if len({one.student.id for one in found}) == 1:
        listed = ", ".join(f"{written_code(one.code)} (made {one.made_at:%Y-%m-%d})" for one in found)
        raise UserError(f"{found[0].student.name} has {len(found)} papers: {listed}. Type the code on the paper.")
    if found:
        raise UserError(f"{len(found)} papers fit {typed!r}: {listed_students(found)}. Type the code, or the id.")
    if code:
        raise UserError(f"No paper of this exam has the code {written_code(code)}. Is it of another exam?")
    raise UserError(not_found(typed, papers))


def listed_students(papers: Sequence[PaperHead]) -> str:
    """Some students with their ids, and how many more."""
    students = list(dict.fromkeys(f"{one.student.name} ({one.student.id})" for one in papers))
    more = len(students) - MOST_LISTED
    return ", ".join(students[:MOST_LISTED]) + (f" and {more} more" if more > 0 else "")


def not_found(typed: str, papers: Sequence[PaperHead]) -> str:
    """Why nothing is found, and what may have been meant."""
    letters = "".join(typed.upper().replace("-", " ").split())
    codes = {one.code: one for one in papers}
    if len(letters) == CODE_LENGTH and len(typed.split()) == 1 and (like := closest(letters, codes, 0.75)):
        return f"{typed} is no code: it is mistyped. Did you mean {written_code(like)} ({codes[like].student.name})?"
    if len(letters) == CODE_LENGTH and set(letters) <= set(CODE_LETTERS) and any(map(str.isdigit, letters)):
        return f"{typed} is no code: it is mistyped. Type it again, or the student's id."
    names = {name: one for one in papers for name in (one.student.id, one.student.name)}
    like = closest(typed, names) or closest(typed, [word for name in names for word in name.split()])
    hint = f" Did you mean {like!r}?" if like else ""
    return f"No paper of this exam fits {typed!r}.{hint} Type the code on the paper, the student's id, or a part of the name."
