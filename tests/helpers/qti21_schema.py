"""The rules of the QTI 2.1 schema for the elements that quizgen writes: attributes, order of children, where text may stand.

Strict: an element or an attribute that is not listed here is a fault, though the schema may have it.
"""

import re
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
METADATA = "http://www.imsglobal.org/xsd/imsmd_v1p2"
MATHS = "http://www.w3.org/1998/Math/MathML"
INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

NAME = r"[A-Za-z_][A-Za-z0-9_-]*"
NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"
DECIMAL = r"(\d+\.?\d*|\.\d+)"  # some engines take an exponent for the name of a variable
WHOLE, TEXT, TRUTH = r"\d+", r"[\s\S]*", "true|false"
TYPE = "float|integer|string|identifier|directedPair|file"
FILE = r"[A-Za-z0-9_][A-Za-z0-9_./-]*"

BLOCK = "p|div|ul|ol|pre|table"
INLINE = "em|strong|code|small|img|math|textEntryInteraction|inlineChoiceInteraction"
INTERACTION = "choiceInteraction|orderInteraction|matchInteraction|extendedTextInteraction|uploadInteraction"
TRUE_OR_FALSE = "and|or|match|equal|stringMatch|member|lt"
VALUE = "variable|baseValue|index|mapResponse|sum|multiple|testVariables"
RULE = "(setOutcomeValue )"


class Fault(Exception):
    """What a strict reader refuses, and why."""


@dataclass(frozen=True)
class Rule:
    """What an element may hold: patterns of its attributes, of the names of its children in order, and whether text."""

    children: str = ""
    attributes: dict[str, str] | None = None
    optional: dict[str, str] | None = None
    text: bool = False


def flow(inside: str, **more) -> Rule:
    """Any of these elements, and text between them."""
    return Rule(f"(({inside}) )*", text=True, **more)


def static(inside: str) -> str:
    """The same elements without interactions."""
    return "|".join(name for name in inside.split("|") if not name.endswith("Interaction"))


DECLARED = {"identifier": NAME, "cardinality": "single|multiple|ordered", "baseType": TYPE}
BOUND = {"responseIdentifier": NAME}
RULES = {
    "assessmentItem": Rule(
        "(responseDeclaration )*(outcomeDeclaration )*itemBody responseProcessing (modalFeedback )*",
        {"identifier": TEXT, "title": TEXT, "adaptive": "false", "timeDependent": "false"},
        {INSTANCE: TEXT, LANGUAGE: "en", "toolName": "quizgen"},
    ),
    "responseDeclaration": Rule("(correctResponse )?(mapping )?", DECLARED),
    "outcomeDeclaration": Rule("(defaultValue )?", DECLARED, {"normalMaximum": NUMBER}),
    "correctResponse": Rule("(value )+"),
    "defaultValue": Rule("(value )+"),
    "value": Rule(text=True),
    "mapping": Rule("(mapEntry )+", {"defaultValue": NUMBER}, {"lowerBound": NUMBER}),
    "mapEntry": Rule("", {"mapKey": NAME, "mappedValue": NUMBER}),
    "itemBody": Rule(f"(({BLOCK}|{INTERACTION}|rubricBlock) )+"),
    "rubricBlock": flow(static(f"{BLOCK}|{INLINE}"), attributes={"view": "scorer"}),
    "modalFeedback": flow(
        static(f"{BLOCK}|{INLINE}"),
        attributes={"outcomeIdentifier": NAME, "identifier": NAME, "showHide": "show"},
        optional={"title": TEXT},
    ),
    **{name: flow(INLINE) for name in ("p", "em", "strong", "code", "small")},
    "pre": flow("code"),
    "div": flow(f"{BLOCK}|{INLINE}|{INTERACTION}"),
    "ul": Rule("(li )+"),
    "ol": Rule("(li )+"),
    "li": flow(f"{BLOCK}|{INLINE}|{INTERACTION}"),
    "table": Rule("(thead )?tbody "),
    "thead": Rule("(tr )+"),
    "tbody": Rule("(tr )+"),
    "tr": Rule("((th|td) )+"),
    "th": flow(f"{BLOCK}|{INLINE}", optional={"scope": "col"}),
    "td": flow(f"{BLOCK}|{INLINE}|{INTERACTION}"),
    "img": Rule("", {"src": FILE, "alt": TEXT}, {"width": WHOLE, "height": WHOLE}),
    "textEntryInteraction": Rule("", BOUND, {"expectedLength": WHOLE, "patternMask": TEXT}),
    "extendedTextInteraction": Rule("", BOUND, {"expectedLines": WHOLE}),
    "uploadInteraction": Rule("(prompt )?", BOUND),
    "prompt": flow(static(INLINE)),
    "choiceInteraction": Rule("(simpleChoice )+", {**BOUND, "shuffle": "false", "maxChoices": "0|1"}),
    "orderInteraction": Rule("(simpleChoice )+", {**BOUND, "shuffle": "false"}),
    "simpleChoice": flow(static(f"{BLOCK}|{INLINE}"), attributes={"identifier": NAME}),
    "matchInteraction": Rule("simpleMatchSet simpleMatchSet ", {**BOUND, "shuffle": "false", "maxAssociations": "0"}),
    "simpleMatchSet": Rule("(simpleAssociableChoice )+"),
    "simpleAssociableChoice": flow(static(f"{BLOCK}|{INLINE}"), attributes={"identifier": NAME, "matchMax": "0|1"}),
    "inlineChoiceInteraction": Rule("(inlineChoice )+", {**BOUND, "shuffle": "false"}),
    "inlineChoice": Rule("", {"identifier": NAME}, text=True),
    # response processing
    "responseProcessing": Rule("((responseCondition|setOutcomeValue) )*"),
    "responseCondition": Rule("responseIf (responseElseIf )*"),
    "responseIf": Rule(f"({TRUE_OR_FALSE}) {RULE}+"),
    "responseElseIf": Rule(f"({TRUE_OR_FALSE}) {RULE}+"),
    "setOutcomeValue": Rule(f"({VALUE}) ", {"identifier": NAME}),
    "and": Rule(f"(({TRUE_OR_FALSE}) )+"),
    "or": Rule(f"(({TRUE_OR_FALSE}) )+"),
    "match": Rule(f"(({VALUE}) ){{2}}"),
    "member": Rule(f"(({VALUE}) ){{2}}"),
    "lt": Rule(f"(({VALUE}) ){{2}}"),
    "equal": Rule(f"(({VALUE}) ){{2}}", {"toleranceMode": "absolute", "tolerance": f"{DECIMAL} {DECIMAL}"}),
    "stringMatch": Rule(f"(({VALUE}) ){{2}}", {"caseSensitive": TRUTH}),
    "index": Rule("variable ", {"n": "[1-9][0-9]*"}),
    "sum": Rule(f"(({VALUE}) )+"),
    "multiple": Rule(f"(({VALUE}) )*"),
    "variable": Rule("", {"identifier": NAME}),
    "mapResponse": Rule("", {"identifier": NAME}),
    "testVariables": Rule("", {"variableIdentifier": NAME}),
    "baseValue": Rule("", {"baseType": TYPE}, text=True),
    # the test
    "assessmentTest": Rule(
        "(outcomeDeclaration )*(testPart )+outcomeProcessing ",
        {"identifier": TEXT, "title": TEXT},
        {INSTANCE: TEXT, "toolName": "quizgen"},
    ),
    "testPart": Rule(
        "itemSessionControl (assessmentSection )+",
        {"identifier": NAME, "navigationMode": "nonlinear", "submissionMode": "simultaneous"},
    ),
    "itemSessionControl": Rule(
        "",
        {
            "maxAttempts": WHOLE,
            "showFeedback": TRUTH,
            "allowReview": TRUTH,
            "showSolution": TRUTH,
            "allowSkipping": TRUTH,
        },
    ),
    "assessmentSection": Rule(
        "(selection )?(assessmentItemRef )*", {"identifier": NAME, "title": TEXT, "visible": TRUTH}
    ),
    "selection": Rule("", {"select": WHOLE}),
    "assessmentItemRef": Rule("", {"identifier": NAME, "href": FILE}),
    "outcomeProcessing": Rule("(setOutcomeValue )*"),
}
MANIFEST_RULES = {
    "manifest": Rule("metadata organizations resources ", {"identifier": NAME}, {INSTANCE: TEXT}),
    "metadata": Rule("(schema schemaversion )?lom "),
    "schema": Rule(text=True),
    "schemaversion": Rule(text=True),
    "organizations": Rule(),
    "resources": Rule("(resource )+"),
    "resource": Rule(
        "(metadata )?(file )+(dependency )*",
        {"identifier": NAME, "type": "imsqti_(item|test)_xmlv2p1", "href": FILE},
    ),
    "file": Rule("", {"href": FILE}),
    "dependency": Rule("", {"identifierref": NAME}),
    "lom": Rule("general "),
    "general": Rule("(identifier )?title (keyword )*"),
    "identifier": Rule(text=True),
    "title": Rule("langstring "),
    "keyword": Rule("langstring "),
    "langstring": Rule(text=True, attributes={LANGUAGE: "en"}),
}
MATHS_ATTRIBUTES = {
    "math": {"display"},
    "mo": {"stretchy", "lspace", "rspace", "form", "fence", "separator", "movablelimits", "maxsize", "minsize"},
    "mi": {"mathvariant"},
    "mn": set(),
    "mtext": set(),
    "mspace": {"width"},
    "mrow": set(),
    "mfrac": {"linethickness"},
    "msqrt": set(),
    "mroot": set(),
    "msub": set(),
    "msup": set(),
    "msubsup": set(),
    "mover": {"accent"},
    "munder": set(),
    "munderover": set(),
    "mpadded": {"width"},
    "mphantom": set(),
    "mstyle": {"displaystyle", "scriptlevel"},
    "mtable": {"columnalign", "rowspacing", "columnspacing", "rowlines", "columnlines"},
    "mtr": set(),
    "mtd": {"columnalign"},
}
UNITS = re.compile(r"-?\d*\.?\d+(em|ex|px|pt)|0")


def checked(document: bytes) -> Element:
    """The tree of an item, a test or a manifest. Raises Fault."""
    try:
        root = ElementTree.fromstring(document)
    except ElementTree.ParseError as error:
        raise Fault(f"not well-formed: {error}") from None
    check(root, "")
    return root


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def check(element: Element, path: str) -> None:
    """Raises Fault for an element that the schema does not allow as it is."""
    space, _, name = element.tag.removeprefix("{").partition("}")
    if space == MATHS:
        return check_maths(element, path)
    rules = {QTI: RULES, PACKAGE: MANIFEST_RULES, METADATA: MANIFEST_RULES}.get(space, {})
    path = f"{path}/{name}"
    if name not in rules:
        raise Fault(f"{path} is not an element of {space or 'no namespace'}")
    rule = rules[name]
    required, optional = rule.attributes or {}, rule.optional or {}
    if missing := required.keys() - element.keys():
        raise Fault(f"{path} lacks {sorted(missing)}")
    for key, value in element.items():
        pattern = {**optional, **required}.get(key)
        if pattern is None or not re.fullmatch(pattern, value):
            raise Fault(f"{path} cannot have {key}={value!r}")
    children = "".join(f"{local(child)} " for child in element)
    if not re.fullmatch(rule.children, children):
        raise Fault(f"{path} holds {children!r}")
    between = (element.text, *(child.tail for child in element))
    if not rule.text and any(text and text.strip() for text in between):
        raise Fault(f"{path} holds text")
    for child in element:
        check(child, path)


def check_maths(element: Element, path: str) -> None:
    """Raises Fault for an element that MathML 2 does not have, or not with these attributes."""
    name = local(element)
    if element.tag != f"{{{MATHS}}}{name}" or name not in MATHS_ATTRIBUTES:
        raise Fault(f"{path}/{element.tag} is no element of MathML 2 that formulas here need")
    for key, value in element.items():
        length = key in ("lspace", "rspace", "width")
        if key not in MATHS_ATTRIBUTES[name] or (length and not UNITS.fullmatch(value)):
            raise Fault(f"{path}/{name} cannot have {key}={value!r}")
    for child in element:
        check_maths(child, f"{path}/{name}")
