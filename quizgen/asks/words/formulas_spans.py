"""Where in a free-text answer formulas stand: runs of symbols, signs and brackets between words."""

from __future__ import annotations

import re
from collections.abc import Iterator

Lexeme = tuple[str, int, int]  # its kind, and where it begins and ends

SAYS_SOMETHING = re.compile(r"[=←+·⋅×*⊙∘≔(]|\\(?:gets|leftarrow)")
LONGEST_TEXT = 8000
LONGEST = 400

GREEK = "α-ωΑ-Ω∂∇∑ℓ"
LOW = "₀-₉₊₋₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵧ⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵀᵗʰˣ"
SCRIPT = (
    r"_\{(?:[^{}\n]|\{[^{}\n]{0,20}\}){0,40}\}|_\([^()\n]{0,14}\)|_[A-Za-z0-9]+(?:[-+]1(?![\d.]))?|\^\{[^{}\n]{0,20}\}|\^\([^()\n]{0,14}\)"
    r"|\^<[^<>\n]{0,8}>|\([tT]\s?(?:[-−+]\s?\d)?\)|\[[tT]\s?(?:[-−+]\s?\d)?\]|\.T\b|" + f"[{LOW}]+"
)
LEXEME = re.compile(
    rf"""(?P<math>\$\$?[^$]{{1,{LONGEST}}}\$\$?|\\\([^\n]{{1,{LONGEST}}}?\\\)|\\\[.{{1,{LONGEST}}}?\\\])
    |(?P<tex>\\[A-Za-z]+|\\[,;!{{}}|])
    |(?P<number>\d+(?:\.\d+)?)
    |(?P<rate>learning[ _]rate)
    |(?P<word>(?:(?:np|numpy|torch|math|self)\.)?[^\W\d_][^\W_\u0300-\u036f]*[\u0300-\u036f'′]?(?:{SCRIPT})*(?:\.dot(?=\())?)
    |(?P<arrow>:=|<-|←|≔|\+=|-=|==)
    |(?P<open>[(\[{{])|(?P<close>[)\]}}])
    |(?P<sign>[-+*/^=·⋅×⊙∘∗@•−–_|&'′∂∇∑{LOW}]|\.T\b)
    |(?P<gap>[ \t\u00a0]+)
    |(?P<comma>,)
    |(?P<other>.|\n)""",
    re.VERBOSE | re.DOTALL,
)
SYMBOL = re.compile(
    r"[A-Za-z]'?|[WUVR](?:[xhyaso]|xh|hx|hh|ih|ax|aa|ya|hy|yh|sx|ss|xs|rec|in|out|ho|new|old)?(?:[xhs]?t?)|b(?:h|y|x|a|o|ih|hh)|[xhsy]t"
    r"|d[WUVbha](?:h|x|y|hh|xh|hy)?|d[Ll]oss|dL|dE|dJ|[DHKT]{2,4}|[yh]?hat|[dD][hz]t?"
)
MODULE = re.compile(r"^(?:np|numpy|torch|math|self)\.")
BASE = re.compile(rf"[_^(\[{LOW}]|\.T|\.dot")
NAMES = {
    *(
        "tanh",
        "sigmoid",
        "sigm",
        "relu",
        "softmax",
        "sigma",
        "phi",
        "ln",
        "log",
        "log2",
        "log10",
        "diag",
        "tan",
        "matmul",
    ),
    *("yhat", "alpha", "lr", "eta", "theta", "bce", "tau", "learning_rate", "learningrate", "wnew", "wold", "dtheta"),
}
WEAK = {  # words that are also everyday ones: part of a formula only beside a sign
    *("a", "i", "by", "why", "wax", "us", "so", "bo", "ho", "at", "who", "ba", "rate", "learning rate", "delta", "dot"),
    *("output", "loss", "bias", "gradient", "grad", "activation", "act", "sum", "net", "prediction", "pred", "count"),
    *("parameters", "params"),
}


def spans(text: str) -> Iterator[tuple[int, int, bool]]:
    """The places in `text` that may hold a formula, in its order, and whether the formula ends there.

    It may go on in words where a sign or a bracket is left over: "h_t = W x_t + (the recurrent part)".
    """
    run: list[Lexeme] = []
    depth = 0
    for found in LEXEME.finditer(text[:LONGEST_TEXT]):
        kind, word = str(found.lastgroup), found[0]
        if kind == "gap":
            continue
        if kind == "math" and "=" in word:
            yield from cut(text, run)
            yield from inside(text, found.start(), found.end())
            run, depth = [], 0
        elif mathematical(kind, word) or (kind == "comma" and depth > 0):
            depth += (kind == "open") - (kind == "close")
            run.append((kind, found.start(), found.end()))
        else:
            yield from cut(text, run)
            run, depth = [], 0
    yield from cut(text, run)


def mathematical(kind: str, word: str) -> bool:
    """Whether a lexeme can be part of a formula."""
    if kind != "word":
        return kind not in ("comma", "other")
    base = BASE.split(MODULE.sub("", word), maxsplit=1)[0]
    if len(base) < len(word) and len(base) <= 6:
        return True
    return bool(SYMBOL.fullmatch(base)) or base.lower() in NAMES or base.lower() in WEAK or not base.isascii()


def inside(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """The formulas between the dollars of one place: commas and wide gaps part them."""
    depth, begin = 0, start
    for found in re.finditer(r"[(\[{]|[)\]}]|,|;|\\q?quad|\\\\|\\text\{[^{}]*\}", text[start:end]):
        sign = found[0]
        depth += (sign in "([{") - (sign in ")]}")
        if depth <= 0 and sign not in tuple("([{)]}"):
            yield from whole(text, begin, start + found.start(), True)
            begin = start + found.end()
    yield from whole(text, begin, end, True)


def cut(text: str, run: list[Lexeme]) -> Iterator[tuple[int, int, bool]]:
    """A run, parted where an everyday word stands in it."""
    part: list[Lexeme] = []
    for place, (kind, start, end) in enumerate(run):
        if kind in ("word", "rate") and text[start:end].lower() in WEAK:
            before, after = run[place - 1 : place], run[place + 1 : place + 2]
            if not any(one[0] in ("sign", "open", "arrow") for one in before) and not any(
                one[0] in ("sign", "arrow") for one in after
            ):
                yield from trimmed(text, part)
                part = []
                continue
        part.append((kind, start, end))
    yield from trimmed(text, part)


def trimmed(text: str, part: list[Lexeme]) -> Iterator[tuple[int, int, bool]]:
    """A part without brackets that have no partner and without signs that join nothing."""
    alone = without_partner(part)
    first, last = 0, len(part)
    while first < last and first in alone:
        first += 1
    ends = True
    while last > first:
        kind, start, _ = part[last - 1]
        if not (last - 1 in alone or (kind in ("sign", "comma") and text[start] not in "ᵀ'′")):
            break
        last -= 1
        ends = ends and kind in ("close", "comma")
    odd = [place for place in alone if first <= place < last]
    if odd:
        last, ends = min(odd), False
    if last > first:
        yield from whole(text, part[first][1], part[last - 1][2], ends)


def without_partner(part: list[Lexeme]) -> set[int]:
    """The places of the brackets that are not closed, or not opened."""
    opened: list[int] = []
    alone: set[int] = set()
    for place, (kind, _, _) in enumerate(part):
        if kind == "open":
            opened.append(place)
        elif kind == "close" and opened:
            opened.pop()
        elif kind == "close":
            alone.add(place)
    return alone | set(opened)


def whole(text: str, start: int, end: int, ends: bool) -> Iterator[tuple[int, int, bool]]:
    """The place, if it is long enough to be a formula and short enough to be read."""
    inner = text[start:end]
    if 4 <= len(inner) <= LONGEST and SAYS_SOMETHING.search(inner):
        start += len(inner) - len(inner.lstrip("$ \n"))
        yield start, start + len(inner.strip("$ \n")), ends
