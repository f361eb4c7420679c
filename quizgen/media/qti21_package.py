"""The test and the manifest of a QTI 2.1 package, for items that were written one after another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from quizgen.media.platform_html import escaped
from quizgen.media.qti21_item import HEAD, MAXSCORE, ROOT, ItemFiles
from quizgen.media.qti21_scoring import SCORE
from quizgen.model import ScoredQuestion, topic_name

TEST = "test.xml"
FOLDER = "items"
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
METADATA = "http://www.imsglobal.org/xsd/imsmd_v1p2"
DRAW_ONE = '<selection select="1"/>\n'
MANIFEST = (
    f'{HEAD}<manifest xmlns="{PACKAGE}" xmlns:imsmd="{METADATA}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"\n'
    f'xsi:schemaLocation="{PACKAGE} http://www.imsglobal.org/xsd/imscp_v1p1.xsd {METADATA} '
    'http://www.imsglobal.org/xsd/imsmd_v1p2p4.xsd" identifier="MANIFEST">\n'
    "<metadata><schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion>"
)
CONTROL = '<itemSessionControl maxAttempts="1" showFeedback="true" allowReview="true" showSolution="false" allowSkipping="true"/>'


class Listed(NamedTuple):
    """An item in the test: its name, and the group of variants of which one is asked; "" for none."""

    name: str
    group: str


def test_document(title: str, items: Sequence[Listed]) -> str:
    """The test: a section of questions that are all asked, or of the variants of one question, of which the platform draws one."""
    groups = [(group, list(several)) for group, several in groupby(items, key=lambda one: one.group)] or [("", [])]
    sections = [section(place, several, DRAW_ONE if group else "") for place, (group, several) in enumerate(groups, 1)]
    return (
        f'{HEAD}<assessmentTest {ROOT}\nidentifier="TEST" title="{escaped(title)}">\n{total(SCORE)}{total(MAXSCORE)}'
        f'<testPart identifier="PART" navigationMode="nonlinear" submissionMode="simultaneous">\n{CONTROL}\n'
        f"{''.join(sections)}</testPart>\n<outcomeProcessing>\n{summed(SCORE)}{summed(MAXSCORE)}</outcomeProcessing>\n"
        "</assessmentTest>\n"
    )


def section(place: int, items: Iterable[Listed], selection: str = "") -> str:
    """A section of items."""
    inside = "".join(f'<assessmentItemRef identifier="{one.name}" href="{FOLDER}/{one.name}.xml"/>\n' for one in items)
    opening = f'<assessmentSection identifier="S{place}" title="Part {place}" visible="false">'
    return f"{opening}\n{selection}{inside}</assessmentSection>\n"


def total(outcome: str) -> str:
    """An outcome of the whole test."""
    value = "<defaultValue><value>0</value></defaultValue>"
    return f'<outcomeDeclaration identifier="{outcome}" cardinality="single" baseType="float">{value}</outcomeDeclaration>\n'


def summed(outcome: str) -> str:
    """The sum of an outcome over all items."""
    every = f'<sum><testVariables variableIdentifier="{outcome}"/></sum>'
    return f'<setOutcomeValue identifier="{outcome}">{every}</setOutcomeValue>\n'


def manifest_opening(title: str) -> str:
    """The manifest up to its first resource."""
    return f"{MANIFEST}{lom(title, ())}</metadata>\n<organizations/>\n<resources>\n"


def item_resource(question: ScoredQuestion, files: ItemFiles) -> str:
    """What the manifest says of an item: title, topic, level and exercise, and its files."""
    variant = question.variant
    keywords = (topic_name(variant.topic), f"level {variant.level}", variant.exercise)
    document = f"{FOLDER}/{files.name}.xml"
    every = "".join(f'<file href="{href}"/>' for href in (document, *(f"{FOLDER}/{name}" for name in files.pictures)))
    return (
        f'<resource identifier="{files.name}" type="imsqti_item_xmlv2p1" href="{document}">'
        f"<metadata>{lom(variant.title, keywords, question.id)}</metadata>{every}</resource>\n"
    )


def test_resource(items: Iterable[Listed]) -> str:
    """The test in the manifest, and its end."""
    uses = "".join(f'<dependency identifierref="{one.name}"/>' for one in items)
    opening = f'<resource identifier="TEST" type="imsqti_test_xmlv2p1" href="{TEST}">'
    return f'{opening}<file href="{TEST}"/>{uses}</resource>\n</resources>\n</manifest>\n'


def lom(title: str, keywords: Iterable[str], id: str = "") -> str:
    """Metadata of an item or of the package."""
    number = f"<imsmd:identifier>{escaped(id)}</imsmd:identifier>" if id else ""
    words = "".join(f"<imsmd:keyword>{language_string(word)}</imsmd:keyword>" for word in keywords)
    general = f"{number}<imsmd:title>{language_string(title)}</imsmd:title>{words}"
    return f"<imsmd:lom><imsmd:general>{general}</imsmd:general></imsmd:lom>"


def language_string(text: str) -> str:
    """A text in English."""
    return f'<imsmd:langstring xml:lang="en">{escaped(text)}</imsmd:langstring>'
