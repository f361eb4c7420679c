"""One or several options, by letter ("B", "option B"), by text as shown ("x₁", "(0.36, 0.92)"), or by both ("B: It is true")."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from quizgen.ask import Reading
from quizgen.reading.latex import without_latex
from quizgen.reading.notation import TIMES
from quizgen.reading.numbers import read_numbers
from quizgen.reading.text import Unreadable, plain, short

Options = Sequence[tuple[str, str]]  # letter and markup of each option, in the order shown

CALLED = re.compile(r"\s*(?:options?|answers?|choices?)\b[\s:]*", re.IGNORECASE)
LETTER = re.compile(r"\s*\(?\s*([^\W\d_])\s*(?:[).:]*|(?:[).:,]+|\s-)\s*(\S.*)|\s+(\S.*))", re.DOTALL)
MARKS = re.compile(r"[$*`\\]")  # of mathematics and emphasis
DOLLARS = re.compile(r"[$*`]")
SUBSCRIPT = re.compile(r"_\(([^()]*)\)")
APART = re.compile(
    r"(?:[,;\n]|\band\b)(?![^(\[]*[)\]])"
)  # between options in a list; in brackets it belongs to one of them
COLUMN = re.compile(r"[\[({ ]*-?\d[^A-Za-z]*")  # an option that is a number or a column of numbers
FINEST = 12  # decimals
CACHED = 4096  # texts whose forms for comparison are remembered: options are compared with every answer
FILLERS = {"it", "its", "is", "this", "that", "the", "statement"}  # "true" is "It is true"


def read_option(text: str, options: Options) -> Reading:
    """The letter of the one option given. Raises Unreadable."""
    return Reading(text, _chosen(text, options))


def read_options(text: str, options: Options) -> Reading:
    """The letters of the options given ("A, C", "A C", "AC", "A and C", "x_1, x_2"), in their order. Raises Unreadable."""
    readings = {frozenset([letter]) for letter in _named(text, options)}
    readings |= {_listed(text, options), _one_by_one(text, options)} - {frozenset()}
    if len(readings) > 1:
        raise Unreadable(_two_ways(text))
    if not readings:
        raise Unreadable(f"{short(text)} is none of {_letters(options)}: give their letters, like A, C.")
    chosen = readings.pop()
    return Reading(text, [letter for letter, _ in options if letter in chosen])


def _listed(text: str, options: Options) -> frozenset[str]:
    """The letters of a list of letters alone; none when anything else stands in it."""
    known = {letter.casefold(): letter for letter, _ in options}
    answer = plain(text)
    if called := CALLED.match(answer):
        answer = answer[called.end() :]
    words = [word for word in re.split(r"[\s,;+&.()\[\]]+", answer.casefold()) if word not in ("", "and")]
    if len(words) == 1 and words[0] not in known:
        words = list(words[0])
    return frozenset(known[word] for word in words if all(word in known for word in words))


def _one_by_one(text: str, options: Options) -> frozenset[str]:
    """The options of a list each of whose pieces names one; none when a piece names none. Raises Unreadable: one names two."""
    chosen, unclear = set[str](), ""
    for piece in filter(str.strip, APART.split(plain(text))):
        named = _named(piece, options)
        if not named:
            return frozenset()
        unclear = unclear or piece * (len(named) > 1)
        chosen |= named
    if unclear:
        raise Unreadable(_two_ways(unclear))
    return frozenset(chosen)


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
    found = found or {letter for letter, option in options if _same_formula(answer, option)}
    called = CALLED.match(answer)
    for form in (answer, answer[called.end() :]) if called else (answer,):
        if letter := LETTER.fullmatch(MARKS.sub("", form).strip()):
            rest = letter[2] or letter[3] or ""
            found |= {own for own, option in options if own.casefold() == letter[1].casefold() and _means(rest, option)}
    return found or {letter for letter, option in options if _words(answer) and _words(option) == _words(answer)}


def _means(rest: str, option: str) -> bool:
    if not rest or _bare(rest) == _bare(option) or _same_formula(rest, option):
        return True
    return bool(_words(rest)) and _words(rest) == _words(option)


def _same_formula(said: str, option: str) -> bool:
    """Whether both are the same formula, or the same number or column of numbers, in whatever notation."""
    one, other = _formula(said), _formula(option)
    if not one or one == other:
        return bool(one)
    if not COLUMN.fullmatch(other) or not re.search(r"\d", one):
        return False
    count = len(re.findall(r"\d+(?:\.\d+)?", other))
    try:
        typed, wanted = (
            read_numbers(text, name="", size=count, decimals=FINEST, exact=False).value for text in (said, option)
        )
    except Unreadable:
        return False
    return bool(typed == wanted)


@lru_cache(CACHED)
def _formula(text: str) -> str:
    """A formula for comparison: no LaTeX, spaces or case, and subscripts without their sign: x_1, x_{1} and x₁ are "x1"."""
    line = unicodedata.normalize("NFKC", without_latex(DOLLARS.sub("", text)))
    return re.sub(r"[\s_{}]", "", SUBSCRIPT.sub(r"\1", TIMES.sub("*", plain(line)))).casefold()


def _two_ways(text: str) -> str:
    return f"{short(text)} can be read in two ways: give the letter as it is shown."


def _letters(options: Options) -> str:
    return ", ".join(letter for letter, _ in options)


@lru_cache(CACHED)
def _bare(text: str) -> str:
    """Text for comparison: no case, spaces, mathematics or emphasis marks."""
    return re.sub(r"\s", "", MARKS.sub("", plain(text))).casefold()


@lru_cache(CACHED)
def _words(text: str) -> tuple[str, ...]:
    """The words that carry the meaning, in order, without a full stop at the end."""
    words = MARKS.sub("", plain(text)).casefold().rstrip(".! ").split()
    return tuple(word for word in words if word not in FILLERS)
