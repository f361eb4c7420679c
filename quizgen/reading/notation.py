"""One notation for numbers: what is around them is removed, and every way to write a sign becomes one."""

from __future__ import annotations

import re

from quizgen.reading.brackets import unwrapped
from quizgen.reading.fractions import plain_fractions
from quizgen.reading.latex import without_latex
from quizgen.reading.names import Size, by_component, without_name
from quizgen.reading.text import Unreadable, short

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ˣ", "0123456789+-x")
RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ˣ]+")
TIMES = re.compile(r"[·⋅×∗∙✕]")
POWER_OF_TEN = r"10\s*(?:\^|\*\*|[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻])"
DOT = r"(?:\s*[·⋅∙]|[·⋅∙]\s*|\\cdot\s*)"  # between spaces it is a product
RAISED_DOT = re.compile(rf"(?<![\w.,])\d+{DOT}(?!{POWER_OF_TEN})\d+(?![.,]?\d)")  # of one number
RAISED_DOTS = re.compile(
    rf"(?<![\w.])\d+{DOT}(?!{POWER_OF_TEN})\d+(?!\.?\d)"
)  # of several, between which a comma may stand
POWER = re.compile(r"(?<=[\w.)\]]) *\*\* *(?=[-+.(√\w])")  # **1.5** is emphasis, and not read
TEN = re.compile(r"(?<=\d)\s*[xX*]\s*10\s*\^")  # 4.118 x 10^
ROOT = re.compile(r"√\s*(\d+(?:[.,]\d+)?|(?=\())")
ARABIC_GROUPS = re.compile(r"(?<![\d.,٬])\d{1,3}(?:٬\d{3})+(?![\d٬])")
DOLLARS = re.compile(r"(?<![^\s,;(\[{=])(\$\$?)([^$]*)\1(?![^\s,;)\]}.=])")
APPROXIMATELY = re.compile(r"(^|[,;(\[{\n] *)(?:[≈≃≅∼~]|(?:about|approximately)\b(?= *[^\s.])) *", re.IGNORECASE)
PERCENT = re.compile(r"(?<=\d) *(?:%|per ?cent\b)", re.IGNORECASE)
FULL_STOP = re.compile(r"(?<!\.)\.$")
USUAL = re.compile(r"[-+\d.,;eE/()\[\]\s]*")  # characters that need no other notation
CALL = re.compile(
    r"(?<![\w.])(?:(?:np|numpy|jnp|torch)\s*\.\s*)?(?:array|asarray|tensor|(?:float|int)(?:16|32|64))\s*(?=\()"
)
SETTING = re.compile(r",\s*(?:dtype|device|requires_grad|grad_fn)\s*=\s*[\w.'\"<>:]+\s*(?=[,)])")
TRANSPOSED = re.compile(r"(?<=[)\]}])\s*(?:\^\s*\(?\s*[T⊤]\s*\)?|ᵀ|⊤|\.T)$")
WRAPPERS = 5  # names, signs and dollars around each other


def check_raised_dot(text: str, *, several: bool = False) -> None:
    """Raises Unreadable where a raised dot may be a decimal point or a product: "0·7622", but not "4.118·10^-1"."""
    if found := (RAISED_DOTS if several else RAISED_DOT).search(text):
        raise Unreadable(f"{short(found[0])} can be read in two ways: write . for a decimal point and * for a product.")


def one_notation(text: str) -> str:
    """`text` (plain characters) without LaTeX, array(...) and dollars, in which × ⁻¹ √ ½ are written in one way."""
    text = DOLLARS.sub(r" \2 ", without_latex(text))
    text = RAISED.sub(lambda found: "^" + found[0].translate(SUPERSCRIPTS), text)
    text = POWER.sub("^", TIMES.sub("*", text)).replace("٪", "%")
    text = TEN.sub("*10^", re.sub(r"\^\s*\(\s*([-+]?\d+)\s*\)", r"^\1", text))
    text = ROOT.sub(lambda found: f"sqrt({found[1]})" if found[1] else "sqrt", text)
    text = ARABIC_GROUPS.sub(lambda found: found[0].replace("٬", ""), text)
    text = re.sub(r" *([*^/]) *", r"\1", plain_fractions(text))
    return CALL.sub("", SETTING.sub("", PERCENT.sub("%", text))).strip()


def bare(text: str, *, name: str, label: str = "", size: Size = 1) -> tuple[str, bool]:
    """The answer without its name, wrappers and final full stop; and whether it was written as a transpose."""
    text, turned = FULL_STOP.sub("", text), False
    if USUAL.fullmatch(text):
        return text, turned
    text = one_notation(text)
    for _ in range(WRAPPERS):
        before = text
        text = one_notation(without_name(text, name, label))
        found = TRANSPOSED.search(text)
        if found and unwrapped(text[: found.start()]) is not None:
            text, turned = text[: found.start()].strip(), not turned
        if text == before:
            break
    return APPROXIMATELY.sub(r"\1", by_component(text, name, label, size) or text), turned
