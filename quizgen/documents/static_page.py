"""A page without a script, from its template: what scrolls in a box of its own is reached by the Tab key."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from quizgen.media.html import environment

BOX = re.compile(r'<(?:math display="block"|div class="wide"|pre)(?![^>]*tabindex)')
FORMULA = re.compile(r"<math>((?:(?!</math>).)+)</math>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
NARROW = 24  # so many signs of a formula in the line fit beside each other on the narrowest telephone


def static_page(template: str, **values: Any) -> str:
    """The page that a template makes of its values."""
    return reachable(environment().get_template(template).render(**values))


def reachable(page: str) -> str:
    """HTML in which each formula on its own, each long one in a line, and each wide box is in the order of the Tab key.

    A browser scrolls them by keys only then. A page with a script marks those that do scroll.
    """
    marked = BOX.sub(lambda found: f'{found[0]} tabindex="0"', page)
    return FORMULA.sub(lambda found: found[0] if fits(found[1]) else f'<math tabindex="0">{found[1]}</math>', marked)


def fits(formula: str) -> bool:
    """Whether the MathML of a formula is narrow on every screen."""
    return len("".join(unescape(TAG.sub("", formula)).split())) <= NARROW
