"""What is known of a submitted file before any function is called: its interface, and which functions it defines."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from quizgen.errors import closest
from quizgen.model import BlamedLine, Verdict
from quizgen.sandbox.host import Session
from quizgen.sandbox.protocol import WallFailed
from quizgen.sandbox.records import READ_AS_LATIN_1, Failure, Loaded
from quizgen.sandbox.source import Source
from quizgen.submissions.accepted import accepted_notes
from quizgen.submissions.interfaces import Interface, interface_of
from quizgen.submissions.other_names import Named
from quizgen.submissions.recognition import recognise

DEFINITION = re.compile(r"^(?:def|class)[ \t]+(\w+)[ \t]*(?:\(([^()]*)\))?", re.MULTILINE)
MAX_NOTES = 5  # skipped lines that have a note of their own
SIMILARITY = 0.75  # how similar to another a name must be to be suggested for it


@dataclass(frozen=True)
class SubmittedFile:
    """A file as the sandbox loaded it and as its text looks.

    `written` has the lines on which definitions seem to be, by name: the text is searched, never parsed, since a
    file may be built to break the parser.
    """

    named: Named
    loaded: Loaded | Failure
    written: dict[str, int]
    source: Source

    @classmethod
    def read(cls, sandbox: Session, interface: str | None, asked: Sequence[str] | None = None) -> SubmittedFile:
        """Has the file loaded in the sandbox, and recognises its interface unless one is named; functions that it has not by
        their names, of those `asked` or of all, are looked for under other names."""
        text = sandbox.source.text.decode("utf-8", "replace").replace("\r", "\n")
        found = list(DEFINITION.finditer(text))
        written, line, at = dict[str, int](), 1, 0
        for match in found:  # counted on from the one before: there may be tens of thousands
            line, at = line + text.count("\n", at, match.start()), match.start()
            written[match[1]] = line
        seen = {match[1]: tuple(re.findall(r"(\w+)[^,]*", match[2] or "")) for match in found}
        loaded: Loaded | Failure
        try:
            loaded = sandbox.loaded
            if isinstance(loaded, Loaded):
                everything = Loaded({**seen, **loaded.names})
                return cls(recognise(everything, loaded, interface, asked, sandbox), loaded, written, sandbox.source)
        except (OSError, WallFailed) as error:
            loaded = Failure("OUR_FAULT", f"could not be called: no process could be started ({error})")
        return cls(Named(interface_of(Loaded(seen), interface)), loaded, written, sandbox.source)

    @property
    def interface(self) -> Interface:
        """The interface, with the names that its functions have in the file."""
        return self.named.interface

    @property
    def offered(self) -> Sequence[str]:
        """The functions that the interface has, by the chapter's names."""
        return list(self.interface.functions)

    @property
    def functions(self) -> list[str]:
        """Those of them that the file defines, or seems to define."""
        return [f for f in self.offered if self._is_defined(f) or self._is_written(f)]

    @property
    def is_python(self) -> bool:
        """Whether it loaded, or has at least a definition."""
        return isinstance(self.loaded, Loaded) or bool(self.written)

    def is_callable(self, function: str) -> bool:
        """Whether the function can be called; if the file did not load, whether it could have been."""
        return self._is_defined(function) or (isinstance(self.loaded, Failure) and self._is_written(function))

    def _is_defined(self, function: str) -> bool:
        return isinstance(self.loaded, Loaded) and self.interface.functions.get(function) in self.loaded.names

    def _is_written(self, function: str) -> bool:
        top = self.interface.functions.get(function, "").partition(".")[0]
        return top in self.written and not (isinstance(self.loaded, Loaded) and top in self.loaded.names)

    def why_nothing(self, wanted: Iterable[str]) -> str:
        """The end of a sentence that says that none of these functions is there: why the file did not load, or a similar
        name in it."""
        if isinstance(self.loaded, Failure):
            return f"; {self.loaded.why.removeprefix('could not be called: ')}."
        if same := next((why for name in wanted if (why := self._why_not_taken(name))), ""):
            return f". There are {same}."
        if not self.source.text.strip():
            return "; the file is empty. Save it, and hand it in again."
        similar = ((self._similar(name, [*self.loaded.names, *self.written]), name) for name in wanted)
        meant = (f". There is {found}: did you mean {name}?" for found, name in similar if found)
        return next(meant, ". Is it the right file?")

    def why_missing(self, function: str) -> tuple[Verdict, str]:
        """Why a function cannot be called: it is not in the file, or it is written there and was not loaded."""
        name = self.interface.functions.get(function, "")
        if not name:
            why = f"{function} is not in the file, which follows the {self.interface.name} interface; that has none"
            return Verdict.BLANK, why
        if same := self._why_not_taken(name):
            return Verdict.BLANK, f"{name} is not in the file; there are {same}"
        if isinstance(self.loaded, Failure) or not self._is_written(function):
            found = self._similar(name, self.loaded.names if isinstance(self.loaded, Loaded) else self.written)
            return Verdict.BLANK, f"{name} is not in the file" + (
                f"; there is {found}: did you mean that?" if found else ""
            )
        skipped = self._skipped_line(function)
        why = f" ({self.source.place(skipped[0])}): {skipped[1]}" if skipped else ""
        return Verdict.CRASHED, f"{name} is in the file and could not be loaded{why}"

    def _similar(self, name: str, known: Iterable[str]) -> str:
        """The one of these names that may be meant; "" if there is none."""
        return closest(name, known, SIMILARITY) or self.named.by_name_alone.get(name, "")

    def _why_not_taken(self, name: str) -> str:
        """The functions that all do what the interface's function of this name should; "" if there are none."""
        several = self.named.several.get(name)
        return f"{_listed(several)}, which do the same: did you mean one of them? Call it {name}" if several else ""

    def why_unfinished(self, function: str) -> str:
        """The lines of a function that hold None or another gap in the place of code, as a sentence without a full stop; "" if none
        do."""
        name = self.interface.functions.get(function, "")
        lines = [at for one, at in self.loaded.unfinished if one == name] if isinstance(self.loaded, Loaded) else []
        if not lines:
            return ""
        places = [self.source.place(at) for at in lines[:MAX_NOTES]]
        if not self.source.cells and len(lines) > 1:
            places = [f"lines {lines[0]}", *map(str, lines[1:MAX_NOTES])]
        more = [f"{len(lines) - MAX_NOTES} more"] if len(lines) > MAX_NOTES else []
        held = "None" if all("None" in self.source.statement(at) for at in lines) else "what is to be filled in"
        return f"{name} is not done yet: {_listed(places + more)} still hold{'s' if len(lines) == 1 else ''} {held}"

    def line_of(self, function: str) -> BlamedLine | None:
        """The line for which a function that is in the file was not loaded; None where it is not in the file."""
        if (skipped := self._skipped_line(function)) is None:
            return None
        return BlamedLine(skipped[0], self.source.place(skipped[0]), self.source.statement(skipped[0]))

    def _skipped_line(self, function: str) -> tuple[int, str] | None:
        """The line, and why it was skipped, because of which a function that is written is not there."""
        if isinstance(self.loaded, Failure) or not self._is_written(function):
            return None
        start = self.written[self.interface.functions[function].partition(".")[0]]
        end = min((line for line in self.written.values() if line > start), default=1 << 31)
        return next(((line, why) for line, why in self.loaded.skipped if start <= line < end), None)

    def notes(self, explained: Container[int] = ()) -> tuple[str, ...]:
        """A sentence for each line that was not run, but for those `explained` elsewhere, past MAX_NOTES one for all; what else
        was accepted, a sentence each."""
        skipped = self.loaded.skipped if isinstance(self.loaded, Loaded) else ()
        lines = [("", line, why) for line, why in skipped if line not in explained]
        lines += self.loaded.beside if isinstance(self.loaded, Loaded) else ()
        more = (f"{len(lines) - MAX_NOTES} more lines were skipped.",) if len(lines) > MAX_NOTES else ()
        notes = (
            f"{_capitalised(self.source.place(line, file))} {'' if why == READ_AS_LATIN_1 else 'was skipped: '}{why}"
            for file, line, why in lines[:MAX_NOTES]
        )
        return (*self.source.notes, *self.named.notes, *notes, *more, *accepted_notes(self.loaded, self.source))


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _capitalised(words: str) -> str:
    return words if re.match(r"\S+\.py,", words) else words[:1].upper() + words[1:]
