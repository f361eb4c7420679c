"""The filter of system calls, run by a small machine of our own: what it allows, refuses and ends."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.sandbox import seccomp
from quizgen.sandbox.syscalls import MACHINES, NUMBERS, Machine

X86, ARM = MACHINES["x86_64"], MACHINES["aarch64"]
HEADERS = {
    "x86_64": ("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm/unistd_64.h"),
    "aarch64": ("/usr/include/asm-generic/unistd.h",),
}


def verdict(code: bytes, arch: int, number: int, *args: int) -> int:
    """What the kernel would do: the filter language has one register and jumps forward only."""
    words = [
        number,
        arch,
        0,
        0,
        *(word for arg in [*args, 0, 0, 0, 0, 0, 0][:6] for word in (arg & 0xFFFFFFFF, arg >> 32)),
    ]
    steps = list(seccomp.INSTRUCTION.iter_unpack(code))
    at, held = 0, 0
    while True:
        what, so, otherwise, k = steps[at]
        at += 1
        if what == seccomp.LOAD:
            held = words[k // 4]
        elif what == seccomp.RETURN:
            return k
        elif what == seccomp.JUMP:
            at += k
        else:
            true = {seccomp.EQUAL: held == k, seccomp.ANY_BIT: bool(held & k), seccomp.AT_LEAST: held >= k}[what]
            at += so if true else otherwise


def asked(on: Machine, name: str, *args: int, opens: bool = True) -> int:
    return verdict(seccomp.assemble(on, opens).code, on.audit, on.numbers[name], *args)


def refused(error: int) -> int:
    return seccomp.ERRNO | error


machines = pytest.mark.parametrize("on", [X86, ARM], ids=lambda on: on.name)


@machines
def test_what_every_program_does_is_allowed(on: Machine) -> None:
    for name in {*seccomp.FREE} & {*on.numbers}:
        assert asked(on, name, 1 << 40, 7, 9) == seccomp.ALLOW


@machines
@given(number=st.integers(0, 0x3FFFFFFF), args=st.lists(st.integers(0, 2**64 - 1), max_size=6))
def test_a_call_that_is_not_listed_does_not_exist(on: Machine, number: int, args: list[int]) -> None:
    listed = {on.numbers[name] for name in (*seccomp.FREE, *seccomp._conditions(True)) if name in on.numbers}
    if number not in listed:
        assert verdict(seccomp.assemble(on, True).code, on.audit, number, *args) == refused(errno.ENOSYS)


@machines
@given(number=st.integers(0, 2**32 - 1), arch=st.integers(0, 2**32 - 1))
def test_the_numbers_of_another_machine_end_the_process(on: Machine, number: int, arch: int) -> None:
    code = seccomp.assemble(on, True).code
    if arch != on.audit:
        assert verdict(code, arch, number) == seccomp.KILL
    assert verdict(code, on.audit, number | seccomp.X32) == seccomp.KILL


@machines
@given(flags=st.integers(0, 2**32 - 1), high=st.integers(0, 2**32 - 1), opens=st.booleans())
def test_a_file_is_opened_for_reading_or_not_at_all(on: Machine, flags: int, high: int, opens: bool) -> None:
    writing = flags & (
        os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND | 0o20000000
    )  # the last: O_TMPFILE
    for name, at in seccomp.OPENS.items():
        if name in on.numbers:
            got = asked(on, name, *(at * [5]), flags | high << 32, opens=opens)
            assert got in (seccomp.ALLOW, refused(errno.EACCES))
            assert not (got == seccomp.ALLOW and (writing or not opens))
    ordinary = asked(on, "openat", 5, 5, os.O_RDONLY | os.O_CLOEXEC, opens=opens)
    assert ordinary == (seccomp.ALLOW if opens else refused(errno.EACCES))


@machines
@given(pid=st.integers(0, 2**64 - 1), number=st.integers(0, 64))
def test_signals_can_be_sent_to_oneself_only(on: Machine, pid: int, number: int) -> None:
    for name in ("kill", "tgkill"):
        own_pid = pid & 0xFFFFFFFF == seccomp.OWN_PID
        assert asked(on, name, pid, number) == (seccomp.ALLOW if own_pid else refused(errno.EPERM))
        assert asked(on, name, seccomp.OWN_PID, number) == seccomp.ALLOW


@machines
@given(new=st.integers(0, 2**64 - 1), whose=st.sampled_from([0, seccomp.OWN_PID, 1, 4711]))
def test_limits_may_be_asked_and_not_set(on: Machine, new: int, whose: int) -> None:
    fine = new == 0 and whose in (0, seccomp.OWN_PID)
    assert (asked(on, "prlimit64", whose, 9, new, 1) == seccomp.ALLOW) == fine


@machines
def test_descriptors_and_terminals_are_left_alone(on: Machine) -> None:
    owner, lease, pipe_size, inject = 8, 1024, 1031, 0x5412
    for name, command in (("fcntl", owner), ("fcntl", lease), ("fcntl", pipe_size), ("ioctl", inject)):
        assert asked(on, name, 1, command) == refused(errno.EPERM)
    assert asked(on, "fcntl", 1, 1) == asked(on, "ioctl", 1, 0x5401) == seccomp.ALLOW


@machines
def test_what_python_words_well_is_refused_as_a_permission(on: Machine) -> None:
    for name in {*seccomp.REFUSED} & {*on.numbers}:
        assert asked(on, name) == refused(errno.EPERM)


@machines
def test_a_filter_fits_the_kernel(on: Machine) -> None:
    program = seccomp.assemble(on, True)
    assert len(program.code) // 8 < 4096 and len(program.pids) == 3


@pytest.mark.parametrize("name", HEADERS)
def test_system_calls_have_the_numbers_of_the_kernel(name: str) -> None:
    header = next((Path(path) for path in HEADERS[name] if Path(path).exists()), None)
    if header is None:
        pytest.skip("the kernel's headers are not installed")
    found = re.findall(r"^#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text(), re.MULTILINE)
    public: dict[str, int] = {}
    for call_name, number in found:
        public.setdefault("newfstatat" if call_name == "fstatat" else call_name, int(number))
    column = ("x86_64", "aarch64").index(name)
    assert {call_name: pair[column] for call_name, pair in NUMBERS.items()} == {n: public.get(n) for n in NUMBERS}
