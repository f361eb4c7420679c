"""What people decided about the whole of a student's work for an assignment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from quizgen.model import Action, Decision


@dataclass(frozen=True)
class Whole:
    """What people decided about the whole of a student's work."""

    override: Decision | None = None
    excused: Decision | None = None
    extended: Decision | None = None
    extra: tuple[Decision, ...] = ()
    comments: tuple[Decision, ...] = ()

    @classmethod
    def of(cls, decisions: Iterable[Decision]) -> Whole:
        """The decisions that hold: the newest of each kind, extra credit together, none of those withdrawn."""
        whole = cls()
        for one in sorted(decisions, key=lambda one: one.id):
            match one.action:
                case Action.WITHDRAWN:
                    whole = cls()
                case Action.OVERRIDE | Action.POINTS:
                    whole = replace(whole, override=one, excused=None)
                case Action.EXCUSED:
                    whole = replace(whole, override=None, excused=one)
                case Action.EXTENDED:
                    whole = replace(whole, extended=one)
                case Action.EXTRA:
                    whole = replace(whole, extra=(*whole.extra, one))
                case Action.COMMENT:
                    whole = replace(whole, comments=(*whole.comments, one))
        return whole
