"""What stands in a cell for an item that was offered: its text, its letter with or without the text, the words without formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from quizgen.classroom.responses.plain_text import AsHtml, plain, without_formulas
from quizgen.classroom.responses.segments import Ladder
from quizgen.interactions import Item

NO_TEXT = "No answer text provided."  # Canvas's words for an item that is a formula alone
TRUE = (*("true", "wahr", "vrai", "verdadero", "vero", "verdadeiro", "waar", "sant", "sandt", "tosi", "prawda", "pravda"),
        *("верно", "doğru", "对"))  # fmt: skip
FALSE = (*("false", "falsch", "faux", "falso", "niet waar", "onwaar", "falskt", "falsk", "epätosi", "fałsz", "nepravda"),
         *("неверно", "yanlış", "错"))  # fmt: skip
SAYS = {"true": TRUE, "it is true": TRUE, "false": FALSE, "it is false": FALSE}


def ladder(items: Sequence[Item], as_html: AsHtml) -> Ladder[str]:
    """The texts of items by key, the surest first."""
    texts = {item.key: as_html(item.text) for item in items}
    words = {key: without_formulas(text) for key, text in texts.items()}
    truths = {key: SAYS[said] for key, text in texts.items() if (said := plain(text).rstrip(".").casefold()) in SAYS}
    return (
        (
            {key: (text,) for key, text in texts.items()},
            *([truths] if len(truths) == len(texts) else []),
            {key: lettered(key, text) for key, text in texts.items()},
        ),
        (
            {key: lettered(key, text) for key, text in words.items()},
            {key: (text or NO_TEXT,) for key, text in words.items()},
        ),
    )


def lettered(key: str, text: str) -> tuple[str, ...]:
    """An item behind its letter, and the letter alone."""
    return (f"{key} · {text}", f"{key}. {text}", f"{key} {text}", key)


def pair_ladder(left: Ladder[str], right: Ladder[str], arrow: str) -> Ladder[tuple[str, str]]:
    """The texts of pairs of items, and of items that are paired with nothing."""
    return tuple(
        tuple(dict(pairs(one, other, arrow)) for one in first for other in second) for first in left for second in right
    )


def pairs(
    left: Mapping[str, Sequence[str]], right: Mapping[str, Sequence[str]], arrow: str
) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    """Each pair of keys with its texts."""
    for one, texts in left.items():
        for other, chosen in {**right, "": ("",)}.items():
            yield (one, other), tuple(f"{text}{arrow}{said}" for text in texts for said in chosen)
