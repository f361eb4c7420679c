"""Small scored questions of the kinds that the bank has no exercise for."""

from hostile_questions import SampleAsk
from interaction_samples import PICTURE

from quizgen.interactions import Arrange, Entry, Field, Interaction, Item, Pair, Pick, Place, ScoredAnswer, Spot
from quizgen.model import ScoredAsk, ScoredQuestion, Variant

TRUTH = Pick((Item("A", "True"), Item("B", "False")), shuffled=False)
RIGHT = (Item("A", "from state to output"), Item("B", "from input to state"), Item("C", "nowhere"))


def asked(shown: Interaction, *fields: Field, points: float = 1.0, name: str = "answer") -> ScoredAsk:
    return ScoredAsk(SampleAsk(name, points, "", shown, ""), fields)


def question(
    *asks: ScoredAsk, id: str = "quiz-7.q1", exercise: str = "sample", text: str = "What is right?"
) -> ScoredQuestion:
    places = "\n\n".join(f"[[{one.ask.name}]]" for one in asks)
    variant = Variant(
        exercise, 1, 7, "forward-pass", 2, "A sample", f"{text}\n\n{places}", "Because.", {}, tuple(one.ask for one in asks),
        {one.ask.name: None for one in asks},
    )  # fmt: skip
    return ScoredQuestion(id, variant, asks)


def truth() -> ScoredAsk:
    answers = (ScoredAnswer("B", 1.0, "So it is."), ScoredAnswer("A", 0.0, "W_h is shared by all steps."))
    return asked(TRUTH, Field("", TRUTH, answers=answers))


def matched(*rights: str) -> ScoredAsk:
    """Items numbered from 1, each with the letters that are right for it."""
    left = tuple(Item(str(at), f"$W_{at}$") for at in range(1, len(rights) + 1))
    fields = tuple(
        Field(
            item.key, Pick(RIGHT), 1 / len(rights), tuple(ScoredAnswer(letter, 1.0) for letter in letters), label=item.text,
        )
        for item, letters in zip(left, rights, strict=True)
    )  # fmt: skip
    return asked(Pair(left, RIGHT), *fields)


def placed() -> ScoredAsk:
    """Two places of a picture, whose labels are plain words."""
    spots = (Spot("1", 290, 142), Spot("2", 180, 85))
    fields = (
        Field("1", Pick(RIGHT), 0.5, (ScoredAnswer("B", 1.0),)),
        Field("2", Pick(RIGHT), 0.5, (ScoredAnswer("B", 1.0),)),
    )
    return asked(Place(PICTURE, 420, 170, "Two boxes.", spots, RIGHT), *fields)


def number(share: float, points: float = 1.0, name: str = "h_1") -> ScoredAsk:
    """A number with one known mistake, which earns this share."""
    answers = (
        ScoredAnswer("0.5", 1.0, value=0.5, tolerance=2e-4),
        ScoredAnswer("0.4", share, "Equals what you get without b.", value=0.4, tolerance=1e-3),
    )
    return asked(Entry(), Field("", Entry(), answers=answers), points=points, name=name)


def several(right: int, wrong: int) -> ScoredAsk:
    """A choice of several of which so many are right."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: right + wrong]
    pick = Pick(tuple(Item(letter, f"statement {letter}") for letter in letters), several=True)
    answers = tuple(
        ScoredAnswer(letter, (1 if at < right else -1) / right, "" if at else "The first.")
        for at, letter in enumerate(letters)
    )
    return asked(pick, Field("", pick, answers=answers))


def ordered(*before: tuple[str, str], name: str = "order") -> ScoredAsk:
    """Three items, C before A before B; the pairs whose order counts."""
    shown = Arrange((Item("A", "then $a$"), Item("B", "last"), Item("C", "first")))
    return asked(shown, Field("", shown, answers=(ScoredAnswer("C, A, B", 1.0),), before=before), name=name)


def one_of_each(last: ScoredAsk) -> list[ScoredQuestion]:
    """Questions that make a small file to look at."""
    return [
        question(number(0.5), id="quiz-7.q1"),
        question(number(0, name="h_1"), number(0.25, name="h_2"), id="quiz-7.q2", exercise="two"),
        question(several(2, 1), id="quiz-7.q3", exercise="several"),
        question(matched("B", "A"), id="quiz-7.q4", exercise="pairs"),
        question(last, id="quiz-7.q5", exercise="last"),
    ]
