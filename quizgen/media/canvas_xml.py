"""Elements of QTI 1.2 in the form in which Canvas itself exports questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quizgen.media.platform_html import NOT_XML

FIRST = 1001  # the number of the first answer: Canvas knows answers by whole numbers
RESPONSE = "response1"  # what the only response of a question is called
ALL = "100"


@dataclass(frozen=True)
class Answer:
    """An answer of Canvas: its number, its text, whether it is right, the comment on it as HTML, whether the text is HTML."""

    number: int
    text: str
    right: bool = False
    comment: str = ""
    is_html: bool = False


@dataclass(frozen=True)
class Body:
    """What is special about a type of question: how many answers it has, which of them are commented on, the elements to answer
    in, and the conditions that score. Answers are numbered from FIRST on."""

    count: int = 0
    commented: Sequence[Answer] = ()
    presentation: str = ""
    processing: str = ""


def quoted(text: str) -> str:
    """Text inside an element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def metadata(label: str, entry: str) -> str:
    """A field of metadata."""
    return (
        f"<qtimetadatafield><fieldlabel>{label}</fieldlabel><fieldentry>{quoted(entry)}</fieldentry></qtimetadatafield>"
    )


def material(text: str, *, is_html: bool = True) -> str:
    """A text that is shown."""
    sort, said = ("html", text) if is_html else ("plain", NOT_XML.sub("\ufffd", text))
    return f'<material><mattext texttype="text/{sort}">{quoted(said)}</mattext></material>'


def feedback(name: str, comment: str) -> str:
    """A comment as HTML, to be shown by a condition."""
    return f'<itemfeedback ident="{name}"><flow_mat>{material(comment)}</flow_mat></itemfeedback>'


def condition(test: str, *, adds: str = "", sets: str = "", shows: str = "", last: bool = False) -> str:
    """What follows from an answer: points in parts of 100, added or set for good, and the comment that is shown.

    `last`: no later condition counts then.
    """
    score = (
        f'<setvar action="{"Set" if sets else "Add"}" varname="SCORE">{sets or adds}</setvar>' if sets or adds else ""
    )
    comment = f'<displayfeedback feedbacktype="Response" linkrefid="{shows}"/>' if shows else ""
    go_on = "No" if sets or last else "Yes"
    return f'<respcondition continue="{go_on}"><conditionvar>{test}</conditionvar>{score}{comment}</respcondition>'


def equal(value: str | int, response: str = RESPONSE) -> str:
    """The test for an answer, by its number or its text."""
    said = str(value) if isinstance(value, int) else quoted(NOT_XML.sub("\ufffd", value))
    return f'<varequal respident="{response}">{said}</varequal>'


def between(low: str, high: str) -> str:
    """The test for a number that is neither smaller nor greater than these."""
    response = f'respident="{RESPONSE}"'
    return f"<vargte {response}>{low}</vargte><varlte {response}>{high}</varlte>"


def comment_of(answer: Answer) -> str:
    """What the comment on an answer is called."""
    return f"{answer.number}_fb"


def menu(answers: Sequence[Answer]) -> str:
    """What there is to choose from."""
    labels = (
        f'<response_label ident="{answer.number}">{material(answer.text, is_html=answer.is_html)}</response_label>'
        for answer in answers
    )
    return f"<render_choice>{''.join(labels)}</render_choice>"


def spellings_menu(first: int, texts: Sequence[str]) -> str:
    """The same of texts that are compared with what is typed, numbered from `first` on."""
    together = "".join(texts)
    shown = texts if quoted(together) == together else map(quoted, texts)
    labels = [
        f'<response_label ident="{number}"><material><mattext texttype="text/plain">{text}</mattext></material></response_label>'
        for number, text in enumerate(shown, first)
    ]
    return f"<render_choice>{''.join(labels)}</render_choice>"


def lid(inside: str, *, name: str = RESPONSE, several: bool = False, title: str = "") -> str:
    """A place to choose in, from a menu; `title` is its text, as an element."""
    count = "Multiple" if several else "Single"
    return f'<response_lid ident="{name}" rcardinality="{count}">{title}{inside}</response_lid>'


def typed(sort: str = "") -> str:
    """A place to type into."""
    fib = f'<render_fib fibtype="{sort}">' if sort else "<render_fib>"
    label = '<response_label ident="answer1" rshuffle="No"/>'
    return f'<response_str ident="{RESPONSE}" rcardinality="Single">{fib}{label}</render_fib></response_str>'
