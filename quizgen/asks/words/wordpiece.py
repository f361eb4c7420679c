"""WordPiece, the tokenizer of uncased BERT models: words in small letters, cut into the longest pieces that the vocabulary has."""

from __future__ import annotations

import gzip
import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

VOCABULARY = "vocabulary.txt.gz"  # of bert-base-uncased, one piece a line; its number is its line, from 0
SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"  # of the text
LONGEST_WORD = 100  # characters
UNKNOWN, START, END = "[UNK]", "[CLS]", "[SEP]"


@dataclass(frozen=True)
class Pieces:
    """The numbers of a text's pieces, and for each the word that it is a piece of."""

    numbers: tuple[int, ...]
    words: tuple[str, ...]


@lru_cache(1)
def vocabulary() -> Mapping[str, int]:
    """Each piece with its number; pieces that go on within a word begin with ##."""
    text = gzip.decompress(files(__package__).joinpath(VOCABULARY).read_bytes())
    if hashlib.sha256(text).hexdigest() != SHA256:
        raise ValueError(f"{VOCABULARY} is damaged: its sha256 is not {SHA256}. Install quizgen again.")
    return {piece: number for number, piece in enumerate(text.decode("utf-8").splitlines())}


def pieces(text: str) -> Pieces:
    """The pieces of a text, without those that mark its start and end."""
    found = [(number, word) for word in words(text) for number in in_pieces(word)]
    return Pieces(tuple(number for number, _ in found), tuple(word for _, word in found))


def words(text: str) -> Iterator[str]:
    """The words of a text in small letters without accents; a sign of punctuation or a Chinese character is a word."""
    word = ""
    for character in unicodedata.normalize("NFD", "".join(map(cleaned, text)).lower()):
        category = unicodedata.category(character)
        if category == "Mn":
            continue
        if character == " " or alone(character, category):
            if word:
                yield word
            word = ""
            if character != " ":
                yield character
        else:
            word += character
    if word:
        yield word


def cleaned(character: str) -> str:
    """A space for every white one, nothing for an invisible one."""
    if character in "\t\n\r" or unicodedata.category(character) == "Zs":
        return " "
    if character in "\0\ufffd" or unicodedata.category(character).startswith("C"):
        return ""
    return character


def alone(character: str, category: str) -> bool:
    """Whether a character is a word of its own."""
    code = ord(character)
    return (
        category.startswith("P")
        or (code < 128 and category.startswith("S"))
        or any(first <= code <= last for first, last in CHINESE)
    )


CHINESE = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF),
    (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip


@lru_cache(4096)
def in_pieces(word: str) -> tuple[int, ...]:
    """The numbers of the longest pieces, from the left; that of the unknown piece if some part is in none."""
    known = vocabulary()
    found: list[int] = []
    start = 0
    while start < len(word):
        prefix = "##" if start else ""
        ends = range(len(word), start, -1)
        end = next((end for end in ends if prefix + word[start:end] in known), None)
        if end is None or len(word) > LONGEST_WORD:
            return (known[UNKNOWN],)
        found.append(known[prefix + word[start:end]])
        start = end
    return tuple(found)
