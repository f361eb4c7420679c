"""A quiz in which every field holds what some format takes for its own: brackets, quotes, backticks, dollars and tags."""

from quizgen.asks.choice import Choice
from quizgen.asks.fill import Fill
from quizgen.asks.gap import Gap
from quizgen.asks.match import Match
from quizgen.asks.numbers import Numbers
from quizgen.asks.options import Option
from quizgen.asks.order import Order
from quizgen.asks.several import Several
from quizgen.asks.text import KeyPoint, Text
from quizgen.interactions import Item
from quizgen.model import Quiz, Slip, Variant

NASTY = (
    r"""]]> \} { } ` `` $ x $ | <script>alert(1)</script> "q" 'r' & &amp; """
    r"""# % ~ ^ _a_ *b* [c](d) ![e](f) \input{x} \write18{ls} -- ,, @g :h:"""
)
PLAIN = "".join(
    f"\\{c}" if c in r"""\`*_{}[]()#+-.!<>|$&~^"'%,:;@=/?""" else c for c in NASTY
)  # as markup: every character itself
CODE = "a|b `c` $d$ \\end{verbatim} </code> %e"


def hostile(name: str = NASTY) -> Quiz:
    """The quiz; `name` is the student's."""
    options = (
        Option("A", PLAIN, True),
        Option("B", f"``` {CODE} ```".replace("```", "````"), False, (), NASTY),
        Option("C", r"$\{ a | b \}$"),
    )
    several = (Option("A", PLAIN, True), Option("B", r"$x < y$", False, (), NASTY))
    items = (Item("A", PLAIN), Item("B", "b"))
    gaps = (Gap(accepts=("tanh",), words=("tanh", "a|b`c`", "_x_"), key="1"), Gap(accepts=("1",), key="2"))
    text = (
        f"{PLAIN}\n\n- {PLAIN}\n\n    ```\n    {CODE}\n    ```\n\n| a \\| b | {PLAIN} |\n|---|---|\n"
        f"| [[h]] | $\\|x\\|$ `{CODE[4:7]}` |\n\n"
        "[[pick]]\n\n[[marks]]\n\n[[pairs]]\n\n[[order]]\n\n[[gaps]]\n\n[[why]]\n\n```\n````\n" + CODE + "\n```"
    )
    asks = (
        Numbers("h"),
        Choice("pick", label=r"\text{a \{ b \%}", options=options),
        Several("marks", options=several),
        Match("pairs", left=(Item("1", PLAIN), Item("2", "b")), right=items, pairs={"1": "A", "2": "B"}),
        Order("order", items=items),
        Fill("gaps", text=f"{PLAIN} [[1]] and [[2]]", gaps=gaps),
        Text("why", key_points=(KeyPoint(1, PLAIN),), wrong_claims=(PLAIN,)),
    )
    key = {
        "h": 1.0,
        "pick": "A",
        "marks": ["A"],
        "pairs": {"1": "A", "2": "B"},
        "order": ["A", "B"],
        "gaps": {"1": "tanh", "2": "1"},
    }
    slip = Slip(("fwd-no-bias",), {"h": 2.0}, NASTY)
    variant = Variant("nasty", 1, 1, "forward-pass", 1, NASTY, text, PLAIN, {}, asks, {**key, "why": None}, (slip,))
    return Quiz("nasty-1", 1, (variant,), name)
