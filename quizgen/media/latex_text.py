"""Text and formulas for LaTeX: every character stands for itself, and of commands only harmless ones of maths pass."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from quizgen.errors import UserError
from quizgen.markup.formulas import CACHED, MathsError, mathml

SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "[": "{[}",  # an argument in brackets after a command that may have one
    "]": "{]}",
    "*": "{*}",
    "-": "-{}",  # two would become a dash, and so on
    ",": ",{}",
    "'": "'{}",
    "\u00a0": "~",
}
PLAIN_PAIRS = re.compile(r"([-,'])\{\}(?![-,'])")  # alone they are no ligature
ACCENTS = {
    "\u0300": r"\`",
    "\u0301": r"\'",
    "\u0302": r"\^",
    "\u0303": r"\~",
    "\u0304": r"\=",
    "\u0306": r"\u",
    "\u0307": r"\.",
    "\u0308": r"\"",
    "\u030a": r"\r",
    "\u030b": r"\H",
    "\u030c": r"\v",
    "\u0323": r"\d",
    "\u0327": r"\c",
    "\u0328": r"\k",
    "\u0331": r"\b",
}
KNOWN = set("¡¢£¤¥¦§¨©ª«®¯°±²³´µ¶·¸¹º»¼½¾¿×÷ÆÐØÞßæðøþĐđıŁłŊŋŒœ–—‘’‚“”„†‡•…‰‹›€™")  # of the encodings T1 and TS1
MATHS = {  # as formulas, in text and in formulas alike
    "¬": r"\neg",
    "−": "-",
    "∂": r"\partial",
    "∇": r"\nabla",
    "∞": r"\infty",
    "√": r"\surd",
    "∑": r"\sum",
    "∏": r"\prod",
    "∈": r"\in",
    "∉": r"\notin",
    "∀": r"\forall",
    "∃": r"\exists",
    "∅": r"\emptyset",
    "⊙": r"\odot",
    "⊕": r"\oplus",
    "⊗": r"\otimes",
    "∘": r"\circ",
    "⋅": r"\cdot",
    "⋯": r"\cdots",
    "≤": r"\leq",
    "≥": r"\geq",
    "≠": r"\neq",
    "≈": r"\approx",
    "≡": r"\equiv",
    "∼": r"\sim",
    "∝": r"\propto",
    "≪": r"\ll",
    "≫": r"\gg",
    "←": r"\leftarrow",
    "→": r"\rightarrow",
    "↔": r"\leftrightarrow",
    "↑": r"\uparrow",
    "↓": r"\downarrow",
    "↦": r"\mapsto",
    "⇐": r"\Leftarrow",
    "⇒": r"\Rightarrow",
    "⇔": r"\Leftrightarrow",
    "′": "{}'",
    "″": "{}''",
    "⊤": r"\top",
    "⊥": r"\bot",
    "∥": r"\parallel",
    "‖": r"\Vert",
    "⟨": r"\langle",
    "⟩": r"\rangle",
    "□": r"\square",
    "ℝ": r"\mathbb{R}",
    "ᵀ": r"{}^\top",
    "⁻": "{}^{-}",
    "⁺": "{}^{+}",
    "✓": r"\checkmark",
    "ϵ": r"\epsilon",
    "ε": r"\varepsilon",
    "ϕ": r"\phi",
    "φ": r"\varphi",
    "ϑ": r"\vartheta",
    "ς": r"\varsigma",
    "ο": "o",
}
GREEK = {  # letter -> command
    unicodedata.lookup(f"GREEK {size} LETTER {'LAMDA' if name == 'lambda' else name.upper()}"): f"\\{name.capitalize() if size == 'CAPITAL' else name}"
    for size, names in (
        ("SMALL", "alpha beta gamma delta zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon chi psi omega"),
        ("CAPITAL", "gamma delta theta lambda xi pi sigma upsilon phi psi omega"),
    )
    for name in names.split()
}
LATIN = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧ", "ABEZHIKMNOPTX", strict=True))  # capitals that look like Latin ones
DIGITS = {chr(0x2080 + n): f"{{}}_{n}" for n in range(10)} | {
    unicodedata.lookup(f"SUPERSCRIPT {name}"): f"{{}}^{n}"
    for n, name in [(0, "ZERO"), (4, "FOUR"), (5, "FIVE"), (6, "SIX"), (7, "SEVEN"), (8, "EIGHT"), (9, "NINE")]
}
IN_MATHS = {**MATHS, **GREEK, **{capital: rf"\mathrm{{{letter}}}" for capital, letter in LATIN.items()}, **DIGITS}
MARKS = {"·": r"\cdot", "×": r"\times", "÷": r"\div", "±": r"\pm", "²": "{}^2", "³": "{}^3", "¹": "{}^1", "…": r"\dots", "°": r"^\circ"}

COMMANDS = frozenset(  # of formulas; none of them reads a file, defines a command or leaves the formula
    """alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho sigma
    varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
    frac dfrac tfrac binom dbinom tbinom sqrt sum prod int iint iiint oint coprod bigcup bigcap bigoplus bigotimes bigodot limits
    nolimits displaystyle textstyle scriptstyle scriptscriptstyle
    hat widehat tilde widetilde bar overline underline vec dot ddot check breve acute grave mathring overrightarrow overbrace
    underbrace overset underset stackrel substack boxed phantom hphantom vphantom
    text textrm textbf textit texttt textsf mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak boldsymbol operatorname
    argmax argmin exp log ln lg sin cos tan sinh cosh tanh coth sec csc cot arcsin arccos arctan max min sup inf lim limsup liminf
    det dim ker deg gcd hom arg Pr mod bmod pmod
    cdot cdots dots ldots vdots ddots dotsc dotsb times div pm mp ast star circ bullet odot oplus ominus otimes oslash wedge vee cap
    cup setminus uplus sqcap sqcup land lor lnot neg not
    leq le geq ge neq ne ll gg approx equiv sim simeq cong propto prec succ preceq succeq in ni notin subset subseteq supset
    supseteq mid nmid parallel perp models vdash dashv lesssim gtrsim leqslant geqslant triangleq asymp doteq
    to gets leftarrow rightarrow leftrightarrow Leftarrow Rightarrow Leftrightarrow longleftarrow longrightarrow Longleftarrow
    Longrightarrow implies impliedby iff mapsto longmapsto uparrow downarrow updownarrow nearrow searrow swarrow nwarrow
    hookrightarrow hookleftarrow rightharpoonup xrightarrow xleftarrow
    partial nabla infty forall exists nexists emptyset varnothing top bot angle ell hbar Re Im wp aleph prime square blacksquare
    Box triangle diamond checkmark surd dagger ddagger flat natural sharp
    left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm
    lbrace rbrace lbrack rbrack langle rangle lvert rvert lVert rVert vert Vert lfloor rfloor lceil rceil backslash
    quad qquad thinspace medspace thickspace negthinspace begin end colon""".split()
)
ENVIRONMENTS = frozenset(
    "matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix cases aligned gathered split".split()
)
SYMBOLS = frozenset("{}|,:;! \\%#$&_>")
TOKEN = re.compile(r"\\(?P<word>[A-Za-z]+)\*?|\\(?P<symbol>.)|(?P<space>\s+)|(?P<other>.)", re.DOTALL)
ENVIRONMENT = re.compile(r"\\(?:begin|end)(?![A-Za-z])(?!\{(?:" + "|".join(sorted(ENVIRONMENTS)) + r")\})")
ROW_OPTION = re.compile(r"(\\\\)(\s*[\[*])")


def escaped(text: str) -> str:
    """A text that LaTeX sets as it is, in one line. UserError: it has a character that pdflatex has no letter for."""
    shown = unicodedata.normalize("NFC", text)
    seen = re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", shown)
    return PLAIN_PAIRS.sub(r"\1", "".join(character(one, text) for one in clusters(seen)))


def clusters(text: str) -> list[str]:
    """The characters of a text, each with the marks that belong to it."""
    return re.findall(r".[\u0300-\u036f]*", text, re.DOTALL)


@lru_cache(CACHED)
def character(one: str, text: str) -> str:
    """A character with its marks, which stands in `text`, as LaTeX."""
    if one in SPECIAL:
        return SPECIAL[one]
    if (one.isascii() and one.isprintable()) or one in KNOWN:
        return one
    if one in IN_MATHS:
        return rf"\ensuremath{{{IN_MATHS[one]}}}"
    base, *marks = unicodedata.normalize("NFD", one)
    if marks and base.isascii() and base.isalpha() and all(mark in ACCENTS for mark in marks):
        written = base
        for mark in marks:
            written = f"{ACCENTS[mark]}{{{written}}}"
        return f"{{{written}}}"
    if unicodedata.category(base) == "Cf":  # joins letters, or turns the direction
        return ""
    name = unicodedata.name(base, f"U+{ord(base):04X}")
    raise UserError(
        f"LaTeX cannot set {base!r} ({name}) in {text[:60]!r}: pdflatex has no letter for it. "
        "Use --format pdf or html, which know every script."
    )


@lru_cache(CACHED)
def formula(tex: str) -> str:
    """A formula in which there is nothing but maths. MathsError: LaTeX cannot show it, or it holds a command that is none."""
    mathml(tex)
    if found := ENVIRONMENT.search(tex):
        raise MathsError(tex, "LaTeX has no such environment in maths", found.start())
    written = ROW_OPTION.sub(r"\1{}\2", "".join(token(found, tex) for found in TOKEN.finditer(tex)))
    return re.sub(r"\s+", " ", written).strip()


def token(found: re.Match[str], tex: str) -> str:
    """A token of a formula, or what stands for it. MathsError."""
    word, symbol, other = found["word"], found["symbol"], found["other"]
    if word:
        if word not in COMMANDS:
            raise MathsError(tex, f'the LaTeX file has no command "\\{word}"', found.start())
        return found[0]
    if symbol:
        if symbol.isspace():
            return r"\ "
        if symbol not in SYMBOLS:
            raise MathsError(tex, f'the LaTeX file has no command "\\{symbol}"', found.start())
        return found[0]
    if found["space"]:
        return " "
    if other in "%$#":
        raise MathsError(tex, f'"{other}" needs a backslash in the LaTeX file', found.start())
    if other.isascii():
        return str(other)
    known = {**IN_MATHS, **MARKS}.get(other)
    if known is None:
        raise MathsError(tex, f"LaTeX has no {other!r} in maths", found.start())
    return f"{{{known}}}" if len(known) == 1 else f"{known} "
