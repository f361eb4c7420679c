"""Settings of the whole suite.

A suite started in the background inherits an ignored Ctrl-C, and so would every program that the tests press it on. No
property has a deadline: how long an example takes is the machine's affair, and benchmarks measure it. Each process takes
tests that stand together, so that what a module shares is made once.
"""

import signal

import pytest
from hypothesis import settings
from nightly import examples

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("quizgen", deadline=None, max_examples=examples(100))
settings.load_profile("quizgen")


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist, which is asked only with -n
def pytest_xdist_make_scheduler(config, log):
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log)
