"""A question as a QTI 2.1 item: an XML document, and the pictures that it shows."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from quizgen.markup.parse import CACHED, parse
from quizgen.markup.pictures import Picture
from quizgen.media.platform_html import NOT_XML, escaped, html, html_item, html_sentence
from quizgen.media.qti21_layout import Laid, Pictures, laid_out
from quizgen.media.qti21_maths import maths
from quizgen.media.qti21_scoring import FEEDBACK, SCORE, Scoring, mapping, places_declared, say
from quizgen.media.qti21_variables import decimal
from quizgen.media.values import points
from quizgen.media.written_values import key_blocks
from quizgen.model import ScoredAsk, ScoredQuestion, Variant

MAXSCORE, SOLUTION = "MAXSCORE", "SOLUTION"
NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
SCHEMA = f"{NAMESPACE} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
ROOT = (
    f'xmlns="{NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"\nxsi:schemaLocation="{SCHEMA}" '
    'toolName="quizgen"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\.q\d+")
OTHER = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True)
class ItemFiles:
    """The files of an item: its document, and its pictures as SVG by their names."""

    name: str  # an identifier, which names the document too
    document: str
    pictures: Mapping[str, str]


def item_name(id: str) -> str:
    """A question's number as an identifier, "forward-pass-7.q3" as "forward-pass-7_q3"; two numbers never become one."""
    plain = OTHER.sub("_", id)
    if PLAIN_NAME.fullmatch(id):
        return plain
    digest = hashlib.sha256(id.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"q_{plain[:40]}_{digest}"


def item(question: ScoredQuestion) -> ItemFiles:
    """The files of a question. Raises MathsError for a formula that cannot be shown."""
    name, variant = item_name(question.id), question.variant
    pictures: dict[str, str] = {}

    def picture(drawn: Picture) -> str:
        file = f"{name}-{len(pictures) + 1}.svg"
        pictures[file] = NOT_XML.sub("\ufffd", drawn.svg)
        size = f'width="{drawn.width}" height="{drawn.height}"'
        return f'<div><img src="{file}" alt="{escaped(drawn.words)}" {size}/></div>'

    text, laid = laid_text(question, picture)
    notes = "".join(grader_notes(scored, question.variant, picture) for scored in question.asks)
    scoring, declared, places, rules = Scoring(), "", "", ""
    for scored in question.asks:
        for variable in laid[scored.ask.name].variables:
            declared += variable.declaration(mapping(variable, scored.ask.points))
            places += places_declared(variable)
        rules += scoring.ask(laid[scored.ask.name].variables, scored.ask.points)
    said = "".join(modal_feedback(identifier, said_of(one)) for one, identifier in scoring.sentences.items())
    if variant.solution.strip():
        rules += say(SOLUTION) + "\n"
        said += modal_feedback(SOLUTION, html(parse(variant.solution), maths, pictures=picture), "Solution")
    document = (
        f'{HEAD}<assessmentItem {ROOT}\nidentifier="{escaped(question.id)}" title="{escaped(variant.title)}" '
        f'xml:lang="en" adaptive="false" timeDependent="false">\n{declared}{outcomes(variant.points)}{places}'
        f"<itemBody>\n{text}\n<p><small>[{escaped(question.id)}]</small></p>\n{notes}</itemBody>\n"
        f"<responseProcessing>\n{rules}</responseProcessing>\n{said}</assessmentItem>\n"
    )
    return ItemFiles(name, document, pictures)


def laid_text(question: ScoredQuestion, picture: Pictures) -> tuple[str, dict[str, Laid]]:
    """The text of a question with its interactions, and these by the names of their asks.

    What has no room in a line follows below the text, under its label.
    """
    asks = {scored.ask.name: (number, scored) for number, scored in enumerate(question.asks, 1)}
    laid, below = dict[str, Laid](), list[str]()

    def blank(name: str, tight: bool) -> str:
        number, scored = asks[name]
        laid[name] = laid_out(scored, number, tight, picture)
        if laid[name].inline or not tight:
            return laid[name].body
        label = maths(scored.ask.tex)
        below.append(f"<p>{label}</p>\n{laid[name].body}")
        return label

    text = html(parse(question.variant.text), maths, blank, picture)
    return "\n".join([text, *below]), laid


def grader_notes(scored: ScoredAsk, variant: Variant, picture: Pictures) -> str:
    """What a person who reads the answer looks for; "" where nobody has to."""
    if not scored.by_person:
        return ""
    ask = scored.ask
    parts = [f"<p>{maths(ask.tex)}: {points(ask.points)}, given by a person.</p>"]
    if scheme := ask.marking_scheme():
        found = "".join(f"<li>{points(worth)}: {html_item(text, maths, picture)}</li>" for worth, text in scheme)
        parts.append(f"<ul>{found}</ul>")
    if (key := variant.key[ask.name]) is not None:
        parts.append(f"<p>Right:</p>\n{html(key_blocks(ask, key), maths, pictures=picture)}")
    if claims := ask.wrong_claims_to_watch():
        wrong = "".join(f"<li>{html_item(text, maths, picture)}</li>" for text in claims)
        parts.append(f"<p>Not right, where it is said:</p>\n<ul>{wrong}</ul>")
    if variant.solution.strip():
        parts.append(f"<p>Solution:</p>\n{html(parse(variant.solution), maths, pictures=picture)}")
    return f'<rubricBlock view="scorer">\n{"".join(parts)}\n</rubricBlock>\n'


@lru_cache(CACHED)
def said_of(sentence: str) -> str:
    """A sentence of feedback as a paragraph; the variants of an exercise share most of them."""
    return f"<p>{html_sentence(sentence, maths)}</p>"


def outcomes(most: float) -> str:
    """The outcome variables of every item: points, the most points, and the sentences to show."""
    return (
        f'<outcomeDeclaration identifier="{SCORE}" cardinality="single" baseType="float" normalMaximum="{decimal(most)}">'
        "<defaultValue><value>0</value></defaultValue></outcomeDeclaration>\n"
        f'<outcomeDeclaration identifier="{MAXSCORE}" cardinality="single" baseType="float">'
        f"<defaultValue><value>{decimal(most)}</value></defaultValue></outcomeDeclaration>\n"
        f'<outcomeDeclaration identifier="{FEEDBACK}" cardinality="multiple" baseType="identifier"/>\n'
    )


def modal_feedback(identifier: str, inside: str, title: str = "") -> str:
    """What is shown after an answer where FEEDBACK holds its identifier."""
    titled = f' title="{escaped(title)}"' if title else ""
    opening = f'<modalFeedback outcomeIdentifier="{FEEDBACK}" identifier="{identifier}" showHide="show"{titled}>'
    return f"{opening}{inside}</modalFeedback>\n"
