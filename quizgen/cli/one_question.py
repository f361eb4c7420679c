"""One question asked in the terminal: answers, feedback, hints, another try, the solution."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from quizgen.cli.answer_prompt import Command, Ended, command_in, line, prompt
from quizgen.cli.asking_state import Asking, Move, Outcome, Stopped, grade_of_question
from quizgen.cli.common import console, say

if TYPE_CHECKING:
    from quizgen.ask import Ask
    from quizgen.documents.taken import Asked
    from quizgen.grading.hints import Hint
    from quizgen.model import Grade, Mark, Variant

WAITS = "Waits for a person."  # what is said of an answer in which a machine looks for nothing
TRY_AGAIN = "  Try again what is not right yet. Enter keeps an answer as it is."
OTHERWISE = "  You can put it otherwise, so that it need not wait. Enter keeps an answer as it is."


@dataclass(frozen=True)
class OneQuestion:
    """One question being asked."""

    of: Asking
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
            say(OTHERWISE if self.waits() else TRY_AGAIN)
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
            say(OTHERWISE if self.waits() else TRY_AGAIN)

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

    def waits(self) -> bool:
        """Whether what could be better waits for a person, and nothing else."""
        from quizgen.model import Verdict

        better = [mark for mark in self.judged().marks if can_be_better(mark)]
        return all(mark.verdict is Verdict.NEEDS_A_PERSON for mark in better)

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
