"""For anything a submission does, every call ends with a value or a reason, and nothing is left behind."""

from __future__ import annotations

import os
import signal
import time

import numpy as np
import pytest
from places import ROOT
from sandbox_wall import TIGHT, is_alive, run, wall

from quizgen.sandbox.codec import Other
from quizgen.sandbox.host import Session
from quizgen.sandbox.records import Failure, Job, Limits, Ref, Result, Step, call
from quizgen.sandbox.wall import Wall

pytestmark = pytest.mark.slow
ONES = np.ones((2, 3))


def ask(source: str, *functions: str, limits: Limits = TIGHT) -> tuple[tuple[Result, ...], str]:
    """Calls each function with a 2 x 3 array of ones."""
    return run(source, [call(name, ONES) for name in functions], limits)


def failure(source: str, limits: Limits = TIGHT) -> Failure:
    [[result], _] = ask(source, "f", limits=limits)
    assert result.failure is not None, result.value
    return result.failure


def test_values_come_back_in_the_order_of_the_calls() -> None:
    results, _ = run("def f(n): return n + 1", [call("f", n) for n in range(300)])
    assert [result.value for result in results] == list(range(1, 301))


def test_every_call_gets_fresh_arguments_and_says_what_it_wrote_into() -> None:
    source = "def f(a, b, c):\n    a += 1\n    c['x'][0] = 5\n    return a.sum()"
    job = call("f", ONES, ONES, {"x": np.zeros(2)}, watch=True)
    for result in run(source, [job, job])[0]:
        assert float(result.value) == 12.0 and result.changed == (0, 2)
    assert ONES.sum() == 6.0


def test_a_later_question_may_rest_on_an_earlier_answer() -> None:
    with Session(b"state = []\ndef f(x):\n    state.append(x)\n    return len(state)", Limits(), wall()) as session:
        [first] = session.run([call("f", 0)])
        [second] = session.run([call("f", first.value)])
    assert (first.value, second.value) == (1, 2)


COURSE = """
import numpy as np
made = []
def forward(x, w): return x * w, (x, w, made)
def backward(dh, cache): return {"dx": dh * cache[1], "dw": dh * cache[0]}
def same(a, b): return a is b, type(a).__name__
def changes(parameters, x):
    parameters["W"] += 1
    x += 1
def nothing(x): pass
def undone(x): raise NotImplementedError("yours")
def only_h(x): return np.ones(3)
class Net:
    def __init__(self, size): self.size, self.w = size, None
    def forward(self, x, h=None): return x * self.w, (h, self.size)
k = 1
def scaled(x): return x * k
"""
NET = Step("Net", (4,))


def job(*steps: Step, **more: object) -> Job:
    return Job("asked", steps, **more)  # type: ignore[arg-type]


JOBS = {
    "one call": (job(Step("scaled", (2,))), 2),
    "an earlier result's part, never copied": (
        job(Step("forward", (2, 3)), Step("backward", (10, Ref(0, (1,))))),
        {"dx": 30, "dw": 20},
    ),
    "a part of the last": (job(Step("forward", (2, 3)), gives=Ref(-1, (1, 0))), 2),
    "an item by key": (
        job(Step("forward", (2, 3)), Step("backward", (1, Ref(0, (1,)))), gives=Ref(1, ("dw",))),
        2,
    ),
    "several": (job(Step("scaled", (5,)), Step("scaled", (Ref(0),)), gives=(Ref(0), Ref(-1))), (5, 5)),
    "the very object": (job(NET, Step("same", (Ref(0), Ref(0)))), (True, "Net")),
    "a reference inside a dict": (
        job(Step("scaled", (5,)), Step("backward", (1, [Ref(0), Ref(0), 0]))),
        {"dx": 5, "dw": 5},
    ),
    "an object, its attribute set, its method": (
        job(NET, Step("w", (3,), "set", Ref(0)), Step("forward", (2, 7), "method", Ref(0))),
        (6, (7, 4)),
    ),
    "an object's attribute": (job(NET, Step("size", kind="get", on=Ref(0))), 4),
    "an attribute by path": (job(NET, gives=Ref(0, ("size",))), 4),
    "a global set": (job(Step("k", (7,), "set"), Step("scaled", (2,))), 14),
    "a global got": (job(Step("k", kind="get")), 1),
    "None from the skeleton": (job(Step("nothing", (1,)), gives=(Ref(0, (0,)), Ref(0))), (None, None)),
}


@pytest.mark.parametrize("name", JOBS)
def test_a_job_gives_what_its_steps_come_to(name: str) -> None:
    asked, expected = JOBS[name]
    [[result], _] = run(COURSE, [asked])
    assert result.failure is None and result.value == expected


FAILING = {
    "the step asked about": (job(Step("scaled", (2,)), Step("forward", (1,))), "CRASHED", "raised TypeError: "),
    "a step before it": (
        job(Step("forward", (1,)), Step("scaled", (2,))),
        "CRASHED",
        "was not reached: forward raised TypeError",
    ),
    "a part that is not there": (
        job(Step("forward", (2, 3)), Step("scaled", (Ref(0, (2,)),))),
        "WRONG",
        "was not reached: forward returned a tuple of 2, in which there is no [2]",
    ),
    "a row in the place of a part": (
        job(Step("only_h", (1,)), Step("scaled", (Ref(0, (1,)),))),
        "WRONG",
        "was not reached: only_h returned one array, not several values",
    ),
    "a method that is not there": (
        job(NET, Step("backward", (1,), "method", Ref(0))),
        "CRASHED",
        "raised AttributeError: 'Net' object has no attribute 'backward'",
    ),
}


@pytest.mark.parametrize("name", FAILING)
def test_a_job_that_fails_says_at_which_step(name: str) -> None:
    asked, verdict, words = FAILING[name]
    [[result], _] = run(COURSE, [asked])
    assert result.failure is not None and result.failure.verdict == verdict
    assert result.failure.why.startswith(words) and not result.failure.unfinished


@pytest.mark.parametrize(
    "steps",
    [
        (Step("undone", (1,)),),
        (Step("undone", (1,)), Step("scaled", (2,))),
        (Step("nothing", (1,)), Step("scaled", (Ref(0, (1,)),))),
    ],
)
def test_a_skeleton_left_as_it_is_is_unfinished(steps: tuple[Step, ...]) -> None:
    [[result], _] = run(COURSE, [Job("asked", steps)])
    assert result.failure is not None and result.failure.unfinished


def test_a_part_that_is_wanted_back_and_not_there_is_put_into_words() -> None:
    [[result], _] = run(COURSE, [job(Step("only_h", (1,)), gives=(Ref(0), Ref(0, (0,)), Ref(0, (1,))))])
    assert result.value[0].tolist() == result.value[1].tolist() == [1, 1, 1], (
        "an array alone is the first of several values"
    )
    assert result.value[2] == Other("not there: the function returned one array, not several values")


def test_only_a_watched_job_reports_what_it_wrote_into() -> None:
    args = ({"W": np.zeros(2)}, np.zeros(2))
    watched = job(Step("scaled", (1,)), Step("changes", args), watch=True)
    kept = job(Step("scaled", (1,)), Step("same", (Ref(0), np.zeros(2))), watch=True)
    [results, _] = run(COURSE, [watched, job(Step("changes", args)), kept])
    assert [result.changed for result in results] == [(0, 1), (), ()]
    assert args[0]["W"].sum() == 0


def test_a_job_asked_of_many_files_is_read_once_and_given_fresh_arguments_each_time() -> None:
    args = ({"W": np.zeros(2)}, np.arange(2.0))
    asked = [job(Step("changes", args), watch=True), job(Step("same", (args[1], args[1]))), call("scaled", 3)]
    with Wall() as own:
        for sent in (0, 0, 3, 3):
            with Session(COURSE.encode(), TIGHT, own) as session:
                for _ in range(2):
                    results = session.run([*asked, call("scaled", 4)])
                    assert [result.value for result in results] == [None, (False, "ndarray"), 3, 4]
                    assert results[0].changed == (0, 1)
            assert own.preloaded.sent == sent
        own._zygote.kill()
        own._zygote.wait()
        with Session(COURSE.encode(), TIGHT, own) as session:
            assert [result.value for result in session.run(asked)] == [None, (False, "ndarray"), 3]


def test_jobs_of_one_file_alone_are_not_kept() -> None:
    with Wall() as own:
        for n in range(4):
            with Session(COURSE.encode(), TIGHT, own) as session:
                only = call("scaled", n)
                assert [result.value for result in session.run([only, only])] == [n, n]
        assert own.preloaded.sent == 0 and own.preloaded.new_frames() == b""


def test_a_global_set_stays_for_the_jobs_after() -> None:
    [results, _] = run(COURSE, [job(Step("k", (7,), "set")), job(Step("scaled", (2,)))])
    assert [result.value for result in results] == [None, 14]


def test_a_job_whose_child_dies_is_the_one_that_is_charged() -> None:
    source = COURSE + "import os\ndef dies(x): os._exit(3)\n"
    jobs = [call("scaled", 1), job(Step("scaled", (1,)), Step("dies", (1,))), call("scaled", 2), call("asked", 1)]
    [results, _] = run(source, jobs)
    assert [r.failure.verdict if r.failure else r.value for r in results] == [1, "CRASHED", 2, "NOT_RUN"]


HOSTILE = {
    "loops": ("def f(x):\n    while True: pass", "TIMED_OUT", "endless loop"),
    "loops, deaf to signals": (
        "import signal\nfor s in (signal.SIGXCPU, signal.SIGTERM, signal.SIGINT): signal.signal(s, signal.SIG_IGN)\n"
        "def f(x):\n    while True: pass",
        "TIMED_OUT",
        "endless loop",
    ),
    "computes in C": ("def f(x): return 10 ** 10 ** 8", "TIMED_OUT", "endless loop"),
    "prints without end": ("def f(x):\n    while True: print('x' * 10**6)", "TIMED_OUT", "endless loop"),
    "asks for 8 TB": ("import numpy as np\ndef f(x): return np.ones(10**12)", "OUT_OF_MEMORY", "line 2"),
    "grows": (
        "import numpy as np\ndef f(x):\n    a = []\n    while True: a.append(np.zeros(1 << 23))",
        "OUT_OF_MEMORY",
        "1 GiB",
    ),
    "raises": ("def f(x):\n    y = '1'\n    return 1 + y", "CRASHED", "line 3: `return 1 + y`"),
    "raises itself unspeakable": (
        "class E(Exception):\n    def __str__(self): raise E\ndef f(x): raise E",
        "CRASHED",
        "raised E",
    ),
    "recurses": ("def f(x): return f(x)", "CRASHED", "RecursionError"),
    "exits": ("import sys\ndef f(x): sys.exit(0)", "CRASHED", "SystemExit"),
    "exits for good": ("import os\ndef f(x): os._exit(0)", "CRASHED", "exit status 0"),
    "kills itself": ("import os\ndef f(x): os.kill(os.getpid(), 11)", "CRASHED", "SIGSEGV"),
    "kills its group": ("import os\ndef f(x): os.killpg(0, 9)", "CRASHED", "raised PermissionError"),
    "closes all it has": ("import os\ndef f(x): os.closerange(0, 64)", "CRASHED", "instead of returning"),
    "closes it and stays": (
        "import os, time\ndef f(x):\n    os.closerange(0, 64)\n    time.sleep(60)",
        "CRASHED",
        "closed the connection",
    ),
    "writes rubbish": (
        "import contextlib, os\ndef f(x):\n    for d in range(3, 64):\n"
        "        with contextlib.suppress(OSError): os.write(d, b'rubbish' * 99)",
        "CRASHED",
        "not an answer",
    ),
    "writes a large file": (
        "def f(x):\n    with open('large', 'wb') as file:\n        file.write(bytes(1 << 24))\n        file.flush()",
        "CRASHED",
        "raised PermissionError",
    ),
    "is not there": ("def g(x): return x", "CRASHED", "NameError: the file defines no f"),
    "does not parse": ("def f(x)\n    return x", "CRASHED", "SyntaxError: expected ':' (line 1"),
    "holds a null byte": ("def f(x): return x\0", "CRASHED", "could not be called"),
    "is indented by turns": ("def f(x):\n\tif x:\n        return x", "CRASHED", "TabError"),
    "wants a module": (
        "import no_such_module as m\ndef f(x): return m.g(x)",
        "CRASHED",
        "no_such_module.g cannot be used: there is no no_such_module",
    ),
    "fetches the reference": (
        "from reference_rnn import RNN\ndef f(x): return x",
        "FORBIDDEN",
        "write the function yourself (line 1",
    ),
    "fetches the checks": ("def f(x):\n    import quizgen.submissions", "FORBIDDEN", "(line 2"),
    "ends on loading": ("import os\nx = os._exit(1)\ndef f(x): return x", "CRASHED", "loading the file ended"),
    "loops on loading": (
        "class C:\n    while True: pass\ndef f(x): return x",
        "TIMED_OUT",
        "loading the file gave no answer",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_hostile_file_gets(name: str) -> None:
    source, verdict, words = HOSTILE[name]
    got = failure(source)
    assert got.verdict == verdict
    assert words in got.why
    assert got.why.isprintable()


def test_sleeping_ends_at_the_limit_of_elapsed_time() -> None:
    class Impatient(Limits):
        wall = 1.5

    began = time.monotonic()
    got = failure("import time\ndef f(x): time.sleep(600)", Impatient())
    assert got.verdict == "TIMED_OUT" and "waits" in got.why
    assert time.monotonic() - began < 6


def test_an_answer_while_the_grader_is_suspended_is_not_late() -> None:
    class Short(Limits):
        wall = 1.5

    ready = os.pipe()
    grader = os.fork()
    if not grader:  # one of its own, so that only it is stopped
        try:
            with (
                Wall() as own,
                Session(b"import time\ndef f():\n    time.sleep(0.6)\n    return 1", Short(), own) as one,
            ):
                assert not isinstance(one.loaded, Failure)
                os.write(ready[1], b"!")
                os._exit(0 if [one.run([call("f")])[0].value for _ in "ab"] == [1, 1] else 3)
        finally:
            os._exit(4)
    os.read(ready[0], 1)
    time.sleep(0.2)
    os.kill(grader, signal.SIGSTOP)
    time.sleep(3.5)
    os.kill(grader, signal.SIGCONT)
    assert os.waitstatus_to_exitcode(os.waitpid(grader, 0)[1]) == 0


def test_the_limit_of_elapsed_time_is_far_behind_that_of_cpu_time() -> None:
    assert all(Limits(cpu=cpu).wall >= 3 * cpu + 5 for cpu in (1, 3, 10))


@pytest.mark.parametrize("death", ["while True: pass", "import os; os._exit(3)", "import os; os.kill(os.getpid(), 11)"])
def test_a_function_that_does_not_come_back_does_not_take_the_others_along(death: str) -> None:
    results, _ = ask(f"def f(x):\n    {death}\ndef g(x): return 1", "g", "f", "g", "f", "g")
    verdicts = [result.failure.verdict if result.failure else result.value for result in results]
    assert verdicts == [1, "TIMED_OUT" if "while" in death else "CRASHED", 1, "NOT_RUN", 1]


def test_prints_are_cut_and_do_not_get_in_the_way() -> None:
    results, output = ask(
        "def f(x):\n    for _ in range(300): print('a' * 10**6)\n    return 1", "f", limits=Limits(cpu=10)
    )
    assert results[0].value == 1
    assert output == "a" * Limits().output


def test_what_is_printed_on_dying_is_kept() -> None:
    assert "so far" in ask("import os\ndef f(x):\n    print('so far', flush=True)\n    os._exit(1)", "f")[1]


def test_the_child_knows_nothing_about_the_grader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZGEN_DB", "secret")
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    source = "import os, sys\ndef f(x): return [sorted(os.environ), sys.path, sys.argv, os.getcwd(), __name__]"
    [[result], _] = ask(source, "f")
    environment, path, arguments, folder, name = result.value
    assert not {"QUIZGEN_DB", "PYTHONPATH"} & set(environment)
    assert not {"/somewhere", "", os.getcwd(), str(ROOT)} & {*path} and not any(str(ROOT) in text for text in arguments)
    assert folder != os.getcwd() and name != "__main__"


def test_nothing_of_a_child_is_left() -> None:
    ask("def f(x): return 1", "f")
    before = set(os.listdir("/dev/fd"))
    [[result], _] = ask("import os\ndef f(x): return os.getpid()", "f")
    assert set(os.listdir("/dev/fd")) == before
    for _ in range(100):
        if not is_alive(result.value):
            break
        time.sleep(0.02)
    assert not is_alive(result.value)


def test_forged_answers_are_refused_or_the_forgers_own() -> None:
    source = """
import os, json, struct
def f(x):
    tree = json.dumps(%s).encode()
    os.write(FD, struct.pack("<4sII", b"QG01", len(tree), 0) + tree)
    os._exit(0)
FD = max(int(n) for n in os.listdir("/dev/fd") if os.path.exists("/dev/fd/" + n))
"""
    for forged in ("[1, 2]", '{"value": 5}', '{"dict": {"error": 7}}', '{"dict": {"error": {"dict": {"line": 1e9}}}}'):
        [[result], _] = ask(source % f"json.loads('{forged}')", "f")
        assert result.failure is not None and result.failure.verdict == "CRASHED"
