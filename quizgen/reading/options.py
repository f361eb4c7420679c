"""One or several options, by letter or by text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizgen.ask import Reading
from quizgen.reading.text import Unreadable, plain, short

Options = Sequence[tuple[str, str]]  # letter and markup of each option, in the order shown


def read_option(text: str, options: Options) -> Reading:
    """The letter of the one option given. Raises Unreadable."""
    if letter := _letter(text, options):
        return Reading(text, letter)
    raise Unreadable(f"{short(text)} is none of {_letters(options)}: give one letter.")


def read_options(text: str, options: Options) -> Reading:
    """The letters of the options given ("A, C", "A C", "AC", "A and C"), in the options' order. Raises Unreadable."""
    if letter := _letter(text, options):
        return Reading(text, [letter])
    known = {letter.casefold(): letter for letter, _ in options}
    words = [word for word in re.split(r"[\s,;+&.()\[\]]+", plain(text).casefold()) if word not in ("", "and")]
    if len(words) == 1 and words[0] not in known:
        words = list(words[0])
    wrong = [word for word in words if word not in known]
    if wrong or not words:
        raise Unreadable(
            f"{short(wrong[0] if wrong else text)} is none of {_letters(options)}: give their letters, like A, C."
        )
    return Reading(text, [letter for letter, _ in options if letter.casefold() in words])


def _letter(text: str, options: Options) -> str:
    """The letter of the option that `text` names by its letter, its text or both; "" when it names none."""
    said = _bare(text)
    by_text = [letter for letter, option in options if _bare(option) == said]
    if len(by_text) == 1:
        return by_text[0]
    found = re.fullmatch(r"\(?([^\W\d_])(?:[).:]+(.*))?", said)
    typed, rest = (found[1], found[2]) if found else ("", "")
    fitting = (letter for letter, option in options if letter.casefold() == typed and rest in ("", None, _bare(option)))
    return next(fitting, "")


def _letters(options: Options) -> str:
    return ", ".join(letter for letter, _ in options)


def _bare(text: str) -> str:
    """Text for comparison: no case, spaces, mathematics or emphasis marks."""
    return re.sub(r"[\s$*`\\]", "", plain(text)).casefold()
