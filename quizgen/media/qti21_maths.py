"""Formulas as the MathML 2 that QTI 2.1 holds; attributes that came with later versions are left out."""

from __future__ import annotations

import html
import re
from functools import lru_cache

from quizgen.markup.formulas import CACHED, mathml

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
TAG = re.compile(r"<(m\w+) ([^>]*?)(/?)>")
ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|apos);)\w+;")  # those that only HTML knows
EVERYWHERE = {"mathvariant", "mathsize", "mathcolor", "mathbackground"}
ALLOWED = {
    "math": {"display"},
    "mfrac": {"linethickness", "numalign", "denomalign", "bevelled"},
    "mo": {"form", "fence", "separator", "lspace", "rspace", "stretchy", "symmetric", "maxsize", "minsize", "largeop"}
    | {"movablelimits", "accent"},
    "mover": {"accent"},
    "mpadded": {"width", "height", "depth", "lspace"},
    "mspace": {"width", "height", "depth"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mtable": {"align", "columnalign", "rowalign", "rowspacing", "columnspacing", "rowlines", "columnlines", "frame"},
    "mtd": {"columnalign", "rowalign", "columnspan", "rowspan"},
    "mtr": {"columnalign", "rowalign"},
    "munder": {"accentunder"},
    "munderover": {"accent", "accentunder"},
    "menclose": {"notation"},
}
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@lru_cache(CACHED)
def maths(tex: str, display: bool = False) -> str:
    """LaTeX maths as an element of an item. Raises MathsError."""
    written = ENTITY.sub(lambda entity: html.unescape(entity[0]), mathml(tex, display))
    return TAG.sub(plain_tag, written).replace("<math", f'<math xmlns="{NAMESPACE}"', 1)


def plain_tag(found: re.Match[str]) -> str:
    """An opening tag with the attributes that MathML 2 has."""
    name, attributes, end = found.groups()
    allowed = ALLOWED.get(name, EVERYWHERE) | EVERYWHERE
    kept = (f' {key}="{plain_value(key, value)}"' for key, value in ATTRIBUTE.findall(attributes) if key in allowed)
    return f"<{name}{''.join(kept)}{end}>"


def plain_value(key: str, value: str) -> str:
    """The value of an attribute with the units that MathML 2 has; a space beside an operator is never without one."""
    if key in ("lspace", "rspace") and NUMBER.fullmatch(value):
        return f"{value}em"
    return f"{value[:-3]}em" if value.endswith("rem") else value
