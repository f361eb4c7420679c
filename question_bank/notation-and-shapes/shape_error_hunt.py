"""Five lines of NumPy and one array of a wrong shape: which line is the first to raise an error, and which array is it?"""

from functools import cache

from quizgen.authoring import Draw, Exercise, FindTheLine, Option, Problem
from reference_rnn import CATALOGUE, Shapes, feedback

FAULTS = {  # misconception -> the array that has the wrong shape under it
    "shp-w-transposed": "W",
    "shp-wh-hxd": "W_h",
    "shp-b-input": "b",
    "shp-wy-transposed": "W_y",
    "shp-time-batch-swapped": "x",
}
ONE = [  # of one sequence: vectors are arrays with one axis
    ["u = W @ x_t", "v = W_h @ h_prev", "a = u + v + b", "h_t = np.tanh(a)", "z = W_y @ h_t + b_y"],
    ["v = W_h @ h_prev", "v = v + b", "u = W @ x_t", "h_t = np.tanh(u + v)", "z = W_y @ h_t + b_y"],
    ["u = W @ x_t", "v = W_h @ h_prev", "a = u + v", "h_t = np.tanh(a + b)", "z = W_y @ h_t + b_y"],
    ["z_prev = W_y @ h_prev", "z_prev = z_prev + b_y", "u = W @ x_t", "v = W_h @ h_prev", "h_t = np.tanh(u + v + b)"],
]
BATCH = [  # of a batch: its rows are examples
    ["x_t = x[:, t]", "u = x_t @ W.T + b", "v = h_prev @ W_h.T", "h_t = np.tanh(u + v)", "z = h_t @ W_y.T + b_y"],
    ["u = x @ W.T + b", "u_t = u[:, t]", "v = h_prev @ W_h.T", "h_t = np.tanh(u_t + v)", "z = h_t @ W_y.T + b_y"],
    ["v = h_prev @ W_h.T + b", "u = x[:, t] @ W.T", "h_t = np.tanh(u + v)", "z = h_t @ W_y.T", "z = z + b_y"],
    ["z_prev = h_prev @ W_y.T + b_y", "v = h_prev @ W_h.T", "u = x[:, t] @ W.T + b", "a = u + v", "h_t = np.tanh(a)"],
    ["u = x[:, t] @ W.T", "v = h_prev @ W_h.T", "z_prev = h_prev @ W_y.T + b_y", "v = v + b", "h_t = np.tanh(u + v)"],
]
# The lines, from 1, at which each fault is to show, as often as they stand here: so that over all faults of a list
# every line is the first wrong one equally often.
PLACES_ONE = {
    "shp-w-transposed": "1111333333",
    "shp-wh-hxd": "1222224444",
    "shp-b-input": "2223344445",
    "shp-wy-transposed": "1115555555",
}
PLACES_BATCH = {
    "shp-w-transposed": "1111222233",
    "shp-wh-hxd": "1112222333",
    "shp-b-input": "1122334444",
    "shp-wy-transposed": "1344455555",
    "shp-time-batch-swapped": "3344455555",
}

exercise = Exercise(
    title="Hunt the shape error",
    topic="notation-and-shapes",
    level=3,
    covers=[
        *("fwd.chain-t1", "fwd.chain-t2", "fwd.out-shape", "fwd.shape-W", "fwd.shape-Wh", "fwd.shape-Wy"),
        *("rev.wm-W", "rev.wm-Wh", "rev.wm-Wy", "rev.wm-b", "impl.step", "impl.forward"),
    ],
    asks=[
        FindTheLine(
            "error",
            points=2,
            prompts=("Which line is the first to raise an error?", "Which array has the wrong shape?", ""),
        )
    ],
    reference=Shapes,
    question=r"""
A vanilla RNN computes $h_t = \tanh(W x_t + W_h h_{t-1} + b)$ and $z = W_y h + b_y$. One $x_t$ has
{{ number(sizes.D) }} entries; there are {{ number(sizes.H) }} hidden units and {{ number(sizes.K) }} outputs.
{% if batched %}
The code below computes step t of a batch of {{ number(sizes.B) }} sequences, each of {{ number(sizes.T) }} steps. Its
arrays have the axes batch, time, features, in this order and as far as they apply, so that $W x_t$ is `x_t @ W.T`. Here `t`
is {{ t }}.
{% else %}
The code below computes one step of one sequence; its vectors are arrays with one axis, so that $W x_t$ is `W @ x_t`.
{% endif %}

One of the arrays was made with a wrong shape; all else is right. The arrays are

| array | shape |
|---|---|
{% for name, shape in arrays %}
| `{{ name }}` | `{{ shape }}` |
{% endfor %}

[[error]]
""",
    solution=r"""
`{{ wrong }}` is the wrong one: {{ is_wrong }} The first line that cannot be computed with it is `{{ line }}`: {{ clash }}.
""",
)


class Clash(Exception):
    """Two shapes that do not go together."""


class Shaped:
    """An array that is its shape alone, with NumPy's rules for products, sums and axes."""

    def __init__(self, shape):
        self.shape = tuple(shape)

    @property
    def T(self):
        return Shaped(self.shape[::-1])

    def __getitem__(self, index):  # only [:, t] occurs
        return Shaped((self.shape[0], *self.shape[2:]))

    def __matmul__(self, other):
        if self.shape[-1] != other.shape[0]:
            raise Clash(f"the product of {written(self.shape)} and {written(other.shape)} does not exist")
        return Shaped((*self.shape[:-1], *other.shape[1:]))

    def __add__(self, other):
        long, short = sorted((self.shape, other.shape), key=len, reverse=True)
        if short and long[-len(short) :] != short:
            raise Clash(f"{written(self.shape)} and {written(other.shape)} cannot be added")
        return Shaped(long)


class Numpy:
    """What the lines use of NumPy."""

    @staticmethod
    def tanh(a):
        return a


def written(shape):
    return f"`({shape[0]},)`" if len(shape) == 1 else f"`({', '.join(map(str, shape))})`"


def arrays(sizes, fault, batch):
    """The shape of every array by name, under a misconception or without."""
    net = CATALOGUE[fault](**sizes) if fault else Shapes(**sizes)
    weights = {"W": net.W(), "W_h": net.W_h(), "b": net.b(), "W_y": net.W_y(), "b_y": net.b_y()}
    state = (sizes["B"], *net.h_t()) if batch else net.h_t()
    return {"x" if batch else "x_t": net.x() if batch else net.x_t(), "h_prev": state, **weights}


@cache
def code(line):
    name, expression = line.split(" = ")
    return name, compile(expression, line, "eval")


def first_error(program, shapes, t):
    """The place of the first line that cannot be computed, and why."""
    known = {"np": Numpy, "t": t, **{name: Shaped(shape) for name, shape in shapes.items()}}
    for place, line in enumerate(program):
        name, expression = code(line)
        try:
            known[name] = eval(expression, known)
        except Clash as clash:
            return place, str(clash)
    raise ValueError(f"{program} computes with {shapes}")


@exercise.draw
def lines(draw: Draw) -> Problem:
    sizes = {  # the lists share no number, so the sizes are pairwise different
        "D": draw.one_of([50, 100, 150, 200, 300]),
        "H": draw.one_of([32, 64, 96, 128, 256]),
        "K": draw.one_of([3, 4, 5, 7, 9]),
        "B": draw.one_of([8, 10, 16, 20, 48]),
        "T": draw.one_of([6, 12, 15, 25, 40]),
    }
    programs, places = draw.one_of([(ONE, PLACES_ONE), (BATCH, PLACES_BATCH)])
    batch, t, fault = programs is BATCH, draw.integer(1, 4), draw.one_of(list(places))
    shapes, place = arrays(sizes, fault, batch), int(draw.one_of(places[fault])) - 1
    program = draw.one_of([one for one in programs if first_error(one, shapes, t)[0] == place])
    wrong = [
        Option("", f"`{FAULTS[one]}`", misconceptions=(one,), feedback=truth(one)) for one in places if one != fault
    ]
    (ask,) = exercise.asks
    return Problem(
        sizes=sizes,
        batched=batch,
        t=str(t),
        fault=fault,
        program=program,
        error=ask.of([f"`{line}`" for line in program], place, draw.options([f"`{FAULTS[fault]}`"], wrong)),
    )


def truth(fault):
    """What holds of the array of a fault."""
    return f"`{FAULTS[fault]}` is as it should be: {explained(fault)}."


def explained(fault):
    """The part of a misconception's feedback that says what is right."""
    if fault == "shp-time-batch-swapped":
        return "its axes are batch, time, features"
    return feedback(CATALOGUE[fault]).split(": ", 1)[1].removesuffix(".")


@exercise.shown
def solved(p):
    shapes = arrays(p.sizes, p.fault, p.batched)
    place, clash = first_error(p.program, shapes, int(p.t))
    name = FAULTS[p.fault]
    right = arrays(p.sizes, "", p.batched)[name]
    return {
        "arrays": [(array, written(shape).strip("`")) for array, shape in shapes.items()],
        "wrong": name,
        "is_wrong": f"{explained(p.fault)}. Its shape should be {written(right)}.",
        "line": p.program[place],
        "clash": clash,
    }
