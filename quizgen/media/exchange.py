"""A quiz as a file for another quizgen: everything of it, its key and its exercise files included. Nobody hands it out."""

from __future__ import annotations

import json
from typing import Any

from quizgen.ask import plain
from quizgen.errors import UserError
from quizgen.media import Exchange, Source
from quizgen.model import Quiz

FORMAT, VERSION = "quizgen-quiz", 1  # templates/quiz.schema.json says the same


def exchange_json(quiz: Quiz, source: Source) -> dict[str, Any]:
    """The quiz as JSON; store/quiz_file.py reads it back."""
    digests = dict.fromkeys(variant.source for variant in quiz.variants)
    return {
        "format": FORMAT,
        "version": VERSION,
        "quiz": plain(quiz),
        "sources": {digest: source(digest) for digest in digests},
    }


def exchange_file(quiz: Quiz, source: Source) -> bytes:
    """The file of a quiz. UserError: it has a number that is not finite, which JSON cannot hold."""
    try:
        text = json.dumps(exchange_json(quiz, source), ensure_ascii=False, allow_nan=False, indent=1)
    except ValueError:
        raise UserError(
            f"{quiz.id} has a number that is infinite or none, which JSON cannot hold. Choose other exercises, or another --seed."
        ) from None
    return (text + "\n").encode()


EXCHANGES = {"json": Exchange(".key.json", exchange_file)}
