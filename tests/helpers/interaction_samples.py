"""One sample of each of the nine interactions, about the network of the chapter; also of those that no kind of ask uses yet."""

from quizgen.interactions import (
    Arrange,
    Entry,
    Gap,
    Gaps,
    Interaction,
    Item,
    Pair,
    Part,
    Parts,
    Pick,
    Place,
    Spot,
    Upload,
    Write,
)

PICTURE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 170">
<title>Two steps of an RNN</title>
<desc>Two boxes in a row, with three arrows at the second one that are not labelled.</desc>
<g fill="none" stroke="currentColor" stroke-width="2">
<rect x="40" y="60" width="80" height="50" rx="8"/><rect x="250" y="60" width="80" height="50" rx="8"/>
<path d="M120 85H242M330 85h62M80 168v-50M290 168v-50M290 60V12"/>
<path d="M234 79l9 6-9 6M384 79l9 6-9 6M74 126l6-9 6 9M284 126l6-9 6 9M284 20l6-9 6 9"/>
</g></svg>"""

ENTRY = Entry(2, 2, 8, rule="2 rows of 2 numbers, 4 decimals; a semicolon between rows")
PICK = Pick(
    (Item("A", r"$W_h h_{t-1}$"), Item("B", "the *bias*"), Item("C", r"$W x_t$"), Item("D", "the output")),
    several=True,
    shuffled=False,
    rule="any letters of A, B, C, D",
)
PAIR = Pair(
    (Item("1", r"$W$"), Item("2", r"$W_h$"), Item("3", r"$W_y$")),
    (Item("A", "from state to output"), Item("B", "from input to state"), Item("C", "from state to the next state")),
    rule="a letter for each of 1, 2, 3",
)
ARRANGE = Arrange(
    (
        Item("A", r"multiply by $W_y$"),
        Item("B", r"compute $h_1$ from $x_1$ and $h_0$"),
        Item("C", r"apply $\sigma$"),
        Item("D", r"compute $h_2$ from $x_2$ and $h_1$"),
    ),
    rule="all of A, B, C, D in order",
)
GAPS = Gaps(
    r"The state is $h_t = f(a_t)$ with $f =$ [[1]]; the same matrix [[2]] is used at every [[3]].",
    (Gap("1", ("tanh", "softmax", "argmax")), Gap("2", ("W_h", "W_y")), Gap("3", width=10)),
    rule="a word for each of 1, 2, 3",
)
PLACE = Place(
    PICTURE,
    420,
    170,
    "Two steps of an RNN as boxes in a row. Spot 1 is at the arrow into the second box from below, spot 2 at the arrow "
    "between the boxes, spot 3 at the arrow out of the second box at its top.",
    (Spot("1", 290, 142), Spot("2", 180, 85), Spot("3", 290, 36)),
    (Item("A", r"$h_1$"), Item("B", r"$x_2$"), Item("C", r"$\hat{y}$")),
    rule="a letter for each of 1, 2, 3",
)
WRITE = Write(5, rule='free text; several lines between """ and """')
UPLOAD = Upload(rule="graded from submission.py, not from this sheet")
PARTS = Parts(
    (
        Part("line", "Which is the first wrong line?", Pick((Item("A", "$h_1$"), Item("B", "$h_2$")), shuffled=False)),
        Part("order", "Put these *into order*:", Arrange((Item("A", "$h_2$"), Item("B", "$h_1$")))),
        Part("value", "What should it be?", Entry(1, 2, rule="2 numbers, 4 decimals")),
    ),
    rule="a line, an order and a value; with semicolons between them",
)

SAMPLES: dict[str, Interaction] = {
    "entry": ENTRY,
    "pick": PICK,
    "pair": PAIR,
    "arrange": ARRANGE,
    "gaps": GAPS,
    "place": PLACE,
    "write": WRITE,
    "upload": UPLOAD,
    "parts": PARTS,
}
TYPED = {  # an answer to each as it is typed in one line
    "entry": "0.1000, -0.2000; 0.3000, 0.4000",
    "pick": "A, C",
    "pair": "1-B, 2-C, 3-A",
    "arrange": "B, D, A, C",
    "gaps": "1: tanh; 2: W_h; 3: step",
    "place": "1-B, 2-A, 3-C",
    "write": 'Shared weights.\nThey say "the same" at \\every\\ step.',
    "parts": "line: B; order: B, A; value: 0.1, 0.2",
}
