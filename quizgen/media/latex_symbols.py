"""What LaTeX knows: characters with a meaning of their own, letters of its fonts, symbols, and harmless commands of maths."""

from __future__ import annotations

import unicodedata

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
KNOWN = set("¡¢£¤¥¦§¨©ª«®¯°±²³´µ¶·¸¹º»¼½¾¿×÷ÆÐØÞßæðøþĐđıŁłŊŋŒœ–—‘’‚“”„†‡•…‰‹›€")  # of the encodings T1 and TS1
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
    "™": r"{}^{\mathrm{TM}}",
    "ϵ": r"\epsilon",
    "ε": r"\varepsilon",
    "ϕ": r"\phi",
    "φ": r"\varphi",
    "ϑ": r"\vartheta",
    "ς": r"\varsigma",
    "ο": "o",
}
SMALL = "alpha beta gamma delta zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon chi psi omega"
CAPITAL = "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"


def greek(name: str) -> str:
    """The letter that a command of maths names."""
    size, letter = ("CAPITAL" if name[0].isupper() else "SMALL"), name.upper().replace("LAMBDA", "LAMDA")
    return unicodedata.lookup(f"GREEK {size} LETTER {letter}")


GREEK = {greek(name): f"\\{name}" for name in (SMALL + " " + CAPITAL).split()}
LATIN = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧ", "ABEZHIKMNOPTX", strict=True))  # capitals that look like Latin ones
DIGITS = {chr(0x2080 + n): f"{{}}_{n}" for n in range(10)} | {
    unicodedata.lookup(f"SUPERSCRIPT {name}"): f"{{}}^{n}"
    for n, name in [(0, "ZERO"), (4, "FOUR"), (5, "FIVE"), (6, "SIX"), (7, "SEVEN"), (8, "EIGHT"), (9, "NINE")]
}
IN_MATHS = {**MATHS, **GREEK, **{capital: rf"\mathrm{{{letter}}}" for capital, letter in LATIN.items()}, **DIGITS}
MARKS = {
    "·": r"\cdot",
    "×": r"\times",
    "÷": r"\div",
    "±": r"\pm",
    "²": "{}^2",
    "³": "{}^3",
    "¹": "{}^1",
    "…": r"\dots",
    "°": r"^\circ",
}

# of formulas; none of them reads a file, defines a command or leaves the formula
WORDS = """
alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho sigma
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
quad qquad thinspace medspace thickspace negthinspace begin end colon
"""
COMMANDS = frozenset(WORDS.split())
MATRICES = "matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix"
ENVIRONMENTS = frozenset([*MATRICES.split(), "cases", "aligned", "gathered", "split"])
SYMBOLS = frozenset("{}|,:;! \\%#$&_>")
