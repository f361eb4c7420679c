"""Answers that no rubric should judge alone: nothing said, the question copied, lists, repetition, other languages, code, orders."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from quizgen.asks.words import grammar
from quizgen.asks.words.coverage import content
from quizgen.asks.words.english import FUNCTION, OTHER_LANGUAGES, SMALL, word_set
from quizgen.asks.words.normalise import Answer
from quizgen.asks.words.windows import Index

BLANK = "Nothing was answered."
DONT_KNOW = "It says that the answer is not known."
COPIED = "It only repeats the question."
NO_IDEA = re.compile(
    r"\b(?:i\s+)?(?:really\s+|just\s+|honestly\s+|do\s+)*(?:do\s*n[o']?t|dont|don['’]t|can\s*not|can['’]?t|not)\s+(?:really\s+)?"
    r"(?:know|remember|recall|sure|understand)(?:\s+(?:the|this|that|it|anything|about|answer|question|one|how|what|yet|at all))*\b"
    r"|\b(?:i\s+have\s+|i've\s+)?(?:absolutely\s+)?no\s+(?:idea|clue)\b|\bidk\b|\bdunno\b|\bn\s*/\s*a\b|\bskip(?:ped)?\b|\bpass\b"
    r"|\bi\s+(?:have\s+)?forgot(?:ten)?(?:\s+(?:it|this|the answer))*\b|\bno\s+answer\b"
)
POLITE = word_set("sorry please i me no yes thanks thank you this question answer to it next the a is at all for now yet still")
OF_NO_SUBJECT = word_set("rnn network question answer mean means question's basically simply because recurrent neural")
FEWEST_REPEATED = 6  # words that say something from which an answer can repeat itself
SHORT = 12  # words of an answer that may be a mere "I don't know"
INJECTION = re.compile(
    r"\b(?:ignore|disregard|forget|override|skip|bypass)\b.{0,40}\b(?:rubric|instruction|prompt|criteria|scheme|guideline|rules?|above|previous text)"
    r"|\b(?:give|award|assign|grant|return|output|set|mark|grade|score)\b.{0,40}\b(?:full|maximum|max|all|highest|perfect|100|correct|"
    r"complete|top)\b.{0,25}\b(?:marks?|points?|score|credits?|grade|percent|answer)?\b"
    r"|\b(?:you are|as)\s+(?:an?|the)\s+(?:\w+\s+)?(?:grader|examiner|marker|assistant|ai|language model|grading|teacher|reviewer)"
    r"|\b(?:dear|hey|hello|note to(?: the)?|to the|attention)\s+(?:the\s+)?(?:grader|examiner|marker|teacher|professor|reviewer)"
    r"|\bsystem\s*(?:prompt|message|:|override)|\b(?:this|the|my)\s+(?:answer|response)\s+(?:is|should be|must be|deserves?|contains?|covers?|"
    r"fulfil\w*|satisf\w*)\s.{0,30}\b(?:correct|full|complete|perfect|right|all|every|key points?|maximum|rubric)"
    r"|\b(?:key points?|rubric|grader|grading)\b|\bmark\s+(?:this|it|me)\b|\bassistant\s*:|\bconfidence\s*[:=]"
)
ORDER = re.compile(r"\b(?:full|maximum|perfect)\s+(?:marks?|points?|score|credit)|\b(?:marks?|points?|grade|score|rubric|grader|instructions?|"
    r"correct|key points?|answer|assistant|system|examiner|marker|teacher|professor|confidence)\b")  # fmt: skip
CODE_LINE = re.compile(
    r"^\s*(?:def |class |import |from \w+ import |return\b|for .+ in .+:|while .+:|if .+:|else:|print\(|#|//|[}{]|\w[\w.\[\], ]*\s*[-+*]?=\s*[\w.]+\(.*|"
    r".*;\s*$|>>>|self\.|\w+\(.*\)\s*[;:]?$)"
)
CODE_SIGNS = re.compile(
    r"self\.|np\.|torch\.|nn\.|\bdef \w+\(|\bimport \w+|\breturn \w|==|\+=|\bfor \w+ in range\(|\(\):|\{$|</?\w+>|\bSELECT\b|=>\s*\{"
)


def nothing(answer: Answer, asked: str) -> str:
    """Why an answer is nothing at all: blank, not known, the question copied; "" if it is more."""
    if not any(letter.isalnum() for letter in answer.typed) and not any(map(is_emoji, answer.typed)):
        return BLANK
    if len(answer.tokens) <= SHORT and only_not_known(answer.typed):
        return DONT_KNOW
    return ""


def only_not_known(typed: str) -> bool:
    """Whether nothing is left but politeness once "I don't know" is taken away."""
    rest, count = NO_IDEA.subn(" ", " ".join(typed.lower().split()))
    return bool(count) and set(re.findall(r"[^\W\d_]+", rest)) <= POLITE


def copied(index: Index, asked: str) -> bool:
    """Whether nearly all words that say something are the question's."""
    own = [
        place
        for place, token in enumerate(index.answer.tokens)
        if token.word not in SMALL and token.word not in OF_NO_SUBJECT
    ]
    new = [place for place in own if index.stems[place] not in content(asked)]
    return (
        len(own) >= 2 and len(new) <= len(own) // 10 and not {"yes", "no"} & {t.word for t in index.answer.tokens[:1]}
    )


def too_long(index: Index) -> str:
    return "It is longer than a machine reads; the rest was not looked at." if index.answer.cut else ""


def gives_orders(index: Index) -> str:
    found = INJECTION.search(" ".join(index.answer.typed[:8000].lower().split()))
    return "It speaks to whoever grades it." if found and ORDER.search(found[0]) else ""


def other_script(index: Index) -> str:
    letters = [letter for letter in index.answer.typed[:8000] if letter.isalpha()]
    foreign = sum(
        1 for letter in letters if letter > "\u024f" and not "\u0370" <= letter <= "\u03ff" and letter not in "ₜᵢₖₕₙₓᵀ"
    )
    return "It is not in English." if foreign > 4 and foreign > len(letters) / 8 else ""


def other_language(index: Index) -> str:
    words = [token.word for token in index.answer.tokens]
    english = sum(word in FUNCTION for word in words)
    for name, small in OTHER_LANGUAGES.items():
        found = [word for word in words if word in small and word not in FUNCTION]
        if len(set(found)) >= 3 and len(found) > english / 2:
            return f"It seems to be in {name}."
    return ""


def emoji(index: Index) -> str:
    count = sum(map(is_emoji, index.answer.typed[:8000]))
    return "It is written in emoji." if count >= 3 and count * 5 >= len(index.answer.tokens) else ""


def is_emoji(letter: str) -> bool:
    return letter > "\u2190" and unicodedata.category(letter) == "So" and letter not in "⊤⊥"


def code(index: Index) -> str:
    lines = [line for line in index.answer.typed[:8000].splitlines() if line.strip()]
    like_code = sum(bool(CODE_LINE.match(line)) for line in lines)
    signs = len(CODE_SIGNS.findall(index.answer.typed[:8000]))
    if (
        signs >= 2
        and like_code * 2 >= len(lines)
        or (len(lines) >= 3 and like_code * 3 >= 2 * len(lines))
        or signs >= 4
    ):
        return "It is program code, not an explanation."
    return ""


def repeated(index: Index) -> str:
    if index.answer.again:
        return "It repeats itself."
    stems = [name for name, token in zip(index.stems, index.answer.tokens, strict=True) if token.word not in SMALL]
    if len(stems) < FEWEST_REPEATED:
        return ""
    threes = list(zip(stems, stems[1:], stems[2:], strict=False))
    few = len(set(stems)) < len(stems) * (0.45 if len(stems) < 60 else 0.3)
    return "It repeats itself." if few or len(set(threes)) < 0.75 * len(threes) else ""


def keyword_list(index: Index) -> str:
    return "It reads like a list of keywords rather than sentences." if grammar.is_list(index.answer) else ""


GUARDS: Sequence[Callable[[Index], str]] = (
    too_long, gives_orders, other_script, other_language, emoji, code, repeated, keyword_list,
)  # fmt: skip


def doubts(index: Index) -> list[str]:
    """Why a person should read the answer, a sentence each."""
    return [sentence for guard in GUARDS if (sentence := guard(index))]
