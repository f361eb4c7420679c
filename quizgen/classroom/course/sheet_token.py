"""The token of a sheet: what its quiz is made of, signed, as text that fits at the end of a file.

Whoever hands in a file could have written its token, so whatever it holds is checked before it is used.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Any

from quizgen.ask import plain
from quizgen.errors import UserError
from quizgen.model import Quiz, Variant, storable

FORMAT = 1
SIGNER_BYTES, SIGNATURE_BYTES = 6, 16
LONGEST = 200_000  # characters of a token
MOST_QUESTIONS = 500
LONGEST_TEXT = 500  # characters of a name in it
LARGEST_SEED = 10**100  # of a quiz
LARGEST_QUESTION_SEED = 2**31 - 1
COPY_AGAIN = "Copy it again from the file that was handed out, or grade with the store that made it: --db FILE."
UNREADABLE = f"The token in this file cannot be read. {COPY_AGAIN}"
CHANGED = f"The token in this file is not as this store signed it: somebody changed it. {COPY_AGAIN}"


@dataclass(frozen=True)
class Origin:
    """What one question was made of: an exercise, the version and digest of its file, the seed; and a digest of the result."""

    exercise: str
    version: int
    source: str
    seed: int
    variant: str


@dataclass(frozen=True)
class Token:
    """What a quiz is made of. `interface`: of code, whose names its points count by."""

    quiz: str
    seed: int
    student: str
    assignment: str
    interface: str
    questions: tuple[Origin, ...]


def made_of(quiz: Quiz, interface: str | None = None) -> Token:
    """What a quiz is made of."""
    questions = tuple(Origin(v.exercise, v.version, v.source[:12], v.seed, digest_of(v)) for v in quiz.variants)
    return Token(quiz.id, quiz.seed, quiz.student, quiz.assignment, interface or "chapter", questions)


def digest_of(variant: Variant) -> str:
    """A short digest (hex) of what a variant asks and of what earns points, not of the words that explain it.

    Numbers count to six digits: the last ones depend on the processor.
    """
    kept = {"text": variant.text, "problem": variant.problem, "asks": variant.asks, "key": variant.key}
    slips = [[slip.misconceptions, slip.answers] for slip in variant.slips]
    data = json.dumps(rounded(plain({**kept, "slips": slips})), sort_keys=True)
    return hashlib.sha256(data.encode()).hexdigest()[:16]


def rounded(value: Any) -> Any:
    """JSON with all numbers rounded, and no difference between 13 and 13.0, which a database may not keep."""
    if isinstance(value, dict):
        return {name: rounded(item) for name, item in value.items()}
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return f"{round(value, 9) + 0.0:.6g}" if isinstance(value, (int, float)) else value


# ---------------------------------------------------------------- as text


def signed(token: Token, secret: bytes) -> str:
    """The token as text, signed with a secret: two parts in base64url with a dot between them."""
    fields = {name: getattr(token, name) for name in ("quiz", "seed", "student", "assignment", "interface")}
    questions = [[q.exercise, q.version, q.source, q.seed, q.variant] for q in token.questions]
    data = json.dumps({"format": FORMAT, **fields, "questions": questions}, ensure_ascii=False, separators=(",", ":"))
    payload = data.encode("utf-8", "backslashreplace")
    return f"{base64(payload)}.{base64(signer(secret) + signature(payload, secret))}"


def sheet_token(quiz: Quiz, secret: bytes, interface: str | None = None) -> str:
    """The token of a quiz that a store with this secret made."""
    return signed(made_of(quiz, interface), secret)


def read_token(text: str) -> Token:
    """The token of a text. UserError: it is none, or one of a newer quizgen."""
    try:
        data = json.loads(payload_of(text), parse_constant=refused)
    except (ValueError, RecursionError):
        raise UserError(UNREADABLE) from None
    if not isinstance(data, dict):
        raise UserError(UNREADABLE)
    if is_int(data.get("format"), 10**6) and data["format"] > FORMAT:
        raise UserError(
            f"The token in this file is of format {data['format']}, and this quizgen reads format {FORMAT}. Update quizgen."
        )
    names = [data.get(name) for name in ("quiz", "student", "assignment", "interface")]
    questions = data.get("questions")
    if not (
        data.get("format") == FORMAT
        and all(map(is_text, names))
        and is_int(data.get("seed"), LARGEST_SEED)
        and isinstance(questions, list)
        and 0 < len(questions) <= MOST_QUESTIONS
        and all(map(is_question, questions))
        and names[0]
    ):
        raise UserError(UNREADABLE)
    quiz, student, assignment, interface = map(str, names)
    return Token(quiz, data["seed"], student, assignment, interface, tuple(Origin(*one) for one in questions))


def is_signed_by(text: str, secret: bytes) -> bool:
    """Whether a store with this secret signed the token. UserError: the token names it as its signer, and is another."""
    _, _, end = text.partition(".")
    try:
        found = from_base64(end)
    except ValueError:
        raise UserError(UNREADABLE) from None
    if not hmac.compare_digest(found[:SIGNER_BYTES], signer(secret)):
        return False
    if not hmac.compare_digest(found[SIGNER_BYTES:], signature(payload_of(text), secret)):
        raise UserError(CHANGED)
    return True


def signer_of(text: str) -> str:
    """Who signed a token, as it says (hex)."""
    return from_base64(text.partition(".")[2])[:SIGNER_BYTES].hex() or "nobody"


def is_text(value: object) -> bool:
    """Whether a value is a text of moderate length that every database can keep."""
    return isinstance(value, str) and len(value) <= LONGEST_TEXT and storable(value) == value


def is_int(value: object, largest: int) -> bool:
    """Whether a value is a whole number from 0 to `largest`."""
    return type(value) is int and 0 <= value <= largest


def is_question(value: object) -> bool:
    """Whether a value is the list of what an Origin holds."""
    if not (isinstance(value, list) and len(value) == len(Origin.__dataclass_fields__)):
        return False
    exercise, version, source, seed, variant = value
    return (
        all(map(is_text, (exercise, source, variant)))
        and is_int(version, 10**9)
        and is_int(seed, LARGEST_QUESTION_SEED)
    )


def refused(constant: str) -> None:
    """ValueError: NaN and infinities are no JSON."""
    raise ValueError(constant)


def payload_of(text: str) -> bytes:
    """The first part of a token. ValueError: it is none."""
    if len(text) > LONGEST:
        raise ValueError("too long")
    return from_base64(text.partition(".")[0])


def signer(secret: bytes) -> bytes:
    """What tells the secrets of stores apart, and gives none of them away."""
    return hmac.digest(secret, b"signer of sheets", hashlib.sha256)[:SIGNER_BYTES]


def signature(payload: bytes, secret: bytes) -> bytes:
    """The signature of the first part of a token; its key is one of its own, since exam seeds come from the same secret."""
    key = hmac.digest(secret, b"signature of sheets", hashlib.sha256)
    return hmac.digest(key, payload, hashlib.sha256)[:SIGNATURE_BYTES]


def base64(data: bytes) -> str:
    """Bytes in base64url, without padding."""
    return urlsafe_b64encode(data).decode().rstrip("=")


def from_base64(text: str) -> bytes:
    """The bytes of a text in base64url. ValueError: it is none."""
    if not re.fullmatch(r"[\w-]+", text, re.ASCII):
        raise ValueError("not base64url")
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
