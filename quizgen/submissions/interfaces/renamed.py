"""An interface whose functions have other names in one file, or take their arguments in another order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from quizgen.sandbox.records import Job, Step
from quizgen.submissions.interfaces.interface import Arguments, Interface, JobMaker, StubMaker

MAX_INTERFACES = 64  # that are kept for the next file with the same names


@dataclass(frozen=True)
class OtherName:
    """The name under which a file has what its interface calls `wanted`: of a function, or "Class.method" of a class that is
    made without arguments. `order`: for each of its arguments the position that the interface gives it; () for the same."""

    wanted: str
    name: str
    order: tuple[int, ...] = ()

    @property
    def is_method(self) -> bool:
        """Whether it is a method of a class."""
        return "." in self.name


@lru_cache(maxsize=MAX_INTERFACES)
def renamed(interface: Interface, others: tuple[OtherName, ...]) -> Interface:
    """The interface with these names; the same one for equal names."""
    by_wanted = {other.wanted: other for other in others}

    def of(name: str) -> str:
        return by_wanted[name].name if name in by_wanted else name

    def making(make_job: JobMaker) -> JobMaker:
        def make_renamed(interface: Interface, given: Arguments) -> Job | None:
            job = make_job(interface, given)
            return renamed_job(job, others) if job is not None else None

        return make_renamed

    def stubbing(stub: StubMaker) -> StubMaker:
        return lambda interface, given: _renamed_step(stub(interface, given), others)

    methods = {other.wanted for other in others if other.is_method}  # nothing can take the place of a method
    orders = {f: by_wanted[name].order for f, name in interface.functions.items() if name in by_wanted}
    return replace(
        interface,
        functions={function: of(name) for function, name in interface.functions.items()},
        signatures={of(name): parameters for name, parameters in interface.signatures.items()},
        job_makers={function: making(make_job) for function, make_job in interface.job_makers.items()},
        positions={**interface.positions, **{function: order for function, order in orders.items() if order}},
        stubs={f: stubbing(stub) for f, stub in interface.stubs.items() if interface.functions[f] not in methods},
        lasting=False,
    )


def renamed_job(job: Job, others: Sequence[OtherName]) -> Job:
    """A job that calls the functions by these names, with their arguments in the order in which they take them."""
    function = next((other.name for other in others if other.wanted == job.function), job.function)
    return replace(job, function=function, steps=tuple(_renamed_step(step, others) for step in job.steps))


def _renamed_step(step: Step, others: Sequence[OtherName]) -> Step:
    other = next((other for other in others if other.wanted == step.name), None)
    if other is None or step.on is not None:
        return step
    args = tuple(step.args[i] for i in other.order) if other.order and step.kind == "call" else step.args
    return replace(step, name=other.name, args=args)
