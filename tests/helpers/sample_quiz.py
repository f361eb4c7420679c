"""A quiz of the sample interactions: a question each, asked by an ask that is nothing but its interaction."""

from dataclasses import dataclass

from interaction_samples import SAMPLES

from quizgen.ask import Ask
from quizgen.interactions import Interaction
from quizgen.model import Quiz, Variant


@dataclass(frozen=True)
class Sample(Ask):
    """An ask that is answered by a given interaction."""

    given: Interaction = Interaction()  # noqa: RUF009, it is frozen

    def interaction(self) -> Interaction:
        return self.given


def question_with(text: str, **interactions: Interaction) -> Variant:
    """A question whose places are answered by these interactions."""
    asks = tuple(Sample(name, given=one) for name, one in interactions.items())
    title = ", ".join(interactions).capitalize()
    return Variant("sample", 1, 1, "samples", 1, title, text, "", {}, asks, dict.fromkeys(interactions))


SAMPLE_QUIZ = Quiz(
    "samples-1", 1, tuple(question_with(f"The {name}:\n\n[[{name}]]", **{name: one}) for name, one in SAMPLES.items())
)
