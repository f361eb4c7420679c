"""Phrases that give an answer away for something else: no answer, orders to the grader, program code."""

from __future__ import annotations

import re

from quizgen.asks.words.english import word_set

NO_IDEA = re.compile(
    r"\b(?:i\s+)?(?:really\s+|just\s+|honestly\s+|do\s+)*(?:do\s*n[o'’]?t|can\s*not|can['’]?t|not)\s+(?:really\s+)?"
    r"(?:know|remember|recall|sure|understand)"
    r"(?:\s+(?:the|this|that|it|anything|about|answer|question|one|how|what|yet|at all))*\b"
    r"|\b(?:i\s+have\s+|i've\s+)?(?:absolutely\s+)?no\s+(?:idea|clue)\b|\bidk\b|\bdunno\b|\bn\s*/\s*a\b|\bskip(?:ped)?\b"
    r"|\bpass\b|\bi\s+(?:have\s+)?forgot(?:ten)?(?:\s+(?:it|this|the answer))*\b|\bno\s+answer\b"
)
POLITE = word_set(
    "sorry please i me no yes thanks thank you this question answer to it next the a is at all for now yet still"
)
GRADER = r"(?:grader|examiner|corrector|assessor)"
WORTH = r"(?:marks?|points?|credits?|grades?|score)"
ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}"
    r"\b(?:rubric|instructions?|prompt|criteria|marking scheme|guidelines?)\b"
    r"|\b(?:give|award|assign|grant)\b.{0,40}\b(?:full|maximum|max|highest|perfect|100|all)\b.{0,25}\b(?:marks?|points?|credits?|grades?)\b"
    rf"|\b(?:full|maximum|perfect|top)\s+{WORTH}\b"
    r"|\b(?:mark|grade|accept)\s+(?:this|it|me|my|the)\b.{0,40}\b(?:correct|right|complete|full|true|perfect|answer)\b"
    r"|\b(?:dear|hey|hello|hi)\s+(?:\w+\s+)?(?:teacher|professor|instructor|marker|reviewer|sir|madam)\b"
    rf"|\b(?:you are|as|dear|hey|hello|note to|to)\s+(?:an?\s+|the\s+|my\s+|all\s+)?{GRADER}s?\b"
    r"|\b(?:you are|as)\s+(?:an?|the)\s+(?:\w+\s+)?(?:ai|language model|assistant|grading\b|marker)"
    r"|\bsystem\s*(?:prompt|message|:|override)|\bassistant\s*:|\b(?:confidence|score|grade|marks?|points?)\s*[:=]\s*\d"
    r"|\b(?:this|the|my)\s+(?:answer|response)\s+(?:is|should be|must be|deserves|contains|covers|includes|fulfil\w*|satisf\w*)"
    r"\s.{0,20}\b(?:correct|full|complete|perfect|key points?|maximum|rubric)"
    r"|\b(?:key points|rubric|grader|examiner)\b"
)
CODE_LINE = re.compile(
    r"^\s*(?:def |class |import |from \w+ import |return\b|for .+ in .+:|while .+:|if .+:|else:|print\(|#|//|[}{]"
    r"|\w[\w.\[\], ]*\s*[-+*]?=\s*[\w.]+\(.*|.*;\s*$|>>>|self\.|\w+\(.*\)\s*[;:]?$)"
)
CODE_SIGNS = re.compile(
    r"self\.|np\.|torch\.|nn\.|\bdef \w+\(|\bimport \w+|\breturn \w|==|\+=|\bfor \w+ in range\(|\(\):|\{$|</?\w+>|\bSELECT\b"
    r"|=>\s*\{"
)


def only_not_known(typed: str) -> bool:
    """Whether nothing is left but politeness once "I don't know" is taken away."""
    rest, count = NO_IDEA.subn(" ", " ".join(typed.lower().split()))
    return bool(count) and set(re.findall(r"[^\W\d_]+", rest)) <= POLITE


def gives_orders(typed: str) -> bool:
    """Whether it tells the grader what to do."""
    return bool(ORDERS.search(" ".join(typed.lower().split())))


def is_code(typed: str) -> bool:
    """Whether most of it is lines of a program."""
    lines = [line for line in typed.splitlines() if line.strip()]
    like_code = sum(bool(CODE_LINE.match(line)) for line in lines)
    signs = len(CODE_SIGNS.findall(typed))
    if signs >= 2 and like_code * 2 >= len(lines):
        return True
    return signs >= 4 or (len(lines) >= 3 and like_code * 3 >= 2 * len(lines))
