"""What the symbols of a typed formula stand for in an equation of the reference, whichever letters were chosen for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from quizgen.asks.words.formulas_tokens import MATRICES, Symbol, Token
from quizgen.reading.text import Unreadable

INPUT_TAGS = {"x", "xh", "hx", "ih", "ax", "sx", "xs", "in", "input"}
RECURRENT_TAGS = {"hh", "aa", "ss", "rec", "recurrent", "hidden"}
OUTPUT_TAGS = {"y", "hy", "yh", "ya", "o", "ho", "oh", "out", "output"}
STATES = ("h", "s", "a")
PREACTIVATIONS = ("a", "z", "net")
Names = dict[Symbol, str]


def variables_in(name: str, left: Symbol | None, right: Sequence[Token]) -> list[str]:
    """The right side in the variables of the equation `name`. Raises Unreadable where a symbol has no clear meaning there."""
    return ROLES[name](left, right)


def is_left(name: str, left: Symbol, right: Sequence[Token]) -> bool:
    """Whether the equation `name` can begin with `left`."""
    base, tag = left.base, left.tag
    if name == "h_t":
        recurrent = any(symbol.base == base and symbol.step != left.step for symbol in symbols(right))
        return tag in ("", "new", "next") and (base in ("h", "s") or (base == "a" and recurrent))
    if name == "y_hat":
        return base in ("yhat", "y", "o", "p")
    if name == "loss":
        return base in ("L", "J", "E", "l")
    if name == "delta_t":
        return base in ("delta", "da")
    if name == "dW_h":
        return base in ("dW", "dU", "dV") and tag in ("", "h", *RECURRENT_TAGS)
    if name == "update":
        return parameter(left) is not None
    return name == "params" and base in ("params", "P", "N", "n")


def symbols(tokens: Iterable[Token]) -> list[Symbol]:
    return [token for token in tokens if isinstance(token, Symbol)]


def parameter(symbol: Symbol) -> tuple[str, str] | None:
    """The letter and index of a weight or bias, whether it is the new one or the old."""
    if symbol.base in (*MATRICES, "b", "theta", "w"):
        return symbol.base, "" if symbol.tag in ("new", "next") else symbol.tag
    return None


def renamed(tokens: Sequence[Token], name: Callable[[int, Symbol], str]) -> list[str]:
    return [name(place, token) if isinstance(token, Symbol) else token for place, token in enumerate(tokens)]


def unclear(symbol: Symbol) -> Unreadable:
    return Unreadable(f"{symbol.base} has no clear meaning here.")


def moment(symbol: Symbol, left: Symbol | None, right: Sequence[Token]) -> str:
    """The step of a symbol seen from the left side: "t", "t-1", "0"; "" if none is written."""
    if symbol.step is None:
        return ""
    letter, number = symbol.step
    if left is not None and left.step is not None:
        at, origin = left.step
        if letter == at:
            ahead = number - origin
            return "t" + (f"{ahead:+d}" if ahead else "") if letter or abs(ahead) <= 1 else str(number)
        if letter:
            raise unclear(symbol)
        return str(number)
    letters = {one.step[0] for one in symbols(right) if one.step is not None and one.step != ("", 0)}
    if len(letters) > 1:
        raise unclear(symbol)
    origin = max(one.step[1] for one in symbols(right) if one.step is not None)
    if not letter:
        ahead = number - origin
    else:
        ahead = number - max(origin, 0)
    return "t" + (f"{ahead:+d}" if ahead else "")


def multiplied(tokens: Sequence[Token], place: int) -> Token | None:
    """What the matrix at a place multiplies: what follows it, else, as in x W, what stands before it."""
    after = next((token for token in tokens[place + 1 :] if token != "*"), None)
    if isinstance(after, Symbol) or after == "(":
        return after
    before = next((token for token in reversed(tokens[:place]) if token != "*"), None)
    return before if isinstance(before, Symbol) else None


def matrices(tokens: Sequence[Token]) -> dict[Symbol, set[str]]:
    """The bases of the symbols that each matrix multiplies."""
    found: dict[Symbol, set[str]] = {}
    for place, token in enumerate(tokens):
        if isinstance(token, Symbol) and token.base in MATRICES:
            if token.step is not None:
                raise unclear(token)  # other weights at each step
            partner = multiplied(tokens, place)
            found.setdefault(token, set()).add(partner.base if isinstance(partner, Symbol) else partner or "")
    return found


def state(left: Symbol | None, right: Sequence[Token]) -> list[str]:
    """h_t: a matrix is known by its index, or by what it multiplies."""
    own = left.base if left is not None and left.base in STATES else "h"
    weights = weights_of_cell(matrices(right), own)
    biases: list[Symbol] = []

    def name(place: int, symbol: Symbol) -> str:
        if symbol in weights:
            return weights[symbol]
        if symbol.base == "b" and symbol.step is None and symbol.tag not in OUTPUT_TAGS:
            biases.extend([] if symbol in biases else [symbol])
            return "b" if biases[0] == symbol else "0"  # several biases are one, in two parts
        at = moment(symbol, left, right)
        if symbol.tag:
            raise unclear(symbol)
        if symbol.base == "x":
            return f"x_{at or 't'}"
        if symbol.base == own:
            if not at and any(one.base == "x" and one.step for one in symbols(right)):
                raise unclear(symbol)
            return f"h_{at or 't-1'}"
        if symbol.base in PREACTIVATIONS and at:
            return f"a_{at}"
        if symbol.base in ("yhat", "y", "o") and at:
            return f"y_hat_{at}"
        raise unclear(symbol)

    return renamed(right, name)


def weights_of_cell(found: Mapping[Symbol, set[str]], own: str) -> Names:
    """W and W_h for each matrix: by what it multiplies, unless its index says otherwise."""
    recurrent = {own, "yhat", "y", "o", *PREACTIVATIONS}
    by_place: Names = {}
    for matrix, partners in found.items():
        roles = {"W" if base == "x" else "W_h" if base in recurrent else "" for base in partners}
        by_place[matrix] = roles.pop() if len(roles) == 1 else ""
    tagged_h = [matrix for matrix in found if matrix.tag == "h"]
    by_name: Names = {}
    for matrix in found:
        if matrix.tag in INPUT_TAGS:
            by_name[matrix] = "W"
        elif matrix.tag in RECURRENT_TAGS or (matrix.tag == "h" and len(tagged_h) == 1):
            by_name[matrix] = "W_h"
        elif matrix.tag in OUTPUT_TAGS:
            raise unclear(matrix)
        elif matrix == Symbol("W") and tagged_h == [Symbol("W", "h")]:
            by_name[matrix] = "W"
    agreed = all(by_name.get(matrix, role) == role for matrix, role in by_place.items())
    chosen = by_place if agreed else by_name
    if len(chosen) < len(found) or "" in chosen.values() or len(set(chosen.values())) < len(chosen):
        raise Unreadable("It is not clear which weights are which.")
    return chosen


def prediction(left: Symbol | None, right: Sequence[Token]) -> list[str]:
    """ŷ: one matrix, which multiplies a state."""
    found = matrices(right)
    if len(found) > 1 or any(matrix.tag in (*INPUT_TAGS, *RECURRENT_TAGS, "h") for matrix in found):
        raise Unreadable("It is not clear which weights these are.")
    if any(partners - {"h", "s", "a", "x"} for partners in found.values()):
        raise Unreadable("It is not clear what the weights multiply.")
    biases = {symbol for symbol in symbols(right) if symbol.base in ("b", "c")}
    if len(biases) > 1:
        raise Unreadable("There are two biases.")

    def name(place: int, symbol: Symbol) -> str:
        if symbol in found:
            return "W_y"
        if symbol in biases and symbol.step is None:
            return "b_y"
        at = moment(symbol, left, right)
        if symbol.base in STATES and not symbol.tag:
            return f"h_{at or 't'}"
        if symbol.base == "x" and not symbol.tag:
            return f"x_{at or 't'}"
        raise unclear(symbol)

    return renamed(right, name)


def loss(left: Symbol | None, right: Sequence[Token]) -> list[str]:
    """The loss of one prediction: its symbols may carry the same step."""
    if len({symbol.step for symbol in symbols(right)}) > 1:
        raise Unreadable("The loss is of several steps.")
    predicted = any(symbol.base == "yhat" for symbol in symbols(right))

    def name(place: int, symbol: Symbol) -> str:
        if symbol.tag:
            raise unclear(symbol)
        if symbol.base == "yhat" or (symbol.base in ("p", "a", "o") and not predicted):
            return "y_hat"
        if symbol.base == "y":
            return "y"
        raise unclear(symbol)

    return renamed(right, name)


def delta(left: Symbol | None, right: Sequence[Token]) -> list[str]:
    """δ_t: W_h multiplies δ_(t+1), W_y what comes from the output."""
    found = matrices(right)
    weights: Names = {}
    for matrix, partners in found.items():
        if partners == {"delta"} or partners == {"da"}:
            weights[matrix] = "W_h"
        elif partners <= {"dz", "dyhat", "dy", "dout", "("} and matrix.tag not in ("h", *RECURRENT_TAGS):
            weights[matrix] = "W_y"
        else:
            raise unclear(matrix)
    if len(set(weights.values())) < len(weights):
        raise Unreadable("It is not clear which weights are which.")

    def name(place: int, symbol: Symbol) -> str:
        if symbol in weights:
            return weights[symbol]
        at = moment(symbol, left, right) or "t"
        called = {
            "h": "h", "s": "h", "a": "a", "net": "a", "delta": "delta", "da": "delta", "slope": "slope", "y": "y", "yhat": "y_hat",
            "dh": "dh", "ds": "dh", "dz": "dz",
        }.get(symbol.base)  # fmt: skip
        if called is None or symbol.tag:
            raise unclear(symbol)
        return f"{called}_{at}"

    return renamed(right, name)


def recurrent_gradient(left: Symbol | None, right: Sequence[Token]) -> list[str]:
    """∂L/∂W_h: the steps are numbered once a sum is written out, and the last one is T."""
    return written_out(right, LAST)


LAST = 4  # the last step of the networks on which it is judged


def written_out(tokens: Sequence[Token], last: int, at: int | None = None) -> list[str]:
    """The tokens with every sum over the steps as that many summands; `at`: the step that t is in one of them."""
    found: list[str] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        place += 1
        if token == "sum":
            if at is not None:
                raise Unreadable("A sum within a sum is not read.")
            end = end_of_summand(tokens, place)
            parts = [f"({' '.join(written_out(tokens[place:end], last, t))})" for t in range(1, last + 1)]
            found += " + ".join(parts).join("()").replace("(", "( ").replace(")", " )").split()
            place = end
        elif isinstance(token, Symbol):
            found.append(at_step(token, last, at))
        else:
            found.append(token)
    return found


def end_of_summand(tokens: Sequence[Token], start: int) -> int:
    """The place where what a sum is over ends: before a plus or minus, or a bracket that was open."""
    depth = 0
    for place in range(start, len(tokens)):
        token = tokens[place]
        if token in ("+", "-") and not depth:
            return place
        depth += (token == "(") - (token == ")")
        if depth < 0:
            return place
    return len(tokens)


def at_step(symbol: Symbol, last: int, at: int | None) -> str:
    """A symbol of ∂L/∂W_h at its step: delta_2, h_1."""
    base = {"delta": "delta", "da": "delta", "h": "h", "s": "h"}.get(symbol.base, "")
    if symbol == Symbol("T"):
        return "T"
    if not base or symbol.tag or symbol.step is None:
        raise unclear(symbol)
    letter, number = symbol.step
    if letter == "T" or not letter:
        step = number + (last if letter else 0)
    elif at is not None:
        step = at + number
    else:
        raise Unreadable("Of which step is not said.")
    return f"{base}_{step}"


def update(left: Symbol | None, right: Sequence[Token]) -> list[str]:
    """The new value of any parameter, from the old one and its gradient."""
    own = parameter(left) if left is not None else None
    if own is None:
        raise Unreadable("It is not clear what is updated.")

    def name(place: int, symbol: Symbol) -> str:
        if symbol.base == "alpha":
            return "alpha"
        if parameter(symbol) == own:
            return "theta"
        if symbol.base == "grad" or (symbol.base[:1] == "d" and parameter(Symbol(symbol.base[1:], symbol.tag)) == own):
            return "gradient"
        raise unclear(symbol)

    return renamed(right, name)


def parameters(left: Symbol | None, right: Sequence[Token]) -> list[str]:
    """How many numbers are learnt, in D, H, K and T; small letters are read where none is capital."""
    found = symbols(right)
    small = all(symbol.base in "dhk" for symbol in found)

    def name(place: int, symbol: Symbol) -> str:
        letter = symbol.base.upper() if small else symbol.base
        if letter not in ("D", "H", "K", "T") or symbol.tag or symbol.step:
            raise unclear(symbol)
        return letter

    return renamed(right, name)


ROLES: Mapping[str, Callable[[Symbol | None, Sequence[Token]], list[str]]] = {
    "h_t": state,
    "y_hat": prediction,
    "loss": loss,
    "delta_t": delta,
    "dW_h": recurrent_gradient,
    "update": update,
    "params": parameters,
}
