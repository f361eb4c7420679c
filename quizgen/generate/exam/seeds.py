"""What only the course's secret gives: the seeds of an exam's questions, and the codes on its papers."""

from __future__ import annotations

import hashlib
import hmac
import json

from quizgen.ask import plain
from quizgen.generate.compose import Seeds
from quizgen.model import Quiz

ALL = ""  # in place of a student: of questions that are the same for everybody
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXY"  # without those that handwriting confuses; so many are a prime number
CODE_LENGTH = 8  # with the check letter: among 10,000 papers two alike are as likely as 1 in 340


def question_seeds(secret: bytes, exam: str, student: str, sheet: int = 1) -> Seeds:
    """Seeds of a student's questions ("exercise:copy"). `sheet`: 1, and from 2 on that of a replacement, with other numbers."""

    def seed(question: str) -> int:
        return int.from_bytes(keyed(secret, "question", exam, student, sheet, question)[:4], "big") >> 1

    return seed


def paper_code(secret: bytes, exam: str, student: str, quiz: Quiz, layout: str) -> str:
    """The code of a paper: another one as soon as anything that is asked, or the layout, is another. The last letter is a check."""
    asked = plain(quiz.variants)
    number = int.from_bytes(keyed(secret, "code", exam, student, asked, layout)[:8], "big")
    base = len(CODE_LETTERS)
    letters = "".join(CODE_LETTERS[number // base**place % base] for place in range(CODE_LENGTH - 1))
    return letters + check_letter(letters)


def check_letter(letters: str) -> str:
    """The letter that follows these: one letter mistyped, or two neighbours exchanged, give another one."""
    base = len(CODE_LETTERS)
    weighted = sum(CODE_LETTERS.index(letter) * (place + 1) for place, letter in enumerate(letters))
    return CODE_LETTERS[weighted % base]


def read_code(text: str) -> str:
    """A code as typed, in capitals and without spaces and hyphens; "" if it is none."""
    code = "".join(text.upper().replace("-", " ").split())
    known = len(code) == CODE_LENGTH and set(code) <= set(CODE_LETTERS)
    return code if known and check_letter(code[:-1]) == code[-1] else ""


def written_code(code: str) -> str:
    """A code as it is printed: two groups of four."""
    return f"{code[:4]}-{code[4:]}"


def keyed(secret: bytes, *parts: object) -> bytes:
    """The HMAC of parts, which cannot run into each other."""
    message = json.dumps(parts, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    return hmac.digest(secret, message, hashlib.sha256)
