"""What each gate of an LSTM or a GRU decides."""

from quizgen.authoring import Draw, Exercise, Match, Problem, WrongPair, with_formulas
from reference_rnn import feedback

ROLES = {  # of the LSTM: symbol -> what its value near 1 means
    "$f_t$": "the cell keeps what it held",
    "$i_t$": "the cell takes in the candidate",
    "$o_t$": "the hidden state shows what the cell holds",
    "$1 - f_t$": "the cell loses what it held",
    "$1 - i_t$": "the cell takes in nothing new",
    "$1 - o_t$": "the hidden state shows nothing of the cell",
}
OLD, NEW = "the GRU's state stays what it was", "the GRU's state becomes the candidate"
SEES, IGNORES = "the GRU's candidate sees the whole old state", "the GRU's candidate ignores the old state"
FORMS = {  # what z is the share of -> the equation, and the GRU's roles
    "old": (r"h_t = z_t \odot h_{t-1} + (1 - z_t) \odot n_t", {"$z_t$": OLD, "$1 - z_t$": NEW}),
    "new": (r"h_t = (1 - z_t) \odot h_{t-1} + z_t \odot n_t", {"$z_t$": NEW, "$1 - z_t$": OLD}),
}
RESET = {"$r_t$": SEES, "$1 - r_t$": IGNORES}
EXCHANGED = (  # two symbols whose roles are exchanged, and the misconception that this shows
    ("$f_t$", "$i_t$", "lstm-forget-input-swapped"),
    ("$1 - f_t$", "$1 - i_t$", "lstm-forget-input-swapped"),
    ("$z_t$", "$1 - z_t$", "gru-z-swapped"),
)
OPPOSITE = {  # a gate -> why the role of its opposite is not its own
    "f_t": "$f_t$ multiplies $c_{t-1}$: near 1 it keeps it, near 0 it drops it.",
    "i_t": "$i_t$ multiplies $g_t$: near 1 it lets it in, near 0 it keeps it out.",
    "o_t": r"$o_t$ multiplies $\tanh(c_t)$: near 1 it shows it, near 0 it hides it.",
    "r_t": "$r_t$ multiplies $h_{t-1}$: near 1 the candidate sees it, near 0 it does not.",
}
ASKED = 3

exercise = Exercise(
    title="What do the gates decide?",
    topic="gated-rnns",
    level=2,
    covers=["dis.vanishing-solution", "beyond.lstm-gru"],
    asks=[Match("follows", points=3, label=r"\text{consequences}")],
    question=r"""
An LSTM computes, with gates $i_t$, $f_t$, $o_t$ between 0 and 1 and a candidate $g_t$,

$$c_t = f_t \odot c_{t-1} + i_t \odot g_t, \qquad h_t = o_t \odot \tanh(c_t).$$

A GRU computes, with gates $r_t$ and $z_t$ between 0 and 1 and a candidate $n_t$,

$$n_t = \tanh(W x_t + W_h (r_t \odot h_{t-1}) + b), \qquad {{ form }}.$$

where $\odot$ multiplies entry by entry. Suppose that one of the quantities on the left is close to 1 in every entry. Which
consequence does that have? Three of the consequences remain unused.

[[follows]]
""",
    solution=r"""
{% for symbol in symbols %}
- {{ symbol }} close to 1: {{ roles[symbol] }}.
{% endfor %}

In the LSTM every gate multiplies one thing: $f_t$ the old content, $i_t$ the candidate, $o_t$ what is shown. In the GRU
one gate shares the new state out between the old state and the candidate, and the equation says which share is $z_t$.
Where the old content is kept, its gradient passes the step unchanged: that is how both ease the vanishing of gradients.
""",
)


@exercise.draw
def cards(draw: Draw) -> Problem:
    """As many consequences of what is asked as of what is not, and in each half one of two opposites: no text stands out."""
    form, of_z = FORMS[draw.one_of(list(FORMS))]
    roles = ROLES | of_z | RESET
    gates = draw.shuffled(["f_t", "i_t", "o_t", "z_t", "r_t"])
    chosen = [draw.one_of([(f"${gate}$", f"$1 - {gate}$"), (f"$1 - {gate}$", f"${gate}$")]) for gate in gates]
    asked = chosen[:ASKED]
    opposite = asked[0][1]
    shown = draw.shuffled([roles[symbol] for symbol, _ in chosen] + [roles[opposite]])
    symbols = [symbol for symbol in roles if symbol in {one for one, _ in asked}]
    (ask,) = exercise.asks
    return Problem(
        form=form, symbols=symbols, roles=roles, **{ask.name: ask.of(symbols, shown, roles, list(wrong(roles)))}
    )


def wrong(roles):
    """Each of two symbols with the other one's role, and each symbol with the role of its opposite."""
    for one, other, misconception in EXCHANGED:
        why = with_formulas(feedback(misconception))
        yield WrongPair(one, roles[other], (misconception,), why)
        yield WrongPair(other, roles[one], (misconception,), why)
    for gate, why in OPPOSITE.items():
        one, other = f"${gate}$", f"$1 - {gate}$"
        yield WrongPair(one, roles[other], (), why)
        yield WrongPair(other, roles[one], (), why)
