"""One question asked in the terminal: its answers typed, judged and explained, with hints and a second try.

Used by take and practice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from quizgen.cli.answer_prompt import Command, Ended, command_in, line, prompt
from quizgen.cli.common import console, say

if TYPE_CHECKING:
    from quizgen.ask import Ask
    from quizgen.documents.taken import Asked
    from quizgen.grading.carried import Follow
    from quizgen.grading.hints import Hint
    from quizgen.model import Grade, Mark, Quiz, Variant

TRIES = 2  # of each question
KEYS = "Enter alone leaves an answer blank. ? shows help, :hint a hint, :skip, :back and :stop move on; Ctrl-C stops."
WAITS = "Waits for a person."  # what is said of an answer in which a machine looks for nothing
TRY_AGAIN = "  Try again what is not right yet. Enter keeps an answer as it is."


class Move(Enum):
    """What comes after a question. Ctrl-C, :stop and the end of the input are Stopped, an exception."""

    NEXT = "next"
    BACK = "back"
    SKIP = "skip"


class Stopped(Exception):
    """The learner stops."""


@dataclass(frozen=True)
class Outcome:
    """What became of a question: its grade after the last try, reduced by what hints cost; None: skipped or left.

    `grades` are those after each try of this call, the last of them `grade`.
    """

    move: Move
    grade: Grade | None = None
    tries: int = 0
    hints: int = 0
    grades: tuple[Grade, ...] = ()


@dataclass(frozen=True)
class Questioner:
    """Asks the questions of a quiz. `save` is called with all that was typed, after each answer; `solutions`: after the last try
    the right answer and the worked solution are shown. `asked` says how far each question has come, `typed` what was typed; both
    are changed. `back`: whether :back may leave a question; `shift` is added to the numbers that questions are shown with."""

    quiz: Quiz
    follow: Follow
    save: Callable[[dict[str, dict[str, str]]], None]
    typed: dict[str, dict[str, str]]
    source: str = ""
    student: str = ""
    tries: int = TRIES
    solutions: bool = True
    back: bool = False
    shift: int = 0
    asked: dict[str, Asked] = field(default_factory=dict)

    def ask(self, number: int) -> Outcome:
        """Asks question `number` (from 1): answers, feedback, hints, another try. A closed one is shown again.

        Stopped: the learner stops; `typed` and `asked` hold what was answered.
        """
        from quizgen.documents.taken import Asked

        state = self.asked.setdefault(f"q{number}", Asked())
        return OneQuestion(self, number, state).run()

    def grade_so_far(self) -> Grade:
        """The grade of what was asked: of a question that is left open only what was typed counts, neither more nor less."""
        return self.of_what_was_asked(self.less_hints(self.judged(self.typed)))

    def grade_of_first_tries(self) -> Grade:
        """The same with the first try of each question that was tried in this session."""
        from dataclasses import replace

        grade = self.grade_so_far()
        first = {mark.ask: mark for one in self.asked.values() for mark in one.first}
        return replace(grade, marks=tuple(first.get(mark.ask, mark) for mark in grade.marks))

    def judged(self, typed: dict[str, dict[str, str]]) -> Grade:
        """The grade of answers, whatever hints were seen."""
        from quizgen.grading import grade
        from quizgen.model import Answers

        return grade(self.quiz, Answers(self.quiz.id, self.student, typed, self.source), self.follow)

    def less_hints(self, grade: Grade) -> Grade:
        """A grade less what the hints to each answer cost."""
        from dataclasses import replace

        from quizgen.grading.hints import reduced

        return replace(grade, marks=tuple(reduced(mark, self.hints_for(mark.ask)) for mark in grade.marks))

    def hints_for(self, name: str) -> int:
        """The hints seen for an answer, "q1.h_1"."""
        question, _, ask = name.partition(".")
        return self.asked[question].hints.get(ask, 0) if question in self.asked else 0

    def of_what_was_asked(self, grade: Grade) -> Grade:
        """A grade without what was not asked, or is left open."""
        from dataclasses import replace

        return replace(grade, marks=tuple(mark for mark in grade.marks if self.counts(mark)))

    def counts(self, mark: Mark) -> bool:
        """Whether an answer was asked: it was judged, or at least typed."""
        question = self.asked.get(mark.ask.partition(".")[0])
        return bool(mark.typed.strip()) or (question is not None and question.tries > 0)


@dataclass(frozen=True)
class OneQuestion:
    """One question being asked."""

    of: Questioner
    number: int
    state: Asked
    grades: list[Grade] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"q{self.number}"

    @cached_property
    def variant(self) -> Variant:
        return self.of.quiz.variants[self.number - 1]

    @property
    def answers(self) -> dict[str, str]:
        """What was typed for it so far, by ask."""
        return self.of.typed.setdefault(self.name, {})

    def run(self) -> Outcome:
        """Tries until it is right, the tries are used up, or the learner goes elsewhere. Stopped."""
        from quizgen.media.terminal import question

        page = console()
        page.print(question(self.variant, self.number + self.of.shift))
        if self.state.closed:
            return self.shown_again()
        if self.state.tries:
            self.show(self.without_answers(self.of.less_hints(self.judged())))
            say(TRY_AGAIN)
        while True:
            move = self.answered()
            if move is not Move.NEXT:
                return self.outcome(move)
            self.state.tries += 1
            judged = self.judged()
            grade = self.of.less_hints(judged)
            self.grades.append(grade)
            if self.state.tries == 1:
                self.state.first = grade.marks
            self.state.closed = not self.tried_again(judged)
            self.of.save(self.of.typed)
            self.show(grade if self.state.closed else self.without_answers(grade))
            if self.state.closed:
                self.show_solution(judged)
                return self.outcome(move)
            say(TRY_AGAIN)

    def outcome(self, move: Move) -> Outcome:
        grades = tuple(self.grades)
        last = grades[-1] if grades and self.state.closed else None
        return Outcome(move, last, self.state.tries, sum(self.state.hints.values()), grades)

    def judged(self) -> Grade:
        """The grade of this question as it is answered now."""
        return grade_of_question(self.of.judged({self.name: self.answers}), self.name)

    # ------------------------------------------------------------ answers

    def answered(self) -> Move:
        """Asks for the answers that are wanted in this try. Stopped."""
        asks = [ask for ask in self.variant.asks if ask.on_sheet]
        kept = self.kept()
        given = [place for place, ask in enumerate(asks) if ask.name in kept]  # where :back leads, the last first
        place, again = 0, -1
        while place < len(asks):
            ask = asks[place]
            if place != again and not self.wanted(ask, kept):
                place += 1
                continue
            typed = self.typed_for(ask)
            if typed is Command.SKIP:
                return Move.SKIP
            if typed is Command.BACK:
                if given:
                    place = again = given.pop()
                elif self.of.back:
                    return Move.BACK
                else:
                    say("    This is the first answer.")
                continue
            self.keep(ask, str(typed))
            given = [one for one in given if one != place] + [place]
            place, again = place + 1, -1
        return Move.NEXT

    def kept(self) -> set[str]:
        """The answers that were given before this question was left; they are shown."""
        if self.state.tries:
            return set()
        found = {name: text for name, text in self.answers.items() if text.strip()}
        for name, text in found.items():
            say(f"  You answered  {name} = {' '.join(text.split())}  (:back changes it)")
        return set(found)

    def wanted(self, ask: Ask, kept: set[str]) -> bool:
        """Whether an answer is asked for in this try: every one in the first, then those that are not right as things stand."""
        if not self.state.tries:
            return ask.name not in kept
        marks = {mark.ask: mark for mark in self.judged().marks}
        return can_be_better(marks[f"{self.name}.{ask.name}"])

    def typed_for(self, ask: Ask) -> str | Command:
        """What is typed for an answer, or where to go instead; help and hints are shown. Stopped."""
        while True:
            try:
                typed = prompt(ask, self.answers.get(ask.name, ""))
            except Ended as ended:
                if ended.typed:
                    self.keep(ask, ended.typed)
                raise Stopped from None
            if typed is Command.STOP:
                raise Stopped
            if typed is Command.HELP:
                self.show_help(ask)
            elif typed is Command.HINT:
                self.show_hint(ask)
            else:
                return typed

    def keep(self, ask: Ask, typed: str) -> None:
        """Keeps an answer."""
        self.answers[ask.name] = typed
        self.of.save(self.of.typed)

    def tried_again(self, grade: Grade) -> bool:
        """Whether there is another try: something was answered, and something can be better."""
        answered = any(text.strip() for text in self.answers.values())
        return answered and self.state.tries < self.of.tries and any(map(can_be_better, grade.marks))

    # ------------------------------------------------------------ what is shown

    def show(self, grade: Grade) -> None:
        """The marks of a try."""
        from quizgen.documents.taken_terminal import result

        console().print(result(grade))

    def without_answers(self, grade: Grade) -> Grade:
        """The grade as it is shown while there is another try: no sentence gives a right answer away."""
        from dataclasses import replace

        asks = {f"{self.name}.{ask.name}": ask for ask in self.variant.asks}
        return replace(
            grade, marks=tuple(replace(m, feedback=asks[m.ask].without_answer(m.feedback)) for m in grade.marks)
        )

    def show_solution(self, grade: Grade) -> None:
        """The worked solution, and the right answers where something is not right."""
        from quizgen.media.terminal import solved

        if self.of.solutions:
            marks = {mark.ask.partition(".")[2]: mark for mark in grade.marks}
            missed = [ask for ask in self.variant.asks if can_be_better(marks[ask.name])]
            console().print(solved(self.variant, missed))

    def shown_again(self) -> Outcome:
        """A closed question with its marks and its solution, which nothing changes. Stopped."""
        judged = self.judged()
        grade = self.of.less_hints(judged)
        self.show(grade)
        self.show_solution(judged)
        try:
            typed = line(f"  This question is closed. Enter goes on, {Command.BACK.value} goes further back: ")
        except Ended:
            raise Stopped from None
        move = Move.BACK if command_in(typed) is Command.BACK else Move.NEXT
        return Outcome(move, grade, self.state.tries, sum(self.state.hints.values()))

    def show_help(self, ask: Ask) -> None:
        """How to answer, and what can be typed in place of an answer."""
        from quizgen.documents.taken_terminal import help_for
        from quizgen.grading.hints import COSTS

        console().print(help_for(ask, COSTS[1:]))

    def show_hint(self, ask: Ask) -> None:
        """The next hint, and what it costs."""
        from quizgen.documents.taken_terminal import hint, no_hint
        from quizgen.grading.hints import cost

        steps, seen = self.hints(ask), self.state.hints.get(ask.name, 0)
        if seen >= len(steps):
            console().print(no_hint(seen))
            return
        self.state.hints[ask.name] = seen + 1
        self.of.save(self.of.typed)
        step = steps[seen]
        console().print(hint(step.about, step.text, f"{seen + 1} of {len(steps)}", cost(seen + 1)))

    def hints(self, ask: Ask) -> tuple[Hint, ...]:
        """The hints to an answer, going on from what was typed before it."""
        from quizgen.grading.hints import hints_to

        return hints_to(self.variant, ask, self.answers, self.of.follow)


def can_be_better(mark: Mark) -> bool:
    """Whether another answer could earn more than this one did, hints apart. One that waits for a person could if something was
    looked for in it: the next may need no person."""
    from quizgen.model import Verdict

    if mark.verdict is Verdict.NEEDS_A_PERSON:
        return mark.feedback not in ("", WAITS)
    return mark.verdict not in (Verdict.OUR_FAULT, Verdict.NOT_RUN) and mark.points < mark.max_points


def grade_of_question(grade: Grade, question: str) -> Grade:
    """The part of a grade that is about one question."""
    from dataclasses import replace

    return replace(grade, marks=tuple(mark for mark in grade.marks if mark.ask.partition(".")[0] == question))
