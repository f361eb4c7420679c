"""A formula as learners type it, cut into numbers, signs, functions and symbols with their steps; every notation becomes one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from quizgen.reading.latex import STYLED, without_latex
from quizgen.reading.text import MINUS, Unreadable, short

LONGEST = 400  # characters of one formula

LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+-()aehijklmnoprstuvx", strict=True)) | {"ᵧ": "y"}
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵀᵗʰˣ", "0123456789+-()Tthx", strict=True))
GREEK = {
    "α": " alpha ", "η": " eta ", "δ": " delta", "Δ": " delta", "σ": " sigma", "θ": " theta", "τ": " tau", "∂": " ∂ ", "ℓ": " loss",
    **dict.fromkeys("φϕΦ", " phi"), **dict.fromkeys("Σ∑", " sum"), "∇": " grad",
    "ᵗ": "^T", "⊤": "T", "𝐓": "T", **dict.fromkeys("′’", "'"),
}  # fmt: skip
SIGNS = {**dict.fromkeys("·⋅×⊙∘∗@•∙⨀⊗", "*"), **dict.fromkeys(MINUS, "-"), "[": "(", "]": ")", "{": "(", "}": ")"}
SPELT = {  # commands of LaTeX that are left as words
    **dict.fromkeys(("odot", "circ", "ast", "bullet"), "*"), **dict.fromkeys(("leftarrow", "gets"), "←"),
    **dict.fromkeys(("mathcal", "limits", "displaystyle", "bm", "vec"), ""), **dict.fromkeys(("top", "intercal"), "T"),
    "nabla": " grad", "varphi": " phi", "ell": " loss", "sum": " sum", "prime": "'",
}  # fmt: skip
COMMAND = re.compile(r"\\(" + "|".join(SPELT) + r")(?![A-Za-z])")
CODE = re.compile(r"\b(?:np|numpy|torch|math|tf|jnp|self|nn|F)\s*\.\s*")
DOT = re.compile(r"\b(?:dot|matmul)\(([^(),]{1,40}),([^(),]{1,40})\)")
METHOD = re.compile(r"\.dot\(")
SCRIPT = re.compile(r"([_^])\{((?:[^{}]|\{[^{}]{0,20}\}){1,40})\}")

STEP = re.compile(r"(tau|[tTkijn])(?:([-+])(\d))?")
PREVIOUS = {"prev", "previous", "old", "last"}
TIMED = {"h", "s", "x", "y", "yhat", "a", "z", "o", "p", "delta", "net"}
FUNCTIONS = {
    **{name: name for name in ("tanh", "sigmoid", "sigma", "relu", "softmax", "diag", "sum", "tan", "ln")},
    **dict.fromkeys(("f", "g", "F", "G", "phi", "act", "activation"), "f"), "sigm": "sigmoid", "log": "ln",
}  # fmt: skip
WORDS = {
    **dict.fromkeys(("yhat", "output", "pred", "prediction"), "yhat"),
    **dict.fromkeys(("params", "parameters", "count", "total"), "params"),
    **dict.fromkeys(("alpha", "eta", "lr", "learningrate"), "alpha"),
    **dict.fromkeys(("grad", "gradient"), "grad"), **dict.fromkeys(("loss", "bce"), "L"),
    "state": "h", "delta": "delta", "theta": "theta", "net": "net", "bias": "b", "wnew": "Wnew", "wold": "W",
}  # fmt: skip
MATRICES = "WUVR"
TAGS = "xh|hx|hh|ih|ax|aa|ya|hy|yh|sx|ss|xs|ho|oh|in|rec|out|hz|zh"


@dataclass(frozen=True)
class Symbol:
    """`step` is a letter and what is added to it, ("t", -1), or ("", 3) for the third; None if none is written."""

    base: str
    tag: str = ""
    step: tuple[str, int] | None = None


Token = Symbol | str  # a number, a sign, or the name of a function


def one_notation(text: str) -> str:
    """`text` without LaTeX, Greek letters, raised and lowered characters: scripts stand in round brackets."""
    text = re.sub(
        "[" + "".join(LOWERED) + "]+", lambda run: "_(" + "".join(map(LOWERED.__getitem__, run[0])) + ")", text
    )
    text = re.sub("[" + "".join(RAISED) + "]+", lambda run: "^(" + "".join(map(RAISED.__getitem__, run[0])) + ")", text)
    text = text.replace("$", " ").replace("\\\\", " ").replace("&", " ")
    text = COMMAND.sub(lambda found: SPELT[found[1]], text)
    for _ in range(3):
        text = SCRIPT.sub(r"\1(\2)", STYLED.sub(r"\1", text))
    text = re.sub(r"\\frac\s*(\w)\s*(\w)", r"\\frac{\1}{\2}", text)
    text = unicodedata.normalize("NFD", without_latex(text))
    text = re.sub("([A-Za-z])\u0302", r" \1hat", text)
    text = "".join(GREEK.get(sign, SIGNS.get(sign, sign)) for sign in text).replace("**", "^")
    text = re.sub(r"\blearning[ _]rate\b", "learningrate", text)
    text = re.sub(r"\by[-_^](?:\(hat\)|hat(?![A-Za-z]))|\by\^(?=[\s,)=_]|$)", "yhat", CODE.sub("", text))
    text = re.sub(r"\bgrad(?:_\(?[\w ]{1,8}\)?)?\s*(?:L|J|E|loss)(?![\w(])", "grad", text)
    text = SUM.sub(" sum ", JOINED.sub(r"(\1_h*\2 + \1_x*\3)", text))
    text = re.sub(r"\b(?:softmax|sigmoid|tanh|relu|ReLU|Tanh|Sigmoid|Softmax)\b", lambda word: word[0].lower(), text)
    text = re.sub(r"\blog_?\(?(2|10)\)?(?=[\s(])", r"log\1", text)
    text = re.sub(r"\b([WUVR]?[xhs]{1,2})t-1(?![\w.])", r"\1_(t-1)", text)  # ht-1
    text = re.sub(r"\^\((\d)\)", r"^\1", text)
    return METHOD.sub("*(", DOT.sub(r"(\1*\2)", text))


SUM = re.compile(r"\bsum(?:_\(?\s*[tk](?:\s*=\s*1)?\s*\)?)(?:\s*\^\s*\(?\s*T\s*\)?)?(?!\w)")
VECTOR = r"[hxsa](?:_\([^()]{1,8}\)|_[a-z0-9]+(?:-1)?|\^\(?<[^<>]{1,6}>\)?)?"
JOINED = re.compile(
    rf"\b([WUVR])(?:_\w+|_\(\w+\))?[\s*]*\(\s*([hsa]{VECTOR[6:]})\s*[,;]\s*(x{VECTOR[6:]})\s*\)"
)  # W [h, x]
NAMED = r"(?:[A-Za-z]{1,14})(?:_\([^()]{1,14}\)|_[A-Za-z]+)?"
SCRIPTS = (
    r"(?:_\([^()]{1,14}\)|_[A-Za-z0-9]+(?:[-+]1(?![\w.]))?|\^\(?<?\(?(?:[tT]|hh|hx|xh|ih|hy|yh)(?:[-+]\d)?\)?>?\)?(?![A-Za-z])"
    r"|\.T(?!\w)|\((?:t|T)(?:\s?[-+]\s?\d)?\))*"
)
LEXEME = re.compile(
    rf"\s*(?:(?P<slope>(?:[fg]|tanh|phi|sigma)'\((?P<at>[A-Za-z]{{1,4}}{SCRIPTS})\))"
    rf"|\(\s*[∂d]\s*(?:L|loss|E|J|l)(?:_\(?[tT]\)?)?\s*\)\s*/\s*\(\s*[∂d]\s*(?P<of>{NAMED})\s*\)"
    rf"|[∂d]\s*(?:L|loss|E|J|l)(?:_\(?[tT]\)?)?\s*/\s*[∂d]\s*(?P<by>{NAMED})"
    rf"|(?P<sum>sum(?:_\([^()]{{1,12}}\)|_[A-Za-z])?(?:\^\([^()]{{1,4}}\)|\^[A-Za-z0-9])?)"
    rf"|(?P<number>\d+(?:\.\d+)?)|(?P<log>log(?:2|10))|(?P<word>[A-Za-z]+'?)(?P<scripts>{SCRIPTS})|(?P<sign>[-+*/^(),]))"
)
TRANSPOSED = re.compile(r"\^\(?(?:T|top)\)?(?![A-Za-z0-9])")
LAYER = re.compile(r"\^\(\s*\(\s*\d\s*\)\s*\)|\^\(?\s*\[\s*\d")
ASIDE = re.compile(r"(?<=[)\w])\s*\^\(?T\)?(?![A-Za-z0-9])")


def tokens_of(side: str) -> list[Token]:
    """The tokens of one side of an equation in one notation. Raises Unreadable where a word or sign is not known."""
    if len(side) > LONGEST:
        raise Unreadable("The formula is too long.")
    if LAYER.search(side):
        raise Unreadable("A number in brackets above a symbol counts layers.")
    side = ASIDE.sub("", re.sub(r"\)\s*\.T(?!\w)", ")", side)).strip()
    found: list[Token] = []
    place = 0
    while place < len(side):
        lexeme = LEXEME.match(side, place)
        if not lexeme or lexeme.end() == place:
            raise Unreadable(f"{short(side[place:])} is not understood.")
        place = lexeme.end()
        found += tokens_in(lexeme, side[place:])
    return found


def tokens_in(lexeme: re.Match[str], rest: str) -> Iterator[Token]:
    """The tokens of one lexeme; `rest` is what follows it."""
    if lexeme["slope"]:
        at = symbol_of(*re.match(r"([A-Za-z]+)(.*)", lexeme["at"]).groups())  # type: ignore[union-attr]
        if at.base not in ("a", "z", "net"):
            raise Unreadable("The slope is not taken at a pre-activation.")
        yield Symbol("slope", "", at.step)
    elif name := lexeme["of"] or lexeme["by"]:
        word, scripts = re.match(r"([A-Za-z]+)(.*)", name).groups()  # type: ignore[union-attr]
        of = symbol_of(word, scripts)
        yield Symbol("d" + of.base, of.tag, of.step)
    elif lexeme["sum"]:
        yield "sum"
    elif lexeme["log"] or lexeme["number"] or lexeme["sign"]:
        yield lexeme["log"] or lexeme["number"] or lexeme["sign"]
    else:
        yield from named(lexeme["word"], lexeme["scripts"], rest)


def named(word: str, scripts: str, rest: str) -> Iterator[Token]:
    """The symbols that a run of letters stands for."""
    if word == "sigma" and re.match(r"_\(?h\)?$", scripts):
        yield "f"  # the activation of the hidden layer
        return
    if word in FUNCTIONS and not (word in "FG" and not rest.lstrip().startswith("(")):
        yield FUNCTIONS[word]
        return
    plain = WORDS.get(word.lower(), "")
    if plain == "Wnew":
        yield Symbol("W", "new")
    elif plain:
        yield symbol_of(plain, scripts)
    elif (found := re.fullmatch(rf"([{MATRICES}])([hxs])([hxs])", word)) and re.match(r"_\(?t|\(t", scripts):
        yield Symbol(found[1], found[2])  # Whh_t is W_h h_t
        yield symbol_of(found[3], scripts)
    elif found := re.fullmatch(rf"([{MATRICES}])({TAGS})", word):
        yield symbol_of(found[1], scripts, found[2])
    elif found := re.fullmatch(rf"([{MATRICES}b])([xhyaso]|hh|ih)", word):
        stepped = "(" in scripts or ("_" in scripts and STEP.search(scripts) is not None)
        if found[1] == "b" or (not stepped and re.match(r"\s*\*?\s*\(?\s*[hxsa](?![A-Za-z])", rest)):
            yield symbol_of(found[1], scripts, found[2])
        else:
            yield Symbol(found[1])
            yield symbol_of(found[2], scripts)
    elif found := re.fullmatch(rf"([{MATRICES}]?)([xhs]?)([xhsy])t", word):  # ht, Wxt, Whht
        if found[1] or found[2]:
            yield symbol_of(found[1], "", found[2])
        yield Symbol(found[3], "", ("t", 0))
    elif found := re.fullmatch(rf"d({'|'.join(MATRICES)}|b|h|z|a|w|theta)({TAGS}|[xhyo])?", word):
        yield symbol_of("d" + found[1], scripts, found[2] or "")
    elif re.fullmatch(r"[DHKT]{2,4}", word) and not scripts:
        yield from map(Symbol, word)
    elif len(word.rstrip("'")) == 1:
        yield symbol_of(word.rstrip("'"), scripts, "new" if word.endswith("'") else "")
    else:
        raise Unreadable(f"{short(word)} is not understood.")


def symbol_of(base: str, scripts: str, tag: str = "") -> Symbol:
    """A symbol with what its scripts say. Raises Unreadable where they say something else."""
    step: tuple[str, int] | None = None
    for script in re.findall(r"_\([^()]*\)|_[A-Za-z0-9]+(?:[-+]1)?|\^\(?<?\(?[^_^]*|\.T|\([^()]*\)", scripts):
        inner = script.strip("_^()<> ").replace(" ", "")
        if script in (".T", "^T", "^(T)") or not inner:
            continue
        if found := STEP.fullmatch(inner):
            step = (found[1], int(found[3] or 0) * (-1 if found[2] == "-" else 1))
        elif inner.isdigit():
            step = ("", int(inner))
        elif inner in PREVIOUS:
            step = ("t", -1) if base in TIMED else None
        elif inner in ("hat", "pred"):
            base = "yhat" if base == "y" else base
        elif inner in ("new", "next") or (inner.isalpha() and len(inner) <= 8 and not tag):
            tag = inner
        elif re.fullmatch(r"[xh],?[xh]", inner):
            tag = inner.replace(",", "")
        else:
            raise Unreadable(f"{short(inner)} is not understood as an index.")
    return Symbol(base, tag, step)
