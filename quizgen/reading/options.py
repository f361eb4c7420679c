"""One or several options, by letter ("B", "option B"), by text, or by both ("B: It is true")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizgen.ask import Reading
from quizgen.reading.text import Unreadable, plain, short

Options = Sequence[tuple[str, str]]  # letter and markup of each option, in the order shown

CALLED = re.compile(r"\s*(?:options?|answers?|choices?)\b[\s:]*", re.IGNORECASE)
LETTER = re.compile(r"\s*\(?\s*([^\W\d_])\s*(?:[).:]*|(?:[).:,]+|\s-)\s*(\S.*)|\s+(\S.*))", re.DOTALL)
MARKS = re.compile(r"[$*`\\]")  # of mathematics and emphasis
FILLERS = {"it", "its", "is", "this", "that", "the", "statement"}  # "true" is "It is true"


def read_option(text: str, options: Options) -> Reading:
    """The letter of the one option given. Raises Unreadable."""
    return Reading(text, _chosen(text, options))


def read_options(text: str, options: Options) -> Reading:
    """The letters of the options given ("A, C", "A C", "AC", "A and C"), in the options' order. Raises Unreadable."""
    named = _named(text, options)
    listed = _listed(text, options)
    if len(named) > 1 or (named and listed and named != listed):
        raise Unreadable(_two_ways(text))
    if not named and not listed:
        raise Unreadable(f"{short(text)} is none of {_letters(options)}: give their letters, like A, C.")
    chosen = named or listed
    return Reading(text, [letter for letter, _ in options if letter in chosen])


def _listed(text: str, options: Options) -> set[str]:
    """The letters of a list of letters alone; none when it holds anything else."""
    known = {letter.casefold(): letter for letter, _ in options}
    answer = plain(text)
    if called := CALLED.match(answer):
        answer = answer[called.end() :]
    words = [word for word in re.split(r"[\s,;+&.()\[\]]+", answer.casefold()) if word not in ("", "and")]
    if len(words) == 1 and words[0] not in known:
        words = list(words[0])
    return {known[word] for word in words} if all(word in known for word in words) else set()


def _chosen(text: str, options: Options) -> str:
    found = _named(text, options)
    if len(found) > 1:
        raise Unreadable(_two_ways(text))
    if not found:
        raise Unreadable(f"{short(text)} is none of {_letters(options)}: give one letter.")
    return found.pop()


def _named(text: str, options: Options) -> set[str]:
    """The options that `text` can name; a letter as it is shown names its own option alone."""
    answer = plain(text)
    if answer in [letter for letter, _ in options]:
        return {answer}
    found = {letter for letter, option in options if _bare(option) == _bare(answer)}
    called = CALLED.match(answer)
    for form in (answer, answer[called.end() :]) if called else (answer,):
        if letter := LETTER.fullmatch(MARKS.sub("", form).strip()):
            rest = letter[2] or letter[3] or ""
            found |= {own for own, option in options if own.casefold() == letter[1].casefold() and _means(rest, option)}
    return found or {letter for letter, option in options if _words(answer) and _words(option) == _words(answer)}


def _means(rest: str, option: str) -> bool:
    return not rest or _bare(rest) == _bare(option) or bool(_words(rest) and _words(rest) == _words(option))


def _two_ways(text: str) -> str:
    return f"{short(text)} can be read in two ways: give the letter as it is shown."


def _letters(options: Options) -> str:
    return ", ".join(letter for letter, _ in options)


def _bare(text: str) -> str:
    """Text for comparison: no case, spaces, mathematics or emphasis marks."""
    return re.sub(r"\s", "", MARKS.sub("", plain(text))).casefold()


def _words(text: str) -> list[str]:
    """The words that carry the meaning, in order, without a full stop at the end."""
    words = MARKS.sub("", plain(text)).casefold().rstrip(".! ").split()
    return [word for word in words if word not in FILLERS]
